import { printable } from '../leak/printable.js';
import { visible } from '../report/visible.js';

/**
 * What a driver says of itself, for a terminal or a comment: on one line, with nothing in it that could act.
 *
 * @param maxBytes after which it is cut, with a note of how much is missing; default 200
 */
export function driverWords(text: string, maxBytes = 200): string {
  return visible(printable(text, maxBytes));
}
