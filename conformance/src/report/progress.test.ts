import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { progressDisplay, progressLine } from './progress.js';

describe('progressLine', () => {
  it('says how many checks ended and which was the last', () => {
    expect(progressLine({ done: 7, total: 212, check: 'ordering/same-order/reversed' }, 80)).toBe(
      '  7/212 ordering/same-order/reversed',
    );
  });

  it('fits into the width', () => {
    expect(progressLine({ done: 7, total: 212, check: 'ordering/same-order/reversed' }, 20)).toBe(
      '  7/212 ordering/sa…',
    );
  });

  it('obeys no escape', () => {
    expect(progressLine({ done: 1, total: 1, check: '\u001b[2J' }, 80)).toBe('1/1 \\x1b[2J');
  });
});

describe('progressDisplay', () => {
  it('draws over itself and leaves nothing behind', () => {
    const terminal = Object.assign(new PassThrough(), { columns: 40 });
    const display = progressDisplay(terminal);
    display.clear();
    display.show({ done: 1, total: 2, check: 'a/b' });
    display.show({ done: 2, total: 2, check: 'c/d' });
    display.clear();
    display.clear();
    // Node 26 gives one chunk a read, earlier ones all at once.
    let drawn = '';
    for (let chunk = terminal.read(); chunk !== null; chunk = terminal.read()) drawn += String(chunk);
    expect(drawn).toBe('\r\u001b[2K1/2 a/b\r\u001b[2K2/2 c/d\r\u001b[2K');
  });
});
