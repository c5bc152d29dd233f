import type { FuzzEvent } from '../../fuzz/fuzz-events.js';
import type { Reporter } from '../reporter.js';
import { visibleJson } from '../visible.js';

/** The events as they happen, one JSON object a line, header first and footer last. */
export const ndjson: Reporter<FuzzEvent> = {
  name: 'ndjson',
  mediaType: 'application/x-ndjson',
  defaultFile: 'fuzz-events.ndjson',
  async *render(events) {
    for await (const event of events) yield `${visibleJson(event)}\n`;
  },
};
