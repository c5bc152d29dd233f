import type { FuzzEvent } from '../../fuzz/fuzz-events.js';
import type { Reporter, ReporterSet } from '../reporter.js';

const loaders: Readonly<Record<string, () => Promise<Reporter<FuzzEvent>>>> = {
  console: async () => (await import('./console.js')).console,
  ndjson: async () => (await import('./ndjson.js')).ndjson,
  json: async () => (await import('./json.js')).json,
};

/** The formats of a campaign. */
export const fuzzReporters: ReporterSet<FuzzEvent> = {
  names: Object.keys(loaders),
  files: ['ndjson', 'json'],
  load: (name) => (loaders[name] as () => Promise<Reporter<FuzzEvent>>)(),
};
