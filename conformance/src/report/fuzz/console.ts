import pc from 'picocolors';
import type { Reached } from '../../fuzz/coverage.js';
import type { Finding } from '../../fuzz/finding.js';
import type { FuzzEvent, FuzzPhaseEvent } from '../../fuzz/fuzz-events.js';
import { type CardSection, cardLines, jsonLines } from '../failure-card.js';
import type { RenderOptions, Reporter } from '../reporter.js';
import { duration, embeddedNotice, few, plural } from '../summary.js';
import { oneLine, visible } from '../visible.js';
import { wrapAfter } from '../wrap.js';
import { collectFuzz, type FuzzReport } from './collect.js';

interface Page {
  readonly report: FuzzReport;
  readonly options: RenderOptions;
  readonly colors: ReturnType<typeof pc.createColors>;
}

type Told = FuzzReport['findings'][number];

/** What stands above the verdict, each with an empty line after it. */
const blocks = [findings, phases, reached, unclear, outside, end];

/** What a person reads in a terminal: a card for each finding, what was played, what it reached, the verdict. */
export const console: Reporter<FuzzEvent> = {
  name: 'console',
  mediaType: 'text/plain',
  defaultFile: 'fuzz.txt',
  async *render(events, options) {
    const page: Page = { report: await collectFuzz(events), options, colors: pc.createColors(options.color) };
    for (const make of blocks) {
      const block = make(page);
      if (block.length > 0) yield `${block.join('\n')}\n\n`;
    }
    yield `${verdict(page).join('\n')}\n`;
  },
};

function findings(page: Page): string[] {
  return page.report.findings.flatMap((told, i) => [...(i === 0 ? [] : ['']), ...card(page, told)]);
}

function card({ options, colors }: Page, told: Told): string[] {
  const { finding, requirement } = told;
  const flaky = finding.kind === 'breach' && finding.flaky;
  const warning = requirement !== undefined && requirement.level !== 'MUST';
  const paint = warning ? colors.yellow : flaky ? colors.magenta : colors.red;
  const id = finding.kind === 'breach' ? visible(finding.requirement) : 'the driver is gone';
  const note = flaky ? '  flaky' : '';
  const sign = warning ? '!' : flaky ? '?' : '✗';
  const head = `${paint(sign)} ${colors.bold(id)}  ${paint(requirement?.level ?? '')}${note}`.trimEnd();
  const text = requirement === undefined ? [] : wrapAfter('  ', oneLine(requirement.text), options.width);
  const layout = {
    width: options.width - 2,
    mostCode: options.verbose ? Number.POSITIVE_INFINITY : 20,
    paintTitle: colors.dim,
  };
  const sections = sectionsOf(told, options);
  const lines = cardLines({ id, level: '', shown: 'fail', text: '', check: '', sections }, layout);
  return [head, ...text, '', ...lines.map((line) => `  ${line}`)];
}

function sectionsOf({ finding, requirement, replay }: Told, options: RenderOptions): CardSection[] {
  const sections: CardSection[] = [];
  const add = (title: CardSection['title'], kind: CardSection['kind'], lines: readonly string[]): void => {
    sections.push({ title, kind, lines });
  };
  if (finding.kind === 'breach') {
    add('stimulus', 'text', [oneLine(finding.input.title)]);
    add('acceptable', 'text', [oneLine(finding.expected)]);
    add('happened', 'list', finding.mismatches.map(visible));
    add('cause', 'text', [oneLine(finding.cause)]);
    add('found', 'text', [foundText(finding)]);
    add('confirmed', 'text', [rateText(finding)]);
  } else {
    add('happened', 'list', [
      `it no longer answers after ${plural(finding.inputs.length, 'input')}, of which the last may have ended it`,
    ]);
  }
  if (replay !== undefined) add('reproduce', 'code', [visible(replay)]);
  if (finding.kind === 'breach') add('input', 'code', inputLines(finding.input, options));
  if (requirement !== undefined) add('more', 'link', [visible(requirement.link)]);
  return sections;
}

/** The input as JSON; its long texts are cut unless all is asked for, since the file of the finding has them whole. */
function inputLines(input: unknown, { verbose, width }: RenderOptions): string[] {
  const lines = jsonLines(input);
  const cut = (line: string): string => (line.length <= width ? line : `${line.slice(0, width - 1)}…`);
  return verbose ? lines : lines.map(cut);
}

function foundText(finding: Extract<Finding, { kind: 'breach' }>): string {
  const { phase, index, original, shrinkPlays } = finding;
  const shrunk = original === undefined ? '' : `, made smaller in ${plural(shrinkPlays, 'play')}`;
  return `phase ${phase}, input ${index}${shrunk}`;
}

function rateText({ confirmed: { failed, plays } }: Extract<Finding, { kind: 'breach' }>): string {
  if (plays === 0) return 'not played again, since the campaign ended';
  return `failed in ${failed} of ${plural(plays, 'play')} on fresh connections`;
}

function phases({ report: { phases: all } }: Page): string[] {
  const widest = Math.max(0, ...all.map(({ phase }) => phase.length));
  const lines = all.map((one) => `  ${one.phase.padEnd(widest)}  ${phaseText(one)}`);
  return lines.length === 0 ? [] : ['played', ...lines];
}

function phaseText({ inputs, of, inconclusive, without, durationMs }: Omit<FuzzPhaseEvent, 'type'>): string {
  if (without !== undefined) return `nothing: ${visible(without)}`;
  const whole = of === undefined || of === inputs ? plural(inputs, 'input') : `${inputs} of ${of} inputs`;
  const unjudged = inconclusive === 0 ? '' : `, ${inconclusive} more that could not be judged`;
  return `${whole}${unjudged} in ${duration(durationMs)}`;
}

function reached({ report, options }: Page): string[] {
  const { requirements, boundaries } = report;
  if (requirements.length === 0) return [];
  const line = (noun: string, all: readonly Reached[]): string[] => {
    if (all.length === 0) return [];
    const never = all.filter(({ inputs }) => inputs === 0).map(({ id }) => id);
    const most = options.verbose ? never.length : 3;
    const count = `${all.length - never.length} of ${all.length} ${noun}`;
    const rest = never.length === 0 ? '' : `, never ${few(never, most)}`;
    const counts = options.verbose
      ? all.filter(({ inputs }) => inputs > 0).map(({ id, inputs }) => `    ${visible(id)}  ${inputs}`)
      : [];
    return [...wrapAfter('  ', `${count}${rest}`, options.width), ...counts];
  };
  return ['reached', ...line('requirements', requirements), ...line('boundaries', boundaries)];
}

function unclear({ report: { inconclusive }, options }: Page): string[] {
  if (inconclusive.inputs === 0) return [];
  const reasons = inconclusive.reasons.flatMap((reason) => wrapAfter('  ? ', visible(reason), options.width));
  return [`${plural(inconclusive.inputs, 'input')} could not be judged`, ...reasons];
}

function outside({ report, options }: Page): string[] {
  if (report.outside.length === 0) return [];
  const ids = report.outside.map(visible).join(', ');
  return wrapAfter('', `failed too, though left out by --run or --skip: ${ids}`, options.width);
}

function end({ report, options, colors }: Page): string[] {
  const { driver, endpoint, contract, client } = report;
  const name = driver === undefined ? '' : visible(`${driver.name} ${driver.vendorVersion}`.trim());
  const who =
    driver === undefined ? 'driver never reached' : `${name || 'a driver without a name'}, ${driver.stage}`;
  const line = `${who} at ${visible(endpoint)}, ${contract.name} revision ${contract.revision}, client ${client}`;
  return wrapAfter('', line, options.width).map(colors.dim);
}

function verdict({ report, options, colors }: Page): string[] {
  const { verdict: word, reason, counts, inputs, calls, durationMs, seed, exitCode, driver } = report;
  const found = [
    ...(counts.plain > 0 ? [plural(counts.plain, 'finding')] : []),
    ...(counts.flaky > 0 ? [`${counts.flaky} flaky`] : []),
    ...(counts.warnings > 0 ? [plural(counts.warnings, 'warning')] : []),
  ].join(', ');
  const before = { found: '', unclear: 'unclear: ', 'nothing found': 'nothing found, ' }[word];
  const head = found === '' ? word : `${before}${found}`;
  const parts = [
    reason === undefined ? head : `${head}: ${visible(reason)}`,
    `${plural(inputs, 'input')}, ${plural(calls, 'call')} in ${duration(durationMs)}`,
    `seed ${seed}`,
    `exit ${exitCode}`,
    ...(driver?.embedded === true ? [embeddedNotice] : []),
  ];
  const sign = { found: '✗', unclear: '?', 'nothing found': '✓' }[word];
  const paint = { found: colors.red, unclear: colors.magenta, 'nothing found': colors.green }[word];
  return wrapAfter(`${sign} `, parts.join(' · '), options.width).map((line) => paint(line));
}
