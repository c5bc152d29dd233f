import { describe, expect, it } from 'vitest';
import { changed, kep, messages, without } from './changed-kep.js';
import { headings } from './headings.js';

const file = 'README.md';

describe('the headings of README.md', () => {
  it('are those of the template', () => {
    expect(headings(kep)).toEqual([]);
  });

  it.each([
    ['missing', '### Non-Goals', '### What it is not', 'the heading "### Non-Goals" is missing'],
    ['worded otherwise', '## Drawbacks', '## Disadvantages', 'the heading "## Drawbacks" is missing'],
    ['on another level', '##### Unit tests', '#### Unit tests', 'the heading "Unit tests" is not on level 5'],
    ['in a fence', '## Drawbacks', '```\n## Drawbacks\n```', 'the heading "## Drawbacks" is missing'],
  ])('are refused where one is %s', (_, from, to, message) => {
    expect(messages(headings(changed(file, `\n${from}\n`, `\n${to}\n`)))).toEqual([message]);
  });

  it('are refused in another order, with the line', () => {
    const text = kep.files[file] ?? '';
    const moved = changed(file, '## Summary\n', '## Drawbacks\n\n## Summary\n');
    const once = (moved.files[file] ?? '').replace(/\n## Drawbacks\n(?![\s\S]*\n## Drawbacks\n)/, '\n');
    const [problem] = headings({ ...moved, files: { ...moved.files, [file]: once } });
    expect(problem?.message).toBe('the heading "## Drawbacks" is not where the template has it');
    expect(problem?.line).toBe(text.split('\n').indexOf('## Summary') + 1);
  });

  it('are refused with a title other than that of kep.yaml', () => {
    const [problem] = headings(changed('kep.yaml', 'title: CSI Direct', 'title: Direct'));
    expect(problem?.message).toContain('the title is not "# KEP-NNNN: Direct In-Memory');
  });

  it('are refused without a README.md', () => {
    expect(messages(headings(without(file)))).toEqual(['there is no README.md']);
  });
});
