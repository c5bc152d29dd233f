import { describe, expect, it } from 'vitest';
import { type RotationFacts, rotationOrder } from './rotation-order.js';

const log = '/logs/driver.log';

/** Names of the files in order, of files that were written to one after another. */
function orderOf(
  names: readonly string[],
  { first, unmoved = [] }: { first?: string; unmoved?: readonly string[] } = {},
): readonly string[] {
  const facts: RotationFacts = {
    rotated: names.map((name, i) => ({ path: `/logs/${name}`, mtimeMs: 1000 + i })),
    first: first === undefined ? undefined : `/logs/${first}`,
    unmoved: unmoved.map((name) => `/logs/${name}`),
  };
  return rotationOrder(log, facts).map((path) => path.slice('/logs/'.length));
}

describe('files that a log was rotated to', () => {
  for (const names of [
    ['driver.log.1'],
    ['driver.log.3', 'driver.log.2', 'driver.log.1'],
    ['driver.log.2.gz', 'driver.log.1'],
    ['driver.log.10', ...Array.from({ length: 10 }, (_, i) => `driver.log.${9 - i}`)],
    ['driver.log.1', 'driver.log.0'],
    ['driver-1.log', 'driver-2.log', 'driver-3.log'],
    ['driver.9.log', 'driver.10.log'],
    ['driver.log-20261121', 'driver.log-20261122'],
    ['driver-2026-11-21T23-59-59.999.log.gz', 'driver-2026-11-22T00-00-00.001.log'],
    ['driver.log.20261122-150405'],
  ]) {
    it(`follow each other as ${names.join(', ')}`, () => {
      expect(orderOf(names)).toEqual(names);
      expect(orderOf(names, { first: names[0] as string })).toEqual(names);
    });
  }

  it('follow each other where counts rise from those of earlier runs', () => {
    const unmoved = ['driver-3.log', 'driver-4.log'];
    expect(orderOf(['driver-5.log'], { unmoved })).toEqual(['driver-5.log']);
  });

  it('are one file where their name has no number', () => {
    expect(orderOf(['driver.log.old'], { first: 'driver.log.old' })).toEqual(['driver.log.old']);
    expect(orderOf(['driver.log.old', 'driver.log.1'], { first: 'driver.log.old' })).toEqual([]);
    expect(orderOf(['driver.log.old'])).toEqual([]);
  });

  it('are told from other logs whose names begin alike', () => {
    const names = ['driver.log.1', 'driver-audit.log', 'driver.log.err.1', 'driver'];
    expect(orderOf(names)).toEqual(['driver.log.1']);
  });

  for (const [why, names, first] of [
    ['a number is left out', ['driver.log.3', 'driver.log.1']],
    ['the newest is gone', ['driver.log.3', 'driver.log.2']],
    ['the newest but one is gone', ['driver.log.2'], 'driver.log.2'],
    ['a rising number is left out', ['driver-1.log', 'driver-3.log'], 'driver-1.log'],
    ['names and times disagree', ['driver.log.2', 'driver.log.3', 'driver.log.1'], 'driver.log.3'],
    ['dates and times disagree', ['driver.log-20261122', 'driver.log-20261121']],
    ['the log of the beginning is not the oldest', ['driver.log.2', 'driver.log.1'], 'driver.log.1'],
    ['there are two schemes', ['driver.log.1', 'driver.log-20261122']],
    ['one of them is there twice', ['driver.log.2', 'driver.log.1', 'driver.log.1.gz']],
  ] as const) {
    it(`are in no certain order where ${why}`, () => {
      expect(orderOf(names, first === undefined ? {} : { first })).toEqual([]);
    });
  }

  it('are in no certain order where neither times nor the oldest tell whether counts rise', () => {
    const rotated = ['driver.log.1', 'driver.log.2'].map((name) => ({ path: `/logs/${name}`, mtimeMs: 1 }));
    expect(rotationOrder(log, { rotated, unmoved: [] })).toEqual([]);
    const first = '/logs/driver.log.2';
    expect(rotationOrder(log, { rotated, first, unmoved: [] })).toEqual([first, '/logs/driver.log.1']);
  });
});
