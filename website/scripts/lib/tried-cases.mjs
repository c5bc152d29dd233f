import { sampleRequest } from './sample-request.mjs';

/** Longest request that a page offers for editing, in characters of JSON. */
const longest = 4000;

/** The cases of a requirement that a page can judge: one call of NodeGetEnvVars, with the answers of its premises. */
export function triedCases(id, { cases, premises, toolkit }) {
  return cases.flatMap((one) => {
    if (one.requirement !== id || one.method !== 'NodeGetEnvVars' || one.append !== undefined) return [];
    const request = sampleRequest(one, { whole: true });
    if (JSON.stringify(request).length > longest) return [];
    const { stimulus, expects } = toolkit.checks.find(({ name }) => name === one.id) ?? {};
    if (expects === undefined) return [];
    return [
      {
        name: one.id,
        stimulus,
        expects,
        stage: one.stage ?? 'alpha',
        request,
        expect: one.expect,
        answer: rightAnswer(one, request),
        premises: Object.fromEntries(
          one.premises.map((name) => [
            name,
            rightAnswer(premises[name], sampleRequest(premises[name], { whole: true })),
          ]),
        ),
      },
    ];
  });
}

/** What a right driver says: the first acceptable code, and the value that the page gives to a key. */
function rightAnswer({ expect }, request) {
  const results = (request.queries ?? []).map(({ name = '', key = '', optional }) =>
    optional === true && /none|broken/.test(key)
      ? { name, value: '', error: `no value for ${key}` }
      : { name, value: `value of ${key}`, error: '' },
  );
  const other = expect.not?.includes('OK') ? 'INVALID_ARGUMENT' : 'OK';
  return { code: expect.ok === undefined ? (expect.code?.[0] ?? other) : 'OK', results };
}
