import { setTimeout as pause } from 'node:timers/promises';
import { pass, type Verdict } from '../../../../contract.js';
import { type Answer, statusCode } from '../../../../driver/answer.js';
import { grpcTimeout } from '../../../../driver/wire-client.js';
import { conditions, needs, wellFormed } from '../../needs.js';
import { encodeRequest } from '../../request.js';
import { type EnvCheck, failed, getEnvVars, type Lane, type Tools } from '../../tools.js';
import { differentRequests, isExhausted, openAtOnce, patience, singleMs } from './burst.js';
import { findSlow, lookMs, type Slow, slowMs } from './slow-request.js';

const requirement = 'concurrency/deadline';

async function notSlow(tools: Tools): Promise<Verdict> {
  return {
    outcome: 'untested',
    reason: `no call is slow enough (${(await singleMs(tools)).toFixed(1)} ms): list a key under keys.failing whose backend takes ${slowMs} to ${lookMs} ms to fail`,
  };
}

/** A busy machine delays now and then what a driver does in time: it is asked so often before it is held to be late. */
const attempts = { least: 3, most: 8, ms: 3000 };

/** Looks until the driver is in time, at most so often; gives what it saw last. */
async function untilInTime<Seen>(look: () => Promise<Seen>, inTime: (seen: Seen) => boolean): Promise<Seen> {
  const started = performance.now();
  for (let made = 1; ; made++) {
    const seen = await look();
    if (inTime(seen) || made >= attempts.most) return seen;
    if (made >= attempts.least && performance.now() - started > attempts.ms) return seen;
  }
}

/** Sends a call that names a short deadline and waits longer for the driver's own end of it. */
async function callWithDeadline(tools: Tools, lane: Lane, { request, takesMs }: Slow, deadlineMs: number) {
  return lane.client.unary(getEnvVars, encodeRequest(request), {
    timeoutMs: deadlineMs + takesMs * 2 + 1000,
    metadata: { 'grpc-timeout': grpcTimeout(deadlineMs) },
    signal: tools.signal,
  });
}

/** Names of the backend's log that reads leave, one for each read. */
async function readsSoFar(tools: Tools): Promise<number> {
  return (await tools.hook('backendLog')).split('\n').filter((line) => line.trim() !== '').length;
}

const base = { requirement, needs: wellFormed, when: [conditions.advertised], alone: 10 } as const;

/** Checks that a call past its deadline ends (SHOULD). */
export const deadlineChecks: readonly EnvCheck[] = [
  {
    ...base,
    name: `${requirement}/call-ends`,
    stimulus: 'a slow call with a deadline of a third of the time that it takes',
    expects: 'the driver ends the call at its deadline, with whichever status or a reset',
    async run(tools) {
      const slow = await findSlow(tools);
      if (slow === undefined) return notSlow(tools);
      const lane = await tools.connect('wire');
      const deadlineMs = Math.ceil(slow.takesMs / 3);
      const lost = ({ failure }: Answer): boolean => failure === 'closed' || failure === 'refused';
      const ended = ({ durationMs }: Answer): boolean => durationMs < slow.takesMs * 0.8;
      const answer = await untilInTime(
        async () => {
          const one = await callWithDeadline(tools, lane, slow, deadlineMs);
          if (isRefused(one)) await pause(slow.takesMs);
          return one;
        },
        (one) => lost(one) || (ended(one) && !isRefused(one)),
      );
      const ms = Math.round(answer.durationMs);
      if (isRefused(answer))
        return { outcome: 'untested', reason: 'the driver refused the slow call for want of a slot' };
      if (lost(answer)) return { outcome: 'error', message: `the call got no status: ${answer.message}` };
      return ended(answer)
        ? pass(`ended after ${ms} ms, deadline ${deadlineMs} ms`)
        : failed(`with a deadline of ${deadlineMs} ms the call went on for ${ms} ms, as long as without one`);
    },
  },
  {
    ...base,
    name: `${requirement}/work-ends`,
    stimulus: 'slow calls that are past their deadline, then the log of the backend',
    expects: 'no read of the backend begins or ends after the calls have ended',
    needs: [...wellFormed, needs.backendLog],
    disturbs: true,
    async run(tools) {
      const slow = await findSlow(tools);
      if (slow === undefined || !slow.ends) return notSlow(tools);
      const lane = await tools.connect('wire');
      const settleMs = Math.min(3000, slow.takesMs * 1.5 + 50);
      // What the backend is asked by itself, without any call, says nothing.
      await pause(settleMs);
      const idle = await readsSoFar(tools);
      await pause(settleMs);
      if ((await readsSoFar(tools)) !== idle)
        return {
          outcome: 'untested',
          reason: 'the backend is asked without any call, so its log does not tell',
        };
      const later = await untilInTime(
        async () => {
          const calls = Array.from({ length: 3 }, () =>
            callWithDeadline(tools, lane, slow, Math.ceil(slow.takesMs / 5)),
          );
          // Not before the calls have ended: a machine that is busy may be late to begin them.
          await Promise.all([...calls, pause(slow.takesMs / 2)]);
          const atEnd = await readsSoFar(tools);
          await pause(settleMs);
          return (await readsSoFar(tools)) - atEnd;
        },
        (reads) => reads <= 0,
      );
      return later <= 0
        ? pass()
        : failed(`${later} reads of the backend came in after the deadline of the calls behind them`);
    },
  },
  {
    ...base,
    name: `${requirement}/slots-come-back`,
    stimulus: 'as many slow calls as the driver takes, past their deadline, then as many again',
    expects: 'the slots of calls past their deadline are free long before their work would have ended',
    async run(tools) {
      const slow = await findSlow(tools);
      if (slow === undefined || !slow.ends) return notSlow(tools);
      const count = Math.min(100, tools.facts.limits.inFlight);
      if (count < tools.facts.limits.inFlight)
        return { outcome: 'untested', reason: 'the driver takes more calls at once than this check opens' };
      const seen = await untilInTime(
        () => refusedAfterDeadlines(tools, slow, count),
        (one) => one === undefined || (one.filled && one.refused === 0),
      );
      if (seen === undefined) return { outcome: 'untested', reason: 'the calls took too long to tell' };
      if (seen.refused > 0)
        return failed(
          `${seen.refused} of ${count} calls were refused while calls past their deadline still held the slots`,
        );
      return seen.filled
        ? pass()
        : { outcome: 'untested', reason: 'the driver refused slow calls that its slots should have taken' };
    },
  },
];

/**
 * Fills all slots with calls that pass their deadline, and counts refusals in the time that their work would still have taken.
 *
 * @returns also whether the slots took the calls at all; undefined where it all took too long to tell
 */
async function refusedAfterDeadlines(
  tools: Tools,
  slow: Slow,
  count: number,
): Promise<{ readonly refused: number; readonly filled: boolean } | undefined> {
  const lane = await tools.connect('wire');
  const fresh = await tools.connect('wire');
  const keys = await tools.served();
  const started = performance.now();
  const since = (): number => performance.now() - started;
  const held = await Promise.all(
    Array.from({ length: count }, () =>
      lane.client.unary(getEnvVars, encodeRequest(slow.request), { timeoutMs: slow.takesMs / 5 }),
    ),
  );
  await pause(Math.max(0, slow.takesMs * 0.6 - since()));
  const replies = await openAtOnce(fresh, differentRequests(tools, keys, count), {
    timeoutMs: await patience(tools, count),
  });
  await Promise.all([lane.close(), fresh.close()]);
  if (since() > slow.takesMs * 20) return undefined;
  // Slots that are still held would refuse the calls that are to fill them the next time.
  await pause(Math.max(0, slow.takesMs * 1.5 + 50 - since()));
  return {
    refused: replies.filter(isExhausted).length,
    filled: !held.some(isRefused),
  };
}

/** Whether a slow call was refused for want of a slot, so that it tells nothing of its deadline. */
function isRefused({ code }: Answer): boolean {
  return code === statusCode.RESOURCE_EXHAUSTED;
}
