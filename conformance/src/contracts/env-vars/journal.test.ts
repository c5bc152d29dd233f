import { expect, it } from 'vitest';
import { openJournal } from './journal.js';

it('keeps texts once, within its bounds, and counts what it could not keep', () => {
  const journal = openJournal();
  const text = (content: string) => journal.text({ source: 'header', name: 'x', text: content });
  text('a');
  text('a');
  expect(journal.texts.size).toBe(1);
  expect(journal.lostTexts).toBe(0);
  text('b'.repeat(2 * 1024 * 1024));
  expect(journal.texts.size).toBe(2);
  expect(journal.lostTexts).toBe(1);
  for (let i = 0; i < 70; i++) text(`${i}${'c'.repeat(1024 * 1024 - 10)}`);
  expect(journal.texts.size).toBeLessThan(70);
  expect(journal.texts.size + journal.lostTexts).toBe(73);
});
