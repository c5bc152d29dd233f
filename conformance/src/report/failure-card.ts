import { attemptsText } from '../runner/attempts.js';
import type { ReportCheck } from './collect.js';
import { few, type Shown, type ShownRequirement } from './summary.js';
import { oneLine, visible, visibleJson } from './visible.js';
import { wrap } from './wrap.js';

/** One part of a card. Lines are safe to show; each format still escapes its own syntax. */
export interface CardSection {
  readonly title:
    | 'check'
    | 'stimulus'
    | 'acceptable'
    | 'happened'
    | 'repeated'
    | 'cause'
    | 'fix'
    | 'reproduce'
    | 'request'
    | 'confirmed'
    | 'found'
    | 'input'
    | 'more'
    | 'also failed';
  /** `text` is prose to wrap, `list` one point a line, `code` to copy as it is, `link` an address. */
  readonly kind: 'text' | 'list' | 'code' | 'link';
  readonly lines: readonly string[];
}

/** A failed check, laid out once for every format that shows it. */
export interface Card {
  readonly id: string;
  readonly level: string;
  /** `fail`, `warn` or `known`. */
  readonly shown: Shown;
  /** The requirement's sentences. */
  readonly text: string;
  readonly check: string;
  readonly sections: readonly CardSection[];
}

/** Lays out the card of a failed check; a check without one still tells what it knows. `also` stands in for cards not shown. */
export function failureCard(
  { requirement, shown }: ShownRequirement,
  check: ReportCheck,
  also: readonly string[] = [],
): Card {
  const { card } = check;
  const sections: CardSection[] = [{ title: 'check', kind: 'text', lines: [visible(check.name)] }];
  const add = (title: CardSection['title'], kind: CardSection['kind'], lines: readonly string[]): void => {
    if (lines.length > 0) sections.push({ title, kind, lines });
  };
  const prose = (text: string | undefined): string[] => (text === undefined ? [] : [oneLine(text)]);
  add('stimulus', 'text', prose(card?.stimulus));
  add('acceptable', 'text', prose(card?.acceptable));
  add('happened', 'list', (card?.happened ?? [check.message ?? 'no more is known']).map(visible));
  add('repeated', 'text', check.attempts === undefined ? [] : [attemptsText(check.attempts)]);
  add('cause', 'text', prose(card?.cause));
  add('fix', 'text', prose(card?.fix));
  if (card !== undefined) {
    const { conformance, grpcurl, request } = card.reproduce;
    add('reproduce', 'code', [conformance, ...(grpcurl === undefined ? [] : [grpcurl])].map(visible));
    add('request', 'code', request === undefined ? [] : jsonLines(request));
    add('more', 'link', [visible(card.link)]);
  }
  add('also failed', 'text', also.length === 0 ? [] : [few(also)]);
  return {
    id: visible(requirement.id),
    level: requirement.level,
    shown,
    text: oneLine(requirement.text),
    check: visible(check.name),
    sections,
  };
}

/** JSON as code that can be copied: one line where it is short. */
export function jsonLines(value: unknown): string[] {
  const line = visibleJson(value);
  return line.length <= 80 ? [line] : visibleJson(value, 2).split('\n');
}

/** What a plain-text card may use. */
export interface CardLayout {
  readonly width: number;
  /** Longest code section in lines; what is left out is counted. */
  readonly mostCode: number;
  readonly paintTitle: (title: string) => string;
}

/** A card for places without colours or limits. */
export const plainCard: CardLayout = {
  width: 100,
  mostCode: Number.POSITIVE_INFINITY,
  paintTitle: (title) => title,
};

const titleWidth = 'acceptable'.length + 2;

/** The sections of a card as plain text, titles in one column, code unbroken so that it can be copied. */
export function cardLines(card: Card, layout: CardLayout): string[] {
  return card.sections.flatMap((section) =>
    sectionLines(section, layout).map((line, i) => {
      const title = i === 0 ? section.title : '';
      return `${layout.paintTitle(title)}${' '.repeat(titleWidth - title.length)}${line}`;
    }),
  );
}

function sectionLines({ kind, lines }: CardSection, { width, mostCode }: CardLayout): string[] {
  const room = width - titleWidth;
  if (kind === 'text') return lines.flatMap((line) => wrap(line, room));
  if (kind === 'list') {
    return lines.flatMap((line) => wrap(line, room - 2).map((part, i) => `${i === 0 ? '- ' : '  '}${part}`));
  }
  if (lines.length <= mostCode) return [...lines];
  return [...lines.slice(0, mostCode), `(${lines.length - mostCode} more lines)`];
}
