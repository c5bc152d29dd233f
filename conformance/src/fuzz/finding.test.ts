import { describe, expect, it } from 'vitest';
import { problemsBySchema } from '../profile/schemas.js';
import { findingFileName } from './finding.js';
import { breach, fakeSession, runFake } from './testing/fake-target.js';
import { sampleFinding, sampleGone } from './testing/sample-finding.js';

describe('a finding', () => {
  it('fits its schema, of either kind, as the campaign makes it', async () => {
    const { findings } = await runFake(
      fakeSession(({ input }) => ({ breaches: input.n > 1 ? [breach('size/limit')] : [] })),
    );
    const gone = await runFake(fakeSession(() => ({}), { alive: async () => false }));
    const all = [sampleFinding, sampleGone, ...findings, ...gone.findings];
    expect(all.map(({ kind }) => kind)).toEqual(['breach', 'gone', 'breach', 'gone']);
    for (const finding of all)
      expect(problemsBySchema('finding', JSON.parse(JSON.stringify(finding)))).toEqual([]);
  });

  it.each([
    ['a member that nobody knows', { more: 1 }, 'unknown member more'],
    ['no input', { input: undefined }, 'input is missing'],
    ['an input without phase', { input: { title: 'x' } }, 'input.phase is missing'],
    ['no rate', { confirmed: undefined }, 'confirmed is missing'],
    ['another kind', { kind: 'guess' }, 'kind is none of breach, gone'],
    ['an unknown client', { client: 'curl' }, 'client is none of wire, grpc-js, connect'],
  ])('with %s does not', (_, change, message) => {
    const data = JSON.parse(JSON.stringify({ ...sampleFinding, ...change }));
    expect(problemsBySchema('finding', data)[0]?.message).toBe(message);
  });

  it('has a file name that requirement and cause decide', () => {
    const name = findingFileName(sampleFinding);
    expect(name).toMatch(/^size-limit-[0-9a-f]{8}\.json$/);
    expect(findingFileName({ ...sampleFinding, seed: 2, index: 9, mismatches: [] })).toBe(name);
    expect(findingFileName({ ...sampleFinding, cause: 'late' })).not.toBe(name);
    expect(findingFileName({ ...sampleFinding, flaky: true })).toBe(name.replace('.json', '-flaky.json'));
    expect(findingFileName(sampleGone)).toMatch(/^driver-gone-[0-9a-f]{8}\.json$/);
  });
});
