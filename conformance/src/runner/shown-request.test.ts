import { expect, it } from 'vitest';
import { shortened, shownRequest } from './shown-request.js';

it('shows a request of ordinary size as it is', () => {
  const request = {
    queries: Array.from({ length: 50 }, (_, i) => ({ name: `N${i}`, key: 'k'.repeat(200) })),
  };
  expect(shownRequest(request)).toEqual({ request, whole: true });
});

it('cuts a request that would fill screens, and says so', () => {
  const request = { provider_class_name: 'class', queries: [{ key: 'k'.repeat(6 * 1024 * 1024) }] };
  const shown = shownRequest(request);
  expect(shown).toEqual({
    request: {
      provider_class_name: 'class',
      queries: [{ key: `${'k'.repeat(64)}… (6,291,456 characters)` }],
    },
    whole: false,
  });
});

it('cuts long texts, lists, objects and names of members, and says how much is left out', () => {
  const long = {
    queries: Array.from({ length: 50 }, (_, i) => ({ key: i === 49 ? 'last' : 'k'.repeat(5000) })),
    map: Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`a${i}`, 'b'])),
    ['n'.repeat(97)]: 1,
  };
  const { queries, map, ...rest } = shortened(long) as Record<string, Record<string, unknown>>;
  expect(Object.keys(queries ?? {})).toHaveLength(6);
  expect(queries).toMatchObject([
    { key: `${'k'.repeat(64)}… (5,000 characters)` },
    {},
    {},
    {},
    '… 45 more',
    { key: 'last' },
  ]);
  expect(Object.keys(map ?? {})).toHaveLength(13);
  expect(map?.['…']).toBe('8 more');
  expect(rest).toEqual({ [`${'n'.repeat(64)}… (97 characters)`]: 1 });
});

it('cuts no character in half', () => {
  expect(shortened(`${'a'.repeat(63)}${'😀'.repeat(50)}`)).toBe(`${'a'.repeat(63)}… (163 characters)`);
});
