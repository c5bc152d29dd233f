// Preloaded into the tool: says at its end how much memory it took, and what it left open.
import { writeFileSync } from 'node:fs';

process.on('exit', () => {
  const { maxRSS } = process.resourceUsage();
  const timers = process.getActiveResourcesInfo().filter((name) => name === 'Timeout');
  // What is destroyed already goes with the next turn of the event loop, which does not come.
  const handles = process
    ._getActiveHandles()
    .filter((handle) => handle.destroyed !== true && handle.fd === undefined);
  const active = [...timers, ...handles.map((handle) => handle.constructor.name)];
  writeFileSync(process.env.ZOO_PROBE, JSON.stringify({ maxRSS, active }));
});
