import { pass } from '../../../contract.js';
import { statusCode } from '../../../driver/answer.js';
import { indexOf, largestBatch, positions, servedBatch, withKeyAt } from '../batches.js';
import { conditions, needs, wellFormed } from '../needs.js';
import { queriesFor } from '../request.js';
import {
  blocked,
  describe,
  type EnvCheck,
  failed,
  faultAgainst,
  premiseOk,
  type Reply,
  type Tools,
} from '../tools.js';
import { allOrNothingChecks } from './batch/all-or-nothing.js';
import { maxQueries } from './ordering.js';

const when = [conditions.advertised];

/** batch/scales: the one RPC answers the whole batch. */
function judgeScale(reply: Reply) {
  const { code, answer, request } = reply;
  if (code === statusCode.UNIMPLEMENTED && answer.failure === undefined)
    return blocked('capability/implemented', 'the call got UNIMPLEMENTED');
  if (!reply.ok && answer.code !== 0)
    return failed(`${request.queries.length} queries that fit the payload got ${describe(reply)}`, reply);
  premiseOk(reply);
  return pass(`${request.queries.length} queries`);
}

const sizes = [2, 3, 5, 8, 16, 17, 32, 33, 49, 50, 51, 64, 65, 100, 128] as const;

async function noError(tools: Tools, size: number) {
  const reply = premiseOk(await tools.call((await servedBatch(tools, size)).request), [
    'batch/no-error-in-ok',
  ]);
  const fault = faultAgainst(reply, 'batch/no-error-in-ok');
  return fault === undefined ? pass() : failed(fault.text, reply);
}

/** Checks of the area `batch`. */
export const batchChecks: readonly EnvCheck[] = [
  ...sizes.map(
    (size): EnvCheck => ({
      name: `batch/scales/${size}-queries`,
      requirement: 'batch/scales',
      stimulus: `${size} queries for keys that are served`,
      expects: 'OK within the deadline of one call',
      needs: wellFormed,
      when,
      run: async (tools) => judgeScale(await tools.call((await servedBatch(tools, size)).request)),
    }),
  ),
  {
    name: 'batch/scales/again',
    requirement: 'batch/scales',
    stimulus: 'the same 50 queries for keys that are served three times',
    expects: 'OK within the deadline of one call, each time',
    needs: wellFormed,
    when,
    async run(tools) {
      const { request } = await servedBatch(tools, 50);
      for (let time = 0; time < 2; time++) {
        const verdict = judgeScale(await tools.call(request));
        if (verdict.outcome !== 'pass') return verdict;
      }
      return judgeScale(await tools.call(request));
    },
  },
  {
    name: 'batch/scales/as-many-as-fit',
    requirement: 'batch/scales',
    stimulus: 'as many queries as fit the total payload both ways',
    expects: 'OK within the deadline of one call',
    needs: wellFormed,
    when,
    run: async (tools) =>
      judgeScale(await tools.call((await largestBatch(tools, maxQueries(tools))).request)),
  },
  {
    name: 'batch/scales/half-as-many',
    requirement: 'batch/scales',
    stimulus: 'half as many queries as fit the total payload both ways',
    expects: 'OK within the deadline of one call',
    needs: wellFormed,
    when,
    async run(tools) {
      const { keys } = await largestBatch(tools, maxQueries(tools));
      return judgeScale(
        await tools.call(tools.request(queriesFor(keys.slice(0, Math.ceil(keys.length / 2))))),
      );
    },
  },
  ...[1, 17, 50].map(
    (size): EnvCheck => ({
      name: `batch/no-error-in-ok/served-${size}`,
      requirement: 'batch/no-error-in-ok',
      stimulus: `${size} ${size === 1 ? 'query' : 'queries'} for keys that are served`,
      expects: 'OK, and no result with an error',
      needs: wellFormed,
      when: [...when, conditions.alpha],
      run: (tools) => noError(tools, size),
    }),
  ),
  ...positions.map(
    (position): EnvCheck => ({
      name: `batch/no-error-in-ok/missing-${position}`,
      requirement: 'batch/no-error-in-ok',
      stimulus: `a batch of 5 with a key that does not exist in the ${position} place`,
      expects: 'no OK response with an error in a result',
      needs: [...wellFormed, needs.missing],
      when: [...when, conditions.alpha],
      async run(tools) {
        const { request } = await servedBatch(tools, 5);
        premiseOk(await tools.call(request), ['batch/no-error-in-ok']);
        const [missing] = tools.profile.keys.missing;
        if (missing === undefined) return { outcome: 'untested', reason: 'keys.missing is empty' };
        const reply = await tools.call(withKeyAt(request, indexOf(position, 5), missing), { observe: false });
        const fault = faultAgainst(reply, 'batch/no-error-in-ok');
        return fault === undefined ? pass() : failed(fault.text, reply);
      },
    }),
  ),
  ...allOrNothingChecks,
];
