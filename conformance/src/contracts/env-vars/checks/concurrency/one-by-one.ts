import type { Verdict } from '../../../../contract.js';
import type { EnvRequest } from '../../request.js';
import { blocked, type Reply, type Tools } from '../../tools.js';
import { refusable } from '../authorization/refusal.js';
import { atFault, spoiltBy, structuralFault, withoutStatus } from '../idempotency/same-results.js';

/** Calls that are made one after another before it counts that others were made at once, and the longest time for them. */
const most = { calls: 256, ms: 15_000 } as const;

/** A call to be made by itself. */
export interface SingleCall {
  readonly request: EnvRequest;
  /** What is wrong with its answer; undefined where nothing is. */
  wrong(reply: Reply): string | undefined;
}

/**
 * What goes wrong where a call like one that failed among others is made by itself, over and over: a driver that errs now and then
 * does so among calls at once, too, and mixes none up. Undefined where all went well, or slowly.
 *
 * @param next gives the call for each turn
 */
export async function faultOneByOne(tools: Tools, next: () => SingleCall): Promise<Verdict | undefined> {
  const until = performance.now() + most.ms;
  for (let turn = 1; turn <= most.calls && performance.now() < until; turn++) {
    const { request, wrong } = next();
    const reply = await tools.call(request, refusable);
    const text = wrong(reply);
    if (text === undefined) continue;
    const by = spoiltBy(tools) ?? (reply.ok ? 'idempotency/repeat' : atFault(tools, reply));
    return (
      withoutStatus(reply) ??
      structuralFault(tools, reply) ??
      blocked(by, `made by itself ${turn === 1 ? 'once' : `${turn} times`}: ${text}`)
    );
  }
  return undefined;
}
