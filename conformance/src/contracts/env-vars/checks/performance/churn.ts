import { pass } from '../../../../contract.js';
import { conditions, wellFormed } from '../../needs.js';
import { blocked, describe, type EnvCheck, failed, type Lane, type Reply } from '../../tools.js';
import { differentRequests, isExhausted, isOfAnother, singleMs } from '../concurrency/burst.js';
import { needServed, spoiltBy } from '../idempotency/same-results.js';

const requirement = 'performance/churn';
const callers = 1000;
/** Callers that share a connection before it is closed. */
const perConnection = 20;
/** Time that a driver may take for all callers, in milliseconds; of a slower one there are fewer. */
const fairMs = 10_000;

/** Check that many callers are all answered (SHOULD). */
export const churnChecks: readonly EnvCheck[] = [
  {
    name: `${requirement}/thousand-callers`,
    requirement,
    stimulus: `${callers} callers that share max_inflight_requests, ${perConnection} to a connection that is closed behind them`,
    expects: 'OK for each; RESOURCE_EXHAUSTED is retried after a backoff',
    needs: wellFormed,
    when: [conditions.advertised],
    alone: 30,
    disturbs: true,
    budgetMs: 90_000,
    async run(tools) {
      const keys = await tools.served();
      const [first, ...rest] = differentRequests(tools, keys, 1 + callers);
      if (first === undefined) return { outcome: 'error', message: 'no request' };
      needServed(tools, await tools.call(first));
      const atOnce = Math.min(100, tools.facts.limits.inFlight);
      const affordable = Math.floor((fairMs / Math.max(0.1, await singleMs(tools))) * Math.min(16, atOnce));
      const count = Math.max(perConnection, Math.min(callers, affordable));
      const wrong: Reply[] = [];
      let next = 0;
      const crowd = async (): Promise<void> => {
        while (next < count) {
          const requests = rest.slice(next, next + perConnection);
          next += perConnection;
          const lane: Lane = await tools.connect();
          const replies = await Promise.all(requests.map((request) => lane.call(request)));
          wrong.push(...replies.filter((reply) => !reply.ok));
          await lane.close();
        }
      };
      await Promise.all(Array.from({ length: Math.max(1, Math.ceil(atOnce / perConnection)) + 1 }, crowd));
      const [reply] = wrong;
      if (reply === undefined)
        return pass(
          count < callers
            ? `${count} callers, fewer than ${callers} because a call takes so long`
            : `${count} callers`,
        );
      if (isOfAnother(reply))
        return blocked(spoiltBy(tools) ?? 'concurrency/isolation', `a caller got ${describe(reply)}`);
      if (isExhausted(reply))
        return blocked(
          'concurrency/in-flight',
          `${wrong.length} callers were refused again and again: ${describe(reply)}`,
        );
      return failed(`${wrong.length} of ${count} callers were not served: ${describe(reply)}`, reply);
    },
  },
];
