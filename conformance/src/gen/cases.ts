// Generated from spec-tests by npm run generate; do not edit.

import type { CaseData, PremiseData } from '@csi-env/spec-tests';

/** Requests that cases stand on, by name. */
export const premises: Readonly<Record<string, PremiseData>> = {};

/** Every declarative case of every revision; `countsAt` selects. */
export const cases: readonly CaseData[] = [];
