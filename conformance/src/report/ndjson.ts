import { digestedLines } from './digest.js';
import type { Reporter } from './reporter.js';

/**
 * The events as they happen, one JSON object a line, header first and footer last; `readEvents` reads it back. The footer ends
 * with a digest of all that stands before it.
 */
export const ndjson: Reporter = {
  name: 'ndjson',
  mediaType: 'application/x-ndjson',
  defaultFile: 'events.ndjson',
  render: digestedLines,
};
