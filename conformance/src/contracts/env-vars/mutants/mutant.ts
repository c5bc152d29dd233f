import type { Hooks } from '../reference-driver/hooks.js';
import type { DriverStage, ServerKind, Variation } from '../reference-driver/options.js';
import type { ReferenceProfile } from '../reference-driver/reference-profile.js';

/** The reference driver with one rule broken. */
export interface Mutant {
  /** Permanent name: the requirement's id and how it is broken. */
  readonly id: string;
  /** Requirements that have to fail. */
  readonly breaks: readonly string[];
  /** Requirements that may fail too, because breaking the first implies it. */
  readonly also?: readonly { readonly id: string; readonly why: string }[];
  /** What the driver does wrong, as a sentence. */
  readonly description: string;
  /** The only stage at which the rule is broken. */
  readonly stage?: DriverStage;
  /** The only stack on which it can be broken. */
  readonly server?: ServerKind;
  /** Whether the driver needs a process of its own, because it changes the process. */
  readonly ownProcess?: true;
  /** Whether the profile has to name the driver's state directory, metrics page or the like: members of a profile. */
  readonly profileMembers?: readonly string[];
  /** Where its log goes where no file of the profile has it: to the output of a driver that the tool starts, or to a command of the profile. */
  readonly logsTo?: 'stdout' | 'stderr' | 'command';
  /** Changes the profile too. */
  profile?(profile: ReferenceProfile): ReferenceProfile;
  /** What to change; called once for each driver that is started, so that memory is the driver's own. */
  apply(): Variation;
}

/** All that a mutant is beside its id, description and change. */
export type MutantFacts = Omit<Mutant, 'id' | 'breaks' | 'description' | 'apply'> & {
  readonly breaks?: readonly string[];
  /** Options to change beside the hooks. */
  readonly options?: Variation['options'];
};

/**
 * Defines a mutant that breaks the requirement that its id begins with.
 *
 * @param change hooks, or a function that makes them where they need memory
 */
export function mutant(
  id: string,
  description: string,
  change: Partial<Hooks> | (() => Partial<Hooks>),
  facts: MutantFacts = {},
): Mutant {
  const { breaks = [id.split('/').slice(0, 2).join('/')], options, ...rest } = facts;
  return {
    id,
    breaks,
    description,
    ...rest,
    apply() {
      const hooks = typeof change === 'function' ? change() : change;
      return options === undefined ? { hooks } : { hooks, options };
    },
  };
}

/** Requirements that a mutant may fail too, all for one reason. */
export function failsToo(why: string, ...ids: readonly string[]): Pick<Required<MutantFacts>, 'also'> {
  return { also: ids.map((id) => ({ id, why })) };
}

/** What a mutant fails along the way that answers some requests with a code of its own, also those that have to be refused with another. */
export function otherCodesToo(why: string): Pick<Required<MutantFacts>, 'also'> {
  const errors = ['errors/not-found', 'errors/permission-denied', 'errors/backend', 'errors/precedence'];
  return failsToo(why, ...errors, 'authorization/field');
}
