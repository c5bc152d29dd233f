import { pass } from '../../../contract.js';
import { conditions, wellFormed } from '../needs.js';
import type { EnvCheck } from '../tools.js';

/** Rules that every OK answer of the run is judged by, whichever check asked for it. */
const judged = [
  'ordering/one-per-query',
  'ordering/same-order',
  'ordering/name-echo',
  'values/exact',
  'values/value-xor-error',
  'values/no-nul',
  'values/size',
  'values/response-size',
  'batch/no-error-in-ok',
  'optional/required-fails',
  'optional/error-size',
] as const;

/** Rules of answers, not of results: they are kept or broken where results are missing too. */
const ofAnswers: readonly string[] = ['ordering/one-per-query', 'values/response-size'];

const stageOf = (requirement: string) =>
  requirement === 'batch/no-error-in-ok'
    ? [conditions.alpha]
    : requirement.startsWith('optional/')
      ? [conditions.beta]
      : [];

/** One check per rule that looks back over everything the driver answered. */
export const allTrafficChecks: readonly EnvCheck[] = judged.map(
  (requirement): EnvCheck => ({
    name: `${requirement}/all-traffic`,
    requirement,
    stimulus: 'every NodeGetEnvVars call of the run that got OK',
    expects: 'no answer breaks the rule, whichever check asked for it',
    needs: wellFormed,
    when: [conditions.advertised, ...stageOf(requirement)],
    final: true,
    async run({ journal }) {
      const faults = journal.faults.filter((fault) => fault.requirement === requirement);
      if (faults.length > 0) {
        const first = faults.find((fault) => fault.request !== undefined) ?? faults[0];
        return {
          outcome: 'fail',
          evidence: {
            mismatches: faults.slice(0, 3).map((fault) => `${fault.text} (seen during ${fault.check})`),
            ...(first?.request === undefined
              ? {}
              : { call: { method: '/csi.v1.Node/NodeGetEnvVars', request: first.request } }),
          },
        };
      }
      if (journal.okAnswers === 0)
        return { outcome: 'untested', reason: 'no NodeGetEnvVars call of this run got OK' };
      // A driver whose answers are all empty keeps no rule of results.
      const judgedAnswers = ofAnswers.includes(requirement) ? journal.okAnswers : journal.answersWithResults;
      if (judgedAnswers === 0)
        return { outcome: 'untested', reason: 'no answer of this run had one result for each query' };
      return pass(`${judgedAnswers} answers`);
    },
  }),
);
