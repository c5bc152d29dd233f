import type { FuzzEvent } from '../../fuzz/fuzz-events.js';
import { digestedLines } from '../digest.js';
import type { Reporter } from '../reporter.js';

/**
 * The events as they happen, one JSON object a line, header first and footer last; `readFuzzEvents` reads it back. The footer ends
 * with a digest of all that stands before it.
 */
export const ndjson: Reporter<FuzzEvent> = {
  name: 'ndjson',
  mediaType: 'application/x-ndjson',
  defaultFile: 'fuzz-events.ndjson',
  render: digestedLines,
};
