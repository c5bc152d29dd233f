import type { Verdict } from '../../../../contract.js';
import { statusCode } from '../../../../driver/answer.js';
import type { Key } from '../../../../profile/profile.js';
import { withKeyAt } from '../../batches.js';
import { conditions, needs, wellFormed } from '../../needs.js';
import { type EnvRequest, queriesFor } from '../../request.js';
import { blocked, describe, type EnvCheck, failed, suspectsOf, type Tools } from '../../tools.js';
import { hasStatus, noStatus } from '../blame.js';
import { keyOf, kinds, soloFault } from '../errors/kinds.js';
import { baseBatch, baseRequest, places } from '../once.js';
import { optionalAt } from './judge-optional.js';

const when = [conditions.advertised, conditions.beta];

/** optional/required-fails: any status but OK; which one is for the rules of errors. */
async function mustFail(tools: Tools, request: EnvRequest, what: string): Promise<Verdict> {
  const reply = await tools.call(request, { observe: false });
  if (!hasStatus(reply)) return noStatus(reply, what);
  if (reply.code !== statusCode.OK) return { outcome: 'pass' };
  // A driver that leaves out what fails does so without any flag, too.
  const suspects = [...suspectsOf(reply), 'batch/all-or-nothing'];
  return failed(`${what} got ${describe(reply)}`, reply, undefined, suspects);
}

/** Checks of `optional/required-fails` beside the declarative ones. */
export const requiredFailsChecks: readonly EnvCheck[] = [
  ...(['missing', 'failing'] as const).flatMap((slug) => {
    const kind = kinds[slug];
    const common = {
      requirement: 'optional/required-fails',
      expects: 'a status other than OK',
      needs: [...wellFormed, ...(kind.need === undefined ? [] : [kind.need])],
      when,
    };
    return [
      ...places.slice(1).flatMap(({ slug: where, say, size, index }) => [
        {
          ...common,
          name: `optional/required-fails/${slug}/${where}`,
          stimulus: `${kind.say} in a required query, ${say}, where all the others are optional and served`,
          async run(tools: Tools) {
            const fault = await soloFault(tools, kind, index, size);
            if (fault !== undefined) return fault;
            const request = withKeyAt(await baseBatch(tools, size), index, keyOf(kind, tools.profile) as Key);
            return mustFail(
              tools,
              optionalAt(request, (at) => at !== index),
              `a required query for ${kind.say}`,
            );
          },
        } satisfies EnvCheck,
      ]),
      {
        ...common,
        name: `optional/required-fails/${slug}/beside-optional-failures`,
        stimulus: `${kind.say} in a required query between optional ones that fail in the same way`,
        async run(tools: Tools) {
          const fault = await soloFault(tools, kind, 0, 1);
          if (fault !== undefined) return fault;
          await baseRequest(tools);
          const key = keyOf(kind, tools.profile) as Key;
          const request = tools.request(queriesFor([key, key, key]));
          return mustFail(
            tools,
            optionalAt(request, (at) => at !== 1),
            `a required query for ${kind.say}`,
          );
        },
      } satisfies EnvCheck,
    ];
  }),
  ...(
    [
      ['missing', 'failing'],
      ['failing', 'missing'],
    ] as const
  ).map(
    ([required, optional]): EnvCheck => ({
      name: `optional/required-fails/${required}/beside-optional-${optional}`,
      requirement: 'optional/required-fails',
      stimulus: `${kinds[required].say} in a required query after ${kinds[optional].say} in an optional one`,
      expects: 'a status other than OK',
      needs: [...wellFormed, needs.missing, needs.failing],
      when,
      async run(tools) {
        const fault = await soloFault(tools, kinds[required], 0, 1);
        if (fault !== undefined) return fault;
        await baseRequest(tools);
        const keys = [
          keyOf(kinds[optional], tools.profile) as Key,
          keyOf(kinds[required], tools.profile) as Key,
        ];
        return mustFail(
          tools,
          optionalAt(tools.request(queriesFor(keys)), (at) => at === 0),
          `a required query for ${kinds[required].say}`,
        );
      },
    }),
  ),
  ...(['before', 'after'] as const).map(
    (order): EnvCheck => ({
      name: `optional/required-fails/code/${order}-optional-missing`,
      requirement: 'optional/required-fails',
      stimulus: `a required key for which the backend fails ${order} an optional missing one`,
      expects: 'a status other than OK, and not NOT_FOUND: that failure is covered by the flag',
      needs: [...wellFormed, needs.missing, needs.failing],
      when,
      async run(tools) {
        const fault =
          (await soloFault(tools, kinds.failing, 0, 1)) ?? (await soloFault(tools, kinds.missing, 0, 1));
        if (fault !== undefined) return fault;
        const [missing, failing] = [
          keyOf(kinds.missing, tools.profile) as Key,
          keyOf(kinds.failing, tools.profile) as Key,
        ];
        const alone = await tools.call(optionalAt(tools.request(queriesFor([missing]))), { observe: false });
        if (!alone.ok)
          return blocked('optional/all-missing', `an optional missing key by itself got ${describe(alone)}`);
        const keys = order === 'before' ? [failing, missing] : [missing, failing];
        return mustFail(
          tools,
          optionalAt(tools.request(queriesFor(keys)), (at) => keys[at] === missing),
          'a required query that fails',
        );
      },
    }),
  ),
];
