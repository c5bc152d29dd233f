import type { Verdict } from '../../../../contract.js';
import { conditions, wellFormed } from '../../needs.js';
import type { EnvRequest } from '../../request.js';
import type { EnvCheck, Tools } from '../../tools.js';
import { judgeInvalid, together } from '../blame.js';
import { affordable, baseBatch, places } from '../once.js';
import { limits } from './request-fields.js';

const when = [conditions.advertised];

const hex = (character: string): string =>
  `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;

const controls = [...Array.from({ length: 0x20 }, (_, code) => String.fromCharCode(code)), '\u007f'];

/** Letters, spaces, marks and signs beyond ASCII, at the edges of their blocks and of their UTF-8 lengths. */
const beyond = [
  '\u0080',
  '\u009f',
  '\u00a0',
  '\u00ad',
  '\u00e9',
  '\u00ff',
  '\u0100',
  '\u0301',
  '\u0430',
  '\u07ff',
  '\u0800',
  '\u200b',
  '\u200d',
  '\u202e',
  '\u2028',
  '\u2060',
  '\u3000',
  '\ud7ff',
  '\ue000',
  '\ufeff',
  '\uff1d',
  '\uff21',
  '\ufffd',
  '\u{10000}',
  '\u{1f511}',
  '\u{e0041}',
  '\u{10ffff}',
];

const spots = [
  { slug: 'start', say: 'at the start', name: (c: string) => `${c}CSI_ENV` },
  { slug: 'middle', say: 'in the middle', name: (c: string) => `CSI${c}ENV` },
  { slug: 'end', say: 'at the end', name: (c: string) => `CSI_ENV${c}` },
  { slug: 'alone', say: 'and nothing else', name: (c: string) => c },
  {
    slug: 'last-byte',
    say: 'as the last character of a name at its limit',
    name: (c: string) => 'N'.repeat(limits.name - Buffer.byteLength(c)) + c,
  },
] as const;

/** A batch with another name at one place. */
function named(request: EnvRequest, index: number, name: string): EnvRequest {
  return {
    ...request,
    queries: request.queries.map((query, at) => (at === index ? { ...query, name } : query)),
  };
}

async function judgeAll(
  tools: Tools,
  list: readonly string[],
  name: (character: string) => string,
): Promise<Verdict> {
  const request = await baseBatch(tools, 1);
  const verdicts = await Promise.all(
    (await affordable(tools, list, 6)).map(async (character) =>
      judgeInvalid(
        tools,
        await tools.call(named(request, 0, name(character)), { observe: false }),
        `a name with ${hex(character)}`,
      ),
    ),
  );
  return together(verdicts);
}

/** Names to put at each place of a batch. */
const perPlace = [
  { slug: 'equals', say: '"="', name: 'CSI=ENV' },
  { slug: 'newline-at-end', say: 'a newline at its end', name: 'CSI_ENV\n' },
  { slug: 'nul', say: 'U+0000', name: 'CSI\0ENV' },
  { slug: 'letter', say: 'a letter beyond ASCII', name: 'CSI_ÉNV' },
  { slug: 'delete', say: 'U+007F', name: 'CSI\u007fENV' },
] as const;

/** Checks of `request/env-name` beside the declarative ones. */
export const envNameChecks: readonly EnvCheck[] = [
  ...(
    [
      { kind: 'control-characters', say: 'each control character', list: controls },
      { kind: 'beyond-ascii', say: 'characters beyond ASCII', list: beyond },
      { kind: 'equals-sign', say: '"="', list: ['='] },
    ] as const
  ).flatMap(({ kind, say, list }) =>
    spots.map(
      (spot): EnvCheck => ({
        name: `request/env-name/${kind}/${spot.slug}`,
        requirement: 'request/env-name',
        stimulus: `names with ${say} ${spot.say}, one request each`,
        expects: 'INVALID_ARGUMENT each time',
        needs: wellFormed,
        when,
        run: (tools) => judgeAll(tools, list, spot.name),
      }),
    ),
  ),
  ...perPlace.flatMap(({ slug, say, name }) =>
    places.slice(1).map(
      (place): EnvCheck => ({
        name: `request/env-name/${slug}/${place.slug}`,
        requirement: 'request/env-name',
        stimulus: `a name with ${say}, ${place.say}`,
        expects: 'INVALID_ARGUMENT',
        needs: wellFormed,
        when,
        async run(tools) {
          const request = await baseBatch(tools, place.size);
          return judgeInvalid(
            tools,
            await tools.call(named(request, place.index, name), { observe: false }),
            `a name with ${say}`,
          );
        },
      }),
    ),
  ),
  {
    name: 'request/env-name/every-query',
    requirement: 'request/env-name',
    stimulus: 'three queries, each with "=" in its name',
    expects: 'INVALID_ARGUMENT',
    needs: wellFormed,
    when,
    async run(tools) {
      const request = await baseBatch(tools, 3);
      const queries = request.queries.map((query, index) => ({ ...query, name: `CSI=${index}` }));
      return judgeInvalid(
        tools,
        await tools.call({ ...request, queries }, { observe: false }),
        'a batch of bad names',
      );
    },
  },
  {
    name: 'request/env-name/repeated',
    requirement: 'request/env-name',
    stimulus: 'the same bad name three times in a row',
    expects: 'INVALID_ARGUMENT each time',
    needs: wellFormed,
    when,
    async run(tools) {
      const request = named(await baseBatch(tools, 1), 0, 'CSI_ENV=repeated');
      const verdicts: Verdict[] = [];
      for (let time = 0; time < 3; time++)
        verdicts.push(await judgeInvalid(tools, await tools.call(request, { observe: false }), 'a bad name'));
      return together(verdicts);
    },
  },
];
