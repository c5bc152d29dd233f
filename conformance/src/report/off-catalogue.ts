import type { Contract } from '../contract.js';
import { UsageError } from '../errors.js';
import { groupBy } from '../runner/group-by.js';
import { checksOf, needText } from '../runner/plan.js';
import { compileSelection } from '../runner/select.js';
import type { Report } from './collect.js';
import type { Contradiction } from './contradictions.js';
import { few } from './summary.js';

/**
 * Where a report is not one of the contract that it names: what is left out, judged by another level, skipped unasked or
 * called not applicable.
 *
 * @param contract the contract of the report's revision
 * @param sameTool whether the report's tool has the checks of this one; others are not compared, since names come and go with versions
 */
export function offCatalogue(
  report: Report,
  contract: Contract,
  sameTool: boolean,
): readonly Contradiction[] {
  return [
    ...requirementsOff(report, contract),
    ...(sameTool ? checksOff(report, contract) : []),
    ...selectionOff(report, contract, sameTool),
    ...embeddedOff(report, contract),
  ];
}

const nameOf = ({ name, revision }: Contract): string => `${name} revision ${revision}`;

function* requirementsOff({ requirements }: Report, contract: Contract): Generator<Contradiction> {
  const path = ['requirements'];
  const own = contract.requirements.filter(({ party }) => party === 'driver');
  const told = new Set(requirements.map(({ id }) => id));
  const absent = own.filter(({ id }) => !told.has(id)).map(({ id }) => id);
  if (absent.length > 0)
    yield { path, message: `requirements of ${nameOf(contract)} are missing: ${few(absent)}` };
  const known = new Map(own.map((requirement) => [requirement.id, requirement]));
  const unknown = [...told].filter((id) => !known.has(id));
  if (unknown.length > 0)
    yield { path, message: `${nameOf(contract)} has no such requirements for a driver: ${few(unknown)}` };
  for (const [i, { id, level, stage }] of requirements.entries()) {
    const right = known.get(id);
    if (right === undefined) continue;
    if (level !== right.level)
      yield {
        path: ['requirements', i, 'level'],
        message: `requirement ${id} is a ${right.level} of ${nameOf(contract)}, not a ${level}`,
      };
    if (stage !== right.stage)
      yield {
        path: ['requirements', i, 'stage'],
        message: `requirement ${id} is of stage ${right.stage}, not ${stage}`,
      };
  }
}

/** Cases that a run was given add checks, so that only what is missing shows an edit. */
function* checksOff({ checks }: Report, contract: Contract): Generator<Contradiction> {
  const told = new Map(checks.map((check) => [check.name, check]));
  const missing = checksOf(contract).filter(
    ({ name, requirement }) => told.get(name)?.requirement !== requirement,
  );
  for (const [requirement, own] of groupBy(missing, (check) => check.requirement))
    yield {
      path: ['checks'],
      message: `checks of requirement ${requirement} are missing: ${few(own.map(({ name }) => name))}`,
    };
  const needs = new Map(checksOf(contract).map((check) => [check.name, (check.needs ?? []).map(needText)]));
  for (const [i, { name, outcome, message = '', member, blockedBy }] of checks.entries()) {
    if (outcome !== 'not-applicable') continue;
    const untested = member !== undefined || blockedBy !== undefined || needs.get(name)?.includes(message);
    if (untested)
      yield {
        path: ['checks', i, 'outcome'],
        message: `check ${name} is said not to apply, and its reason is that of an untested one`,
      };
  }
}

function* selectionOff(report: Report, contract: Contract, sameTool: boolean): Generator<Contradiction> {
  const { selection, checks, requirements } = report;
  let selected: ReturnType<typeof compileSelection>;
  try {
    const names = {
      requirements: [...contract.requirements, ...requirements],
      checks: [...contract.checks, ...checks],
    };
    selected = compileSelection(names, selection);
  } catch (reason) {
    if (!(reason instanceof UsageError)) throw reason;
    yield { path: ['selection'], message: `selection: ${reason.message}` };
    return;
  }
  const disturbing = new Set(contract.checks.filter(({ disturbs }) => disturbs).map(({ name }) => name));
  const known = new Set(contract.checks.map(({ name }) => name));
  for (const [i, { name, requirement, outcome }] of checks.entries()) {
    const unasked = !selected(name, requirement);
    const unsafe = selection.safe && disturbing.has(name);
    if ((unasked || (unsafe && sameTool)) && outcome !== 'skipped')
      yield {
        path: ['checks', i, 'outcome'],
        message: `check ${name} was left out by ${unasked ? '--run or --skip' : '--safe'}, and is said to be ${outcome}`,
      };
    const open = selection.safe && !(sameTool && known.has(name));
    if (outcome === 'skipped' && !unasked && !unsafe && !open)
      yield {
        path: ['checks', i, 'outcome'],
        message: `check ${name} is said to be skipped, and nothing in selection leaves it out`,
      };
  }
}

function* embeddedOff({ driver, endpoint, profile }: Report, contract: Contract): Generator<Contradiction> {
  if (!driver.embedded) return;
  const why =
    endpoint !== 'embedded'
      ? 'it was reached at an endpoint'
      : profile !== undefined
        ? 'it has a profile'
        : contract.reference !== undefined && driver.name !== contract.reference.name
          ? `that one is called ${contract.reference.name}`
          : undefined;
  if (why !== undefined)
    yield {
      path: ['driver', 'embedded'],
      message: `the driver is said to be the embedded reference driver, and ${why}`,
    };
}
