import { pass } from '../../../../contract.js';
import { codeName, statusCode } from '../../../../driver/answer.js';
import { conditions, wellFormed } from '../../needs.js';
import { queriesFor } from '../../request.js';
import { blocked, type EnvCheck } from '../../tools.js';
import { overloaded } from '../idempotency/same-results.js';

/** concurrency/in-flight: a slot that is not given back is missing for every later call. */
export const slotsLeftChecks: readonly EnvCheck[] = [
  {
    name: 'concurrency/in-flight/all-traffic',
    requirement: 'concurrency/in-flight',
    stimulus: 'every NodeGetEnvVars call of the run, with no more open than the driver takes',
    expects: 'no RESOURCE_EXHAUSTED that stays, whatever is asked',
    needs: wellFormed,
    when: [conditions.advertised],
    final: true,
    async run(tools) {
      if (tools.shared.outOfSlots !== true) return pass();
      const request = tools.request(queriesFor(tools.profile.keys.available.slice(0, 1)));
      const reply = await tools.call(request, { slot: false, retry: false });
      if (reply.code !== statusCode.RESOURCE_EXHAUSTED)
        return pass('slots ran out in the run, and are there again');
      // concurrency/overload: what is not served from a burst beyond the limit on was not served after it.
      if (tools.shared.memo.has(overloaded)) {
        return blocked('concurrency/overload', 'after a burst beyond the limit every call is refused');
      }
      return {
        outcome: 'fail',
        evidence: {
          mismatches: [
            `a single call gets ${codeName(reply.code)} after ${tools.journal.okAnswers} answers: slots are not given back`,
          ],
        },
      };
    },
  },
];
