import { join } from 'node:path';
import { exitCode, UsageError } from '../errors.js';
import { invocation } from '../invocation.js';
import {
  responsesAsJson,
  responsesAsMarkdown,
  responsesAsText,
} from '../mutation/responses/render-responses.js';
import {
  isSettled,
  makeResponseReport,
  type ResponseReport,
  responseDrift,
  responseProblems,
  responseRow,
  type TriedResponse,
} from '../mutation/responses/response-report.js';
import { checksFor } from '../mutation/sample.js';
import type { Trial, TrialAnswer, TrialResult } from '../mutation/trial.js';
import { readText } from '../profile/read-text.js';
import { contractNamed } from './contract-named.js';
import { makeFolder } from './make-folder.js';
import { makeTrials } from './make-trials.js';
import type { MutantsFlags, SeedRange } from './mutants-flags.js';
import { writeNewFile } from './write-new-file.js';

/** How much longer than others a trial may take whose driver waits before it answers. */
const slowFactor = 5;

/**
 * Tries the changes of answers that seeds give, each with a sample of the checks, then with all of them where no MUST failed; tells what was noticed, and returns the exit code.
 */
export async function tryResponses(flags: MutantsFlags, { from, to }: SeedRange): Promise<number> {
  if (flags.run !== undefined || flags.each !== undefined)
    throw new UsageError(
      '--responses chooses by seeds; --run and --each choose mutants',
      'leave out one of them',
    );
  const contract = contractNamed();
  const set = await contract.mutation?.();
  if (set === undefined) throw new UsageError(`contract ${contract.name} has no mutants`);
  const { responses, worker } = set;
  const before = flags.check === undefined ? undefined : readReport(flags.check);
  if (flags.output !== undefined) makeFolder(flags.output);

  const [client, ...more] = flags.client;
  const [usual, ...others] = flags.stage;
  if (client === undefined || usual === undefined || more.length + others.length > 0)
    throw new UsageError('--responses takes one client and one stage', 'try them one after the other');
  const { deadline: deadlineMs, jobs } = flags;
  const changes = Array.from({ length: to - from + 1 }, (_, index) => {
    const seed = from + index;
    const card = responses.of(seed);
    return { seed, card, stage: card.stage ?? usual };
  });
  const round = async (some: typeof changes, whole: boolean): Promise<TriedResponse[] | undefined> => {
    const trials = some.map(
      ({ card, stage }): Trial => ({
        mutant: card.id,
        stage,
        client,
        run: whole ? [] : checksFor(contract, set, { id: card.id, breaks: [], also: [] }),
        // What only takes its time has the time.
        deadlineMs: card.id.startsWith('response/delay-') ? slowFactor * deadlineMs : deadlineMs,
      }),
    );
    const answers = await makeTrials<Trial, TrialResult>(trials, { worker, jobs, spends: () => false });
    if (answers === undefined) return undefined;
    const lost: TrialAnswer = { problem: 'it was not tried' };
    return some.map((one, index) => ({
      ...one,
      whole,
      answer: answers.get(trials[index] as Trial) ?? lost,
    }));
  };

  const sampled = flags.whole ? [] : await round(changes, false);
  if (sampled === undefined) return exitCode.interrupted;
  const all = from === 1 && to >= responses.seeds;
  const settled = sampled.filter((one) => isSettled(responseRow(one, responses.permitted), all));
  const done = new Set(settled.map(({ seed }) => seed));
  const wholly = await round(
    changes.filter(({ seed }) => !done.has(seed)),
    true,
  );
  if (wholly === undefined) return exitCode.interrupted;
  const report = makeResponseReport(contract, responses, [...settled, ...wholly], { client });
  return tell(report, before, flags);
}

function tell(
  report: ResponseReport,
  before: Pick<ResponseReport, 'rows'> | undefined,
  { reporter, output, check }: MutantsFlags,
): number {
  const render = { text: responsesAsText, json: responsesAsJson, markdown: responsesAsMarkdown }[reporter];
  process.stdout.write(render(report));
  if (output !== undefined) {
    writeNewFile(join(output, 'responses.json'), responsesAsJson(report), true);
    writeNewFile(join(output, 'responses.md'), responsesAsMarkdown(report), true);
  }
  const drift = before === undefined ? [] : responseDrift(before, report);
  for (const line of drift) process.stderr.write(`differs from ${check}: ${line}\n`);
  if (responseProblems(report).length === 0 && drift.length === 0) return exitCode.ok;
  const untold = report.rows.some(({ fate }) => fate === 'error' || fate === 'unclear');
  return untold ? exitCode.error : exitCode.nonconformant;
}

function readReport(path: string): Pick<ResponseReport, 'rows'> {
  const text = readText(path, 'report');
  try {
    const report = JSON.parse(text) as { format?: unknown; rows?: ResponseReport['rows'] };
    if (report.format === 'csi-env/response-changes' && Array.isArray(report.rows)) {
      return { rows: report.rows };
    }
  } catch {
    // What is no JSON is no report either.
  }
  throw new UsageError(
    `${path} is no report of changed answers`,
    `${invocation} mutants --responses 1-50 --output FOLDER writes one`,
  );
}
