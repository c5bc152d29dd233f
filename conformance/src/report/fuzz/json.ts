import type { FuzzEvent } from '../../fuzz/fuzz-events.js';
import { documentWithDigest } from '../digest.js';
import type { Reporter } from '../reporter.js';
import { visibleJson } from '../visible.js';
import { collectFuzz } from './collect.js';

/** The whole campaign as one JSON document with a digest at its end. */
export const json: Reporter<FuzzEvent> = {
  name: 'json',
  mediaType: 'application/json',
  defaultFile: 'fuzz.json',
  async *render(events) {
    yield documentWithDigest(visibleJson(await collectFuzz(events), 2));
  },
};
