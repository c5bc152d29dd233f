import type { RunEvent } from '../runner/events.js';
import { collect, type Report, type ReportCheck } from './collect.js';
import { type CardSection, failureCard } from './failure-card.js';
import type { Reporter } from './reporter.js';
import {
  type Area,
  areas,
  basisLine,
  driverLine,
  duration,
  embeddedNotice,
  few,
  type Gap,
  gaps,
  plural,
  type ShownRequirement,
  shownOrder,
  shownRequirements,
  shownWords,
  unchecked,
  verdictLine,
} from './summary.js';
import { visible } from './visible.js';

/** GitHub refuses a comment of more characters. */
export const markdownLimit = 65_536;

/** A comment for a pull request: verdict, areas, each failure folded; bounded by {@link markdownLimit}. */
export const markdown: Reporter = {
  name: 'markdown',
  mediaType: 'text/markdown',
  defaultFile: 'report.md',
  async *render(events: AsyncIterable<RunEvent>) {
    yield renderMarkdown(await collect(events));
  },
};

/** Renders a report as Markdown of at most `limit` characters, leaving out whole blocks from the end and saying so. */
export function renderMarkdown(report: Report, limit: number = markdownLimit): string {
  const head = heading(report);
  const blocks = [...failures(report), ...known(report), ...open(report)];
  const note = (left: number): string =>
    `_${plural(left, 'block')} left out here for want of room; the other reports have all._\n`;
  let text = `${head.slice(0, limit - 200)}\n`;
  for (const [i, block] of blocks.entries()) {
    const left = blocks.length - i;
    const room = left === 1 ? limit : limit - note(left).length - 1;
    if (text.length + block.length + 2 > room) return `${text}\n${note(left)}`;
    text += `\n${block}\n`;
  }
  return text;
}

const marks = { conformant: '✅', partial: '🟡', nonconformant: '❌', error: '⚠️' } as const;

function heading(report: Report): string {
  const name = literal(report.contract.name);
  const notice = report.driver.embedded ? [`> **Note:** ${literal(embeddedNotice)}`, ''] : [];
  const facts = [
    literal(driverLine(report)),
    `${plural(report.checks.length, 'check')}, ${plural(report.calls, 'call')} in ${duration(report.durationMs)}`,
    `seed ${report.seed}`,
    `exit ${report.exitCode}`,
    literal(basisLine(report)),
  ];
  const lines = [
    `### ${marks[report.verdict]} ${name} conformance: ${literal(verdictLine(report))}`,
    '',
    ...notice,
    facts.join(' · '),
  ];
  return [...lines, ...areaTable(areas(report))].join('\n');
}

function areaTable(all: readonly Area[]): string[] {
  if (all.length === 0) return [];
  const columns = shownOrder.filter((shown) => all.some(({ counts }) => counts[shown] > 0));
  const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [
    '',
    row(['area', ...columns.map((shown) => shownWords[shown])]),
    row(['---', ...columns.map(() => '---:')]),
    ...all.map(({ name, counts }) =>
      row([literal(name), ...columns.map((shown) => String(counts[shown] || ''))]),
    ),
  ];
}

function failures(report: Report): string[] {
  return shownRequirements(report)
    .filter(({ shown }) => shown === 'fail' || shown === 'warn')
    .map((one) => {
      const [first, ...rest] = one.checks.filter(
        (check) => check.outcome === 'fail' && check.known === undefined,
      );
      return first === undefined
        ? ''
        : details(
            one,
            first,
            rest.map(({ name }) => name),
          );
    });
}

function details(one: ShownRequirement, check: ReportCheck, also: readonly string[]): string {
  const card = failureCard(one, check, also);
  const mark = card.shown === 'fail' ? '❌' : '⚠️';
  const summary = `<details><summary>${mark} <b>${html(card.id)}</b> (${card.level}): ${html(card.text)}</summary>`;
  return [summary, '', ...card.sections.map(section), '', '</details>'].join('\n');
}

function section({ title, kind, lines }: CardSection): string {
  if (kind === 'code') return `\n**${title}**\n\n${fenced(lines)}\n`;
  if (kind === 'list' && lines.length > 1)
    return [`- **${title}**`, ...lines.map((line) => `  - ${literal(line)}`)].join('\n');
  return `- **${title}**: ${lines.map((line) => (kind === 'link' ? linked(line) : literal(line))).join(' ')}`;
}

/** Only web addresses become links, whatever a text claims to be. */
function linked(address: string): string {
  return /^https?:\/\/[^\s<>]+$/.test(address) ? `<${address}>` : literal(address);
}

/** A code block whose fence is longer than any run of backticks in it. */
function fenced(lines: readonly string[]): string {
  const runs = lines.join('\n').match(/`+/g) ?? [];
  const fence = '`'.repeat(Math.max(3, ...runs.map((run) => run.length + 1)));
  return [fence, ...lines, fence].join('\n');
}

function known(report: Report): string[] {
  const lines = report.checks.flatMap(({ name, known }) => {
    if (known === undefined) return [];
    const until = known.until === undefined ? '' : `, until ${literal(visible(known.until))}`;
    return [`- ${literal(visible(name))}: ${literal(visible(known.reason))}${until}`];
  });
  return lines.length === 0 ? [] : [['**Known failures**', '', ...lines].join('\n')];
}

function open(report: Report): string[] {
  return [
    ...gapList('Could not tell', gaps(report, 'error')),
    ...gapList('Not tested', [...gaps(report, 'untested'), ...unchecked(report)]),
    ...gapList('Left out, as asked', gaps(report, 'skipped')),
  ];
}

function gapList(title: string, all: readonly Gap[]): string[] {
  if (all.length === 0) return [];
  const lines = all.map(({ reason, checks, requirements }) => {
    const count = checks.length === 0 ? '' : `${plural(checks.length, 'check')} of `;
    return `- ${literal(reason)} (${count}${literal(few(requirements))})`;
  });
  return [[`**${title}**`, '', ...lines].join('\n')];
}

/** Makes a text mean itself in Markdown, in a table too. Mentions and references to issues are broken, so that nobody is called. */
function literal(text: string): string {
  return html(text)
    .replace(/[\\`*_{}[\]|~]/g, '\\$&')
    .replace(/[@#](?=[\w-])/g, '$&<!-- -->')
    .replace(/^([+-]|\d+[.)])(?=\s)/, '\\$1')
    .replace(/\b(https?|www)(?=:\/\/|\.)/gi, '$1<!-- -->');
}

function html(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
