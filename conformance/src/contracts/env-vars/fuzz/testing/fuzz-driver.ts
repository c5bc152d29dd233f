import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import type { RunContext } from '../../../../contract.js';
import type { ClientKind } from '../../../../driver/client.js';
import { parseEndpoint } from '../../../../driver/endpoint.js';
import { openClient } from '../../../../driver/open-client.js';
import type {
  Breach,
  FuzzInput,
  FuzzSession,
  Observation,
  Phase,
  Steer,
} from '../../../../fuzz/fuzz-target.js';
import type { Profile } from '../../../../profile/profile.js';
import type { Mutant } from '../../mutants/mutant.js';
import { ownProfile } from '../../own-profile.js';
import { controlsOf } from '../../reference-driver/controls.js';
import type { ReferenceDriverOptions } from '../../reference-driver/options.js';
import { startReferenceDriver } from '../../reference-driver/start.js';
import { envVarsFuzz } from '../target.js';

/** What a driver for fuzzing is started and talked to with. */
export interface FuzzDriverOptions {
  readonly driver?: Partial<ReferenceDriverOptions>;
  readonly mutant?: Mutant;
  /** In place of the driver's own profile. */
  readonly profile?: Profile;
  /** Changes the driver's own profile. */
  readonly change?: (own: Profile) => Profile;
  readonly client?: ClientKind;
  readonly safe?: boolean;
  readonly trace?: (line: string) => void;
}

/** Starts the reference driver in a temporary folder, opens a session, and ends both after the work. */
export async function withFuzzSession<T>(
  options: FuzzDriverOptions,
  work: (session: FuzzSession, profile: Profile) => Promise<T>,
): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'csi-env-fuzz-'));
  const stateDirectory = join(folder, 'state');
  mkdirSync(stateDirectory);
  const { mutant, client = 'wire' } = options;
  const driver = await startReferenceDriver({
    socketPath: join(folder, 'csi.sock'),
    stateDirectory,
    stopGraceMs: 500,
    cache: { ttlMs: 300, maxEntries: 10_000 },
    ...(mutant?.stage === undefined ? {} : { stage: mutant.stage }),
    ...(mutant?.server === undefined ? {} : { server: mutant.server }),
    ...options.driver,
    ...(mutant === undefined ? {} : { mutant }),
  });
  const end = new AbortController();
  try {
    const told = mutant?.profile?.(driver.profile) ?? driver.profile;
    const own = ownProfile(told, {
      folder,
      logFile: join(folder, 'driver.log'),
      stateDirectory,
      metricsUrl: undefined,
      controls: controlsOf(driver),
    });
    const profile = options.profile ?? options.change?.(own) ?? own;
    const endpoint = parseEndpoint(driver.endpoint);
    const context: RunContext<Profile> = {
      endpoint,
      clientKind: client,
      profile,
      options: {
        timeoutMs: 20_000,
        startupTimeoutMs: 20_000,
        seed: 1,
        stage: 'auto',
        safe: options.safe === true,
      },
      signal: end.signal,
      openClient: (kind = client) => openClient(kind, endpoint),
      trace: options.trace ?? (() => {}),
    };
    const session = await envVarsFuzz.open(context);
    try {
      return await work(session, profile);
    } finally {
      await session.close();
    }
  } finally {
    end.abort();
    await driver.stop().catch(() => {});
    rmSync(folder, { recursive: true, force: true });
  }
}

/** How many inputs of which phases to play. */
export interface Campaign {
  readonly phases: readonly Phase[];
  readonly seed: number;
  /** Inputs of each phase that is no list. */
  readonly runs: Readonly<Partial<Record<Phase, number>>>;
  readonly steer?: Steer;
  /** Ends it at the first breach that it is told of. */
  readonly until?: (breach: Breach) => boolean;
}

/** What a campaign came to. */
export interface Played {
  readonly inputs: number;
  readonly observations: readonly Observation[];
  readonly breaches: readonly { readonly breach: Breach; readonly input: FuzzInput; readonly at: number }[];
}

/** The inputs of a phase. */
export function inputsOf(
  session: FuzzSession,
  phase: Phase,
  { steer = () => true, runs, seed }: Campaign,
): readonly FuzzInput[] {
  if (phase === 'examples' || phase === 'boundary') return session.listed(phase, steer);
  return fc.sample(session.arbitrary(phase, steer), { numRuns: runs[phase] ?? 100, seed });
}

/** Plays inputs in a plain loop, some at once where a session allows it. */
export async function playAll(session: FuzzSession, campaign: Campaign): Promise<Played> {
  const observations: Observation[] = [];
  const breaches: { breach: Breach; input: FuzzInput; at: number }[] = [];
  const { signal } = new AbortController();
  let inputs = 0;
  let over = false;
  for (const phase of campaign.phases) {
    if (over || session.without[phase] !== undefined) continue;
    const list = inputsOf(session, phase, campaign).values();
    const width = phase === 'stateful' || phase === 'concurrent' ? 1 : Math.min(8, session.atOnce);
    await Promise.all(
      Array.from({ length: width }, async () => {
        for (const input of list) {
          if (over) return;
          const at = ++inputs;
          const observation = await session.play(input, { fresh: false, signal });
          observations.push(observation);
          for (const breach of observation.breaches) {
            breaches.push({ breach, input, at });
            over ||= campaign.until?.(breach) === true;
          }
        }
      }),
    );
  }
  return { inputs, observations, breaches };
}
