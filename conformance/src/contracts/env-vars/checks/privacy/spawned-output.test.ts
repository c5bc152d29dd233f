import { expect, it } from 'vitest';
import type { Tools } from '../../tools.js';
import { earlierBytes } from '../../watch.js';
import { spawnedOutput } from './spawned-output.js';

/** Tools of a driver that wrote these pieces to stdout, and something to stderr between them. */
function toolsOf(pieces: readonly Buffer[], baselineBytes: number): Tools {
  const between = { stream: 'stderr', bytes: Buffer.from('e') } as const;
  const output = () => pieces.flatMap((bytes) => [{ stream: 'stdout', bytes } as const, between]);
  const none = { bytes: 0, lines: 0 };
  const spawned = { output, baselineBytes, dropped: { stdout: none, stderr: none } };
  return { shared: { context: { spawned } } } as unknown as Tools;
}

it('what came before the first call is told from what came later, each stream by itself', () => {
  const [stdout, stderr] = spawnedOutput(toolsOf([Buffer.from('before'), Buffer.from('after')], 7));
  expect([stdout?.bytes, stdout?.earlier].map(String)).toEqual(['beforeafter', 'before']);
  expect([stderr?.bytes, stderr?.earlier].map(String)).toEqual(['ee', 'e']);
});

it('of a flood before the first call the newest is kept apart', () => {
  const pieces = Array.from({ length: 40 }, (_, i) => Buffer.alloc(64 * 1024, String.fromCharCode(65 + i)));
  const [stdout] = spawnedOutput(toolsOf(pieces, 40 * (64 * 1024 + 1)));
  expect(stdout?.bytes.length).toBe(40 * 64 * 1024);
  expect(
    Buffer.from(stdout?.earlier ?? []).equals(Buffer.from(stdout?.bytes.subarray(-earlierBytes) ?? [])),
  ).toBe(true);
});
