import { describe, expect, it } from 'vitest';
import { fitsSchema } from '../../src/contracts/env-vars/checks/cases/fits-schema.js';
import { isUpToDate } from '../../src/contracts/env-vars/checks/cases/up-to-date.js';
import { caseCheck } from '../../src/contracts/env-vars/checks/from-cases.js';
import { requestFields } from '../../src/contracts/env-vars/checks/request/request-fields.js';
import {
  fillings,
  mapBytes,
  subdomainOf,
  textOf,
  widths,
} from '../../src/contracts/env-vars/checks/request/sized-values.js';
import { envVarsChecks } from '../../src/contracts/env-vars/contract.js';
import { cases } from '../../src/gen/cases.js';
import { runReference } from '../harness.js';
import { itPasses } from './area-tests.js';

const only = ['request/**', 'capability/tolerates-unknown/**'];

itPasses(only);

describe('drivers with limits of their own', () => {
  it.each([600, 1024, 2048, 200_000, 6_000_000])(
    'pass with a payload of %i bytes',
    async (maxTotalPayloadBytes) => {
      const limits = {
        maxTotalPayloadBytes,
        maxValueLengthBytes: 300,
        preferredRpcTimeoutSeconds: 20,
        maxInflightRequests: 100,
      };
      const { checks, failedMusts } = await runReference({ limits }, { only });
      expect(failedMusts).toEqual([]);
      expect(
        checks.filter(({ outcome }) => outcome === 'error').map(({ name, message }) => `${name}: ${message}`),
      ).toEqual([]);
    },
    120_000,
  );

  it('that promise a payload that their stack does not take break request/payload-size', async () => {
    const limits = {
      maxTotalPayloadBytes: 6_000_000,
      maxValueLengthBytes: 300,
      preferredRpcTimeoutSeconds: 20,
      maxInflightRequests: 100,
    };
    const { failedMusts } = await runReference(
      { limits, maxReceiveBytes: 4_194_304 },
      { only: ['request/payload-size/**'] },
    );
    expect(failedMusts).toEqual(['request/payload-size']);
  }, 120_000);
});

describe('a profile without missing keys', () => {
  it('leaves the checks that need one untested, and says so', async () => {
    const { checks, failedMusts } = await runReference(
      {},
      { only, change: (profile) => ({ ...profile, keys: { ...profile.keys, missing: [] } }) },
    );
    expect(failedMusts).toEqual([]);
    const untested = checks.filter(({ outcome }) => outcome === 'untested');
    expect(untested.length).toBeGreaterThan(0);
    for (const { message } of untested) expect(message).toContain('keys.missing');
  });
});

describe('checks made from the field table', () => {
  it('are there for each REQUIRED field, each limit and each request message', () => {
    const names = envVarsChecks.map(({ name }) => name);
    for (const { entry, slug } of requestFields) {
      const has = (start: string): boolean =>
        names.some((name) => name === start || name.startsWith(`${start}/`));
      expect([slug, has(`request/required-fields/${slug}`)]).toEqual([slug, entry.presence === 'REQUIRED']);
      expect([slug, has(`request/field-size/${slug}`)]).toEqual([slug, entry.sizeLimit !== null]);
      expect([slug, has(`request/legal-served/at-limit/${slug}`)]).toEqual([slug, entry.sizeLimit !== null]);
    }
    expect(names).toContain('capability/tolerates-unknown/env-var-query/last');
  });

  it('have names of their own, as all checks', () => {
    const names = envVarsChecks.map(({ name }) => name);
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
  });
});

describe('declarative cases', () => {
  it('are all checks of the same name while they say what the proto says', () => {
    const names = new Set(envVarsChecks.map(({ name }) => name));
    expect(cases.filter(({ id }) => !names.has(id)).map(({ id }) => id)).toEqual([]);
  });

  it('yield to the proto where a size or a presence was changed', () => {
    const [data] = cases.filter(({ id }) => id === 'request/field-size/key');
    if (data === undefined) throw new Error('no case request/field-size/key');
    const within = { ...data.request, queries: [{ name: 'A', key: { repeat: 'a', bytes: 1024 } }] };
    expect(isUpToDate(data)).toBe(true);
    expect(isUpToDate({ ...data, request: within })).toBe(false);
    expect(isUpToDate({ ...data, requirement: 'request/legal-served', request: within })).toBe(true);
    expect(isUpToDate({ ...data, requirement: 'request/legal-served' })).toBe(false);
    expect(isUpToDate({ ...data, requirement: 'request/required-fields', request: within })).toBe(false);
    const without = { ...data.request, provider_class_name: '' };
    expect(isUpToDate({ ...data, requirement: 'request/required-fields', request: without })).toBe(true);
  });

  it('are refused when they use a schema keyword that nobody knows', () => {
    const [data] = cases;
    if (data === undefined) throw new Error('no cases');
    expect(() =>
      caseCheck({ ...data, expect: { ok: { response: { properties: { a: { format: 'uri' } } } } } }),
    ).toThrow('format');
  });

  it('compare responses with the few schema keywords that they use', () => {
    const schema = {
      required: ['name'],
      properties: { name: { type: 'string', maxLength: 2, pattern: '^[a-z]+$' }, ready: { const: true } },
    };
    expect(fitsSchema(schema, { name: 'ab' })).toBe(true);
    expect(fitsSchema(schema, { name: 'ab', ready: true })).toBe(true);
    for (const data of [{}, { name: '' }, { name: 'abc' }, { name: 1 }, { name: 'ab', ready: false }])
      expect(fitsSchema(schema, data)).toBe(false);
  });
});

describe('values of an exact size', () => {
  it('have it in characters of every width', () => {
    for (const { character } of widths) {
      for (const bytes of [5, 128, 129, 254, 1025])
        expect(Buffer.byteLength(textOf(bytes, 'k/', character))).toBe(bytes);
    }
    for (const bytes of [40, 64, 100, 252, 253])
      expect(subdomainOf(bytes)).toMatch(/^[a-z0-9]([-.a-z0-9]*[a-z0-9])?$/);
    expect(subdomainOf(253)).toHaveLength(253);
    expect(
      Math.max(
        ...subdomainOf(253)
          .split('.')
          .map(({ length }) => length),
      ),
    ).toBeLessThan(64);
  });

  it('have it as the sum of a map', () => {
    for (const { fill } of fillings)
      for (const bytes of [32, 33, 100, 4000, 4097]) expect(mapBytes(fill(bytes))).toBe(bytes);
  });
});
