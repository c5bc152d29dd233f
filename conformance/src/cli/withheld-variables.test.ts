import { expect, it } from 'vitest';
import { emptyProfile } from '../profile/profile.js';
import { withheldVariables } from './withheld-variables.js';

const of = (values: readonly string[], env: NodeJS.ProcessEnv): Promise<readonly string[]> => {
  const available = values.map((value) => ({
    key: 'a',
    parameters: {},
    volatile: false,
    value: Buffer.from(value),
  }));
  const keys = { ...emptyProfile.keys, available };
  return withheldVariables({ profile: { ...emptyProfile, keys }, valueVariables: ['EXPECTED'] }, env);
};

it('withholds what the profile names and whatever holds an expected value', async () => {
  const env = {
    EXPECTED: 'x',
    SAME: 'q7Rk!2vT_zLp',
    WITHIN: 'postgres://app:q7Rk!2vT_zLp@db/app',
    OTHER: 'q7Rk!2vT',
  };
  expect(await of(['q7Rk!2vT_zLp'], env)).toEqual(['EXPECTED', 'SAME', 'WITHIN']);
});

it('leaves what proves nothing: short values, paths that every environment holds', async () => {
  const env = { PATH: '/usr/local/bin:/usr/bin:/bin', PORT: '5432', EMPTY: '' };
  expect(await of(['/usr/bin', '5432', ''], env)).toEqual(['EXPECTED']);
});
