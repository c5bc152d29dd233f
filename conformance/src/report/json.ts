import type { RunEvent } from '../runner/events.js';
import { collect } from './collect.js';
import { documentWithDigest } from './digest.js';
import type { Reporter } from './reporter.js';
import { visibleJson } from './visible.js';

/** The whole run as one JSON document with a digest at its end (schema: report.schema.json of `@csi-env/spec-tests`). */
export const json: Reporter = {
  name: 'json',
  mediaType: 'application/json',
  defaultFile: 'report.json',
  async *render(events: AsyncIterable<RunEvent>) {
    yield documentWithDigest(visibleJson(await collect(events), 2));
  },
};
