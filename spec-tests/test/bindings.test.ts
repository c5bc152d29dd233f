import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { specification } from './read.js';

const { bindings, requirements } = specification as typeof specification & {
  readonly bindings: readonly { readonly field: string; readonly requirements: readonly string[] }[];
};
const proto = readFileSync(new URL('../../proto/csi/v1_10/csi.proto', import.meta.url), 'utf8');

/** The names of fields that the messages of NodeGetEnvVars declare. */
const declared = ['NodeGetEnvVarsRequest', 'EnvVarQuery', 'NodeGetEnvVarsResponse', 'EnvVarResult'].flatMap(
  (message) => {
    const body = new RegExp(`^message ${message} \\{(.*?)^\\}`, 'ms').exec(proto)?.[1] ?? '';
    return [...body.matchAll(/^ {2}[\w<>., ]+ (\w+) = \d+/gm)].map(([, field]) => `${message}.${field}`);
  },
);

describe('the bindings', () => {
  it('name each field once', () => {
    const fields = bindings.map(({ field }) => field);
    expect(fields.filter((field, i) => fields.indexOf(field) !== i)).toEqual([]);
  });

  it('name requirements that there are', () => {
    const ids = new Set(requirements.map(({ id }) => id));
    expect(bindings.flatMap((one) => one.requirements).filter((id) => !ids.has(id))).toEqual([]);
  });

  it('have every field of NodeGetEnvVars', () => {
    expect(declared).toHaveLength(13);
    expect(declared.filter((field) => !bindings.some((one) => one.field === field))).toEqual([]);
  });

  it('name the fields that the texts of requirements name', () => {
    const unbound = bindings.flatMap(({ field, requirements: bound }) => {
      const name = field.split('.').at(-1) ?? '';
      if (!/_/.test(name)) return [];
      return requirements
        .filter(({ id, text }) => new RegExp(`\\b${name}\\b`).test(text) && !bound.includes(id))
        .map(({ id }) => `${field} ${id}`);
    });
    expect(unbound).toEqual([]);
  });
});
