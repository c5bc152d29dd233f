import { create, fromBinary, toBinary, toJson } from '@bufbuild/protobuf';
import { type EnvVarResult, NodeGetEnvVarsRequestSchema, NodeGetEnvVarsResponseSchema } from '@csi-env/proto';
import type { Key, Pod } from '../../profile/profile.js';
import { firstResults } from './first-results.js';
import { utf8Length } from './judge.js';

/** One query of a request, in plain data. */
export interface Query {
  readonly name: string;
  readonly key: string;
  readonly parameters?: Readonly<Record<string, string>>;
  readonly optional?: boolean;
}

/** A NodeGetEnvVars request, in plain data; every member may be wrong on purpose. */
export interface EnvRequest {
  readonly className: string;
  readonly classParameters: Readonly<Record<string, string>>;
  readonly queries: readonly Query[];
  readonly podContext: Readonly<Record<string, string>>;
  readonly version?: string;
}

/** One result of an answer. */
export type EnvResult = Pick<EnvVarResult, 'name' | 'value' | 'error'>;

function toMessage(request: EnvRequest) {
  return create(NodeGetEnvVarsRequestSchema, {
    providerClassName: request.className,
    classParameters: { ...request.classParameters },
    queries: request.queries.map((query) => ({
      name: query.name,
      key: query.key,
      queryParameters: { ...query.parameters },
      optional: query.optional ?? false,
    })),
    podContext: { ...request.podContext },
    version: request.version ?? '',
  });
}

/** Serializes a request in the canonical encoding. */
export function encodeRequest(request: EnvRequest): Uint8Array {
  return toBinary(NodeGetEnvVarsRequestSchema, toMessage(request));
}

/** A request as protobuf JSON with the field names of the proto, as grpcurl takes it. */
export function requestJson(request: EnvRequest): unknown {
  return toJson(NodeGetEnvVarsRequestSchema, toMessage(request), { useProtoFieldName: true });
}

/** Results of a response that are read unless said. */
const mostResults = 100_000;

/** Reads a response, at most so many results of it; undefined when the bytes are no such message. */
export function decodeResponse(bytes: Uint8Array, most = mostResults): readonly EnvResult[] | undefined {
  try {
    const first = firstResults(bytes, most);
    return fromBinary(NodeGetEnvVarsResponseSchema, first, { readUnknownFields: false }).results;
  } catch {
    return undefined;
  }
}

/** Serialized size of one result with a name in ASCII and a value of so many bytes, within its response. */
export function resultSize(nameBytes: number, valueBytes: number): number {
  const inner = stringSize(nameBytes) + stringSize(valueBytes);
  return 1 + varintSize(inner) + inner;
}

/** Serialized size that a response with these results has, in bytes. */
export function responseSize(
  results: readonly { readonly name: string; readonly valueBytes: number }[],
): number {
  let total = 0;
  for (const { name, valueBytes } of results) total += resultSize(utf8Length(name), valueBytes);
  return total;
}

/** Size of a string field with a number below 16; an empty one is left out. */
function stringSize(bytes: number): number {
  return bytes === 0 ? 0 : 1 + varintSize(bytes) + bytes;
}

function varintSize(n: number): number {
  let size = 1;
  for (let rest = n; rest >= 128; rest = Math.floor(rest / 128)) size++;
  return size;
}

/** The pod_context of a pod. */
export function podContext(pod: Pod): Record<string, string> {
  return {
    namespace: pod.namespace,
    serviceAccount: pod.serviceAccount,
    podName: pod.podName,
    podUID: pod.podUID,
    ...(pod.nodeName === undefined ? {} : { nodeName: pod.nodeName }),
  };
}

/** Queries for keys, named `CSI_ENV_0`, `CSI_ENV_1` and so on unless another prefix is given. */
export function queriesFor(keys: readonly Key[], prefix = 'CSI_ENV_'): Query[] {
  return keys.map((key, index) => ({ name: `${prefix}${index}`, key: key.key, parameters: key.parameters }));
}
