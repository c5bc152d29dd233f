// The process that tries mutants: it takes trials over its channel, one after the other, and answers each.
import type { FuzzTrial } from '../../../mutation/fuzz-trial.js';
import type { Trial } from '../../../mutation/trial.js';
import { fuzzMutant } from './fuzz-mutant.js';
import { tryMutant } from './try-mutant.js';

process.on('message', async (trial: Trial | FuzzTrial) => {
  const made = 'fuzzRuns' in trial ? fuzzMutant(trial) : tryMutant(trial);
  const answer = await made.then(
    (result) => ({ result }),
    (reason: unknown) => ({ problem: (reason as Error).message }),
  );
  process.send?.(answer);
});
process.on('disconnect', () => process.exit(0));
// A stock stack that throws where nobody catches must not end the trial: its checks say what they saw.
process.on('uncaughtException', () => {});
process.on('unhandledRejection', () => {});
