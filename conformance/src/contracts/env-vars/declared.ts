import { type Answer, answered, codeName } from '../../driver/answer.js';
import { type CapabilityRpc, capabilitySetOf } from './capability-set.js';
import { getPluginCapabilities, getPluginInfo, nodeGetCapabilities } from './identity.js';

/** What a driver said of itself in one answer. */
export interface Declared {
  /** What it got instead of an answer that can be read. */
  readonly refusal?: string;
  readonly name?: string;
  readonly hasVersion?: boolean;
  /** The entries of a capability answer, each serialized as hex, sorted. */
  readonly entries?: readonly string[];
}

/** What a driver said of itself in the answers of a run, each thing once, by the path of the method; at most so many things. */
export interface DeclaredLog {
  /** @param wire whether a status came over the wire, not through a stock client that may make one up */
  note(path: string, answer: Answer, wire: boolean): void;
  of(path: string): readonly Declared[];
}

const mostKept = 16;
const rpcOf: Readonly<Record<string, CapabilityRpc>> = {
  [getPluginCapabilities.path]: 'plugin',
  [nodeGetCapabilities.path]: 'node',
};

/** Starts an empty log. */
export function openDeclaredLog(): DeclaredLog {
  const seen = new Map<string, Map<string, Declared>>();
  return {
    note(path, answer, wire) {
      const declared = declaredIn(path, answer);
      if (declared === undefined || (declared.refusal !== undefined && !wire)) return;
      const ofPath = seen.get(path) ?? new Map<string, Declared>();
      seen.set(path, ofPath);
      if (ofPath.size < mostKept) ofPath.set(JSON.stringify(declared), declared);
    },
    of: (path) => [...(seen.get(path)?.values() ?? [])],
  };
}

/** What an answer declares; undefined for one of another method, and where no status came. */
function declaredIn(path: string, answer: Answer): Declared | undefined {
  const rpc = rpcOf[path];
  if ((rpc === undefined && path !== getPluginInfo.path) || !answered(answer)) return undefined;
  const unread = {
    refusal: answer.code === 0 ? 'OK with a response that cannot be read' : codeName(answer.code),
  };
  if (rpc !== undefined) {
    const { entries } = capabilitySetOf(rpc, answer);
    return entries === undefined ? unread : { entries };
  }
  const { message } = getPluginInfo.read(answer);
  return message === undefined ? unread : { name: message.name, hasVersion: message.vendorVersion !== '' };
}
