import type { Verdict } from '../../../../contract.js';
import type { Key } from '../../../../profile/profile.js';
import { probeMs } from '../../probe-ms.js';
import { type EnvRequest, queriesFor } from '../../request.js';
import type { Tools } from '../../tools.js';
import { refusable } from '../authorization/refusal.js';
import { singleMs } from './burst.js';

/** A call has to take so long by itself for what goes on meanwhile to be seen. */
export const slowMs = 100;

/** How much longer than a Probe it has to take: what the machine adds to every call ends at no deadline. */
const aboveMachine = 3;

/** Longest wait to find out how long a call takes. */
export const lookMs = 500;

/** The verdict where calls are too fast for as many as the driver takes to be open at once. */
export const nothingSlow: Verdict = {
  outcome: 'not-applicable',
  reason: 'no call takes so long that as many as the driver takes are open at once',
};

/** A request that takes a while. */
export interface Slow {
  readonly request: EnvRequest;
  /** How long it takes without a deadline, or at least takes. */
  readonly takesMs: number;
  /** Whether it ended by itself. */
  readonly ends: boolean;
}

/** Finds a slow request: one for an available key, else one for a key whose backend fails slowly; asked once a run. */
export function findSlow(tools: Tools): Promise<Slow | undefined> {
  const memo = tools.shared.memo as Map<string, Promise<Slow | undefined>>;
  const known = memo.get('slow request');
  if (known !== undefined) return known;
  const found = (async (): Promise<Slow | undefined> => {
    const [first] = await tools.served();
    const own = await singleMs(tools);
    if (await isSlowByItself(tools, own))
      return { request: tools.request(queriesFor([first as Key])), takesMs: own, ends: true };
    for (const key of tools.profile.keys.failing.slice(0, 4)) {
      const request = tools.request(queriesFor([key]));
      const ask = () => tools.call(request, { ...refusable, timeoutMs: lookMs });
      const reply = await ask();
      if (reply.answer.durationMs < slowMs) continue;
      // A busy machine makes a call slow now and then.
      const takesMs = Math.min(reply.answer.durationMs, (await ask()).answer.durationMs);
      if (await isSlowByItself(tools, takesMs)) return { request, takesMs, ends: takesMs < lookMs * 0.95 };
    }
    return undefined;
  })();
  memo.set('slow request', found);
  return found;
}

/** Whether a call is slow by what it does, and not by what the machine adds to every call. */
async function isSlowByItself(tools: Tools, takesMs: number): Promise<boolean> {
  if (takesMs < slowMs) return false;
  const lane = await tools.connect('wire');
  const options = { timeoutMs: tools.timeoutMs, signal: tools.signal };
  const cheapest = await probeMs((path, message) => lane.client.unary(path, message, options));
  await lane.close();
  return takesMs >= aboveMachine * cheapest;
}
