import type { Verdict } from '../../../../contract.js';
import { isCanonical, statusCode } from '../../../../driver/answer.js';
import { utf8Length } from '../../judge.js';
import type { EnvRequest } from '../../request.js';
import { blocked, describe, failed, type Reply, suspectsOf, type Tools } from '../../tools.js';
import { hasStatus, noStatus, withTrueCode } from '../blame.js';

/** Rules that an answer to optional queries may break, whatever is asked of the errors in it. */
const others: readonly string[] = [
  'values/value-xor-error',
  'values/no-nul',
  'values/size',
  'values/response-size',
  'ordering/name-echo',
  'ordering/same-order',
  'ordering/duplicate-names',
];

/** What the result of a query has to be: an error, or the value that the query gets by itself. */
export type Wanted = 'error' | { readonly value: string | undefined };

/**
 * Judges an answer to a batch with optional queries, of which it is known that with served keys alone it is served.
 *
 * Such calls are not observed, so that a value that is lost beside an error is the fault of the rule in question; rules that
 * have nothing to do with optional queries are noted for the checks that look over all traffic.
 */
export async function judgeOptional(
  tools: Tools,
  given: Reply,
  wanted: readonly Wanted[],
  requirement: string,
  what: string,
): Promise<Verdict> {
  const reply = await withTrueCode(tools, given);
  if (!hasStatus(reply)) return noStatus(reply, what);
  if (!isCanonical(reply.code)) return blocked('errors/canonical', `${what} got ${describe(reply)}`);
  if (reply.code === statusCode.UNIMPLEMENTED)
    return blocked('capability/implemented', `${what} got ${describe(reply)}`);
  if (!reply.ok) return failed(`${what} got ${describe(reply)}`, reply);
  const other = reply.faults.find((fault) => others.includes(fault.requirement));
  if (other !== undefined) {
    tools.journal.fault({ ...other, check: tools.check });
    return blocked(other.requirement, other.text);
  }
  if (reply.aligned.length !== wanted.length) return wrongCount(tools, reply, requirement, what);
  const mismatches = wanted.flatMap((want, index) => mismatch(reply, index, want));
  if (mismatches.length === 0) return { outcome: 'pass' };
  // Where each query has what it should have, and only a value is another one, that may be so without any optional query.
  const isKind = wanted.every((want, index) => mismatch(reply, index, want, false).length === 0);
  const suspects = [...suspectsOf(reply), ...(isKind ? ['values/exact'] : [])];
  return failed(mismatches.slice(0, 5), reply, undefined, suspects);
}

/** No result at all for a batch of nothing but errors is that rule's own; a batch that lacks some is not one per query. */
function wrongCount(tools: Tools, reply: Reply, requirement: string, what: string): Verdict {
  const text = `${what} got ${describe(reply)}`;
  const fault = reply.faults.find((one) => one.requirement === 'ordering/one-per-query');
  if (requirement === 'optional/all-missing' || fault === undefined) return failed(text, reply);
  tools.journal.fault({ ...fault, check: tools.check });
  return blocked('ordering/one-per-query', text);
}

function mismatch(reply: Reply, index: number, want: Wanted, exact = true): string[] {
  const result = reply.aligned[index];
  const where = `result ${index + 1} of ${reply.aligned.length}`;
  if (result === undefined) return [`${where} is missing`];
  if (want === 'error') {
    if (result.value !== '') return [`${where} has a value, though its query fails`];
    return result.error === '' ? [`${where} has an empty error, so that it reads as an empty value`] : [];
  }
  if (result.error !== '') return [`${where} has an error, though its key is served`];
  if (!exact || want.value === undefined || want.value === result.value) return [];
  return [
    `${where} has a value of ${utf8Length(result.value)} bytes, by itself its key has one of ${utf8Length(want.value)}`,
  ];
}

/** Marks every query of a request as optional, or those at some places. */
export function optionalAt(request: EnvRequest, at: (index: number) => boolean = () => true): EnvRequest {
  return {
    ...request,
    queries: request.queries.map((query, index) => (at(index) ? { ...query, optional: true } : query)),
  };
}
