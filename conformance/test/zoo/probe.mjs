// Preloaded into the tool: says at its end how much memory it took, how long it stood in line for a processor, and what it left open.
import { readFileSync, writeFileSync } from 'node:fs';

/** Milliseconds that the main thread could have run and did not, since the machine was busy with others. */
function queuedMs() {
  try {
    return Number(readFileSync('/proc/self/schedstat', 'utf8').split(' ')[1]) / 1e6;
  } catch {
    return 0;
  }
}

process.on('exit', () => {
  const { maxRSS } = process.resourceUsage();
  const timers = process.getActiveResourcesInfo().filter((name) => name === 'Timeout');
  // What is destroyed already goes with the next turn of the event loop, which does not come.
  const handles = process
    ._getActiveHandles()
    .filter((handle) => handle.destroyed !== true && handle.fd === undefined);
  const active = [...timers, ...handles.map((handle) => handle.constructor.name)];
  writeFileSync(process.env.ZOO_PROBE, JSON.stringify({ maxRSS, active, queuedMs: queuedMs() }));
});
