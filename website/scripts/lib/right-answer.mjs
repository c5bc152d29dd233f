import { knownDriver, shownValue } from './known-driver.mjs';

/** The result of a query that is served. */
export function servedResult({ name = '', key = '', query_parameters: parameters }) {
  return { name, value: shownValue({ key, parameters }), error: '' };
}

/**
 * What a right driver answers to the request of a case: the first code that the case accepts and the model allows, and the values
 * that the pages give to keys.
 */
export function rightAnswer({ expect }, request, toolkit, driver) {
  const { missing, failing } = toolkit.referenceProfile.keys;
  const without = new Set([...missing, ...failing].flatMap((one) => (one.parameters ? [] : [one.key])));
  const results = (request.queries ?? []).map((query) =>
    query.optional === true && without.has(query.key)
      ? { name: query.name, value: '', error: `no value for ${query.key}` }
      : servedResult(query),
  );
  const accepts = (code) =>
    expect.code?.includes(code) ||
    (expect.not !== undefined && !expect.not.includes(code)) ||
    (expect.ok !== undefined && code === 'OK');
  const prediction = predictionOf(request, driver, toolkit);
  const code = [
    ...(expect.ok ? ['OK'] : []),
    ...(expect.code ?? []),
    ...Object.keys(toolkit.statusCode),
  ].find((name) => accepts(name) && prediction.allows(toolkit.statusCode[name]));
  if (code === undefined)
    throw new Error(`the model allows nothing of what is expected: ${JSON.stringify(expect)}`);
  return { code, results };
}

function predictionOf(json, { advertised, stage }, { referenceProfile, ...toolkit }) {
  const request = {
    className: json.provider_class_name ?? '',
    classParameters: json.class_parameters ?? {},
    queries: (json.queries ?? []).map(
      ({ name = '', key = '', query_parameters: parameters = {}, optional = false }) => ({
        name,
        key,
        parameters,
        optional,
      }),
    ),
    podContext: json.pod_context ?? {},
    version: json.version ?? '',
  };
  const known = toolkit.knownOf({ ...toolkit.emptyProfile, ...profileOf(knownDriver(referenceProfile)) });
  const facts = { advertised, stage, limits: toolkit.limitsOf(undefined) };
  const moment = { backend: 'up', extraBytes: 0, value: ({ value }) => value };
  return toolkit.predict({ known, facts }, moment, request, toolkit.encodeRequest(request).length);
}

/** As a profile has it: with values in bytes. */
function profileOf({ keys, ...rest }) {
  const available = keys.available.map((one) => ({ ...one, value: Buffer.from(one.value) }));
  return { ...rest, keys: { ...keys, available } };
}
