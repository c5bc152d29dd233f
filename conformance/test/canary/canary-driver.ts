import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { memoryBackend } from '../../src/contracts/env-vars/reference-driver/backend.js';
import type { Hooks } from '../../src/contracts/env-vars/reference-driver/hooks.js';
import { isEnvVars } from '../../src/contracts/env-vars/reference-driver/hooks.js';
import type { DriverStage } from '../../src/contracts/env-vars/reference-driver/options.js';
import { StatusError, statusCode } from '../../src/contracts/env-vars/reference-driver/status.js';
import { WRITERS } from '../../src/leak/testing/writers.js';
import { driver, freshFolder } from '../cli/command.js';
import type { Canaries } from './canaries.js';

/** A driver whose backend holds canaries, and what a user would write about it. */
export interface CanaryDriver {
  readonly endpoint: string;
  /** The profile's path; its folder holds canaries. */
  readonly profile: string;
  /** The driver's log, which a leaking driver fills with canaries. */
  readonly log: string;
  /** Variables that the profile reads. */
  readonly env: Readonly<Record<string, string>>;
}

/** How the driver behaves. */
export interface CanaryDriverOptions {
  /** Whether it tells values wherever it can: messages, errors, headers, trailers, names, log, metrics and files. */
  readonly leaks?: boolean;
  /** Whether values stand in what it says of itself: its version and its manifest. */
  readonly isNamedForThem?: boolean;
  readonly latencyMs?: number;
  readonly stage?: DriverStage;
}

const named = (i: number): string => `app/named/${i}`;
const unnamed = (i: number): string => `app/unnamed/${i}`;

/** Starts the reference driver with canaries in its backend, and writes its profile. */
export async function canaryDriver(
  canaries: Canaries,
  { leaks = false, isNamedForThem = false, latencyMs = 1, stage = 'alpha' }: CanaryDriverOptions = {},
): Promise<CanaryDriver> {
  const folder = freshFolder();
  const state = join(folder, 'state');
  const log = join(folder, 'driver.log');
  mkdirSync(state);
  writeFileSync(log, '');
  const values = new Map<string, string>([
    ['app/env', canaries.env],
    ['app/file', canaries.file],
    ...canaries.literals.map((value, i): [string, string] => [named(i), value]),
    ...canaries.unnamed.map((value, i): [string, string] => [unnamed(i), value]),
  ]);
  const backend = memoryBackend(
    new Map([...values].map(([key, value]) => [key, Buffer.from(value)] as const)),
    latencyMs,
  );
  const running = await driver({
    stage,
    backend,
    stateDirectory: state,
    metricsPort: 0,
    log: (line) => appendFileSync(log, `${line}\n`),
    ...(leaks ? { hooks: leaking(canaries, state) } : {}),
    ...(isNamedForThem ? { hooks: namedFor(canaries) } : {}),
  });
  const path = join(folder, 'profile.json');
  const { pod, pods, deniedPods, providerClass, documents } = running.profile;
  writeFileSync(join(folder, 'value'), canaries.file);
  const profile = {
    endpoint: running.endpoint,
    ...{ backend: 'local', pod, pods, deniedPods, providerClass, documents },
    keys: {
      available: [
        { key: 'app/env', value: { env: 'EXPECTED_CANARY' } },
        { key: 'app/file', value: { file: 'value' } },
        ...canaries.literals.map((value, i) => ({ key: named(i), value })),
        ...canaries.unnamed.map((_, i) => ({ key: unnamed(i) })),
      ],
      missing: ['app/none'],
      denied: ['team-b/alpha'],
    },
    logs: [{ file: log }],
    watch: { directories: [state], metrics: running.metricsUrl, pid: process.pid },
  };
  writeFileSync(path, JSON.stringify(profile));
  return { endpoint: running.endpoint, profile: path, log, env: { EXPECTED_CANARY: canaries.env } };
}

/** What the driver says of itself is no evidence against it; told it is not, all the same. */
function namedFor({ env, file, literals }: Canaries): Partial<Hooks> {
  return {
    pluginInfo: (response) => ({
      ...response,
      vendorVersion: `1.0-${env}`,
      manifest: { ...response.manifest, built: file, by: literals.join(' ') },
    }),
    status: ({ code, message }) => new StatusError(code, `${message} by 1.0-${env}, built ${file}`),
    // A wrong code makes the report show the message.
    failures: (failures) => failures.map((failure) => ({ ...failure, code: statusCode.DATA_LOSS })),
  };
}

/** Tells canaries, each time another one in another writing. */
function leaking(canaries: Canaries, state: string): Partial<Hooks> {
  const writers = Object.values(WRITERS);
  let turn = 0;
  // What the tool cannot know yet it cannot hide; an answer or two may be lost on the way, several are not.
  const known = [canaries.env, canaries.file, ...canaries.literals];
  const returned = new Map<string, number>();
  const unknown = new Set([...canaries.unnamed, ...canaries.wrong]);
  const next = (): string => {
    turn++;
    // The factor has no divisor in common with most lengths of the list, so that many pairs come.
    const value = known[(turn * 7) % known.length] as string;
    const written = writers[turn % writers.length]?.write(Buffer.from(value)).toString('utf8') ?? value;
    // A half of a pair of surrogates is no text that gRPC can carry.
    return Buffer.from(turn % 5 === 0 ? written.slice(3, 40) : written).toString();
  };
  const header = (): string =>
    next()
      .replace(/[^\x21-\x7e]/g, '')
      .slice(0, 3000);
  return {
    // A wrong code makes the report show the message.
    status: ({ code, message }) =>
      new StatusError(turn % 3 === 0 ? statusCode.DATA_LOSS : code, `${message}: ${next()}`),
    metadata({ headers, trailers }) {
      headers.set('x-debug', header());
      headers.set('x-debug-bin', Buffer.from(next()).toString('base64'));
      trailers.set('x-trace', header());
    },
    oneResult(result, { call, position }) {
      const wrong = canaries.wrong[(call + position) % canaries.wrong.length] as string;
      const value = call % 7 === 3 || call % 7 === 6 ? wrong : result.value;
      if (call % 7 === 4) return { ...result, error: next() };
      if (call % 7 === 5) return { ...result, name: next().slice(0, 100) };
      return call % 7 === 6
        ? { ...result, name: `${result.name}${wrong}`.slice(0, 120), value }
        : { ...result, value };
    },
    response(response) {
      for (const value of new Set(response.results.map((result) => result.value))) {
        const times = (returned.get(value) ?? 0) + 1;
        returned.set(value, times);
        if (times === 8 && unknown.has(value)) known.push(value);
      }
      return response;
    },
    log(line, context) {
      const leak = next();
      if (isEnvVars(context)) writeFileSync(join(state, 'cache'), leak);
      return `${line} ${leak}`;
    },
    metricsPage: (page) => `${page}last{value=${JSON.stringify(next())}} 1\n`,
  };
}
