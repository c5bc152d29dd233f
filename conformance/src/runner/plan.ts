import type { Check, Condition, Contract } from '../contract.js';
import type { PlanEvent } from './events.js';
import { groupBy } from './group-by.js';
import { compileSelection, type Selection } from './select.js';

/** What will happen to one check, decided before the first call. */
export type Decision =
  | { readonly kind: 'run' }
  | { readonly kind: 'untested'; readonly reason: string; readonly member?: string }
  | { readonly kind: 'skipped'; readonly reason: string }
  | { readonly kind: 'not-applicable'; readonly reason: string };

/** A check with its decision. */
export interface PlannedCheck {
  // biome-ignore lint/suspicious/noExplicitAny: the engine never looks into a contract's own types
  readonly check: Check<any, any, any>;
  readonly decision: Decision;
}

const unselected: Decision = { kind: 'skipped', reason: 'left out by --run or --skip' };

/** What the plan depends on. */
export interface PlanOptions {
  readonly selection: Selection;
  readonly safe: boolean;
}

/**
 * Decides for every check of the driver's requirements whether it will run, cannot be tested for want of something in the
 * profile, or was left out. Pure; no call is made.
 *
 * @throws UsageError when a pattern matches nothing
 * @throws Error when two checks of the contract's revision have one name: outcomes are told apart by it
 */
export function makePlan(contract: Contract, profile: unknown, options: PlanOptions): PlannedCheck[] {
  const selected = compileSelection(contract, options.selection);
  const rank = new Map(contract.requirements.map((requirement, index) => [requirement.id, index]));
  const checks = checksOf(contract);
  rejectDuplicates(contract, checks);
  return checks
    .map((check): PlannedCheck => {
      if (!selected(check.name, check.requirement)) {
        return { check, decision: unselected };
      }
      if (options.safe && check.disturbs === true) {
        return {
          check,
          decision: { kind: 'skipped', reason: 'left out by --safe: it disturbs other users of the driver' },
        };
      }
      const missing = check.needs?.find((need) => !need.met(profile));
      if (missing !== undefined) {
        return {
          check,
          decision: {
            kind: 'untested',
            reason: needText(missing),
            member: missing.member,
          },
        };
      }
      return { check, decision: { kind: 'run' } };
    })
    .sort((a, b) => (rank.get(a.check.requirement) ?? 0) - (rank.get(b.check.requirement) ?? 0));
}

/**
 * The plan once the driver has said what it is: a check that does not apply to it is not untested, whatever the profile
 * lacks. What was left out stays so, and what runs finds out by itself.
 */
export function applyFacts(plan: readonly PlannedCheck[], facts: unknown): PlannedCheck[] {
  return plan.map((planned) => {
    if (planned.decision.kind !== 'untested') return planned;
    const unmet = unmetCondition(planned.check, facts);
    return unmet === undefined
      ? planned
      : { ...planned, decision: { kind: 'not-applicable', reason: unmet.otherwise } };
  });
}

/** The first condition of a check that a driver does not meet. */
export function unmetCondition(
  check: Check<unknown, unknown, unknown>,
  facts: unknown,
): Condition<unknown> | undefined {
  return check.when?.find((condition) => !condition.met(facts));
}

/** The checks that count in the contract's revision. */
export function checksOf(contract: Contract): Contract['checks'] {
  const ids = new Set(contract.requirements.map(({ id }) => id));
  return contract.checks.filter(
    (check) =>
      (check.since ?? 1) <= contract.revision &&
      contract.revision <= (check.until ?? contract.revision) &&
      ids.has(check.requirement),
  );
}

/** Why a check that needs what the profile does not say is untested. */
export function needText({ member, say }: { readonly member: string; readonly say: string }): string {
  return `the profile does not say ${member}: ${say}`;
}

function rejectDuplicates(contract: Contract, checks: Contract['checks']): void {
  const names = new Set<string>();
  for (const { name } of checks) {
    if (names.has(name)) throw new Error(`contract ${contract.name} has two checks of the name ${name}`);
    names.add(name);
  }
}

/** The plan as an event: every requirement on a driver, with its checks. */
export function planEvent(contract: Contract, plan: readonly PlannedCheck[]): PlanEvent {
  const planned = groupBy(plan, ({ check }) => check.requirement);
  return {
    type: 'plan',
    requirements: contract.requirements
      .filter((requirement) => requirement.party === 'driver')
      .map((requirement) => ({
        id: requirement.id,
        level: requirement.level,
        stage: requirement.stage,
        text: requirement.text,
        checks: (planned.get(requirement.id) ?? []).map(({ check, decision }) => ({
          name: check.name,
          decision: decision.kind,
          ...('reason' in decision ? { reason: decision.reason } : {}),
          ...('member' in decision && decision.member !== undefined ? { member: decision.member } : {}),
        })),
      })),
  };
}
