import { expect, it } from 'vitest';
import { htmlFiles } from './html.mjs';

/** The rows of the tables of a page, as texts. */
function rowsOf(path) {
  const page = htmlFiles().get(path) ?? '';
  return page
    .split(/<tr(?=[\s>])/)
    .slice(1)
    .map((row) =>
      `<tr${row}`
        .replace(/<[^>]+>/g, ' ')
        .replace(/\s+/g, ' ')
        .trim(),
    );
}

it('the reference of the profile tells how keys, values and hooks are written', () => {
  const rows = rowsOf('/tool/schemas/profile/');
  for (const member of [
    'value.env',
    'value.file',
    'volatile',
    'exists',
    'command',
    'shell',
    'timeout',
    'pid.file',
  ])
    expect(rows.filter((row) => new RegExp(`(^|\\.)${member} `).test(row)).length, member).toBeGreaterThan(0);
  const examples = ['rotate', 'restart', 'backendDown', 'backendUp', 'backendLog'].map(
    (hook) => rows.find((row) => row.startsWith(`hooks.${hook} `))?.match(/\.\/[a-z-]+\.sh/)?.[0],
  );
  expect(examples).not.toContain(undefined);
  expect(new Set(examples).size).toBe(5);
});

it('values of enums that are alpha are told so', () => {
  const rows = [
    ...rowsOf('/spec/wire/node-get-capabilities/'),
    ...rowsOf('/spec/wire/get-plugin-capabilities/'),
  ];
  const stateOf = (name) => rows.find((row) => row.startsWith(`${name} `))?.match(/ (alpha|stable) /)?.[1];
  expect(stateOf('ENV_VAR_INJECTION')).toBe('alpha');
  expect(stateOf('VOLUME_CONDITION')).toBe('alpha');
  expect(stateOf('STAGE_UNSTAGE_VOLUME')).toBe('stable');
});
