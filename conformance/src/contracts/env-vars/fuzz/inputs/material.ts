import type { FuzzInput } from '../../../../fuzz/fuzz-target.js';
import type { AvailableKey, DeniedKey, Key, Pod } from '../../../../profile/profile.js';
import type { Facts } from '../../facts.js';
import { type EnvRequest, podContext, type Query } from '../../request.js';
import type { Known } from '../model/known.js';

/** What inputs are made of: what the profile and the driver tell, and inventions where they tell nothing. */
export interface Material {
  readonly known: Known;
  readonly facts: Pick<Facts, 'advertised' | 'stage' | 'limits'>;
  /** No hooks, no overload, no malformed traffic. */
  readonly safe: boolean;
  readonly className: string;
  readonly classParameters: Readonly<Record<string, string>>;
  readonly context: Readonly<Record<string, string>>;
  /** Keys to ask for where nothing is to be wrong: those that are available, or an invented one. */
  readonly good: readonly AvailableKey[];
  /** Keys that fail, by kind. */
  readonly missing: readonly Key[];
  readonly denied: readonly DeniedKey[];
  readonly oversized: readonly Key[];
  readonly failing: readonly Key[];
  readonly pods: readonly Pod[];
  readonly deniedPods: readonly Pod[];
  /** The profile's own request for these queries. */
  request(queries: readonly Query[], change?: Partial<EnvRequest>): EnvRequest;
}

/** What stands for everything that nobody named, such as a class. */
export const invented = 'csi-env-conformance';

/** Gathers what inputs are made of. */
export function materialOf(known: Known, facts: Material['facts'], safe: boolean): Material {
  const { profile } = known;
  const className = profile.providerClass?.name ?? invented;
  const classParameters = profile.providerClass?.parameters ?? {};
  const context =
    profile.pod === undefined
      ? { namespace: invented, serviceAccount: invented, podName: invented, podUID: invented }
      : podContext(profile.pod);
  const none: Key = { key: `${invented}/none`, parameters: {} };
  return {
    known,
    facts,
    safe,
    className,
    classParameters,
    context,
    good: profile.keys.available.length > 0 ? profile.keys.available : [{ ...none, volatile: false }],
    missing: profile.keys.missing,
    denied: profile.keys.denied,
    oversized: profile.keys.oversized,
    failing: profile.keys.failing,
    pods: profile.pods,
    deniedPods: profile.deniedPods,
    request: (queries, change) => ({
      className,
      classParameters: { ...classParameters },
      queries,
      podContext: { ...context },
      ...change,
    }),
  };
}

/** A query for a key. */
export function queryFor(key: Key, name: string, optional = false): Query {
  const named = Object.keys(key.parameters).length > 0;
  return {
    name,
    key: key.key,
    ...(named ? { parameters: { ...key.parameters } } : {}),
    ...(optional ? { optional: true } : {}),
  };
}

/** An input of one call. */
export function callInput(
  phase: 'examples' | 'boundary' | 'fuzz',
  title: string,
  request: EnvRequest,
): FuzzInput {
  return { phase, title, kind: 'call', request };
}
