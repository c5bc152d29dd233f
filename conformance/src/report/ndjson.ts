import type { RunEvent } from '../runner/events.js';
import { startDigest, withDigest } from './digest.js';
import type { Reporter } from './reporter.js';
import { visibleJson } from './visible.js';

/**
 * The events as they happen, one JSON object a line, header first and footer last; `readEvents` reads it back. The footer ends
 * with a digest of all that stands before it.
 */
export const ndjson: Reporter = {
  name: 'ndjson',
  mediaType: 'application/x-ndjson',
  defaultFile: 'events.ndjson',
  async *render(events: AsyncIterable<RunEvent>) {
    const digest = startDigest();
    for await (const event of events) {
      const line = visibleJson(event);
      if (event.type === 'footer') {
        yield `${withDigest(line, digest)}\n`;
        return;
      }
      digest.add(`${line}\n`);
      yield `${line}\n`;
    }
  },
};
