import type { Behave } from './peer.js';

/** Where a member finds itself when it is started. */
export interface Place {
  /** Path of the socket to listen on. */
  readonly socket: string;
  /** Folder of the member's own; gone after the run. */
  readonly folder: string;
}

/** What a run against a member has to come to. */
export interface Expected {
  /** Exit codes that are right. */
  readonly exits: readonly (1 | 3 | 4)[];
  /** What the tool has to say of the cause, in its console report or on stderr. */
  readonly cause: RegExp;
  /** Flags for this member, behind those of every run. */
  readonly flags?: readonly string[];
  /** Whether a run knows keys and pods: the profile of the reference driver. */
  readonly profile?: boolean;
  /** Longest run in milliseconds, as given by `--deadline`; 8 s unless said, 15 s with a driver that has to start first. */
  readonly deadlineMs?: number;
  /** As given by `--startup-timeout`; 1.5 s unless said, 15 s with a driver that has to start first. */
  readonly startupMs?: number;
  /** Least number of checks that passed and stay reported. */
  readonly passes?: number;
  /** What `doctor` has to say; it is not asked where a member says nothing. */
  readonly doctor?: RegExp;
  /** What `init` has to say; as for `doctor`. */
  readonly init?: RegExp;
  /** Exit codes of `fuzz` that are right; it is not run where a member says nothing. */
  readonly fuzz?: readonly (1 | 3 | 4)[];
  /** Runs as another user where the test runs as root, for whom nothing is forbidden. */
  readonly unprivileged?: boolean;
}

/** A hostile driver: what it does, and what the tool has to make of it. */
export interface Member extends Expected {
  /** Path-shaped, permanent. */
  readonly name: string;
  /** What it does, as a sentence. */
  readonly does: string;
  /** Whether a test starts it behind a socket, or the tool starts it as an `exec:` driver. */
  readonly kind: 'socket' | 'exec';
  /** Starts it; resolves when it can be tested. Not called in the process of a test. */
  start(place: Place): Promise<void> | void;
}

/** A way to be hostile on a connection, with what is expected when it is so from the first byte, and only later. */
export interface Hostility {
  readonly name: string;
  readonly does: string;
  readonly behave: Behave;
  readonly first?: Expected;
  /** Honest until so many calls were made (200 unless said): what passed by then stays reported. */
  readonly later?: Expected & { readonly honest?: number };
}
