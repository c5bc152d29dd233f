import { setTimeout as pause } from 'node:timers/promises';
import { pass, type Verdict } from '../../../../contract.js';
import { codeName, statusCode } from '../../../../driver/answer.js';
import { probe } from '../../identity.js';
import { conditions, wellFormed } from '../../needs.js';
import { type EnvRequest, queriesFor } from '../../request.js';
import { blocked, describe, type EnvCheck, failed, type Lane, type Reply, type Tools } from '../../tools.js';
import { refusable } from '../authorization/refusal.js';
import { singleMs } from '../concurrency/burst.js';
import { difference, freshNames, served, servedRequests, spoil, spoiltBy } from './same-results.js';

const requirement = 'idempotency/after-restart';

/** Restarts the driver; a sentence when that did not work, undefined when there is no way to restart it. */
async function restart(tools: Tools): Promise<{ readonly failure?: string } | undefined> {
  const { restart: hook } = tools.profile.hooks;
  const { spawned } = tools.shared.context;
  if (hook !== undefined) {
    const result = await hook(tools.signal);
    return result.ok ? {} : { failure: `hook restart failed: ${result.reason}` };
  }
  if (spawned === undefined) return undefined;
  try {
    await spawned.restart();
    return {};
  } catch (error) {
    return { failure: `the driver did not start again: ${(error as Error).message}` };
  }
}

/** Waits on new connections until the driver serves, as at the start of a run; a verdict when it does not in time. */
async function comesBack(tools: Tools): Promise<Lane | Verdict> {
  const until = performance.now() + tools.shared.context.options.startupTimeoutMs;
  let says: string | undefined;
  for (let wait = 20; performance.now() < until; wait = Math.min(250, wait * 2)) {
    const lane = await tools.connect();
    const { answer, message } = await probe((path, bytes) => lane.invoke(path, bytes));
    const starting =
      answer.code === statusCode.FAILED_PRECONDITION ||
      answer.code === statusCode.UNAVAILABLE ||
      message?.ready === false;
    if (answer.failure === undefined && !starting) return lane;
    says = answer.failure === undefined ? codeName(answer.code) : undefined;
    await lane.close();
    await pause(wait);
  }
  return says === undefined
    ? failed('the driver does not answer after its restart')
    : blocked(
        'identity/probe',
        `after its restart the driver answers Probe, and never that it is ready (${says})`,
      );
}

/** Asks over the connection of the run, which the restart has cut; a client may need several attempts to notice. */
async function askOverOldConnection(tools: Tools, request: EnvRequest): Promise<Reply> {
  for (let attempt = 0; ; attempt++) {
    const reply = await tools.call(request, { observe: false });
    const { failure } = reply.answer;
    if (attempt >= 5 || (failure !== 'closed' && failure !== 'refused' && failure !== 'reset')) return reply;
    await pause(100);
  }
}

/** Checks that a restart changes no answer. */
export const afterRestartChecks: readonly EnvCheck[] = [
  {
    name: `${requirement}/same-results`,
    requirement,
    stimulus:
      'requests before and after the driver restarts (hooks.restart, or the tool itself where it started the driver)',
    expects: 'the same results and status codes',
    needs: wellFormed,
    when: [conditions.advertised],
    alone: 70,
    disturbs: true,
    budgetMs: 120_000,
    async run(tools) {
      if (tools.profile.hooks.restart === undefined && tools.shared.context.spawned === undefined) {
        return {
          outcome: 'untested',
          reason:
            'the profile does not say hooks.restart: give a command that restarts the driver, or an endpoint exec:… that the tool can restart',
        };
      }
      const before = await answers(tools);
      if ('outcome' in before) return before;
      const done = await restart(tools);
      const lane = await comesBack(tools);
      if ('outcome' in lane) return done?.failure === undefined ? lane : failed(done.failure);
      if (done?.failure !== undefined) return { outcome: 'error', message: done.failure };
      return compare(tools, before, lane);
    },
  },
];

interface Answered {
  readonly request: EnvRequest;
  readonly reply: Reply;
}

/** Makes calls one after the other; side by side where each takes long. */
async function inTurn<T>(
  tools: Tools,
  items: readonly T[],
  call: (item: T) => Promise<Reply>,
): Promise<Reply[]> {
  if ((await singleMs(tools)) > 100 && tools.facts.limits.inFlight > items.length) {
    return Promise.all(items.map(call));
  }
  const replies: Reply[] = [];
  for (const item of items) replies.push(await call(item));
  return replies;
}

/** What the driver answers before it is restarted. */
async function answers(tools: Tools): Promise<readonly Answered[] | Verdict> {
  const { missing, denied } = tools.profile.keys;
  const requests = await Promise.all(servedRequests.map(async ({ build }) => freshNames(await build(tools))));
  const failing = [...missing.slice(0, 1), ...denied.slice(0, 1)].map((key) =>
    freshNames(tools.request(queriesFor([key]))),
  );
  const first = await inTurn(tools, requests, (request) => tools.call(request));
  for (const reply of first) {
    const premise = served(tools, reply);
    if (premise !== undefined) return premise;
  }
  const all = [...first, ...(await inTurn(tools, failing, (request) => tools.call(request, refusable)))];
  const again = await inTurn(tools, all, ({ request }) => tools.call(request, refusable));
  for (const [index, reply] of all.entries()) {
    const found = difference(tools, reply, again[index] as Reply);
    if (found !== undefined)
      return blocked(spoiltBy(tools) ?? 'idempotency/repeat', `without any restart: ${found.text}`);
  }
  return all.map((reply) => ({ request: reply.request, reply }));
}

async function compare(tools: Tools, before: readonly Answered[], lane: Lane): Promise<Verdict> {
  for (const over of [lane, undefined]) {
    const replies = await inTurn(tools, before, ({ request }) =>
      over === undefined ? askOverOldConnection(tools, request) : over.call(request, { observe: false }),
    );
    for (const [index, after] of replies.entries()) {
      if (after.answer.failure !== undefined)
        return { outcome: 'error', message: `after the restart: ${describe(after)}` };
      const found = difference(tools, (before[index] as Answered).reply, after);
      if (found === undefined) continue;
      // Seen before the restart too: then it is not the restart's.
      const fault = after.faults.find(({ requirement: id }) =>
        tools.journal.faults.some((seen) => seen.requirement === id),
      );
      if (fault !== undefined) return blocked(fault.requirement, fault.text);
      spoil(tools, requirement, true);
      return failed(`the same request after a restart: ${found.text}`, after, undefined, []);
    }
  }
  return pass(`${before.length} requests`);
}
