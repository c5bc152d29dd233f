import { create, type DescMessage, fromBinary, type MessageShape, toBinary } from '@bufbuild/protobuf';
import {
  GetPluginCapabilitiesRequestSchema,
  GetPluginCapabilitiesResponseSchema,
  GetPluginInfoRequestSchema,
  GetPluginInfoResponseSchema,
  NodeGetCapabilitiesRequestSchema,
  NodeGetCapabilitiesResponseSchema,
  NodeGetInfoRequestSchema,
  NodeGetInfoResponseSchema,
  ProbeRequestSchema,
  ProbeResponseSchema,
} from '@csi-env/proto';
import type { Answer } from '../../driver/answer.js';

/** Makes a call with a raw message; tools and clients both can. */
export type Invoke = (path: string, message: Uint8Array) => Promise<Answer>;

/** An answer with its message read; undefined when the call failed or the message cannot be read. */
export interface Read<T> {
  readonly answer: Answer;
  readonly message: T | undefined;
}

const empty = new Uint8Array();
/** Longer answers are not read: a message may be made of millions of parts, each of which takes memory. */
export const longestAnswer = 1024 * 1024;

function method<T extends DescMessage>(path: string, request: DescMessage, response: T) {
  const bytes = toBinary(request, create(request));
  const read = (answer: Answer): Read<MessageShape<T>> => {
    if (answer.code !== 0 || (answer.body?.length ?? 0) > longestAnswer)
      return { answer, message: undefined };
    try {
      return { answer, message: fromBinary(response, answer.body ?? empty) };
    } catch {
      return { answer, message: undefined };
    }
  };
  const call = async (invoke: Invoke): Promise<Read<MessageShape<T>>> => read(await invoke(path, bytes));
  return Object.assign(call, { path, read });
}

export const getPluginInfo = method(
  '/csi.v1.Identity/GetPluginInfo',
  GetPluginInfoRequestSchema,
  GetPluginInfoResponseSchema,
);
export const getPluginCapabilities = method(
  '/csi.v1.Identity/GetPluginCapabilities',
  GetPluginCapabilitiesRequestSchema,
  GetPluginCapabilitiesResponseSchema,
);
export const probe = method('/csi.v1.Identity/Probe', ProbeRequestSchema, ProbeResponseSchema);
export const nodeGetCapabilities = method(
  '/csi.v1.Node/NodeGetCapabilities',
  NodeGetCapabilitiesRequestSchema,
  NodeGetCapabilitiesResponseSchema,
);
export const nodeGetInfo = method(
  '/csi.v1.Node/NodeGetInfo',
  NodeGetInfoRequestSchema,
  NodeGetInfoResponseSchema,
);
