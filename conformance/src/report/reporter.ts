import type { RunEvent } from '../runner/events.js';

/** How a report is laid out; everything else comes from the events. */
export interface RenderOptions {
  /** Colours by ANSI escapes; only `console` has any. */
  readonly color: boolean;
  /** Columns that `console` may use. */
  readonly width: number;
  /** Each requirement, check and card instead of the short form; only `console` differs. */
  readonly verbose: boolean;
}

/** What a report looks like in a file. */
export const defaultRenderOptions: RenderOptions = { color: false, width: 100, verbose: false };

/** A report format: a pure function from the events of a run or a campaign to text. It knows no clock, environment or terminal. */
export interface Reporter<Event = RunEvent> {
  /** Name in `--reporter`. */
  readonly name: string;
  /** Media type of the text, for who serves it. */
  readonly mediaType: string;
  /** File name under `--output`. */
  readonly defaultFile: string;
  /** Yields the text in pieces; throws an Error when the events end without a footer. */
  render(events: AsyncIterable<Event>, options: RenderOptions): AsyncGenerator<string>;
}

/** The formats in which events of one kind are reported. */
export interface ReporterSet<Event> {
  readonly names: readonly string[];
  /** Formats that `--output` without `--reporter` writes. */
  readonly files: readonly string[];
  /** Loads a format that is one of `names`. */
  load(name: string): Promise<Reporter<Event>>;
}
