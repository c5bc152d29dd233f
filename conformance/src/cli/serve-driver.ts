import { writeFileSync } from 'node:fs';
import { isAbsolute, relative } from 'node:path';
import { stringify } from 'yaml';
import { contractLimits, type Limits } from '../contracts/env-vars/reference-driver/limits.js';
import { type ReferenceDriver, startReferenceDriver } from '../contracts/env-vars/reference-driver/start.js';
import { parseEndpoint } from '../driver/endpoint.js';
import { exitCode, ToolError, UsageError } from '../errors.js';
import { fileProblem } from '../profile/read-text.js';
import { quoteWord } from '../runner/reproduce.js';
import type { ServeFlags } from './serve.js';

/** Serves the reference driver until a signal ends it. */
export async function serveDriver(flags: ServeFlags): Promise<void> {
  const endpoint = parseEndpoint(flags.endpoint);
  if (endpoint.kind !== 'unix') {
    throw new UsageError(
      `serve listens on Unix sockets only, not on ${flags.endpoint}`,
      'write --endpoint unix:///path.sock',
    );
  }
  const stopped = nextSignal();
  const driver = await start(flags, endpoint.path);
  try {
    if (flags.writeProfile !== undefined) writeProfile(flags.writeProfile, driver);
    process.stdout.write(`${driver.endpoint}\n`);
    process.stderr.write(`${greeting(driver, flags)}\n`);
    await stopped;
  } finally {
    await driver.stop();
  }
}

async function start(flags: ServeFlags, socketPath: string): Promise<ReferenceDriver> {
  try {
    return await startReferenceDriver({
      socketPath,
      server: flags.server,
      stage: flags.stage,
      limits: limitsOf(flags),
      log: (line) => void process.stderr.write(`${line}\n`),
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

function limitsOf(flags: ServeFlags): Limits | 'none' {
  if (!flags.hints) return 'none';
  return {
    maxTotalPayloadBytes: flags.maxPayloadBytes ?? contractLimits.maxTotalPayloadBytes,
    maxValueLengthBytes: flags.maxValueBytes ?? contractLimits.maxValueLengthBytes,
    preferredRpcTimeoutSeconds: flags.rpcTimeoutSeconds ?? contractLimits.preferredRpcTimeoutSeconds,
    maxInflightRequests: flags.maxInFlight ?? contractLimits.maxInflightRequests,
  };
}

function writeProfile(path: string, driver: ReferenceDriver): void {
  const text = `# The profile of the reference driver. Its values are no secrets; those of a real driver do not belong into a profile.\n${stringify({ endpoint: driver.endpoint, ...driver.profile })}`;
  try {
    writeFileSync(path, text);
  } catch (reason) {
    throw new ToolError(`cannot write profile ${path}: ${fileProblem(reason)}`, undefined, { cause: reason });
  }
}

function greeting(driver: ReferenceDriver, { writeProfile: profile }: ServeFlags): string {
  const words =
    profile === undefined
      ? ['--endpoint', driver.endpoint]
      : ['--profile', isAbsolute(profile) ? profile : relative('.', profile)];
  const hint =
    profile === undefined ? '\n--write-profile FILE writes what the other checks need to know' : '';
  return `the reference driver (${driver.options.stage}, ${driver.options.server}) listens; test it in another terminal:\n  npx @csi-env/conformance ${words.map(quoteWord).join(' ')}${hint}`;
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
