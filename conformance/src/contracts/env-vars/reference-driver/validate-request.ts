import type { EnvVarQuery, NodeGetEnvVarsRequest } from '@csi-env/proto';
import { fieldLimits } from './field-limits.js';

/** Something that makes a request malformed. */
export interface Violation {
  /** The requirement that asks for it to be refused. */
  readonly rule:
    | 'request/required-fields'
    | 'request/pod-context-keys'
    | 'request/env-name'
    | 'request/field-size'
    | 'request/payload-size';
  /** The field at fault: `queries[3].name`. */
  readonly field: string;
  /** What is wrong; never quotes what the caller sent. */
  readonly message: string;
}

const requiredPodContext = ['namespace', 'serviceAccount', 'podName', 'podUID'] as const;

/** Printable ASCII without `=` (D11). */
const envName = /^[\x20-\x3c\x3e-\x7e]*$/;

/**
 * Everything that makes a request malformed, in the order of the message. Each alone is a reason for INVALID_ARGUMENT.
 *
 * `identity/version-free` (D14): `version` has a size and no meaning. `request/extra-context`: other keys of pod_context are
 * ignored. D4: class_parameters may be empty.
 *
 * @param requestBytes size of the serialized request as it came over the wire
 */
export function validateRequest(
  request: NodeGetEnvVarsRequest,
  requestBytes: number,
  maxTotalPayloadBytes: number,
): Violation[] {
  const found: Violation[] = [];
  const add = (rule: Violation['rule'], field: string, what: string): void => {
    found.push({ rule, field, message: `${field} ${what}` });
  };
  const checkSize = (field: string, size: number, limit: number): void => {
    if (size > limit) add('request/field-size', field, `is longer than ${limit} bytes`);
  };

  if (requestBytes > maxTotalPayloadBytes) {
    add('request/payload-size', 'the request', `is longer than ${maxTotalPayloadBytes} bytes`);
  }
  if (request.providerClassName === '') add('request/required-fields', 'provider_class_name', 'is empty');
  checkSize(
    'provider_class_name',
    Buffer.byteLength(request.providerClassName),
    fieldLimits.providerClassName,
  );
  checkSize('class_parameters', mapSize(request.classParameters), fieldLimits.classParameters);
  if (request.queries.length === 0) add('request/required-fields', 'queries', 'is empty');
  for (const [position, query] of request.queries.entries()) checkQuery(query, `queries[${position}]`);
  checkPodContext(request.podContext);
  checkSize('version', Buffer.byteLength(request.version), fieldLimits.version);
  return found;

  function checkQuery(query: EnvVarQuery, path: string): void {
    if (query.name === '') add('request/required-fields', `${path}.name`, 'is empty');
    if (!envName.test(query.name))
      add('request/env-name', `${path}.name`, 'is not printable ASCII without "="');
    checkSize(`${path}.name`, Buffer.byteLength(query.name), fieldLimits.name);
    if (query.key === '') add('request/required-fields', `${path}.key`, 'is empty');
    checkSize(`${path}.key`, Buffer.byteLength(query.key), fieldLimits.key);
    checkSize(`${path}.query_parameters`, mapSize(query.queryParameters), fieldLimits.queryParameters);
  }

  function checkPodContext(context: Readonly<Record<string, string>>): void {
    if (Object.keys(context).length === 0) add('request/required-fields', 'pod_context', 'is empty');
    for (const key of requiredPodContext) {
      if (!Object.hasOwn(context, key) || context[key] === '') {
        add('request/pod-context-keys', `pod_context.${key}`, 'is missing or empty');
      }
    }
    checkSize('pod_context', mapSize(context), fieldLimits.podContext);
  }
}

/** Sum of the bytes of keys and values, as the contract measures maps. */
function mapSize(map: Readonly<Record<string, string>>): number {
  return Object.entries(map).reduce(
    (sum, [key, value]) => sum + Buffer.byteLength(key) + Buffer.byteLength(value),
    0,
  );
}
