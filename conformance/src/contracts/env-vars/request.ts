import { create, fromBinary, toBinary, toJson } from '@bufbuild/protobuf';
import {
  type EnvVarResult,
  EnvVarResultSchema,
  NodeGetEnvVarsRequestSchema,
  NodeGetEnvVarsResponseSchema,
} from '@csi-env/proto';
import type { Key, Pod } from '../../profile/profile.js';

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

/** Reads a response; undefined when the bytes are no such message. */
export function decodeResponse(bytes: Uint8Array): readonly EnvResult[] | undefined {
  try {
    return fromBinary(NodeGetEnvVarsResponseSchema, bytes).results;
  } catch {
    return undefined;
  }
}

/** Serialized size that a response with these results has, in bytes. */
export function responseSize(
  results: readonly { readonly name: string; readonly valueBytes: number }[],
): number {
  let total = 0;
  for (const { name, valueBytes } of results) {
    const inner =
      toBinary(EnvVarResultSchema, create(EnvVarResultSchema, { name })).length +
      (valueBytes === 0 ? 0 : 1 + varintSize(valueBytes) + valueBytes);
    total += 1 + varintSize(inner) + inner;
  }
  return total;
}

function varintSize(n: number): number {
  let size = 1;
  while (n >= 128) {
    n = Math.floor(n / 128);
    size++;
  }
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
