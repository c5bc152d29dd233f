import { pass } from '../../../contract.js';
import { wellFormed } from '../needs.js';
import { conditions } from '../needs.js';
import { queriesFor } from '../request.js';
import { type EnvCheck, failed, faultAgainst, premiseOk, type Reply, type ServedKey, type Tools } from '../tools.js';

const when = [conditions.advertised];

/** Takes so many keys, round and round; smallest values first, so that the answer fits. */
export function take(keys: readonly ServedKey[], count: number): ServedKey[] {
  return Array.from({ length: count }, (_, index) => keys[index % keys.length] as ServedKey);
}

/** Judges one batch against one requirement of this area. */
async function judgeBatch(tools: Tools, size: number, requirement: string): Promise<Reply> {
  const keys = await tools.served();
  const reply = await tools.call(tools.request(queriesFor(take(keys, size))));
  return premiseOk(reply, [requirement]);
}

const sizes = [1, 2, 16] as const;

/** Checks of the area `ordering`. */
export const orderingChecks: readonly EnvCheck[] = [
  ...sizes.map(
    (size): EnvCheck => ({
      name: `ordering/one-per-query/batch-of-${size}`,
      requirement: 'ordering/one-per-query',
      stimulus: `${size} quer${size === 1 ? 'y' : 'ies'} for keys that are served`,
      expects: `OK with exactly ${size} result${size === 1 ? '' : 's'}`,
      needs: wellFormed,
      when,
      async run(tools) {
        const reply = await judgeBatch(tools, size, 'ordering/one-per-query');
        const fault = faultAgainst(reply, 'ordering/one-per-query');
        return fault === undefined ? pass() : failed(fault.text, reply);
      },
    }),
  ),
];
