import { createHash } from 'node:crypto';
import type { RunEvent } from '../runner/events.js';
import { collect, type Report, type ReportCheck } from './collect.js';
import { type CardSection, failureCard } from './failure-card.js';
import { script, style } from './html-assets.js';
import type { Reporter } from './reporter.js';
import {
  type Area,
  areas,
  countShown,
  driverLine,
  duration,
  embeddedNotice,
  few,
  type Gap,
  gaps,
  optionWords,
  plural,
  profileText,
  type Shown,
  type ShownRequirement,
  shownOrder,
  shownRequirements,
  shownWords,
  unchecked,
  why,
} from './summary.js';
import { oneLine, visible } from './visible.js';

/** One page that needs no network: its policy allows its own style and script by hash and nothing else. */
export const html: Reporter = {
  name: 'html',
  mediaType: 'text/html',
  defaultFile: 'report.html',
  async *render(events: AsyncIterable<RunEvent>) {
    yield* htmlPage(await collect(events));
  },
};

/** The page of a report, piece by piece. */
export function* htmlPage(report: Report): Generator<string> {
  yield head(report);
  yield `<body>\n${summary(report)}\n<main>\n`;
  for (const area of areas(report)) yield section(area);
  yield `</main>\n${footer(report)}\n<script>${script}</script>\n</body>\n</html>\n`;
}

const signs: Readonly<Record<Shown, string>> = {
  pass: '✓',
  fail: '✕',
  known: '~',
  warn: '!',
  error: '?',
  untested: '○',
  skipped: '–',
  'not-applicable': '·',
};

function hash(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}

function head(report: Report): string {
  const policy = [
    "default-src 'none'",
    `style-src ${hash(style)}`,
    `script-src ${hash(script)}`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  const title = `${report.verdict}: ${report.driver.name || report.endpoint}, ${report.contract.name} conformance`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${text(title)}</title>
<style>${style}</style>
</head>
`;
}

function summary(report: Report): string {
  const reasons = why(report).map((reason) => `<li>${escaped(reason)}</li>`);
  const notice = report.driver.embedded ? `<p class="notice">${escaped(capital(embeddedNotice))}.</p>` : '';
  return `<header>
<p class="contract">${text(report.contract.name)} conformance, revision ${report.contract.revision}</p>
<h1 class="verdict ${report.verdict}">${capital(report.verdict)}</h1>
${reasons.length === 0 ? '' : `<ul class="why">${reasons.join('')}</ul>`}
${notice}
<p class="driver">${escaped(driverLine(report))}</p>
${facts(report)}
${openPoints(report)}
${filters(report)}
</header>`;
}

function facts(report: Report): string {
  const { implementation = {} } = report;
  const { organization, project, version, url, contact } = implementation;
  const rows: readonly (readonly [string, string | undefined])[] = [
    [
      'Checks',
      `${plural(report.checks.length, 'check')}, ${plural(report.calls, 'call')} in ${duration(report.durationMs)}`,
    ],
    ['Started', report.startedAt],
    ['Seed', String(report.seed)],
    ['Exit code', String(report.exitCode)],
    [
      'Tool',
      `${report.tool.name} ${report.tool.version}, Node ${report.platform.node}, ${report.platform.os} ${report.platform.arch}`,
    ],
    ['Contract', `${report.contract.name} revision ${report.contract.revision}`],
    ['Client', report.client],
    ['Stage', report.stage],
    ['Profile', profileText(report)],
    ['Options', optionWords(report).join(' ') || undefined],
    [
      'Made by',
      [organization, project, version, url, ...(contact ?? [])]
        .filter((part) => part !== undefined)
        .join(', ') || undefined,
    ],
    ['Declares', report.driver.declares.join(', ') || undefined],
  ];
  const items = rows.flatMap(([name, value]) =>
    value === undefined ? [] : [`<div><dt>${name}</dt><dd>${text(value)}</dd></div>`],
  );
  return `<details class="facts"><summary>About this run</summary><dl>${items.join('')}</dl></details>`;
}

function openPoints(report: Report): string {
  const lists: readonly (readonly [string, readonly Gap[]])[] = [
    ['Could not tell', gaps(report, 'error')],
    ['Not tested', [...gaps(report, 'untested'), ...unchecked(report)]],
    ['Left out, as asked', gaps(report, 'skipped')],
  ];
  return lists
    .filter(([, all]) => all.length > 0)
    .map(
      ([title, all]) =>
        `<details class="open"${title === 'Could not tell' ? ' open' : ''}><summary>${title}: ${plural(all.length, 'reason')}</summary><ul>${all.map(gapItem).join('')}</ul></details>`,
    )
    .join('\n');
}

function gapItem({ reason, checks, requirements }: Gap): string {
  const count = checks.length === 0 ? '' : `${plural(checks.length, 'check')} of `;
  return `<li>${escaped(reason)} <small>${count}${escaped(few(requirements))}</small></li>`;
}

/** Buttons do nothing without the script, so the script shows them. */
function filters(report: Report): string {
  const counts = countShown(shownRequirements(report));
  const button = (value: string, label: string, count: number, pressed: boolean): string =>
    `<button type="button" data-show="${value}" aria-pressed="${pressed}">${label} <b>${count}</b></button>`;
  const all = button('all', 'all', report.requirements.length, true);
  const some = shownOrder
    .filter((shown) => counts[shown] > 0)
    .map((shown) =>
      button(
        shown,
        `<span aria-hidden="true">${signs[shown]}</span> ${shownWords[shown]}`,
        counts[shown],
        false,
      ),
    );
  return `<div class="filters" role="group" aria-label="Filter requirements by outcome" hidden>${all}${some.join('')}</div>
<p class="visually-hidden" id="shown" role="status"></p>`;
}

function section({ name, requirements }: Area): string {
  return `<section>\n<h2>${escaped(name)}</h2>\n${requirements.map(requirementItem).join('\n')}\n</section>\n`;
}

function requirementItem(one: ShownRequirement): string {
  const { requirement, checks, shown } = one;
  const open = shown === 'fail' || shown === 'error' ? ' open' : '';
  const anchor = attribute(requirement.id);
  const list = checks.map((check) => checkItem(one, check)).join('\n');
  const inner =
    checks.length === 0 ? '<p>No check of ours decides it.</p>' : `<ul class="checks">\n${list}\n</ul>`;
  return `<details class="requirement ${shown}" id="${anchor}" data-shown="${shown}"${open}>
<summary>${mark(shown)} <code>${text(requirement.id)}</code> <span class="level">${requirement.level}</span></summary>
<p>${escaped(oneLine(requirement.text))} <a class="anchor" href="#${attribute(fragment(requirement.id))}" aria-label="Link to ${anchor}">#</a></p>
${inner}
</details>`;
}

function mark(shown: Shown): string {
  return `<span class="mark ${shown}"><span aria-hidden="true">${signs[shown]}</span> ${shownWords[shown]}</span>`;
}

function checkItem(one: ShownRequirement, check: ReportCheck): string {
  const shown: Shown =
    check.outcome !== 'fail'
      ? check.outcome
      : check.known !== undefined
        ? 'known'
        : one.requirement.level === 'MUST'
          ? 'fail'
          : 'warn';
  const time = check.durationMs > 0 ? ` <small>${duration(check.durationMs)}</small>` : '';
  const notes: string[] = [];
  if (check.blockedBy !== undefined) {
    notes.push(`blocked by <a href="#${attribute(fragment(check.blockedBy))}">${text(check.blockedBy)}</a>`);
  }
  if (check.known !== undefined) {
    const until = check.known.until === undefined ? '' : `, until ${text(check.known.until)}`;
    notes.push(`known failure: ${text(check.known.reason)}${until}`);
  }
  if (check.outcome !== 'fail' && check.message !== undefined) notes.push(text(check.message));
  const card = check.outcome === 'fail' ? cardBlock(one, check) : '';
  return `<li id="check:${attribute(check.name)}">${mark(shown)} <code>${text(check.name)}</code>${time}${notes.map((note) => `<p class="note">${note}</p>`).join('')}${card}</li>`;
}

function cardBlock(one: ShownRequirement, check: ReportCheck): string {
  const rows = failureCard(one, check).sections.filter(({ title }) => title !== 'check');
  return `<dl class="card">${rows.map((row) => `<div><dt>${row.title}</dt><dd>${cardRow(row)}</dd></div>`).join('')}</dl>`;
}

function cardRow({ kind, lines }: CardSection): string {
  if (kind === 'code') return `<pre tabindex="0"><code>${escaped(lines.join('\n'))}</code></pre>`;
  if (kind === 'list') return `<ul>${lines.map((line) => `<li>${escaped(line)}</li>`).join('')}</ul>`;
  return lines.map((line) => (kind === 'link' ? link(line) : escaped(line))).join(' ');
}

/** Only web addresses become links, whatever a text claims to be. */
function link(address: string): string {
  return /^https?:\/\//.test(address)
    ? `<a href="${escaped(address)}" rel="noreferrer">${escaped(address)}</a>`
    : escaped(address);
}

function footer(report: Report): string {
  return `<footer><p>${text(report.tool.name)} ${text(report.tool.version)}, ${text(report.startedAt)}</p></footer>`;
}

function fragment(id: string): string {
  return encodeURIComponent(visible(id).replace(/\s/g, '_')).replace(/%(2F|3A|40)/g, (found) =>
    decodeURIComponent(found),
  );
}

function attribute(value: string): string {
  return escaped(visible(value).replace(/\s/g, '_'));
}

function text(value: string): string {
  return escaped(visible(value));
}

function escaped(value: string): string {
  return value
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

function capital(value: string): string {
  return value.charAt(0).toUpperCase() + value.slice(1);
}
