import cases from '@csi-env/spec-tests/schemas/case.schema.json' with { type: 'json' };
import csiSecretRef from '@csi-env/spec-tests/schemas/csi-secret-ref.schema.json' with { type: 'json' };
import finding from '@csi-env/spec-tests/schemas/finding.schema.json' with { type: 'json' };
import knownFailures from '@csi-env/spec-tests/schemas/known-failures.schema.json' with { type: 'json' };
import profile from '@csi-env/spec-tests/schemas/profile.schema.json' with { type: 'json' };
import providerClass from '@csi-env/spec-tests/schemas/providerclass.schema.json' with { type: 'json' };
import report from '@csi-env/spec-tests/schemas/report.schema.json' with { type: 'json' };
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormatsModule from 'ajv-formats';
import { type Problem, problemsOf } from './schema-problems.js';

const schemas = { profile, knownFailures, providerClass, csiSecretRef, report, finding, cases };

/** Kinds of documents that have a schema. */
export type SchemaName = keyof typeof schemas;

const compiled = new Map<SchemaName, ValidateFunction>();

// The package is CommonJS; its function is the default export's own default under some loaders.
const addFormats = ((addFormatsModule as { default?: unknown }).default ?? addFormatsModule) as (
  ajv: Ajv2020,
) => unknown;

/** What is wrong with data by its schema, the most telling first; empty when nothing is. */
export function problemsBySchema(name: SchemaName, data: unknown): readonly Problem[] {
  let validate = compiled.get(name);
  if (validate === undefined) {
    const ajv = new Ajv2020({ allErrors: true, verbose: true, strict: false });
    addFormats(ajv);
    validate = ajv.compile(schemas[name]);
    compiled.set(name, validate);
  }
  return validate(data) ? [] : problemsOf(validate.errors ?? []);
}
