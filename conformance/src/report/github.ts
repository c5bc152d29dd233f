import { attemptsText } from '../runner/attempts.js';
import type { RunEvent } from '../runner/events.js';
import { collect, type Report } from './collect.js';
import { markdown } from './markdown.js';
import type { Reporter } from './reporter.js';
import {
  basisLine,
  driverLine,
  embeddedNotice,
  few,
  gaps,
  plural,
  type ShownRequirement,
  shownRequirements,
  unchecked,
  verdictLine,
} from './summary.js';
import { oneLine, visible } from './visible.js';

type Kind = 'error' | 'warning' | 'notice';

interface Annotation {
  readonly kind: Kind;
  readonly title: string;
  readonly message: string;
}

/** GitHub shows ten errors and ten warnings of a step; the last of them says how many more there are. */
const most = 10;

/**
 * Workflow commands for GitHub Actions: an error for each MUST that the driver breaks, a warning for each SHOULD, and the
 * verdict. The step summary is {@link stepSummary}, which the command line appends to the file named by `GITHUB_STEP_SUMMARY`.
 */
export const github: Reporter = {
  name: 'github',
  mediaType: 'text/plain',
  defaultFile: 'annotations.txt',
  async *render(events: AsyncIterable<RunEvent>) {
    for (const one of annotations(await collect(events))) {
      yield `::${one.kind} title=${property(one.title)}::${data(one.message)}\n`;
    }
  },
};

/** The step summary of a run: the markdown report. A file that many steps share is bounded by GitHub at 1 MiB for each. */
export const stepSummary: Reporter = markdown;

function annotations(report: Report): Annotation[] {
  const all = shownRequirements(report);
  const errors = all.filter(({ shown }) => shown === 'fail').map((one) => broken('error', one));
  const warnings = all.filter(({ shown }) => shown === 'warn').map((one) => broken('warning', one));
  const unclear = gaps(report, 'error').map(({ reason, checks, requirements }): Annotation => {
    const title = `could not tell: ${requirements[0] ?? ''}`;
    return { kind: 'error', title, message: `${reason} (${plural(checks.length, 'check')})` };
  });
  return [...bounded([...errors, ...unclear]), ...bounded(warnings), end(report)];
}

function broken(kind: Kind, { requirement, checks }: ShownRequirement): Annotation {
  const failed = checks.filter((check) => check.outcome === 'fail' && check.known === undefined);
  const happened = failed.flatMap((check) => [
    visible(check.name),
    ...(check.card?.happened ?? [check.message ?? '']).map(point),
    ...(check.attempts === undefined ? [] : [point(attemptsText(check.attempts))]),
  ]);
  const link = failed[0]?.card?.link;
  const lines = [oneLine(requirement.text), ...happened, ...(link === undefined ? [] : [visible(link)])];
  return { kind, title: `${requirement.id} (${requirement.level})`, message: lines.join('\n') };
}

function point(text: string): string {
  return `- ${visible(text)}`;
}

function bounded(all: readonly Annotation[]): Annotation[] {
  const [first] = all;
  if (first === undefined || all.length <= most) return [...all];
  const rest = all.slice(most - 1);
  const titles = rest.map(({ title }) => visible(title));
  return [
    ...all.slice(0, most - 1),
    { kind: first.kind, title: `${rest.length} more`, message: titles.join('\n') },
  ];
}

function end(report: Report): Annotation {
  const open = [...gaps(report, 'untested'), ...unchecked(report)].map(({ reason, requirements }) =>
    point(`${reason} (${few(requirements)})`),
  );
  const lines = [
    verdictLine(report),
    ...(report.driver.embedded ? [embeddedNotice] : []),
    driverLine(report),
    `seed ${report.seed}, ${basisLine(report)}`,
    ...open,
  ];
  return {
    kind: report.exitCode === 0 ? 'notice' : 'error',
    title: `${report.contract.name} conformance`,
    message: lines.join('\n'),
  };
}

/** The escapes of workflow commands: percent sign and line breaks in a message. */
function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

/** A property of a command also ends at colons and commas. */
function property(text: string): string {
  return data(visible(text)).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
