import { codeName } from '../../../../driver/answer.js';
import { differs, ownTexts } from '../../checks/errors/message-shape.js';
import type { KnownKey } from '../model/known.js';
import { type Made, make, type Round, report } from './hands.js';

/** How often a difference has to show before it counts. */
const rounds = 3;

/** How often a pair of keys is compared in a session; a fresh play compares it again. */
const comparisons = 2;

/**
 * errors/no-existence-oracle: where a denied key was asked for by itself, asks for one that exists where this one does not, or the
 * other way round, and compares codes and the shapes of messages.
 */
export async function compareExistence(round: Round, made: Made, fresh: boolean): Promise<void> {
  const { request, prediction, deviations } = made;
  const key = prediction.queries[0]?.key;
  if (request.queries.length !== 1 || deviations.length > 0 || prediction.violations.length > 0) return;
  if (key?.kind !== 'denied' || key.exists === undefined || prediction.asker !== 'own') return;
  const other = counterpart(round.hands.grounds.known.keys, key);
  if (other === undefined) return;
  const { compared } = round.hands;
  const id = `${key.key}\n${other.key}\n${request.queries[0]?.optional === true}`;
  const before = compared.get(id) ?? 0;
  if (!fresh && before >= comparisons) return;
  compared.set(id, before + 1);
  round.reached.add('errors/no-existence-oracle');
  const { name = '', optional } = request.queries[0] ?? {};
  const query = {
    name,
    key: other.key,
    parameters: other.parameters,
    ...(optional === undefined ? {} : { optional }),
  };
  const seen: (readonly [Made, Made])[] = [];
  for (let time = 0; time < rounds; time++) {
    const pair = [await make(round, request), await make(round, { ...request, queries: [query] })] as const;
    if (pair.some(({ deviations, answer }) => deviations.length > 0 || answer.failure !== undefined)) return;
    seen.push(pair);
    const [a, b] = pair;
    if (time > 0 && a.answer.code === b.answer.code && !shapesDiffer(seen, key, other)) return;
  }
  const [[a, b]] = seen as [readonly [Made, Made]];
  const codes = seen.every(([one, two]) => one.answer.code !== two.answer.code);
  const text = codes
    ? `denied keys of which one exists got ${codeName(a.answer.code)} and ${codeName(b.answer.code)}, ${rounds} times of ${rounds}`
    : `the message for a denied key that exists has another shape than for one that does not, ${rounds} times of ${rounds}`;
  if (codes || shapesDiffer(seen, key, other))
    report(
      round,
      {
        requirement: 'errors/no-existence-oracle',
        cause: `a refusal that tells whether the key exists, by its ${codes ? 'code' : 'message'}`,
        text,
        kind: 'answer',
      },
      'the same code, and messages of the same shape',
    );
}

function shapesDiffer(seen: readonly (readonly [Made, Made])[], key: KnownKey, other: KnownKey): boolean {
  return differs(
    seen.map(([a, b]) => [a.answer.message, b.answer.message] as const),
    ownTexts([key.key, other.key]),
  );
}

/** The denied key that exists where this one does not, or the other way round, and looks most alike. */
export function counterpart(keys: readonly KnownKey[], key: KnownKey): KnownKey | undefined {
  const likeness = (other: KnownKey): number => {
    const [a, b] = [key.key.split('/'), other.key.split('/')];
    let same = 0;
    while (same < a.length && a[same] === b[same]) same++;
    return same * 4 + (a.length === b.length ? 2 : 0) + (key.key.length === other.key.length ? 1 : 0);
  };
  return keys
    .filter(({ kind, exists }) => kind === 'denied' && exists !== undefined && exists !== key.exists)
    .sort((a, b) => likeness(b) - likeness(a))[0];
}
