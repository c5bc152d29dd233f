// The process that tries mutants: it takes trials over its channel, one after the other, and answers each.
import type { Trial, TrialAnswer } from '../../../mutation/trial.js';
import { tryMutant } from './try-mutant.js';

process.on('message', async (trial: Trial) => {
  const answer = await tryMutant(trial).then(
    (result): TrialAnswer => ({ result }),
    (reason: unknown): TrialAnswer => ({ problem: (reason as Error).message }),
  );
  process.send?.(answer);
});
process.on('disconnect', () => process.exit(0));
// A stock stack that throws where nobody catches must not end the trial: its checks say what they saw.
process.on('uncaughtException', () => {});
process.on('unhandledRejection', () => {});
