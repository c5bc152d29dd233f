import { readFile } from 'node:fs/promises';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';

/** What is wrong with a value by one of the schemas of `@csi-env/spec-tests`. */
export async function schemaProblems(
  name: 'report' | 'event',
): Promise<(value: unknown) => readonly object[]> {
  const path = new URL(`../../../../spec-tests/schemas/${name}.schema.json`, import.meta.url);
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  formats.default(ajv);
  const validate = ajv.compile(JSON.parse(await readFile(path, 'utf8')));
  return (value) => (validate(value) ? [] : (validate.errors ?? []));
}
