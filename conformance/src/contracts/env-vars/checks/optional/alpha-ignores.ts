import type { Verdict } from '../../../../contract.js';
import { codeName } from '../../../../driver/answer.js';
import type { Key } from '../../../../profile/profile.js';
import { withKeyAt } from '../../batches.js';
import { conditions, needs, wellFormed } from '../../needs.js';
import type { EnvRequest } from '../../request.js';
import { describe, type EnvCheck, failed, premiseOk, type Tools } from '../../tools.js';
import { hasStatus, noStatus } from '../blame.js';
import { type KindSlug, keyOf, kinds, place as put, soloFault } from '../errors/kinds.js';
import { baseBatch, places } from '../once.js';
import { optionalAt } from './judge-optional.js';

const common = { requirement: 'optional/alpha-ignores', when: [conditions.advertised, conditions.alpha] };

/** optional/alpha-ignores: the flag changes no status. Which code it is without the flag is known, so only a change counts. */
async function sameStatus(
  tools: Tools,
  request: EnvRequest,
  codes: readonly number[],
  what: string,
): Promise<Verdict> {
  const reply = await tools.call(request, { observe: false });
  if (!hasStatus(reply)) return noStatus(reply, what);
  if (codes.includes(reply.code)) return { outcome: 'pass' };
  // An error in an OK answer is against the rules of alpha by itself, whatever made the driver put it there.
  const told = reply.faults.find(({ requirement }) => requirement === 'batch/no-error-in-ok');
  if (told !== undefined) tools.journal.fault({ ...told, check: tools.check });
  return failed(
    `${what} got ${describe(reply)}, and ${codes.map(codeName).join(' or ')} without the flag`,
    reply,
  );
}

const failing = [
  'missing',
  'failing',
  'denied',
  'malformed',
  'oversized',
] as const satisfies readonly KindSlug[];

/** Checks of `optional/alpha-ignores` beside the declarative ones. */
export const alphaIgnoresChecks: readonly EnvCheck[] = [
  ...failing.flatMap((slug) =>
    places
      .filter(
        (where) => slug === 'missing' || slug === 'failing' || where.slug === 'only' || where.slug === 'last',
      )
      .map((where): EnvCheck => {
        const kind = kinds[slug];
        return {
          ...common,
          name: `optional/alpha-ignores/${slug}/${where.slug}`,
          stimulus: `an optional query that is ${kind.say.replace(/^a query with/, 'one with')}, ${where.say}`,
          expects: `${kind.codes.map(codeName).join(' or ')}, as for a required query`,
          needs: [...wellFormed, ...(kind.need === undefined ? [] : [kind.need])],
          async run(tools) {
            const fault = await soloFault(tools, kind, where.index, where.size);
            if (fault !== undefined) return fault;
            const request = put(
              await baseBatch(tools, where.size),
              where.index,
              kind,
              keyOf(kind, tools.profile),
            );
            return sameStatus(
              tools,
              optionalAt(request, (index) => index === where.index),
              kind.codes,
              `an optional query: ${kind.say}`,
            );
          },
        };
      }),
  ),
  {
    ...common,
    name: 'optional/alpha-ignores/missing/all-optional',
    stimulus: 'three optional queries, one of them for a missing key',
    expects: 'NOT_FOUND, as for required queries',
    needs: [...wellFormed, needs.missing],
    async run(tools) {
      const fault = await soloFault(tools, kinds.missing, 1, 3);
      if (fault !== undefined) return fault;
      const request = withKeyAt(await baseBatch(tools, 3), 1, keyOf(kinds.missing, tools.profile) as Key);
      return sameStatus(
        tools,
        optionalAt(request),
        kinds.missing.codes,
        'a missing key among optional queries',
      );
    },
  },
  {
    ...common,
    name: 'optional/alpha-ignores/served-batch',
    stimulus: 'seventeen queries for served keys, every other one optional, and then all of them',
    expects: 'OK, as for required queries',
    needs: wellFormed,
    async run(tools) {
      const request = await baseBatch(tools, 17);
      for (const flagged of [optionalAt(request, (index) => index % 2 === 0), optionalAt(request)]) {
        const reply = await tools.call(flagged);
        if (!hasStatus(reply)) return noStatus(reply, 'a batch of optional queries');
        if (!reply.ok)
          return failed(`a batch of optional queries got ${describe(reply)}, and OK without the flag`, reply);
        premiseOk(reply, ['optional/alpha-ignores']);
      }
      return { outcome: 'pass' };
    },
  },
];
