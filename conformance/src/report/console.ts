import pc from 'picocolors';
import { attemptsText } from '../runner/attempts.js';
import type { RunEvent } from '../runner/events.js';
import { collect, type Report, type ReportCheck } from './collect.js';
import { cardLines, failureCard } from './failure-card.js';
import type { RenderOptions, Reporter } from './reporter.js';
import {
  type Area,
  areas,
  basisLine,
  countShown,
  countWords,
  driverLine,
  duration,
  embeddedNotice,
  few,
  type Gap,
  gaps,
  plural,
  type Shown,
  type ShownRequirement,
  shownRequirements,
  unchecked,
  verdictLine,
} from './summary.js';
import { visible } from './visible.js';
import { wrapAfter } from './wrap.js';

/** Each outcome has its own sign, so that nothing depends on colour. */
const signs: Readonly<Record<Shown, string>> = {
  pass: '✓',
  fail: '✗',
  known: '~',
  warn: '!',
  error: '?',
  untested: '○',
  skipped: '-',
  'not-applicable': '·',
};

type Colors = ReturnType<typeof pc.createColors>;

interface Page {
  readonly report: Report;
  readonly options: RenderOptions;
  readonly colors: Colors;
}

/** What stands above the verdict, each with an empty line after it. */
const blocks = [cards, overview, known, unclear, untested, skipped, notApplicable, declares, end];

/** What a person reads in a terminal: failures as cards, one line an area, what was left open, the verdict. */
export const console: Reporter = {
  name: 'console',
  mediaType: 'text/plain',
  defaultFile: 'report.txt',
  async *render(events: AsyncIterable<RunEvent>, options: RenderOptions) {
    const page: Page = { report: await collect(events), options, colors: pc.createColors(options.color) };
    for (const make of blocks) {
      const block = make(page);
      if (block.length > 0) yield `${block.join('\n')}\n\n`;
    }
    yield `${verdict(page).join('\n')}\n`;
  },
};

function paint(colors: Colors, shown: Shown): (text: string) => string {
  if (shown === 'pass') return colors.green;
  if (shown === 'fail') return colors.red;
  if (shown === 'warn' || shown === 'known') return colors.yellow;
  return shown === 'error' ? colors.magenta : colors.dim;
}

function sign(page: Page, shown: Shown): string {
  return paint(page.colors, shown)(signs[shown]);
}

/** A requirement's first failure is a card; further ones are named, or cards too with `verbose`. */
function cards(page: Page): string[] {
  const failed = shownRequirements(page.report).filter(({ shown }) => shown === 'fail' || shown === 'warn');
  return failed
    .flatMap((one) => {
      const checks = one.checks.filter((check) => check.outcome === 'fail' && check.known === undefined);
      const full = page.options.verbose ? checks : checks.slice(0, 1);
      const rest = checks.slice(full.length).map((check) => check.name);
      return full.map((check) => card(page, one, check, rest));
    })
    .flatMap((lines, i) => (i === 0 ? lines : ['', ...lines]));
}

function card(page: Page, one: ShownRequirement, check: ReportCheck, also: readonly string[]): string[] {
  const { colors, options } = page;
  const card = failureCard(one, check, also);
  const layout = {
    width: options.width - 2,
    mostCode: options.verbose ? Number.POSITIVE_INFINITY : 20,
    paintTitle: colors.dim,
  };
  const head = `${sign(page, card.shown)} ${colors.bold(card.id)}  ${paint(colors, card.shown)(card.level)}`;
  const text = wrapAfter('  ', card.text, options.width);
  return [head, ...text, '', ...cardLines(card, layout).map((line) => `  ${line}`)];
}

function overview(page: Page): string[] {
  const all = areas(page.report);
  const widest = Math.max(0, ...all.map((area) => area.name.length));
  return all.flatMap((area) => {
    const line = areaLine(page, area, widest);
    return page.options.verbose ? [line, ...area.requirements.flatMap((one) => details(page, one))] : [line];
  });
}

function areaLine(page: Page, area: Area, widest: number): string {
  return `${sign(page, area.worst)} ${area.name.padEnd(widest)}  ${countWords(area.counts)}`;
}

function details(page: Page, { requirement, shown, checks }: ShownRequirement): string[] {
  const { colors, options } = page;
  const head = `    ${sign(page, shown)} ${visible(requirement.id)}  ${colors.dim(requirement.level)}`;
  const lines = checks.map((check) => {
    const outcome = check.outcome === 'fail' && check.known !== undefined ? 'known' : check.outcome;
    const name = `        ${sign(page, outcome)} ${visible(check.name)}`;
    const time = check.durationMs > 0 ? `  ${colors.dim(duration(check.durationMs))}` : '';
    const blocked = check.blockedBy === undefined ? [] : [`blocked by ${visible(check.blockedBy)}`];
    const notes = [
      ...blocked,
      ...(check.message === undefined ? [] : [visible(check.message)]),
      ...(check.attempts === undefined ? [] : [attemptsText(check.attempts)]),
    ];
    return [`${name}${time}`, ...notes.flatMap((note) => wrapAfter(' '.repeat(10), note, options.width))];
  });
  return [head, ...lines.flat()];
}

function known(page: Page): string[] {
  const checks = page.report.checks.filter((check) => check.known !== undefined);
  if (checks.length === 0) return [];
  const lines = checks.flatMap((check) => {
    const { reason, until } = check.known ?? { reason: '' };
    const end = until === undefined ? '' : `, until ${visible(until)}`;
    return wrapAfter('    ', `${visible(check.name)}: ${visible(reason)}${end}`, page.options.width);
  });
  return [
    page.colors.bold('known failures'),
    ...lines.map((line) => line.replace(/^ {4}(?=\S)/, `  ${sign(page, 'known')} `)),
  ];
}

function unclear(page: Page): string[] {
  return gapBlock(page, 'could not tell', 'error', gaps(page.report, 'error'));
}

function untested(page: Page): string[] {
  const all = [...gaps(page.report, 'untested'), ...unchecked(page.report)];
  return gapBlock(page, 'not tested', 'untested', all);
}

function skipped(page: Page): string[] {
  return gapBlock(page, 'left out, as asked', 'skipped', gaps(page.report, 'skipped'));
}

function notApplicable(page: Page): string[] {
  if (!page.options.verbose) return [];
  return gapBlock(page, 'not applicable', 'not-applicable', gaps(page.report, 'not-applicable'));
}

function gapBlock(page: Page, title: string, shown: Shown, all: readonly Gap[]): string[] {
  if (all.length === 0) return [];
  const lines = all.flatMap((gap) => {
    const ids = few(gap.requirements);
    const count = gap.checks.length === 0 ? ids : `${plural(gap.checks.length, 'check')} of ${ids}`;
    const [first = '', ...rest] = wrapAfter('    ', gap.reason, page.options.width);
    return [
      `  ${sign(page, shown)} ${first.trimStart()}`,
      ...rest,
      ...wrapAfter('      ', count, page.options.width).map(page.colors.dim),
    ];
  });
  return [page.colors.bold(title), ...lines];
}

/** The driver's own declarations, since all is judged by them. */
function declares({ report, options, colors }: Page): string[] {
  const { declares: all } = report.driver;
  if (!options.verbose || all.length === 0) return [];
  const lines = all.flatMap((one) => wrapAfter('  ', visible(one), options.width));
  return [colors.bold('the driver declares'), ...lines];
}

function end(page: Page): string[] {
  const lines = [driverLine(page.report), basisLine(page.report)];
  return lines.flatMap((line) => wrapAfter('', line, page.options.width)).map(page.colors.dim);
}

/** The last line says it all: verdict and why, counts, seed, exit code, and whose driver it was. */
function verdict({ report, options, colors }: Page): string[] {
  const total = countWords(countShown(shownRequirements(report)));
  const parts = [
    verdictLine(report),
    ...(report.requirements.length > 0 ? [`requirements: ${total}`] : []),
    `${plural(report.checks.length, 'check')}, ${plural(report.calls, 'call')} in ${duration(report.durationMs)}`,
    `seed ${report.seed}`,
    `exit ${report.exitCode}`,
    ...(report.driver.embedded ? [embeddedNotice] : []),
  ];
  const shown = ({ conformant: 'pass', partial: 'warn', nonconformant: 'fail', error: 'error' } as const)[
    report.verdict
  ];
  const color = paint(colors, shown);
  return wrapAfter(`${signs[shown]} `, parts.join(' · '), options.width).map((line) => color(line));
}
