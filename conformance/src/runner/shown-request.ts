/** Characters of JSON up to which a request is shown whole; with the rest of its command that is what Windows takes as one line. */
const longestWhole = 30_000;
const longestText = 96;
const mostElements = 5;
const mostMembers = 12;

/** A request as a card shows it. */
export interface ShownRequest {
  readonly request: unknown;
  /** Whether nothing of it is left out, so that it can be sent again. */
  readonly whole: boolean;
}

/** A request as it is, or without most of its long texts and lists where it would fill screens. */
export function shownRequest(request: unknown): ShownRequest {
  const whole = (JSON.stringify(request) ?? '').length <= longestWhole;
  return { request: whole ? request : shortened(request), whole };
}

/** A value of JSON that fits on a page: long texts, lists and objects are cut, and say how much was left out. */
export function shortened(value: unknown): unknown {
  if (typeof value === 'string') {
    if (value.length <= longestText) return value;
    // Half a pair would be a character of its own.
    const start = value.slice(0, longestText - 32).replace(/[\ud800-\udbff]$/, '');
    return `${start}… (${value.length.toLocaleString('en')} characters)`;
  }
  if (Array.isArray(value)) {
    if (value.length <= mostElements) return value.map(shortened);
    // What a list is about stands at one of its ends more often than not.
    const first = value.slice(0, mostElements - 1).map(shortened);
    return [...first, `… ${value.length - mostElements} more`, shortened(value.at(-1))];
  }
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value);
  const shown = entries.slice(0, mostMembers).map(([name, one]) => [shortened(name), shortened(one)]);
  if (entries.length > mostMembers) shown.push(['…', `${entries.length - mostMembers} more`]);
  return Object.fromEntries(shown);
}
