import type { Verdict } from '../../../../contract.js';
import { codeName, statusCode } from '../../../../driver/answer.js';
import type { DeniedKey, Profile } from '../../../../profile/profile.js';
import { withKeyAt } from '../../batches.js';
import { conditions, needs, wellFormed } from '../../needs.js';
import { matchesGlobList } from '../../reference-driver/glob.js';
import { normaliseKey } from '../../reference-driver/normalise-key.js';
import { type EnvRequest, queriesFor } from '../../request.js';
import { blocked, type EnvCheck, failed, type Reply, type Tools } from '../../tools.js';
import { hasStatus, noStatus, together } from '../blame.js';
import { baseBatch, baseRequest } from '../once.js';
import { differs, ownTexts } from './message-shape.js';
import { isUnrecognised } from './permission-denied.js';

/** How often a difference has to show before it counts. */
const rounds = 3;

/** Two denied keys of which one exists, or might. */
interface Pair {
  readonly known: DeniedKey;
  readonly other: DeniedKey;
}

/** How alike two keys are to look at: the more, the less their messages differ for reasons of spelling. */
function likeness({ known, other }: Pair): number {
  const [a, b] = [known.key.split('/'), other.key.split('/')];
  let same = 0;
  while (same < a.length && a[same] === b[same]) same++;
  return same * 4 + (a.length === b.length ? 2 : 0) + (known.key.length === other.key.length ? 1 : 0);
}

/** Pairs whose existence the profile tells; else a denied key and an invented one that allowedFields excludes as well. */
function pairsOf({ keys, providerClass }: Profile): Pair[] {
  const known = keys.denied.filter(({ exists }) => exists === true);
  const ghosts = keys.denied.filter(({ exists }) => exists === false);
  const told = known.flatMap((one) => ghosts.map((other) => ({ known: one, other })));
  if (told.length > 0) return told.sort((a, b) => likeness(b) - likeness(a)).slice(0, 4);
  const allowed = providerClass?.parameters.allowedFields;
  if (allowed === undefined) return [];
  const excluded = (key: string): boolean => normaliseKey(key) === key && !matchesGlobList(allowed, key);
  return keys.denied
    .filter(({ key, exists }) => exists !== false && excluded(key))
    .map((one) => ({ known: one, other: { ...one, key: inventedLike(one.key) } }))
    .filter(({ known: one, other }) => one.key !== other.key && excluded(other.key))
    .slice(0, 3);
}

/** A key of the same length and form whose last segment nobody has chosen. */
function inventedLike(key: string): string {
  const at = key.lastIndexOf('/') + 1;
  const letters = 'qzxjkvwy';
  return (
    key.slice(0, at) +
    [...key.slice(at)]
      .map((character, index) => (/[a-z]/i.test(character) ? letters[index % letters.length] : character))
      .join('')
  );
}

const none: Verdict = {
  outcome: 'untested',
  reason:
    'the profile says of no two keys under keys.denied that one exists and one does not: add exists: true and exists: false',
};

/** Asks for both keys again and again; only a difference that shows each time counts. */
async function compare(tools: Tools, pair: Pair, make: (key: DeniedKey) => EnvRequest): Promise<Verdict> {
  const [first, second] = [make(pair.known), make(pair.other)];
  const texts = ownTexts([pair.known.key, pair.other.key]);
  const seen: { readonly known: Reply; readonly other: Reply }[] = [];
  for (let round = 0; round < rounds; round++) {
    const known = await tools.call(first, { observe: false });
    const other = await tools.call(second, { observe: false });
    for (const reply of [known, other]) {
      if (!hasStatus(reply)) return noStatus(reply, 'a denied key');
      if (reply.code === statusCode.OK) {
        const optional =
          tools.facts.stage === 'beta' && first.queries.some((query) => query.optional === true);
        return blocked(
          optional ? 'optional/not-a-bypass' : 'authorization/field',
          'a denied key is not refused',
        );
      }
    }
    seen.push({ known, other });
    if (
      round > 0 &&
      !seen.every((one) => one.known.code !== one.other.code) &&
      !differs(seen.map(messages), texts)
    )
      return { outcome: 'pass' };
  }
  if (seen.every(({ known, other }) => known.code !== other.code)) {
    const [one] = seen;
    if (one !== undefined && (await isUnrecognised(tools, pair.known, one.known)))
      return blocked('authorization/field', 'one denied key is looked up, others are refused');
    return failed(
      `a denied key that exists got ${codeName(one?.known.code ?? 0)}, one that does not ${codeName(one?.other.code ?? 0)}, ${rounds} times of ${rounds}`,
      one?.other,
    );
  }
  return differs(seen.map(messages), texts)
    ? failed(
        `the message for a denied key that exists has another shape than for one that does not, ${rounds} times of ${rounds}`,
        seen[0]?.other,
      )
    : { outcome: 'pass' };
}

const messages = ({ known, other }: { readonly known: Reply; readonly other: Reply }) =>
  [known.answer.message, other.answer.message] as const;

const forms: readonly {
  readonly slug: string;
  readonly say: string;
  make(tools: Tools): Promise<(key: DeniedKey) => EnvRequest>;
}[] = [
  { slug: 'alone', say: 'by itself', make: async (tools) => (key) => tools.request(queriesFor([key])) },
  {
    slug: 'last-of-three',
    say: 'as the last of three queries',
    make: async (tools) => {
      const batch = await baseBatch(tools, 3);
      return (key) => withKeyAt(batch, 2, key);
    },
  },
  {
    slug: 'first-of-three',
    say: 'as the first of three queries',
    make: async (tools) => {
      const batch = await baseBatch(tools, 3);
      return (key) => withKeyAt(batch, 0, key);
    },
  },
  {
    slug: 'optional',
    say: 'by itself, as an optional query',
    make: async (tools) => (key) =>
      tools.request(queriesFor([key]).map((query) => ({ ...query, optional: true }))),
  },
];

/** Checks of `errors/no-existence-oracle` (decision 19). */
export const existenceOracleChecks: readonly EnvCheck[] = forms.map(
  ({ slug, say, make }): EnvCheck => ({
    name: `errors/no-existence-oracle/${slug}`,
    requirement: 'errors/no-existence-oracle',
    stimulus: `denied keys that exist and such that do not, each ${say}, ${rounds} times`,
    expects: 'the same code, and messages of the same shape',
    needs: [...wellFormed, needs.denied],
    when: [conditions.advertised],
    async run(tools) {
      await baseRequest(tools);
      const pairs = pairsOf(tools.profile);
      if (pairs.length === 0) return none;
      const form = await make(tools);
      return together(await Promise.all(pairs.map((pair) => compare(tools, pair, form))));
    },
  }),
);
