import type { Permitted } from '../../../mutation/trial.js';

/** Changes of the driver's answers that the contract permits, as narrow as what permits them. */
export const permittedResponses: readonly Permitted[] = [];
