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

  it.each([
    ...[
      'TBD',
      '**TBA**',
      'N/A',
      'n/a.',
      'Not applicable',
      '- N/A',
      '…',
      '???',
      '-',
      '<fill in>',
      'To be decided.',
    ].map((answer) => [answer, `the answer says nothing: ${answer}`]),
    ...[
      '[here](GRADUATION.md)',
      'See [here](GRADUATION.md).',
      'https://example.com/a',
      '<a href="a">b</a>',
      '[a][b].',
    ].map((answer) => [
      answer,
      answer.startsWith('See') ? `the answer says nothing: ${answer}` : 'the answer is only a link',
    ]),
  ])('are refused where an answer is "%s" alone', (answer, message) => {
    const [problem] = questions(changed(file, rest, `\n${answer}\n`));
    expect(problem).toEqual({
      file,
      line: (kep.files[file] ?? '').split('\n').indexOf(reenable) + 1,
      message,
    });
  });

  it.each([
    'No.',
    'None; see [here](GRADUATION.md).',
    'Not applicable, as nothing is stored.',
    '- Driver: [here](GRADUATION.md)',
  ])('may be answered by "%s"', (answer) => {
    expect(questions(changed(file, rest, `\n${answer}\n`))).toEqual([]);
  });

  it.each(['TBD', 'N/A', 'see below'])('are refused where "%s" stands after a label', (value) => {
    const from = 'Feature gate name: CSIDirectEnvInjection';
    expect(messages(questions(changed(file, from, `Feature gate name: ${value}`)))).toEqual([
      `nothing is filled in with "Feature gate name: ${value}"`,
    ]);
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
