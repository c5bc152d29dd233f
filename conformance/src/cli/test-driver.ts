import { randomInt } from 'node:crypto';
import { exitCode, UsageError } from '../errors.js';
import { emptyProfile } from '../profile/profile.js';
import { openReports } from '../report/write-reports.js';
import { quoteWord } from '../runner/reproduce.js';
import { run } from '../runner/run.js';
import type { RunOptions } from '../runner/run-options.js';
import { chooseDriver } from './choose-driver.js';
import { wantsColor } from './color.js';
import { connectionTo } from './connect-target.js';
import { contractNamed } from './contract-named.js';
import { guarded } from './guarded.js';
import { onInterrupt } from './on-interrupt.js';
import { readPatterns } from './read-patterns.js';
import type { RunFlags } from './run-flags.js';

/** Tests the driver that the flags choose, writes the reports, and returns the exit code. */
export async function testDriver(flags: RunFlags): Promise<number> {
  const contract = contractNamed(flags.contract, flags.linkBase);
  const selection = {
    run: readPatterns(flags.run ?? [], '--run'),
    skip: readPatterns(flags.skip ?? [], '--skip'),
  };
  const choice = await chooseDriver({ endpoint: flags.endpoint, profile: flags.profile, env: process.env });
  for (const warning of choice.loaded?.warnings ?? []) process.stderr.write(`warning: ${warning}\n`);
  const knownFailures =
    flags.knownFailures === undefined
      ? []
      : (await import('./read-known-failures.js')).readKnownFailures(flags.knownFailures, contract);
  const baseline =
    flags.baseline === undefined
      ? []
      : (await import('./read-baseline.js')).readBaseline(flags.baseline, contract);

  const reports = await openReports({
    specs: flags.reporter ?? [],
    ...(flags.output === undefined ? {} : { output: flags.output }),
    stdout: process.stdout,
    render: {
      color: wantsColor(flags.color, process.stdout, process.env),
      width: process.stdout.columns ?? 100,
      verbose: flags.verbose,
    },
  });
  const interrupt = onInterrupt();
  const embedded =
    choice.target === 'embedded'
      ? await (await import('./embedded-driver.js')).startEmbeddedDriver(flags.stage)
      : undefined;
  const connection = connectionTo(choice, embedded, {
    startupTimeoutMs: flags.startupTimeout,
    signal: interrupt.signal,
  });
  const progress =
    process.stderr.isTTY === true && !flags.trace
      ? (await import('../report/progress.js')).progressDisplay(process.stderr)
      : undefined;
  const guard = guarded(flags.client, interrupt);
  try {
    const options: RunOptions = {
      profile: embedded?.profile ?? choice.loaded?.profile ?? emptyProfile,
      ...(choice.loaded?.profile.digest === undefined ? {} : { profileDigest: choice.loaded.profile.digest }),
      ...(choice.loaded?.profile.implementation === undefined
        ? {}
        : { implementation: choice.loaded.profile.implementation }),
      client: flags.client,
      timeoutMs: flags.timeout,
      deadlineMs: flags.deadline,
      startupTimeoutMs: flags.startupTimeout,
      jobs: flags.jobs,
      repeat: flags.repeat,
      seed: flags.seed ?? randomInt(2 ** 32),
      stage: flags.stage,
      safe: flags.safe,
      strict: flags.strict,
      selection,
      knownFailures,
      baseline,
      embedded: embedded !== undefined,
      reproduceArguments: [...choice.reproduce, ...reproduceFlags(flags)],
      signal: interrupt.signal,
      ...(flags.trace ? { trace: (line: string) => void process.stderr.write(`${line}\n`) } : {}),
      onProgress: (state) => progress?.show(state),
    };
    const events = run(contract, choice.text, () => connection.connect(), options);
    const last = await reports.write(guard.watch(clearing(events, () => progress?.clear())));
    const code = last?.type === 'footer' ? last.exitCode : exitCode.error;
    if (code === exitCode.unreachable && choice.target !== 'embedded') {
      const words = ['doctor', ...choice.reproduce].map(quoteWord).join(' ');
      process.stderr.write(`npx @csi-env/conformance ${words} says why\n`);
    }
    return code;
  } catch (reason) {
    if (reason instanceof UsageError) await reports.discard();
    throw reason;
  } finally {
    progress?.clear();
    guard.end();
    await connection.end();
    interrupt.end();
  }
}

/** Flags other than the driver's own that a check may depend on. */
function reproduceFlags(flags: RunFlags): readonly string[] {
  return [
    ...(flags.contract === undefined ? [] : ['--contract', flags.contract]),
    ...(flags.stage === 'auto' ? [] : ['--stage', flags.stage]),
    ...(flags.client === 'wire' ? [] : ['--client', flags.client]),
    ...(flags.timeout === 5000 ? [] : ['--timeout', `${flags.timeout}ms`]),
    ...(flags.startupTimeout === 10_000 ? [] : ['--startup-timeout', `${flags.startupTimeout}ms`]),
  ];
}

/** Takes the progress line away before the report is written. */
async function* clearing<T>(events: AsyncIterable<T>, clear: () => void): AsyncGenerator<T> {
  for await (const event of events) {
    if ((event as { readonly type?: string }).type === 'footer') clear();
    yield event;
  }
}
