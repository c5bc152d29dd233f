import { exitCode, UnreachableError, UsageError } from '../errors.js';
import { fuzzContext } from '../fuzz/context.js';
import type { Finding } from '../fuzz/finding.js';
import type { FuzzSession } from '../fuzz/fuzz-target.js';
import { readFinding } from '../fuzz/read-finding.js';
import { type Replayed, replay, whyEnded } from '../fuzz/replay.js';
import { emptyProfile } from '../profile/profile.js';
import { embeddedNotice, plural } from '../report/summary.js';
import { visible, visibleJson } from '../report/visible.js';
import { type Choice, chooseDriver, refuseHookProblems } from './choose-driver.js';
import { connectionTo } from './connect-target.js';
import { contractNamed } from './contract-named.js';
import { guarded } from './guarded.js';
import { onInterrupt } from './on-interrupt.js';
import type { ReplayFlags } from './replay-flags.js';
import { startEmbedded } from './start-embedded.js';

/** A finding that was played again. */
interface Told extends Replayed {
  readonly file: string;
  readonly requirement?: string;
  readonly cause?: string;
}

/** Plays findings again, tells what became of each, and returns the exit code. */
export async function replayFindings(files: readonly string[], flags: ReplayFlags): Promise<number> {
  // Every file is read before any driver is asked, so that a mistake costs no play.
  const findings = files.map((file) => ({ file, finding: readFinding(file) }));
  for (const { file, finding } of findings) contractOf(file, finding);
  const choice = await chooseDriver({ endpoint: flags.endpoint, profile: flags.profile, env: process.env });
  refuseHookProblems(choice, flags.safe);
  const elsewhere = findings.find(({ finding }) => !finding.driver.embedded);
  if (choice.target === 'embedded' && elsewhere !== undefined)
    throw new UsageError(
      `cannot replay ${elsewhere.file}: it is about another driver than the embedded one; give --endpoint or --profile`,
    );
  const warnings = [
    ...(choice.loaded?.warnings ?? []),
    ...findings.flatMap((one) => otherProfile(one, choice)),
  ];
  for (const warning of warnings) process.stderr.write(`warning: ${warning}\n`);
  const interrupt = onInterrupt();
  const all: Told[] = [];
  let crashed = false;
  try {
    for (const { file, finding } of findings) {
      if (interrupt.signal.aborted) break;
      const guard = guarded(finding.client, interrupt);
      try {
        const result = await playOne(file, finding, choice, flags, interrupt.signal);
        const crash = guard.crash();
        const told: Told = {
          file,
          ...(finding.kind === 'gone' ? {} : { requirement: finding.requirement, cause: finding.cause }),
          ...(crash === undefined ? result : { ...result, outcome: 'unclear', notes: [crash] }),
        };
        all.push(told);
        if (flags.reporter === 'console') process.stdout.write(`${lineOf(told)}\n`);
        crashed = crash !== undefined;
        if (crashed) break;
      } finally {
        guard.end();
      }
    }
  } finally {
    interrupt.end();
  }
  const embedded = choice.target === 'embedded';
  if (flags.reporter === 'json') process.stdout.write(`${visibleJson({ embedded, findings: all }, 2)}\n`);
  else if (embedded) process.stdout.write(`${embeddedNotice}\n`);
  return exitOf(all, interrupt.signal.aborted && !crashed);
}

function exitOf(all: readonly Told[], interrupted: boolean): number {
  if (interrupted) return exitCode.interrupted;
  if (all.some(({ outcome }) => ['failing', 'changed', 'flaky'].includes(outcome)))
    return exitCode.nonconformant;
  return all.some(({ outcome }) => outcome === 'unclear') ? exitCode.error : exitCode.ok;
}

/** The contract that a finding was judged by. */
function contractOf(file: string, { contract }: Finding) {
  try {
    return contractNamed(`${contract.name}@${contract.revision}`);
  } catch (reason) {
    if (!(reason instanceof UsageError)) throw reason;
    throw new UsageError(`cannot replay ${file}: ${reason.message}`, reason.advice);
  }
}

function otherProfile(
  { file, finding: { profileDigest, driver } }: { readonly file: string; readonly finding: Finding },
  { loaded }: Choice,
): string[] {
  const digest = loaded?.profile.digest;
  if (driver.embedded || profileDigest === undefined || profileDigest === digest) return [];
  return [`${file} was found with another profile: what it asks for may mean something else`];
}

async function playOne(
  file: string,
  finding: Finding,
  choice: Choice,
  flags: ReplayFlags,
  interrupted: AbortSignal,
): Promise<Replayed> {
  const contract = contractOf(file, finding);
  const target = await contract.fuzz?.();
  if (target === undefined) throw new UsageError(`contract ${contract.name} has no model to fuzz by`);
  const embedded = choice.target === 'embedded' ? await startEmbedded(contract, finding.stage) : undefined;
  const overtime = new AbortController();
  const deadline = setTimeout(
    () => overtime.abort(`the replay did not end within its deadline of ${flags.deadline / 1000} s`),
    flags.deadline,
  );
  const signal = AbortSignal.any([interrupted, overtime.signal]);
  const connection = connectionTo(choice, embedded, { startupTimeoutMs: flags.startupTimeout, signal });
  let opened: ReturnType<typeof fuzzContext> | undefined;
  let session: FuzzSession | undefined;
  try {
    opened = fuzzContext(
      await connection.connect(),
      {
        profile: embedded?.profile ?? choice.loaded?.profile ?? emptyProfile,
        client: finding.client,
        timeoutMs: flags.timeout ?? finding.timeoutMs,
        startupTimeoutMs: flags.startupTimeout,
        seed: finding.seed,
        stage: finding.stage,
        safe: flags.safe,
        ...(flags.trace ? { trace: (line: string) => void process.stderr.write(`${line}\n`) } : {}),
      },
      signal,
    );
    session = await target.open(opened.context);
    const times = flags.times === undefined ? {} : { plays: flags.times };
    return await replay(session, finding, { ...times, signal });
  } catch (reason) {
    if (reason instanceof UnreachableError && signal.aborted)
      return { outcome: 'unclear', rate: { failed: 0, plays: 0 }, notes: [whyEnded(signal)] };
    if (reason instanceof UsageError)
      throw new UsageError(`cannot replay ${file}: ${reason.message}`, reason.advice);
    throw reason;
  } finally {
    clearTimeout(deadline);
    await session?.close().catch(() => {});
    await opened?.close();
    await connection.end();
  }
}

function lineOf({ file, outcome, requirement, cause, rate, notes }: Told): string {
  const what = requirement === undefined ? '' : `: ${visible(`${requirement} (${cause})`)}`;
  const often =
    outcome === 'flaky' || outcome === 'failing'
      ? `, failed in ${rate.failed} of ${plural(rate.plays, 'play')}`
      : '';
  const now = outcome === 'unclear' ? '' : 'now ';
  const more = notes.length === 0 ? '' : `; ${now}${notes.map(visible).join('; ')}`;
  return `${outcome.padEnd('failing'.length)}  ${file}${what}${often}${more}`;
}
