import { setTimeout as pause } from 'node:timers/promises';
import { type Invoke, probe } from './identity.js';

const probes = 9;
/** A process with a small share of a processor runs in short stretches; Probes without a pause would all fall into one. */
const apartMs = 20;

/**
 * Milliseconds that the driver's cheapest call takes, as a median: what the stack, the socket and the machine add to every call.
 *
 * @param wait how the time between two Probes passes
 */
export async function probeMs(
  invoke: Invoke,
  wait: (ms: number) => Promise<unknown> = pause,
): Promise<number> {
  const times: number[] = [];
  while (times.length < probes) {
    if (times.length > 0) await wait(apartMs);
    times.push((await probe(invoke)).answer.durationMs);
  }
  return times.sort((a, b) => a - b)[Math.floor(probes / 2)] as number;
}
