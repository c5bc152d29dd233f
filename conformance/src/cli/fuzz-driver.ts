import { randomInt } from 'node:crypto';
import { exitCode, ToolError } from '../errors.js';
import { campaign } from '../fuzz/campaign.js';
import { campaignDefaults } from '../fuzz/campaign-options.js';
import type { FuzzEvent } from '../fuzz/fuzz-events.js';
import { steerBy } from '../fuzz/steer.js';
import { invocation } from '../invocation.js';
import { emptyProfile } from '../profile/profile.js';
import { fuzzReporters } from '../report/fuzz/reporters.js';
import type { ProgressDisplay } from '../report/progress.js';
import { plural } from '../report/summary.js';
import { openReportsOf } from '../report/write-reports.js';
import { quoteWord } from '../runner/reproduce.js';
import { type Choice, chooseDriver, refuseHookProblems } from './choose-driver.js';
import { wantsColor } from './color.js';
import { type Connection, connectionTo } from './connect-target.js';
import { contractNamed } from './contract-named.js';
import type { FuzzFlags } from './fuzz-flags.js';
import { type Guard, guarded } from './guarded.js';
import { hintDoctor } from './hint-doctor.js';
import { onInterrupt } from './on-interrupt.js';
import { readPatterns } from './read-patterns.js';
import { redactExpected } from './redact-expected.js';
import { startEmbedded } from './start-embedded.js';
import { tryFolder } from './try-folder.js';
import { writeFinding } from './write-finding.js';

/** Milliseconds between two progress lines. */
const progressMs = 100;

/** Fuzzes the driver that the flags choose, writes findings and reports, and returns the exit code. */
export async function fuzzDriver(flags: FuzzFlags): Promise<number> {
  const contract = contractNamed(flags.contract, flags.linkBase);
  const selection = {
    run: readPatterns(flags.run ?? [], '--run'),
    skip: readPatterns(flags.skip ?? [], '--skip'),
  };
  // A mistake in a pattern costs no start of a driver.
  steerBy(contract, selection);
  const choice = await chooseDriver({ endpoint: flags.endpoint, profile: flags.profile, env: process.env });
  refuseHookProblems(choice, flags.safe);
  for (const warning of choice.loaded?.warnings ?? []) process.stderr.write(`warning: ${warning}\n`);
  tryFolder(flags.findings);
  const reports = await openReportsOf(fuzzReporters, {
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
  const guard = guarded(flags.client, interrupt);
  const progress = await progressOf(flags);
  let connection: Connection | undefined;
  try {
    const embedded = choice.target === 'embedded' ? await startEmbedded(contract, flags.stage) : undefined;
    connection = connectionTo(choice, embedded, {
      startupTimeoutMs: flags.startupTimeout,
      signal: interrupt.signal,
    });
    const { connect } = connection;
    // The command of a driver may hold a value that the profile names.
    const shown = redactExpected(choice.loaded?.profile);
    const profile = embedded?.profile ?? choice.loaded?.profile ?? emptyProfile;
    const events = campaign(contract, shown(choice.text), () => connect(), {
      profile,
      redact: shown,
      ...(choice.profilePath === undefined ? {} : { profilePath: choice.profilePath }),
      ...(profile.digest === undefined ? {} : { profileDigest: profile.digest }),
      client: flags.client,
      timeoutMs: flags.timeout,
      ...(flags.deadline === undefined ? {} : { deadlineMs: flags.deadline }),
      startupTimeoutMs: flags.startupTimeout,
      seed: flags.seed ?? randomInt(2 ** 32),
      stage: flags.stage,
      safe: flags.safe,
      selection,
      phases: flags.phases,
      budget: budgetOf(flags),
      keepOn: flags.continue,
      embedded: embedded !== undefined,
      signal: interrupt.signal,
      ...(flags.trace ? { trace: (line: string) => void process.stderr.write(`${line}\n`) } : {}),
      onProgress: progressLine(progress),
    });
    const unwritten: ToolError[] = [];
    const last = await reports.write(told(events, { choice, flags, guard, progress, unwritten, shown }));
    if (unwritten[0] !== undefined) throw unwritten[0];
    const code = last?.type === 'footer' ? last.exitCode : exitCode.error;
    // One that went away in mid-campaign is told with its last inputs; how to reach it is another matter.
    if (last?.type === 'footer' && last.inputs === 0) hintDoctor(code, choice, shown);
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

function budgetOf({ fuzzTime, fuzzRuns }: FuzzFlags): { readonly timeMs?: number; readonly runs?: number } {
  if (fuzzTime === undefined && fuzzRuns === undefined) return campaignDefaults.budget;
  return {
    ...(fuzzTime === undefined ? {} : { timeMs: fuzzTime }),
    ...(fuzzRuns === undefined ? {} : { runs: fuzzRuns }),
  };
}

interface Telling {
  readonly choice: Choice;
  readonly flags: FuzzFlags;
  readonly guard: Guard;
  readonly progress: ProgressDisplay | undefined;
  /** Findings that could not be written; the report still tells them. */
  readonly unwritten: ToolError[];
  shown(text: string): string;
}

/** The events as they are told: findings with their files, and a crash of the tool as what it is. */
async function* told(events: AsyncIterable<FuzzEvent>, telling: Telling): AsyncGenerator<FuzzEvent> {
  const { guard, progress } = telling;
  for await (const event of events) {
    const crash = guard.crash();
    if (event.type === 'finding') yield written(event, telling);
    else if (event.type === 'footer' && crash !== undefined) {
      progress?.clear();
      const verdict = event.verdict === 'found' ? event.verdict : 'unclear';
      yield { ...event, verdict, exitCode: exitCode.error, reason: crash, interrupted: false };
    } else {
      if (event.type === 'footer') progress?.clear();
      yield event;
    }
  }
}

function written(
  event: Extract<FuzzEvent, { type: 'finding' }>,
  { choice, flags, unwritten, shown }: Telling,
): FuzzEvent {
  try {
    const file = writeFinding(flags.findings, event.finding);
    const words = ['replay', file, ...choice.reproduce].map(quoteWord);
    return { ...event, file, replay: shown([invocation, ...words].join(' ')) };
  } catch (reason) {
    if (!(reason instanceof ToolError)) throw reason;
    unwritten.push(reason);
    return event;
  }
}

async function progressOf(flags: FuzzFlags): Promise<ProgressDisplay | undefined> {
  if (process.stderr.isTTY !== true || flags.trace) return undefined;
  return (await import('../report/progress.js')).progressDisplay(process.stderr);
}

function progressLine(progress: ProgressDisplay | undefined) {
  let shownAt = 0;
  return ({ phase, inputs, findings }: { phase: string; inputs: number; findings: number }): void => {
    if (progress === undefined || performance.now() - shownAt < progressMs) return;
    shownAt = performance.now();
    progress.say(`${phase}: ${plural(inputs, 'input')}, ${plural(findings, 'finding')}`);
  };
}
