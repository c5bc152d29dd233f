import { pass } from '../../../../contract.js';
import type { Key } from '../../../../profile/profile.js';
import { servedBatch } from '../../batches.js';
import { conditions, wellFormed } from '../../needs.js';
import { queriesFor } from '../../request.js';
import { type EnvCheck, failed } from '../../tools.js';
import { needServed } from '../idempotency/same-results.js';
import { measure, ms, percentile } from './measure.js';

const requirement = 'performance/batch';
const size = 50;
/** Share of the time of 50 calls above which a batch is not clearly cheaper. */
const clearly = 0.5;

/** Check that a batch costs less than its queries (SHOULD). */
export const batchChecks: readonly EnvCheck[] = [
  {
    name: `${requirement}/fifty-queries`,
    requirement,
    stimulus: 'calls with 50 queries and calls with one query, by turns on a warm connection',
    expects: `a call with 50 queries takes less than ${clearly * 100} % of the time of 50 calls with one`,
    needs: wellFormed,
    when: [conditions.advertised],
    alone: 30,
    async run(tools) {
      const lane = await tools.connect('wire');
      const batch = (await servedBatch(tools, size)).request;
      const single = tools.request(queriesFor([(await tools.served())[0] as Key]));
      needServed(tools, await lane.call(batch));
      needServed(tools, await lane.call(single));
      let best = Number.POSITIVE_INFINITY;
      let text = '';
      for (let round = 0; round < 3; round++) {
        const singles = await measure(tools, lane, single, { calls: 25, least: 1, ms: 100 });
        const batches = await measure(tools, lane, batch, { calls: 10, least: 1, ms: 100 });
        if (singles === undefined || batches === undefined)
          return { outcome: 'untested', reason: 'a call did not get OK while it was timed' };
        const one = percentile(singles.calls, 0.5);
        const all = percentile(batches.calls, 0.5);
        if (all / (one * size) < best) {
          best = all / (one * size);
          text = `${size} queries at once ${ms(all)}, one by one ${ms(one * size)}`;
        }
        if (best < clearly) return pass(text);
      }
      return failed(text);
    },
  },
];
