import { randomInt } from 'node:crypto';
import { exitCode } from '../errors.js';
import { emptyProfile } from '../profile/profile.js';
import { openReports } from '../report/write-reports.js';
import type { RunEvent } from '../runner/events.js';
import { run } from '../runner/run.js';
import { wantsColor } from './color.js';
import { type Connection, connectionTo } from './connect-target.js';
import { type Guard, guarded } from './guarded.js';
import { hintDoctor } from './hint-doctor.js';
import { onInterrupt } from './on-interrupt.js';
import { readInputs } from './read-inputs.js';
import { redactExpected } from './redact-expected.js';
import type { RunFlags } from './run-flags.js';
import { startEmbedded } from './start-embedded.js';

/** Tests the driver that the flags choose, writes the reports, and returns the exit code. */
export async function testDriver(flags: RunFlags): Promise<number> {
  const inputs = await readInputs(flags, process.env);
  const { choice } = inputs;
  for (const warning of choice.loaded?.warnings ?? []) process.stderr.write(`warning: ${warning}\n`);
  const reports = await openReports({
    specs: flags.reporter ?? [],
    ...(flags.output === undefined ? {} : { output: flags.output }),
    stepSummary: process.env.GITHUB_STEP_SUMMARY,
    stdout: process.stdout,
    render: {
      color: wantsColor(flags.color, process.stdout, process.env),
      width: process.stdout.columns ?? 100,
      verbose: flags.verbose,
    },
  });
  const interrupt = onInterrupt();
  const guard = guarded(flags.client, interrupt);
  const progress = await progressOf(flags);
  let connection: Connection | undefined;
  try {
    const embedded =
      choice.target === 'embedded' ? await startEmbedded(inputs.contract, flags.stage) : undefined;
    connection = connectionTo(choice, embedded, {
      startupTimeoutMs: flags.startupTimeout,
      signal: interrupt.signal,
    });
    const { connect } = connection;
    const profile = embedded?.profile ?? choice.loaded?.profile ?? emptyProfile;
    const redact = redactExpected(choice.loaded?.profile);
    // Only a command can hold a value; making the redaction costs a tenth of a second.
    const isCommand = choice.target !== 'embedded' && choice.target.kind === 'exec';
    const events = run(inputs.contract, choice.text, () => connect(), {
      profile,
      redact: (text) => (text === choice.text && !isCommand ? text : redact(text)),
      ...(choice.profilePath === undefined ? {} : { profilePath: choice.profilePath }),
      ...(profile.digest === undefined ? {} : { profileDigest: profile.digest }),
      ...(profile.implementation === undefined ? {} : { implementation: profile.implementation }),
      client: flags.client,
      timeoutMs: flags.timeout,
      ...(flags.deadline === undefined ? {} : { deadlineMs: flags.deadline }),
      startupTimeoutMs: flags.startupTimeout,
      jobs: flags.jobs,
      repeat: flags.repeat,
      shuffle: flags.shuffle,
      seed: flags.seed ?? randomInt(2 ** 32),
      stage: flags.stage,
      safe: flags.safe,
      strict: flags.strict,
      selection: inputs.selection,
      knownFailures: inputs.knownFailures,
      baseline: inputs.baseline,
      embedded: embedded !== undefined,
      reproduceArguments: isCommand ? inputs.reproduceArguments.map(redact) : inputs.reproduceArguments,
      signal: interrupt.signal,
      ...(flags.trace ? { trace: (line: string) => void process.stderr.write(`${line}\n`) } : {}),
      onProgress: (state) => progress?.show(state),
    });
    const last = await reports.write(
      shown(events, guard, () => {
        progress?.clear();
        interrupt.runEnded();
      }),
    );
    const code = last?.type === 'footer' ? last.exitCode : exitCode.error;
    hintDoctor(code, choice, redact);
    return code;
  } catch (reason) {
    await reports.discard();
    throw reason;
  } finally {
    progress?.clear();
    await connection?.end();
    guard.end();
    interrupt.end();
  }
}

async function progressOf(flags: RunFlags) {
  if (process.stderr.isTTY !== true || flags.trace) return undefined;
  return (await import('../report/progress.js')).progressDisplay(process.stderr);
}

/** The events as they are told; says when the last one has come, before the report is written. */
async function* shown(
  events: AsyncIterable<RunEvent>,
  guard: Guard,
  ended: () => void,
): AsyncGenerator<RunEvent> {
  for await (const event of events) {
    if (event.type === 'footer') ended();
    yield guard.told(event);
  }
}
