import { importSources } from '../scripts/data/bundle.mjs';

const { eventsOf } = await importSources(
  'sample-events',
  "import { runs } from './report/testdata/events.js'; export const eventsOf = (name) => runs[name];",
);

/** An event file of a run in which a requirement failed. */
export const events = `${eventsOf('failing')
  .map((event) => JSON.stringify(event))
  .join('\n')}\n`;
