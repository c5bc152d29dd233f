import { expect, it } from 'vitest';
import { withLinks } from './links.mjs';

const requirements = [{ id: 'errors/precedence' }];

it('a requirement that is named as code links to its page', () => {
  expect(withLinks('the ranking of `errors/precedence`.', requirements)).toBe(
    'the ranking of [`errors/precedence`](/spec/env-vars/errors/precedence/).',
  );
});

it('the file of limits links to the page of limits', () => {
  expect(withLinks('The limits of `contract.yaml`', requirements)).toBe(
    'The limits of [`contract.yaml`](/spec/limits/)',
  );
});

it('other code, and what is no code, stays', () => {
  const text = '`optional` and errors/precedence, `errors/unknown`';
  expect(withLinks(text, requirements)).toBe(text);
});
