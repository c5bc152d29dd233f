/** Obligation of a requirement (RFC 2119). */
export type Level = 'MUST' | 'SHOULD' | 'MAY';

/** Which semantics of the contract a requirement belongs to; `beta` means optional queries and named pipes. */
export type Stage = 'alpha' | 'beta';

/** Who owes it: the driver, or the container orchestrator. */
export type Party = 'driver' | 'co';

/** Where a rule comes from: the enhancement proposal, the CSI specification, or a decision of this project. */
export type Origin = 'KEP' | 'CSI' | 'project';

/** What a later revision of the contract says differently about a requirement. */
export interface RequirementChange {
  readonly level?: Level;
  readonly stage?: Stage;
  readonly title?: string;
  readonly text?: string;
  readonly rationale?: string;
  readonly source?: readonly Origin[];
  readonly decisions?: readonly number[];
  readonly cause?: string;
  readonly fix?: string;
}

/** One requirement of a catalogue, as `requirements/*.yaml` has it. */
export interface RequirementData {
  /** Permanent path-shaped id, such as `ordering/same-order`. */
  readonly id: string;
  readonly level: Level;
  readonly stage: Stage;
  readonly party: Party;
  /** A headline in a few words. */
  readonly title: string;
  /** The normative sentences, one per line. */
  readonly text: string;
  /** Why the rule is there, one sentence per line. */
  readonly rationale: string;
  readonly source: readonly Origin[];
  /** Numbers of the decisions in `decisions.yaml` that the rule rests on. */
  readonly decisions?: readonly number[];
  /** First revision of the contract that has the requirement. */
  readonly since: number;
  /** Last revision of the contract that has the requirement; absent while it holds. */
  readonly until?: number;
  /** What later revisions say differently, by revision; each counts from there on. */
  readonly revisions?: Readonly<Record<string, RequirementChange>>;
  /** Likely cause of a failure. */
  readonly cause: string;
  /** How to fix a party that fails it. */
  readonly fix: string;
  /** Why no outside observer can test it; only where neither a case nor a check does. */
  readonly untestable?: string;
}

/** One entry of `decisions.yaml`. */
export interface DecisionData {
  readonly n: number;
  readonly question: string;
  readonly decision: string;
  readonly reason: string;
}

/** `contract.yaml`: name, revisions and limits of a contract. */
export interface ContractData {
  readonly name: string;
  readonly title: string;
  /** Revision that holds unless another is asked for. */
  readonly revision: number;
  readonly revisions: readonly RevisionData[];
  /** Limits by name, in the unit that the name ends in. */
  readonly limits: Readonly<Record<string, number>>;
  readonly podContext: { readonly required: readonly string[]; readonly optional: readonly string[] };
}

/** One revision of a contract. */
export interface RevisionData {
  readonly revision: number;
  /** Day of release, `YYYY-MM-DD`. */
  readonly date: string;
  readonly summary: string;
}
