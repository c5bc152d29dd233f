import { afterAll, describe, expect, it } from 'vitest';
import { requirements } from '../../../gen/requirements.js';
import { openTestDriver } from '../reference-driver/open-test-driver.js';
import { oddities } from './oddities.js';
import { mutants, withoutMutant } from './registry.js';

const title = process.title;
afterAll(() => {
  process.title = title;
});

const driverIds = requirements.filter(({ party }) => party === 'driver').map(({ id }) => id);

describe('the registry of mutants', () => {
  it('has no id twice', () => {
    const ids = [...mutants, ...oddities].map(({ id }) => id);
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
  });

  it('names only requirements of drivers', () => {
    const named = mutants.flatMap(({ breaks, also = [] }) => [...breaks, ...also.map(({ id }) => id)]);
    const more = withoutMutant.map(({ id }) => id);
    expect([...named, ...more].filter((id) => !driverIds.includes(id))).toEqual([]);
  });

  it('has oddities that are near to requirements of drivers', () => {
    const near = oddities.flatMap((one) => one.near);
    expect(near).not.toEqual([]);
    expect(near.filter((id) => !driverIds.includes(id))).toEqual([]);
  });

  it('has ids that begin with a requirement that the mutant breaks', () => {
    for (const { id, breaks } of mutants) {
      expect(breaks.some((requirement) => id.startsWith(`${requirement}/`))).toBe(true);
    }
  });

  it('breaks every requirement or says why it does not', () => {
    const broken = new Set(mutants.flatMap(({ breaks }) => breaks));
    const excused = withoutMutant.map(({ id }) => id);
    expect(driverIds.filter((id) => !broken.has(id)).sort()).toEqual([...excused].sort());
  });
});

describe.each([...mutants, ...oddities].map((variation) => [variation.id, variation] as const))(
  'the driver as %s',
  (_, variation) => {
    it('starts, takes a call and stops', async () => {
      const { server = 'grpc-js', stage = 'alpha' } = variation;
      const opened = await openTestDriver({ server, stage, mutant: variation, stopGraceMs: 100 });
      try {
        const answer = await opened.get(['app/db/password', 'shared/token'], {}, { timeoutMs: 2000 });
        expect(answer.code).toMatch(/^[A-Z_]+$|^code /);
      } finally {
        await opened.close();
      }
    });
  },
);
