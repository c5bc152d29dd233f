import { appendFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { stringify } from 'yaml';
import type { Mutant } from '../contracts/env-vars/mutants/mutant.js';
import { contractLimits, type Limits } from '../contracts/env-vars/reference-driver/limits.js';
import { type ReferenceDriver, startReferenceDriver } from '../contracts/env-vars/reference-driver/start.js';
import { parseEndpoint } from '../driver/endpoint.js';
import { exitCode, UsageError } from '../errors.js';
import { invocation } from '../invocation.js';
import { fileProblem } from '../profile/read-text.js';
import { quoteWord } from '../runner/reproduce.js';
import { within } from '../within.js';
import { findMutant } from './find-mutant.js';
import type { ServeFlags } from './serve.js';
import { writeNewFile } from './write-new-file.js';

/** Serves the reference driver until a signal ends it. */
export async function serveDriver(flags: ServeFlags): Promise<void> {
  const endpoint = parseEndpoint(flags.endpoint);
  if (endpoint.kind !== 'unix') {
    throw new UsageError(
      `serve listens on Unix sockets only, not on ${flags.endpoint}`,
      'write --endpoint unix:///path.sock',
    );
  }
  const mutant = flags.mutant === undefined ? undefined : findMutant(flags.mutant);
  const stopped = nextSignal();
  const limits = limitsOf(flags);
  // What a mutant leaks into a folder must not lie beside the socket, and the profile has a folder to watch.
  const state =
    mutant === undefined && flags.writeProfile === undefined
      ? undefined
      : mkdtempSync(join(tmpdir(), 'csi-env-serve-'));
  try {
    const driver = await start(flags, limits, endpoint.path, state, mutant);
    try {
      if (flags.writeProfile !== undefined) {
        writeNewFile(flags.writeProfile, profileText(driver, state, flags, mutant), true);
      }
      process.stdout.write(`${driver.endpoint}\n`);
      process.stderr.write(`${greeting(driver, flags, mutant)}\n`);
      await stopped;
    } finally {
      // A server of grpc-js does not always tell that it has ended.
      await within(5000, driver.stop());
    }
  } finally {
    if (state !== undefined) rmSync(state, { recursive: true, force: true });
  }
}

async function start(
  flags: ServeFlags,
  limits: Limits | 'none',
  socketPath: string,
  stateDirectory: string | undefined,
  mutant: Mutant | undefined,
): Promise<ReferenceDriver> {
  const folder = dirname(socketPath);
  if (!existsSync(folder)) {
    throw new UsageError(`cannot listen on ${socketPath}: its folder does not exist`, `mkdir -p ${folder}`);
  }
  try {
    return await startReferenceDriver({
      socketPath,
      ...(stateDirectory === undefined ? {} : { stateDirectory }),
      server: flags.server ?? mutant?.server ?? 'grpc-js',
      stage: flags.stage ?? mutant?.stage ?? 'alpha',
      limits,
      metricsPort: 0,
      log: logTo(flags.log, mutant?.logsTo === 'stdout' ? process.stdout : process.stderr),
      ...(mutant === undefined ? {} : { mutant }),
    });
  } catch (reason) {
    const { message } = reason as Error;
    throw new UsageError(
      message.startsWith('cannot listen')
        ? message
        : `cannot listen on ${socketPath}: ${fileProblem(reason)}`,
      undefined,
      { cause: reason },
    );
  }
}

function logTo(file: string | undefined, output: NodeJS.WriteStream): (line: string) => void {
  if (file === undefined) return (line) => void output.write(`${line}\n`);
  try {
    appendFileSync(file, '');
  } catch (reason) {
    throw new UsageError(`cannot write log ${file}: ${fileProblem(reason)}`, undefined, { cause: reason });
  }
  return (line) => appendFileSync(file, `${line}\n`);
}

function limitsOf(flags: ServeFlags): Limits | 'none' {
  const { maxPayloadBytes, maxValueBytes, rpcTimeoutSeconds, maxInFlight } = flags;
  const said = Object.entries({
    '--max-payload-bytes': maxPayloadBytes,
    '--max-value-bytes': maxValueBytes,
    '--rpc-timeout-seconds': rpcTimeoutSeconds,
    '--max-in-flight': maxInFlight,
  }).find(([, value]) => value !== undefined);
  if (!flags.hints) {
    if (said === undefined) return 'none';
    throw new UsageError(`${said[0]} is advertised as a hint, and --no-hints says none are`);
  }
  const payload = maxPayloadBytes ?? contractLimits.maxTotalPayloadBytes;
  if (maxValueBytes !== undefined && maxValueBytes > payload) {
    throw new UsageError(
      `a value of --max-value-bytes ${maxValueBytes} does not fit a payload of ${payload} bytes`,
      'raise --max-payload-bytes, or lower --max-value-bytes',
    );
  }
  return {
    maxTotalPayloadBytes: payload,
    maxValueLengthBytes: maxValueBytes ?? Math.min(contractLimits.maxValueLengthBytes, payload),
    preferredRpcTimeoutSeconds: rpcTimeoutSeconds ?? contractLimits.preferredRpcTimeoutSeconds,
    maxInflightRequests: maxInFlight ?? contractLimits.maxInflightRequests,
  };
}

function profileText(
  driver: ReferenceDriver,
  state: string | undefined,
  flags: ServeFlags,
  mutant: Mutant | undefined,
): string {
  const profile = mutant?.profile?.(driver.profile) ?? driver.profile;
  const watch = {
    ...(state === undefined ? {} : { directories: [state] }),
    pid: process.pid,
    ...(driver.metricsUrl === undefined ? {} : { metrics: driver.metricsUrl }),
  };
  const logs = flags.log === undefined ? {} : { logs: [{ file: resolve(flags.log) }] };
  return `# The profile of the reference driver. Its values are no secrets; those of a real driver do not belong into a profile.\n${stringify({ endpoint: driver.endpoint, ...profile, ...logs, watch })}`;
}

function greeting(driver: ReferenceDriver, { writeProfile }: ServeFlags, mutant: Mutant | undefined): string {
  const words = writeProfile === undefined ? ['--endpoint', driver.endpoint] : ['--profile', writeProfile];
  const name = `the reference driver (${driver.options.stage}, ${driver.options.server})`;
  return [
    `${name} listens; test it in another terminal:`,
    `  ${invocation} ${words.map(quoteWord).join(' ')}`,
    ...(mutant === undefined
      ? []
      : [`it breaks ${mutant.breaks.join(', ') || 'nothing'}: ${mutant.description}`]),
    ...(writeProfile === undefined ? ['--write-profile FILE writes what the other checks need to know'] : []),
  ].join('\n');
}

/** Resolves with the first SIGINT, SIGTERM or SIGHUP; the second ends the process at once. */
function nextSignal(): Promise<void> {
  return new Promise((resolve) => {
    let asked = false;
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(signal, () => {
        if (asked) process.exit(exitCode.interrupted);
        asked = true;
        resolve();
      });
    }
  });
}
