export type * from './case.js';
export {
  type Catalogue,
  type CheckReference,
  catalogueProblems,
  coverageProblems,
} from './catalogue-problems.js';
export {
  type Expansion,
  expandRequest,
  expandText,
  type Fixtures,
  invented,
  type KeyFixture,
  type PodFixture,
} from './expand-request.js';
export {
  type CaseAnswer,
  type CaseContext,
  type CaseResult,
  type CaseVerdict,
  judgeCase,
} from './judge-case.js';
export { mergePatch } from './merge-patch.js';
export type * from './requirement.js';
export { countsAt, type Revised, requirementsAt, wordsAt } from './revision.js';
