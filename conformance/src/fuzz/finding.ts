import { createHash } from 'node:crypto';
import type { Stage } from '../contract.js';
import type { ClientKind } from '../driver/client.js';
import type { FuzzInput, Phase } from './fuzz-target.js';

/** Version of the format of finding files; a reader refuses a higher one. */
export const findingFormatVersion = 1;

/** Where and how a finding was made. */
export interface FindingOrigin {
  readonly tool: { readonly name: string; readonly version: string };
  readonly contract: { readonly name: string; readonly revision: number };
  /** RFC 3339, UTC. */
  readonly foundAt: string;
  /** The endpoint as the user wrote it. */
  readonly endpoint: string;
  /** Path of the profile as the user gave it; absent without a profile. */
  readonly profile?: string;
  readonly profileDigest?: string;
  readonly driver: { readonly name: string; readonly vendorVersion: string; readonly embedded: boolean };
  /** Semantics that the driver was judged by. */
  readonly stage: Stage;
  readonly client: ClientKind;
  readonly seed: number;
  /** Milliseconds that one call was given. */
  readonly timeoutMs: number;
}

/** An input and its place in the campaign. */
export interface PlacedInput {
  readonly phase: Phase;
  /** Position within the phase. */
  readonly index: number;
  readonly input: FuzzInput;
}

/** How often an input failed when it was played again on fresh connections. */
export interface Rate {
  readonly failed: number;
  readonly plays: number;
}

/** A rule that the driver broke. */
export interface Breakage extends FindingOrigin {
  readonly format: 'csi-env/finding';
  readonly formatVersion: number;
  readonly kind: 'breach';
  readonly phase: Phase;
  readonly index: number;
  readonly requirement: string;
  readonly cause: string;
  readonly mismatches: readonly string[];
  readonly expected: string;
  /** The smallest input that was confirmed. */
  readonly input: FuzzInput;
  /** The input as it was drawn, where a smaller one was found; those of lists are not drawn, and told by phase and index alone. */
  readonly original?: FuzzInput;
  /** Inputs that were played in search of a smaller one. */
  readonly shrinkPlays: number;
  readonly confirmed: Rate;
  /** Whether it failed too seldom, when played again, to be called a plain failure. */
  readonly flaky: boolean;
}

/** A driver that was gone after these inputs. */
export interface DriverGone extends FindingOrigin {
  readonly format: 'csi-env/finding';
  readonly formatVersion: number;
  readonly kind: 'gone';
  /** The last inputs that were played, oldest first; those that had no answer yet come last. */
  readonly inputs: readonly PlacedInput[];
}

/** What a campaign found. */
export type Finding = Breakage | DriverGone;

/** File name of a finding: equal for all that have contract, requirement and cause in common. */
export function findingFileName(finding: Finding): string {
  const { contract } = finding;
  if (finding.kind === 'gone')
    return `driver-gone-${shortHash([contract.name, ...finding.inputs.map((one) => JSON.stringify(one))])}.json`;
  const { requirement, cause, flaky } = finding;
  const hash = shortHash([contract.name, requirement, cause]);
  return `${requirement.replaceAll('/', '-')}-${hash}${flaky ? '-flaky' : ''}.json`;
}

/** What tells findings apart. */
export function findingKey(found: { readonly requirement: string; readonly cause: string }): string {
  return `${found.requirement}\n${found.cause}`;
}

function shortHash(parts: readonly string[]): string {
  return createHash('sha256').update(parts.join('\0')).digest('hex').slice(0, 8);
}
