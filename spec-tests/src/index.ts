export type * from './case.js';
export {
  type Catalogue,
  type CheckReference,
  catalogueProblems,
  coverageProblems,
} from './catalogue-problems.js';
export { mergePatch } from './merge-patch.js';
export type * from './requirement.js';
export { countsAt, type Revised, requirementsAt, wordsAt } from './revision.js';
