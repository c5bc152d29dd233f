import type { CaseData, RequestData, TemplateData } from '@csi-env/spec-tests';
import { type RequestField, requestFields } from '../request/request-fields.js';

/**
 * Whether a case still says what the proto says.
 *
 * Cases have their sizes written out, so that they can be run without a table. Where a comment of csi.proto was changed, the
 * table wins: a case whose text is on the other side of a limit, or that leaves out what is no longer REQUIRED, is left to
 * the checks that are made from the table.
 */
export function isUpToDate({ requirement, request, method }: CaseData): boolean {
  if (method !== 'NodeGetEnvVars') return true;
  if (requirement === 'request/required-fields')
    return requestFields.some((field) => isRequired(field) && isAbsent(request, field));
  if (requirement === 'request/field-size') return excesses(request).some((over) => over);
  if (requirement === 'request/legal-served') return excesses(request).every((over) => !over);
  return true;
}

const isRequired = ({ entry }: RequestField): boolean => entry.presence === 'REQUIRED';

function isAbsent(request: RequestData, field: RequestField): boolean {
  return holdersOf(request, field).some((holder) => {
    const value = holder[field.entry.field];
    return (
      value === undefined ||
      value === '' ||
      (typeof value === 'object' && value !== null && Object.keys(value).length === 0)
    );
  });
}

/** For each generated text: whether it takes its field over the limit. */
function excesses(request: RequestData): boolean[] {
  return requestFields.flatMap((field) => {
    const limit = field.entry.sizeLimit;
    if (limit === null) return [];
    return holdersOf(request, field).flatMap((holder) =>
      sizesOf(holder[field.entry.field]).map((size) => size > limit),
    );
  });
}

function sizesOf(value: TemplateData | undefined): number[] {
  if (!isMap(value)) return [];
  if ('repeat' in value) return [Number(value.bytes)];
  return Object.values(value).flatMap((inner) =>
    isMap(inner) && 'mapBytes' in inner ? [Number(inner.mapBytes)] : [],
  );
}

function holdersOf(request: RequestData, { path }: RequestField): RequestData[] {
  let holders: RequestData[] = [request];
  for (const step of path.split('.').slice(0, -1)) {
    holders = holders.flatMap((holder) => [holder[step.replace('[]', '')] ?? []].flat() as RequestData[]);
  }
  return holders;
}

function isMap(value: TemplateData | undefined): value is RequestData {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
