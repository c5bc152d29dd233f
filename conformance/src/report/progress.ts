import type { Writable } from 'node:stream';
import { visible } from './visible.js';

/** How far a run is; the runner tells it whenever a check ends. */
export interface Progress {
  readonly done: number;
  readonly total: number;
  /** Name of the check that ended last. */
  readonly check: string;
}

/** The progress line for a terminal: `120/212 ordering/same-order/reversed`, at most `width` columns. */
export function progressLine({ done, total, check }: Progress, width: number): string {
  const count = `${String(done).padStart(String(total).length)}/${total}`;
  return cut(`${count} ${visible(check)}`, width);
}

function cut(text: string, width: number): string {
  const characters = Array.from(text);
  return characters.length <= width
    ? characters.join('')
    : `${characters.slice(0, Math.max(0, width - 1)).join('')}…`;
}

/** A progress line that is being drawn. */
export interface ProgressDisplay {
  show(progress: Progress): void;
  /** Shows a line of another kind; the text is safe to show. */
  say(text: string): void;
  /** Takes the line away, so that the report stands alone. */
  clear(): void;
}

/** Draws progress over itself on a terminal; the caller decides whether there is one. */
export function progressDisplay(terminal: Writable & { readonly columns?: number }): ProgressDisplay {
  let shown = false;
  const width = (): number => (terminal.columns ?? 80) - 1;
  const draw = (line: string): void => {
    shown = true;
    terminal.write(`\r\u001b[2K${line}`);
  };
  return {
    show: (progress) => draw(progressLine(progress, width())),
    say: (text) => draw(cut(text, width())),
    clear() {
      if (shown) terminal.write('\r\u001b[2K');
      shown = false;
    },
  };
}
