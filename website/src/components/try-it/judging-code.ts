import type { leaked } from '@conformance/contracts/env-vars/checks/privacy/leaked.js';
import type { scanTexts } from '@conformance/contracts/env-vars/checks/privacy/scan-texts.js';
import type { limitsOf } from '@conformance/contracts/env-vars/facts.js';
import type { failingParts } from '@conformance/contracts/env-vars/fuzz/model/blame.js';
import type { deviationsOf } from '@conformance/contracts/env-vars/fuzz/model/deviations.js';
import type { extrasOf } from '@conformance/contracts/env-vars/fuzz/model/extras.js';
import type { knownOf } from '@conformance/contracts/env-vars/fuzz/model/known.js';
import type { outcome, servedBits } from '@conformance/contracts/env-vars/fuzz/model/outcomes.js';
import type { predict } from '@conformance/contracts/env-vars/fuzz/model/predict.js';
import type { EnvResult, encodeRequest } from '@conformance/contracts/env-vars/request.js';
import type { statusCode } from '@conformance/driver/answer.js';
import type { createScanner } from '@conformance/leak/scanner.js';
import type { emptyProfile, Key, Pod } from '@conformance/profile/profile.js';

/** What the pages know of the driver: the profile of the reference driver, with values that a reader can type. */
export interface KnownDriver {
  readonly providerClass: { readonly name: string; readonly parameters: Readonly<Record<string, string>> };
  readonly pod: Pod;
  readonly pods: readonly Pod[];
  readonly deniedPods: readonly Pod[];
  readonly keys: {
    readonly available: readonly (Key & { readonly value: string })[];
    readonly missing: readonly Key[];
    readonly denied: readonly Key[];
    readonly oversized: readonly Key[];
    readonly failing: readonly Key[];
  };
}

/** The part of the toolkit that judges, as scripts/judging-code.mjs bundles it for pages. */
export interface JudgingCode {
  readonly driver: KnownDriver;
  readonly emptyProfile: typeof emptyProfile;
  readonly statusCode: typeof statusCode;
  readonly outcome: typeof outcome;
  readonly servedBits: typeof servedBits;
  readonly limitsOf: typeof limitsOf;
  readonly knownOf: typeof knownOf;
  readonly predict: typeof predict;
  readonly deviationsOf: typeof deviationsOf;
  readonly failingParts: typeof failingParts;
  readonly extrasOf: typeof extrasOf;
  readonly createScanner: typeof createScanner;
  readonly scanTexts: typeof scanTexts;
  readonly leaked: typeof leaked;
  readonly encodeRequest: typeof encodeRequest;
  encodeResponse(results: readonly EnvResult[]): Uint8Array;
  judgeCase(
    expect: unknown,
    answer: object,
    context: object,
  ): { readonly outcome: string; readonly mismatches?: readonly string[]; readonly blockedBy?: string };
}
