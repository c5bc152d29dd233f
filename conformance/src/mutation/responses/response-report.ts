import picomatch from 'picomatch';
import type { Contract, Stage } from '../../contract.js';
import type { ClientKind } from '../../driver/client.js';
import { deadlinePassed } from '../../runner/ended.js';
import type { FailedRequirement, Permitted, ResponseCard, ResponseSet, TrialAnswer } from '../trial.js';

/**
 * What came of one change of answers: a MUST failed (`noticed`); or none did, and the run did not end well (`unclear`), or only a
 * SHOULD failed (`warned`), or nothing although it should (`survived`), or nothing and the contract permits the change; or no answer
 * was changed in the end, so that there was nothing to notice; or the trial came to nothing.
 */
export type ResponseFate =
  | 'noticed'
  | 'warned'
  | 'unclear'
  | 'survived'
  | 'permitted'
  | 'equivalent'
  | 'error';

/** One change of answers. */
export interface ResponseRow {
  readonly seed: number;
  readonly id: string;
  readonly description: string;
  readonly stage: Stage;
  readonly fate: ResponseFate;
  /** Requirements that failed, with the checks that showed it. */
  readonly failed: readonly FailedRequirement[];
  /** Why it is no survivor although nothing failed, or what the run or the trial came to instead of a verdict. */
  readonly why?: string;
  /** Answers that were changed. */
  readonly changed: number;
  /** Whether every check was made. */
  readonly whole: boolean;
}

/** Seeded changes of answers, and what the suite noticed of them. */
export interface ResponseReport {
  readonly contract: { readonly name: string; readonly revision: number };
  readonly client: ClientKind;
  readonly rows: readonly ResponseRow[];
  /** Explanations that explain nothing; empty unless every seed was tried. */
  readonly stale: readonly string[];
}

/** One change as it was tried. */
export interface TriedResponse {
  readonly seed: number;
  readonly stage: Stage;
  readonly card: ResponseCard;
  readonly answer: TrialAnswer;
  readonly whole: boolean;
}

const matchers = new Map<string, (name: string) => boolean>();

function matcherOf(pattern: string): (name: string) => boolean {
  const matcher = matchers.get(pattern) ?? picomatch(pattern, { dot: true });
  matchers.set(pattern, matcher);
  return matcher;
}

/** The explanation of a change, if there is one. */
export function permissionOf(id: string, permitted: readonly Permitted[]): Permitted | undefined {
  const name = id.replace(/#\d+$/, '');
  return permitted.find(({ pattern }) => matcherOf(pattern)(name));
}

const ranOutOfTime = ({ message }: { readonly message: string }): boolean =>
  message === deadlinePassed || /^the check did not end within \d/.test(message);

/** What came of one change. */
export function responseRow(
  { seed, stage, card, answer, whole }: TriedResponse,
  permitted: readonly Permitted[],
): ResponseRow {
  const { id, description } = card;
  const row = { seed, id, description, stage, failed: [], changed: 0, whole };
  if ('problem' in answer) return { ...row, fate: 'error', why: answer.problem };
  const { failed, errors, verdict, exitCode, changed = 0 } = answer.result;
  if (changed === 0) return { ...row, fate: 'equivalent', why: 'no answer was changed' };
  if (failed.some(({ level }) => level === 'MUST')) return { ...row, failed, changed, fate: 'noticed' };
  const [error] = errors;
  const permission = permissionOf(card.id, permitted);
  const onlyLate = permission?.takesTime === true && errors.length > 0 && errors.every(ranOutOfTime);
  if (exitCode !== 0 && !onlyLate) {
    const why = error === undefined ? `the run is ${verdict}` : `${error.check}: ${error.message}`;
    return { ...row, failed, changed, fate: 'unclear', why };
  }
  if (failed.length > 0) return { ...row, failed, changed, fate: 'warned' };
  return permission === undefined
    ? { ...row, changed, fate: 'survived' }
    : { ...row, changed, fate: 'permitted', why: permission.why };
}

/**
 * Whether a sample of the checks says enough of a change; every check is made against the others. When all seeds are tried, every
 * check has its chance against what is permitted, and against what changed nothing so far.
 */
export function isSettled({ fate }: ResponseRow, allSeeds: boolean): boolean {
  return fate === 'noticed' || (!allSeeds && (fate === 'permitted' || fate === 'equivalent'));
}

/** Puts the report together. */
export function makeResponseReport(
  contract: Pick<Contract, 'name' | 'revision'>,
  { seeds, permitted }: ResponseSet,
  tried: readonly TriedResponse[],
  facts: Pick<ResponseReport, 'client'>,
): ResponseReport {
  const rows = tried.map((one) => responseRow(one, permitted)).sort((a, b) => a.seed - b.seed);
  const known = new Set(rows.map(({ seed }) => seed));
  const complete = Array.from({ length: seeds }, (_, index) => index + 1).every((seed) => known.has(seed));
  const used = new Set(
    rows.filter(({ fate }) => fate === 'permitted').map(({ id }) => permissionOf(id, permitted)?.pattern),
  );
  const stale = permitted.map(({ pattern }) => pattern).filter((pattern) => !used.has(pattern));
  return {
    contract: { name: contract.name, revision: contract.revision },
    ...facts,
    rows,
    stale: complete ? stale : [],
  };
}

/** What is wrong, a sentence each; empty where each change was noticed, warned of or permitted. */
export function responseProblems({ rows, stale }: ResponseReport): readonly string[] {
  return [
    ...rows
      .filter(({ fate }) => fate === 'survived')
      .map(({ id, description }) => `${id} survives: ${description}`),
    ...rows
      .filter(({ fate }) => fate === 'unclear')
      .map(({ id, why = '' }) => `${id} fails no MUST, and the run does not end well: ${why}`),
    ...rows.filter(({ fate }) => fate === 'error').map(({ id, why = '' }) => `${id} got no verdict: ${why}`),
    ...stale.map((pattern) => `${pattern} explains nothing that survives`),
  ];
}

/** What an earlier report noticed and this one does not, a sentence each; only of changes that both have. */
export function responseDrift(
  before: Pick<ResponseReport, 'rows'>,
  now: Pick<ResponseReport, 'rows'>,
): readonly string[] {
  const was = new Map(before.rows.map((row) => [row.seed, row]));
  return now.rows.flatMap((row) => {
    const then = was.get(row.seed);
    if (then === undefined) return [];
    if (then.id !== row.id) return [`seed ${row.seed} was ${then.id} then, and is ${row.id} now`];
    // Some of the checks may see nothing of what all of them noticed.
    return then.fate === 'noticed' && row.fate !== 'noticed' && row.whole
      ? [`${row.id} was noticed then, and is ${row.fate} now`]
      : [];
  });
}
