import { toBinary } from '@bufbuild/protobuf';
import { NodeServiceCapabilitySchema, PluginCapabilitySchema } from '@csi-env/proto';
import type { Answer } from '../../driver/answer.js';
import { getPluginCapabilities, type Invoke, nodeGetCapabilities, type Read } from './identity.js';

/** The two RPCs that say what a driver can do. */
export type CapabilityRpc = 'plugin' | 'node';

/** The entries of a capability answer, each serialized as hex, sorted. */
export interface CapabilitySet {
  readonly read: Read<unknown>;
  /** Undefined when the call failed. */
  readonly entries: readonly string[] | undefined;
}

/** Asks one of the two capability RPCs. */
export async function readCapabilitySet(invoke: Invoke, rpc: CapabilityRpc): Promise<CapabilitySet> {
  return capabilitySetOf(
    rpc,
    (await (rpc === 'plugin' ? getPluginCapabilities : nodeGetCapabilities)(invoke)).answer,
  );
}

/** Reads the answer of one of them. */
export function capabilitySetOf(rpc: CapabilityRpc, answer: Answer): CapabilitySet {
  if (rpc === 'plugin') {
    const read = getPluginCapabilities.read(answer);
    return {
      read,
      entries: canonical(read.message?.capabilities.map((entry) => toBinary(PluginCapabilitySchema, entry))),
    };
  }
  const read = nodeGetCapabilities.read(answer);
  return {
    read,
    entries: canonical(
      read.message?.capabilities.map((entry) => toBinary(NodeServiceCapabilitySchema, entry)),
    ),
  };
}

/** Serialized entries in a canonical order. */
export function canonical(entries: readonly Uint8Array[] | undefined): readonly string[] | undefined {
  if (entries === undefined) return undefined;
  return entries.map((entry) => Buffer.from(entry).toString('hex')).sort();
}
