import { coverageProblems } from '@csi-env/spec-tests';
import { describe, expect, it } from 'vitest';
import { cases } from '../../gen/cases.js';
import { requirements } from '../../gen/requirements.js';
import { isUpToDate } from './checks/cases/up-to-date.js';
import { envVarsChecks } from './contract.js';

describe('the checks of env-vars', () => {
  it('have names of their own under requirements that exist, and leave none undecided that is not called untestable', () => {
    expect(coverageProblems(requirements, [], envVarsChecks)).toEqual([]);
  });

  it('take each name of a case once, from code where code has it', () => {
    const names = new Set(envVarsChecks.map(({ name }) => name));
    expect(cases.filter((data) => isUpToDate(data) && !names.has(data.id)).map(({ id }) => id)).toEqual([]);
    const form = envVarsChecks.find(({ name }) => name === 'identity/plugin-name/form');
    expect(form?.expects).toMatch(/^OK with a name of 1 to 63 characters/);
  });
});
