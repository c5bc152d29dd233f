import { expect, it } from 'vitest';
import type { OutputChunk } from '../contract.js';
import { keptOutput } from './kept-output.js';

const text = (chunks: readonly OutputChunk[]): string =>
  Buffer.concat(chunks.map(({ bytes }) => bytes)).toString();

it('keeps a million reads of a byte each in few blocks', () => {
  const output = keptOutput(48 << 20);
  const all = Buffer.alloc(1_000_000);
  for (let i = 0; i < all.length; i++) {
    all[i] = i % 251;
    output.keep('stdout', all.subarray(i, i + 1));
  }
  const chunks = output.chunks();
  expect(chunks.length).toBeLessThan(50);
  expect(Buffer.compare(Buffer.concat(chunks.map(({ bytes }) => bytes)), all)).toBe(0);
});

it('keeps the order of both streams, and what was told of them before', () => {
  const output = keptOutput(1 << 20);
  output.keep('stdout', Buffer.from('a'));
  output.keep('stdout', Buffer.from('b'));
  const early = output.chunks();
  output.keep('stderr', Buffer.from('c'));
  output.keep('stdout', Buffer.from('d'));
  output.keep('stdout', Buffer.from('e'));
  expect(output.chunks().map(({ stream, bytes }) => [stream, text([{ stream, bytes }])])).toEqual([
    ['stdout', 'ab'],
    ['stderr', 'c'],
    ['stdout', 'de'],
  ]);
  expect(text(early)).toBe('ab');
});

it('copies what it is given, and puts long reads into blocks of their own', () => {
  const output = keptOutput(1 << 20);
  const bytes = Buffer.from('abc');
  output.keep('stdout', bytes);
  bytes.fill('x');
  output.keep('stdout', Buffer.alloc(70_000, 'y'));
  output.keep('stdout', Buffer.from('z'));
  expect(text(output.chunks())).toBe(`abc${'y'.repeat(70_000)}z`);
});

it('drops the oldest beyond its limit, and counts bytes and lines of each stream', () => {
  const output = keptOutput(200_000);
  const line = Buffer.from(`${'x'.repeat(99)}\n`);
  for (let i = 0; i < 10_000; i++) {
    output.keep('stdout', line);
    if (i < 100) output.keep('stderr', Buffer.from('e\n'));
  }
  const kept = text(output.chunks());
  expect(kept.length).toBeLessThanOrEqual(200_000);
  expect(kept.length).toBeGreaterThan(100_000);
  expect(output.dropped.stdout.bytes + kept.length).toBe(1_000_000);
  expect(output.dropped.stdout.lines + kept.split('\n').length - 1).toBe(10_000);
  expect(output.dropped.stderr).toEqual({ bytes: 200, lines: 100 });
});

it('bounds what a million reads of both streams in turn cost', () => {
  const output = keptOutput(48 << 20);
  for (let i = 0; i < 1_000_000; i++) output.keep(i % 2 === 0 ? 'stdout' : 'stderr', Buffer.from('x'));
  const { stdout, stderr } = output.dropped;
  const chunks = output.chunks();
  expect(chunks.length).toBeLessThan(200_000);
  expect(text(chunks).length + stdout.bytes + stderr.bytes).toBe(1_000_000);
});

it('keeps a read that is longer than its limit', () => {
  const output = keptOutput(10);
  output.keep('stderr', Buffer.from('earlier'));
  output.keep('stdout', Buffer.alloc(100_000, 'x'));
  expect(text(output.chunks())).toHaveLength(100_000);
  expect(output.dropped.stderr.bytes).toBe(7);
});

it('knows how much of what it keeps came before the first call', () => {
  const output = keptOutput(200_000);
  output.keep('stdout', Buffer.from('before'));
  output.markBaseline();
  output.keep('stdout', Buffer.from('after'));
  expect(output.baselineBytes).toBe(6);
  output.keep('stdout', Buffer.alloc(70_000));
  output.keep('stdout', Buffer.alloc(150_000));
  expect(output.baselineBytes).toBe(0);
});
