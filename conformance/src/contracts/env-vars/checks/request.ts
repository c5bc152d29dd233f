import type { EnvCheck } from '../tools.js';
import { envNameChecks } from './request/env-name.js';
import { extraContextChecks } from './request/extra-context.js';
import { fieldSizeChecks } from './request/field-size.js';
import { knownKeyChecks } from './request/known-key.js';
import { legalServedChecks } from './request/legal-served.js';
import { payloadSizeChecks } from './request/payload-size.js';
import { permittingListChecks } from './request/permitting-lists.js';
import { podContextChecks } from './request/pod-context-keys.js';
import { requiredFieldChecks } from './request/required-fields.js';
import { unknownFieldChecks } from './request/unknown-fields.js';

/** Checks of the area `request`, and of `capability/tolerates-unknown`, which comes from the same field table. */
export const requestChecks: readonly EnvCheck[] = [
  ...unknownFieldChecks,
  ...requiredFieldChecks,
  ...podContextChecks,
  ...extraContextChecks,
  ...envNameChecks,
  ...fieldSizeChecks,
  ...payloadSizeChecks,
  ...legalServedChecks,
  ...permittingListChecks,
  ...knownKeyChecks,
];
