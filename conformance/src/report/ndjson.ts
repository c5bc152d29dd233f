import type { RunEvent } from '../runner/events.js';
import type { Reporter } from './reporter.js';
import { visibleJson } from './visible.js';

/** The events as they happen, one JSON object a line, header first and footer last; `readEvents` reads it back. */
export const ndjson: Reporter = {
  name: 'ndjson',
  mediaType: 'application/x-ndjson',
  defaultFile: 'events.ndjson',
  async *render(events: AsyncIterable<RunEvent>) {
    for await (const event of events) yield `${visibleJson(event)}\n`;
  },
};
