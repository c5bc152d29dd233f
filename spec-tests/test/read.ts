import { readFileSync } from 'node:fs';
// @ts-expect-error: a script without declarations
import { readSpecification, validators } from '../scripts/read-specification.js';
import type { Catalogue } from '../src/catalogue-problems.js';
import type { Lock } from '../src/lock.js';

/** The catalogue as it is committed. */
export const specification = readSpecification('env-vars') as Catalogue & {
  readonly areas: readonly {
    readonly area: string;
    readonly requirements: readonly { readonly id: string }[];
  }[];
};

/** The lock as it is committed. */
export const lock = JSON.parse(
  readFileSync(new URL('../env-vars/requirements.lock.json', import.meta.url), 'utf8'),
) as Lock;

/** Throws what is wrong with data by a schema of `schemas/`. */
export const validate = validators() as (schema: string, file: string, data: unknown) => unknown;
