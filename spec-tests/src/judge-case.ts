import type { CodeName, ExpectData, OkData, ResultData } from './case.js';

/** A result as it came. */
export interface CaseResult {
  readonly name: string;
  readonly value: string;
  readonly error: string;
}

/** An answer as it came. */
export interface CaseAnswer {
  readonly code: CodeName;
  /** Results of an OK answer of NodeGetEnvVars. */
  readonly results?: readonly CaseResult[];
  /** The response as protobuf JSON with the proto's field names, for other methods. */
  readonly response?: unknown;
}

/** What the judge has to know beside the answer. */
export interface CaseContext {
  /** Number of queries that were sent. */
  readonly queries: number;
  /** Answers of the premises that were asked, by name. */
  readonly premises: Readonly<Record<string, CaseAnswer>>;
  /** Whether the key of the query at a position is volatile. */
  volatile(index: number): boolean;
  /** Fills the placeholders of an expected value; undefined when nobody knows it. */
  text(template: string): string | undefined;
  /** Whether data fits a JSON Schema. */
  fits(schema: Readonly<Record<string, unknown>>, data: unknown): boolean;
}

/** What a case came to. Mismatches never hold a value. */
export type CaseVerdict =
  | { readonly outcome: 'pass' }
  | { readonly outcome: 'fail'; readonly mismatches: readonly string[] }
  | { readonly outcome: 'untested'; readonly blockedBy: string };

/** Compares an answer with what a case or premise expects (README of the contract: expect). */
export function judgeCase(expect: ExpectData, answer: CaseAnswer, context: CaseContext): CaseVerdict {
  const { code, not, ok } = expect;
  if (code?.includes(answer.code)) return { outcome: 'pass' };
  if (not !== undefined && !not.includes(answer.code)) return { outcome: 'pass' };
  if (ok === undefined || answer.code !== 'OK')
    return { outcome: 'fail', mismatches: [`the call was answered ${answer.code}`] };
  const results = answer.results ?? [];
  if (ok.count === undefined && answer.results !== undefined && results.length !== context.queries) {
    return { outcome: 'untested', blockedBy: 'ordering/one-per-query' };
  }
  const mismatches = [
    ...countMismatches(ok, results),
    ...(ok.results ?? []).flatMap((entry, index) => resultMismatches(entry, index, results, context)),
    ...sameMismatches(ok, results, context),
    ...(ok.response === undefined || context.fits(ok.response, answer.response)
      ? []
      : ['the response does not fit']),
  ];
  return mismatches.length === 0 ? { outcome: 'pass' } : { outcome: 'fail', mismatches };
}

function countMismatches({ count, names }: OkData, results: readonly CaseResult[]): string[] {
  const mismatches: string[] = [];
  if (count !== undefined && results.length !== count)
    mismatches.push(`${results.length} results instead of ${count}`);
  const wrong = (names ?? []).findIndex((name, index) => results[index]?.name !== name);
  if (wrong >= 0) mismatches.push(`result ${wrong + 1} has another name than its query`);
  return mismatches;
}

function resultMismatches(
  entry: ResultData,
  index: number,
  results: readonly CaseResult[],
  context: CaseContext,
): string[] {
  const result = find(results, entry.name, index);
  const where = `result ${index + 1}`;
  if (result === undefined) return [`${where} is missing`];
  const mismatches: string[] = [];
  if (entry.name !== undefined && result.name !== entry.name) mismatches.push(`${where} has another name`);
  const value = entry.value === undefined ? undefined : context.text(entry.value);
  if (value !== undefined && result.value !== value) mismatches.push(`${where} has another value`);
  if (entry.like !== undefined && !context.volatile(index)) {
    const other = context.premises[entry.like.premise]?.results?.[entry.like.index];
    if (other?.value !== result.value)
      mismatches.push(`${where} has another value than in ${entry.like.premise}`);
  }
  if (entry.error !== undefined && (result.error !== '') !== entry.error) {
    mismatches.push(`${where} has ${entry.error ? 'no' : 'an'} error`);
  }
  const length = new TextEncoder().encode(result.error).length;
  if (entry.errorMaxBytes !== undefined && length > entry.errorMaxBytes) {
    mismatches.push(`${where} has an error of ${length} bytes, the limit is ${entry.errorMaxBytes}`);
  }
  return mismatches;
}

function sameMismatches(
  { same, permuted }: OkData,
  results: readonly CaseResult[],
  context: CaseContext,
): string[] {
  if (same === undefined) return [];
  const before = context.premises[same]?.results ?? [];
  if (before.length !== results.length) return [`${results.length} results instead of ${before.length}`];
  return results.flatMap((_, index) => {
    const other = before[permuted?.[index] ?? index];
    const result = find(results, other?.name, index);
    const where = `result ${index + 1}`;
    if (other === undefined || result?.name !== other.name)
      return [`${where} has another name than in ${same}`];
    if ((result.error !== '') !== (other.error !== '')) return [`${where} differs in having an error`];
    if (context.volatile(index) || result.value === other.value) return [];
    return [`${where} has another value than in ${same}`];
  });
}

/** The one result with a name, else the result at a position. */
function find(
  results: readonly CaseResult[],
  name: string | undefined,
  index: number,
): CaseResult | undefined {
  const named = results.filter((result) => result.name === name);
  return named.length === 1 ? named[0] : results[index];
}
