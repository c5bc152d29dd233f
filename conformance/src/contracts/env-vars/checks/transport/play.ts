import { setTimeout as pause } from 'node:timers/promises';
import { openRawConnection } from '../../../../driver/raw-frames.js';
import { noteAnswer } from '../../journal.js';
import type { Tools } from '../../tools.js';
import type { Target } from './legal-call.js';
import type { Stimulus } from './stimulus.js';

/** How long a driver gets to see what was written before the connection is cut. */
const cutAfterMs = 10;

/** Plays malformed traffic on a connection of its own. Whatever comes back is legal, nothing too. */
export async function play(
  tools: Tools,
  stimulus: Stimulus,
  target: Target,
  deadlineMs: number,
): Promise<void> {
  try {
    if (stimulus.bytes === undefined) await playCall(tools, stimulus, target, deadlineMs);
    else await playBytes(tools, stimulus.bytes(target), stimulus.after, deadlineMs);
  } catch {
    // A driver that takes no connection is found by the legal call that follows.
  }
}

async function playCall(tools: Tools, stimulus: Stimulus, target: Target, deadlineMs: number): Promise<void> {
  const { journal, signal } = tools;
  for (const value of Object.values(stimulus.headers ?? {}))
    if (value !== undefined) journal.send(String(value));
  const lane = await tools.connect('wire');
  try {
    const payload = stimulus.payload?.(target);
    const answer = await lane.client.unary(target.path, stimulus.message?.(target) ?? target.message, {
      timeoutMs: deadlineMs,
      signal,
      departure: {
        ...(payload === undefined ? {} : { payload }),
        ...(stimulus.headers === undefined ? {} : { headers: stimulus.headers }),
      },
    });
    // privacy/errors, privacy/metadata: what a driver says of a broken call leaves it like any other answer.
    noteAnswer(journal, target.path, answer);
  } finally {
    await lane.close();
  }
}

async function playBytes(
  tools: Tools,
  bytes: readonly Uint8Array[],
  after: Stimulus['after'],
  deadlineMs: number,
): Promise<void> {
  const connection = await openRawConnection(tools.shared.context.endpoint, deadlineMs);
  try {
    connection.write(...bytes);
    if (after === 'cut') await pause(cutAfterMs);
    else if (after === undefined) await connection.outcome(deadlineMs);
    else {
      if (after === 'end') connection.end();
      await connection.closed(deadlineMs);
    }
  } finally {
    connection.destroy();
  }
}
