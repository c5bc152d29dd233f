import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Ending, Requirement } from '../src/contract.js';
import { envVarsContract } from '../src/contracts/env-vars/contract.js';
import { controlsOf, hooksFrom } from '../src/contracts/env-vars/reference-driver/controls.js';
import type { ReferenceDriverOptions } from '../src/contracts/env-vars/reference-driver/options.js';
import {
  type ReferenceDriver,
  startReferenceDriver,
} from '../src/contracts/env-vars/reference-driver/start.js';
import type { ClientKind } from '../src/driver/client.js';
import { parseEndpoint } from '../src/driver/endpoint.js';
import { requirements } from '../src/gen/requirements.js';
import { emptyProfile, type Profile } from '../src/profile/profile.js';
import type { CheckEvent, FooterEvent, RunEvent } from '../src/runner/events.js';
import { requirementOutcome } from '../src/runner/outcome.js';
import { run } from '../src/runner/run.js';
import { type RunOptions, runDefaults } from '../src/runner/run-options.js';

/** What a run of the suite came to. */
export interface Outcome {
  readonly events: readonly RunEvent[];
  readonly checks: readonly CheckEvent[];
  readonly footer: FooterEvent;
  /** Requirements with a failed check, MUSTs only, sorted. */
  readonly failedMusts: readonly string[];
  readonly failedShoulds: readonly string[];
  check(name: string): CheckEvent;
}

/** The contract at its newest revision. */
export const contract = envVarsContract(1, requirements as unknown as readonly Requirement[]);

/** Runs the suite, or a part of it, against a driver that listens already. */
export async function runSuite(
  endpoint: string,
  profile: Partial<Profile> = {},
  options: Partial<RunOptions> & {
    readonly only?: readonly string[];
    readonly client?: ClientKind;
    /** Ends the driver for good; without it the run takes it for one that it did not start. */
    readonly end?: () => Promise<Ending>;
  } = {},
): Promise<Outcome> {
  const { only, end, ...rest } = options;
  const events: RunEvent[] = [];
  const full: RunOptions = {
    ...runDefaults,
    profile: { ...emptyProfile, ...profile },
    seed: 1,
    ...(only === undefined ? {} : { selection: { run: only, skip: [] } }),
    ...rest,
  };
  for await (const event of run(
    contract,
    endpoint,
    async () => ({
      endpoint: parseEndpoint(endpoint),
      text: endpoint,
      ...(end === undefined ? {} : { end }),
    }),
    full,
  )) {
    events.push(event);
  }
  const checks = events.filter((event): event is CheckEvent => event.type === 'check');
  const failed = (level: 'MUST' | 'SHOULD'): string[] =>
    contract.requirements
      .filter((requirement) => requirement.level === level)
      .filter((requirement) => {
        const own = checks
          .filter((check) => check.requirement === requirement.id)
          .map(({ outcome }) => ({ outcome }));
        return own.length > 0 && ['fail', 'warn'].includes(requirementOutcome(requirement.level, own));
      })
      .map((requirement) => requirement.id)
      .sort();
  return {
    events,
    checks,
    footer: events.at(-1) as FooterEvent,
    failedMusts: failed('MUST'),
    failedShoulds: failed('SHOULD'),
    check(name) {
      const event = checks.find((check) => check.name === name);
      if (event === undefined) throw new Error(`no check ${name}`);
      return event;
    },
  };
}

/** A profile for a running reference driver, with its controls as hooks. */
export function profileOf(driver: ReferenceDriver): Profile {
  const { providerClass, pod, pods, deniedPods, keys, documents } = driver.profile;
  const plain = (key: { readonly key: string; readonly parameters?: Readonly<Record<string, string>> }) => ({
    key: key.key,
    parameters: key.parameters ?? {},
  });
  return {
    ...emptyProfile,
    backend: 'local',
    providerClass,
    pod,
    pods,
    deniedPods,
    keys: {
      available: keys.available.map((key) => ({
        ...plain(key),
        volatile: false,
        ...(key.value === undefined ? {} : { value: Buffer.from(key.value) }),
      })),
      missing: keys.missing.map(plain),
      denied: keys.denied.map((key) => ({
        ...plain(key),
        ...(key.exists === undefined ? {} : { exists: key.exists }),
      })),
      oversized: keys.oversized.map(plain),
      failing: keys.failing.map(plain),
    },
    hooks: hooksFrom(controlsOf(driver)),
    documents: {
      ...(documents.retriableCodes === undefined ? {} : { retriableCodes: documents.retriableCodes }),
      ...(documents.cache === undefined ? {} : { cache: documents.cache }),
      cacheTtlMs: 2000,
    },
  };
}

/** Starts a reference driver in a folder of its own, runs the suite or a part of it, and stops the driver. */
export async function runReference(
  driver: Partial<ReferenceDriverOptions> = {},
  options: Parameters<typeof runSuite>[2] & { readonly change?: (profile: Profile) => Profile } = {},
): Promise<Outcome> {
  const { change = (profile: Profile) => profile, ...rest } = options;
  const folder = mkdtempSync(join(tmpdir(), 'csi-env-test-'));
  const running = await startReferenceDriver({ socketPath: join(folder, 'csi.sock'), ...driver });
  try {
    return await runSuite(running.endpoint, change(profileOf(running)), rest);
  } finally {
    await running.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}
