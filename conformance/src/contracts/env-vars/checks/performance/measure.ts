import { probe } from '../../identity.js';
import { type EnvRequest, encodeRequest } from '../../request.js';
import { getEnvVars, type Lane, type Tools } from '../../tools.js';

/** The value below which a share of the sorted samples lies. */
export function percentile(samples: readonly number[], share: number): number {
  const sorted = [...samples].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? 0;
}

/** How long calls took, in milliseconds, with what the driver's cheapest call took among them. */
export interface Samples {
  readonly calls: readonly number[];
  /** Probe: all that it takes is the stack, the socket, and this machine. */
  readonly probes: readonly number[];
}

/** How long a round of measurements may take, and how many calls it needs at least. */
export interface Round {
  readonly calls: number;
  readonly least: number;
  readonly ms: number;
}

/**
 * Times calls one after the other over a connection, a Probe after every other, until there are enough or the time is up.
 *
 * @returns undefined when a call is not answered with OK: how long that takes says nothing
 */
export async function measure(
  tools: Tools,
  lane: Lane,
  request: EnvRequest,
  round: Round,
): Promise<Samples | undefined> {
  const bytes = encodeRequest(request);
  const options = { timeoutMs: tools.timeoutMs, signal: tools.signal };
  const calls: number[] = [];
  const probes: number[] = [];
  const until = performance.now() + round.ms;
  while (calls.length < round.calls && (calls.length < round.least || performance.now() < until)) {
    const answer = await lane.client.unary(getEnvVars, bytes, options);
    if (answer.code !== 0) return undefined;
    calls.push(answer.durationMs);
    if (calls.length % 2 === 0) {
      const { answer: cheap } = await probe((path, message) => lane.client.unary(path, message, options));
      probes.push(cheap.durationMs);
    }
  }
  return { calls, probes };
}

/**
 * What the tool and the machine add to the slowest calls: how far the slowest Probes are from the usual ones.
 * A driver is not held responsible for it.
 */
export function noise({ probes }: Samples): number {
  return probes.length === 0 ? 0 : Math.max(0, percentile(probes, 0.99) - percentile(probes, 0.5));
}

/**
 * The share of calls over a limit that the machine does not explain: Probes that are as slow, for as long as the calls last.
 * A call that takes twice as long as a Probe is interrupted twice as often.
 */
export function unexplained(samples: readonly Samples[], limitMs: number): number {
  const calls = samples.flatMap((round) => round.calls);
  const probes = samples.flatMap((round) => round.probes);
  const over = (list: readonly number[]): number =>
    list.filter((time) => time >= limitMs).length / Math.max(1, list.length);
  const longer = Math.max(1, percentile(calls, 0.5) / Math.max(0.01, percentile(probes, 0.5)));
  return over(calls) - 2 * longer * over(probes);
}

/** How much oftener than a Probe a call is taken to be interrupted, at most: most of a long call may be waiting. */
const mostLonger = 4;

/**
 * How likely it is that so many of all that was slow are calls, where the machine alone is to blame: it slows calls and Probes
 * alike, a call as much oftener as it takes longer.
 */
export function likelihoodOfChance(samples: readonly Samples[], limitMs: number): number {
  const calls = samples.flatMap((round) => round.calls);
  const probes = samples.flatMap((round) => round.probes);
  const slow = (list: readonly number[]): number => list.filter((time) => time >= limitMs).length;
  const longer = percentile(calls, 0.5) / Math.max(0.01, percentile(probes, 0.5));
  const weight = calls.length * Math.min(mostLonger, Math.max(1, longer));
  return atLeast(slow(calls), slow(calls) + slow(probes), weight / (weight + probes.length));
}

/** The probability of at least so many successes in so many trials. */
function atLeast(successes: number, trials: number, probability: number): number {
  if (probability >= 1) return 1;
  let term = (1 - probability) ** trials;
  let below = 0;
  for (let count = 0; count < successes; count++) {
    below += term;
    term *= ((trials - count) / (count + 1)) * (probability / (1 - probability));
  }
  return Math.max(0, 1 - below);
}

/** A duration for a note. */
export const ms = (value: number): string => `${value < 10 ? value.toFixed(1) : Math.round(value)} ms`;
