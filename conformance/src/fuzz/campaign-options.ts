import type { Stage } from '../contract.js';
import type { ClientKind } from '../driver/client.js';
import type { Selection } from '../runner/select.js';
import type { BudgetOptions } from './budget.js';
import { PHASES, type Phase } from './fuzz-target.js';

/** Everything that a campaign is told; {@link campaignDefaults} has the defaults. */
export interface CampaignOptions {
  // biome-ignore lint/suspicious/noExplicitAny: the engine never looks into a contract's own types
  readonly profile: any;
  /** Path of the profile as the user gave it, for the report. */
  readonly profilePath?: string;
  readonly profileDigest?: string;
  readonly client: ClientKind;
  /** Milliseconds that one call may take. */
  readonly timeoutMs: number;
  readonly startupTimeoutMs: number;
  /** Milliseconds that the whole campaign may take; {@link deadlineFor} unless said. */
  readonly deadlineMs?: number;
  readonly seed: number;
  readonly stage: Stage | 'auto';
  readonly safe: boolean;
  readonly selection: Selection;
  readonly phases: readonly Phase[];
  readonly budget: BudgetOptions;
  /** Whether to go on after a plain finding. */
  readonly keepOn: boolean;
  readonly embedded: boolean;
  /** Takes the values that the profile names out of a text, as long as no session knows better. */
  readonly redact?: (text: string) => string;
  /** Interrupts the campaign; it still ends with a footer. */
  readonly signal?: AbortSignal;
  readonly trace?: (line: string) => void;
  /** Told after every input. */
  readonly onProgress?: (progress: {
    readonly phase: Phase;
    readonly inputs: number;
    readonly findings: number;
  }) => void;
  /** Milliseconds of a clock that never goes back, for the budget. */
  readonly now?: () => number;
}

/** Defaults of a campaign. */
export const campaignDefaults = {
  client: 'wire',
  timeoutMs: 5000,
  startupTimeoutMs: 10_000,
  stage: 'auto',
  safe: false,
  selection: { run: [], skip: [] },
  phases: PHASES,
  budget: { timeMs: 30_000 },
  keepOn: false,
  embedded: false,
} as const;

/** Most distinct findings of a campaign, and as many warnings; a driver with more of them needs no more. */
export const mostFindings = 100;

/** How long a campaign may take whose options do not say it, in milliseconds: its time and two minutes, or half an hour. */
export function deadlineFor({ timeMs }: BudgetOptions): number {
  return timeMs === undefined ? 30 * 60_000 : timeMs + 120_000;
}
