import { fields } from '../../../../gen/field-table.js';
import { utf8Length } from '../../judge.js';
import type { EnvRequest } from '../../request.js';
import { requiredContext } from './known.js';

/** A rule of the area request that a request breaks. */
export interface Violation {
  readonly requirement:
    | 'request/required-fields'
    | 'request/pod-context-keys'
    | 'request/env-name'
    | 'request/field-size'
    | 'request/payload-size';
  /** What is wrong, without the particulars. */
  readonly what: string;
  /** The query at fault; undefined for the request as a whole. */
  readonly query?: number;
  /** The field of the request at fault, where it is not a query's. */
  readonly field?: 'className' | 'podContext' | 'classParameters' | 'version';
}

/** Largest legal size of a field in bytes, as the proto's comment has it. */
function limitOf(path: string): number {
  const limit = fields.find((entry) => entry.path === path)?.sizeLimit;
  if (limit === undefined || limit === null) throw new Error(`the proto states no size for ${path}`);
  return limit;
}

/** Limits of the request's fields in bytes, from the generated field table. */
export const limits = {
  className: limitOf('NodeGetEnvVarsRequest.provider_class_name'),
  classParameters: limitOf('NodeGetEnvVarsRequest.class_parameters'),
  podContext: limitOf('NodeGetEnvVarsRequest.pod_context'),
  version: limitOf('NodeGetEnvVarsRequest.version'),
  name: limitOf('EnvVarQuery.name'),
  key: limitOf('EnvVarQuery.key'),
  parameters: limitOf('EnvVarQuery.query_parameters'),
} as const;

const envName = /^[\x20-\x3c\x3e-\x7e]*$/;

/** Whether a text has more bytes than it may; most are so short that nothing needs to be counted. */
function isOver(text: string, limit: number): boolean {
  return text.length * 3 > limit && utf8Length(text) > limit;
}

/** The same of the keys and values of a map. */
function isMapOver(map: Readonly<Record<string, string>>, limit: number): boolean {
  let length = 0;
  for (const key in map) length += key.length + (map[key] as string).length;
  return length * 3 > limit && mapBytes(map) > limit;
}

/** Sum of the bytes of a map's keys and values. */
export function mapBytes(map: Readonly<Record<string, string>>): number {
  let sum = 0;
  for (const key in map) sum += utf8Length(key) + utf8Length(map[key] as string);
  return sum;
}

/**
 * Every rule that makes a request malformed, so that it gets INVALID_ARGUMENT; in the order of the message.
 *
 * @param bytes serialized size of the request
 * @param payloadBytes largest size that the driver takes
 */
export function violationsOf(request: EnvRequest, bytes: number, payloadBytes: number): readonly Violation[] {
  const found: Violation[] = [];
  const add = (
    requirement: Violation['requirement'],
    what: string,
    at: Pick<Violation, 'query' | 'field'> = {},
  ): void => {
    found.push({ requirement, what, ...at });
  };
  if (bytes > payloadBytes) add('request/payload-size', 'a request over its limit');
  if (request.className === '') add('request/required-fields', 'no class', { field: 'className' });
  if (isOver(request.className, limits.className))
    add('request/field-size', 'a class over its limit', { field: 'className' });
  if (isMapOver(request.classParameters, limits.classParameters))
    add('request/field-size', 'class_parameters over their limit', { field: 'classParameters' });
  if (request.queries.length === 0) add('request/required-fields', 'no queries');
  for (const [query, { name, key, parameters }] of request.queries.entries()) {
    if (name === '') add('request/required-fields', 'a query without a name', { query });
    if (!envName.test(name))
      add('request/env-name', 'a name that is no printable ASCII without "="', { query });
    if (isOver(name, limits.name)) add('request/field-size', 'a name over its limit', { query });
    if (key === '') add('request/required-fields', 'a query without a key', { query });
    if (isOver(key, limits.key)) add('request/field-size', 'a key over its limit', { query });
    if (parameters !== undefined && isMapOver(parameters, limits.parameters))
      add('request/field-size', 'query_parameters over their limit', { query });
  }
  if (Object.keys(request.podContext).length === 0)
    add('request/required-fields', 'no pod_context', { field: 'podContext' });
  else
    for (const name of requiredContext)
      if ((request.podContext[name] ?? '') === '')
        add('request/pod-context-keys', `pod_context without ${name}`, { field: 'podContext' });
  if (isMapOver(request.podContext, limits.podContext))
    add('request/field-size', 'pod_context over its limit', { field: 'podContext' });
  if (isOver(request.version ?? '', limits.version))
    add('request/field-size', 'a version over its limit', { field: 'version' });
  return found;
}
