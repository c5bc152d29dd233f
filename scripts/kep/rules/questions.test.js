import { describe, expect, it } from 'vitest';
import { questionLevel, templateHeadings } from '../template.js';
import { changed, kep, messages } from './changed-kep.js';
import { questions } from './questions.js';

const file = 'README.md';
const reenable = '###### What happens if we reenable the feature if it was previously rolled back?';
const rest = /(?<=rolled back\?\n)[\s\S]*?(?=\n#)/.exec(kep.files[file] ?? '')?.[0] ?? '';

describe('the questions of the production readiness review', () => {
  it('are all answered', () => {
    expect(questions(kep)).toEqual([]);
    expect(templateHeadings.filter(([level]) => level === questionLevel)).toHaveLength(25);
  });

  it.each(templateHeadings.filter(([level]) => level === questionLevel).map(([, text]) => text))(
    'are refused without "%s"',
    (text) => {
      expect(messages(questions(changed(file, `\n###### ${text}\n`, `\n**${text}**\n`)))).toEqual([
        `the question "${text}" is not there as h6`,
      ]);
    },
  );

  it.each([
    ['empty', '\n'],
    ['a comment', '\n<!--\nDescribe them.\n-->\n'],
  ])('are refused where an answer is %s', (_, answer) => {
    const { line, message } = questions(changed(file, rest, answer))[0] ?? {};
    expect(message).toBe('the question has no answer');
    expect(line).toBe((kep.files[file] ?? '').split('\n').indexOf(reenable) + 1);
  });

  it('are refused where one is asked that the template does not have, or twice', () => {
    const asked = changed(file, reenable, `###### Is it good?\n\nYes.\n\n${reenable}`);
    expect(messages(questions(asked))).toEqual(['the template does not ask "Is it good?"']);
    const twice = changed(file, reenable, `${reenable}\n\nYes.\n\n${reenable}`);
    expect(messages(questions(twice))[0]).toMatch(/is there twice$/);
  });

  it('are refused where the template is not filled in', () => {
    expect(
      messages(questions(changed(file, 'Feature gate name: CSIDirectEnvInjection', 'Feature gate name:'))),
    ).toEqual(['nothing is filled in after "Feature gate name:"']);
    expect(messages(questions(changed(file, '- [x] Other', '- [ ] Other')))).toEqual([
      'an answer that was not picked is left in',
    ]);
  });
});
