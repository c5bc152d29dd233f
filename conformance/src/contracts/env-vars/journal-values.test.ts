import { expect, it } from 'vitest';
import { openJournal } from './journal.js';

it('the journal keeps the beginning and the end of a value that no limit allows', () => {
  const journal = openJournal();
  const value = `begin${'m'.repeat(1024 * 1024)}end`;
  journal.value(value, 'key');
  const kept = [...journal.values.keys()];
  expect(kept.map((text) => text.length)).toEqual([128 * 1024, 128 * 1024]);
  expect(kept[0]?.startsWith('begin')).toBe(true);
  expect(kept[1]?.endsWith('end')).toBe(true);
});

it('the journal holds no more than 16 MiB of values', () => {
  const journal = openJournal();
  for (let i = 0; i < 200; i++) journal.value(String(i).padEnd(200 * 1024), 'key');
  const length = [...journal.values.keys()].reduce((sum, text) => sum + text.length, 0);
  expect(length).toBeLessThanOrEqual(16 * 1024 * 1024);
  expect(length).toBeGreaterThan(15 * 1024 * 1024);
});
