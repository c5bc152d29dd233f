import { describe, expect, it } from 'vitest';
import { criteriaList, evidenceTable, summaryTable, table } from './tables.js';

/** @type {import('./tables.js').Criterion} */
const open = { id: 'alpha/a', text: 'It works.', state: 'cluster', missing: 'A cluster.' };
/** @type {import('./tables.js').Criterion} */
const done = {
  id: 'alpha/b',
  text: 'It is checked.',
  state: 'measured',
  evidence: [{ requirement: 'batch/scales' }, { file: 'a.md' }, { step: 'lint' }],
};

describe('table', () => {
  it('keeps lines and bars of a cell from ending it', () => {
    expect(table(['a', 'b'], [['x\ny', 'p|q']])).toBe('| a | b |\n| --- | --- |\n| x y | p\\|q |\n');
  });
});

describe('criteria', () => {
  it('are listed with their states', () => {
    expect(criteriaList([open, done])).toBe('- It works. (needs a cluster)\n- It is checked. (measured)\n');
  });

  it('are shown with evidence and what is missing', () => {
    const [, , first, second] = evidenceTable([open, done]).split('\n');
    expect(first).toBe('| `alpha/a` | It works. | needs a cluster |  | A cluster. |');
    expect(second).toBe(
      '| `alpha/b` | It is checked. | measured | [batch/scales](https://csi-env.dev/spec/env-vars/batch/scales), `a.md`, step "lint" |  |',
    );
  });

  it('are counted by stage and state', () => {
    expect(summaryTable([{ stage: 'ga', criteria: [open, done, open] }])).toContain('| GA | 1 | 2 | 0 | 3 |');
  });
});
