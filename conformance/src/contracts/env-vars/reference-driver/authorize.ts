import type { NodeGetEnvVarsRequest } from '@csi-env/proto';
import { matchesGlobList } from './glob.js';
import { normaliseKey } from './normalise-key.js';

/** Something that the class does not permit. */
export interface Refusal {
  /** The requirement that asks for it to be refused. */
  readonly rule: 'authorization/namespace' | 'authorization/identity' | 'authorization/field';
  /** Position of the query, for a refusal of its key. */
  readonly position?: number;
  readonly message: string;
}

/**
 * Everything in a request that its class does not permit. Each alone is a reason for PERMISSION_DENIED.
 *
 * Class parameters: `allowedNamespaces`, `allowedServiceAccounts`, `allowedFields`, each a list of globs (D25). Without the
 * parameter there is no such restriction.
 *
 * `errors/no-existence-oracle` (D19): neither the decision nor its message looks at the backend.
 */
export function authorize(request: NodeGetEnvVarsRequest): Refusal[] {
  const { allowedNamespaces, allowedServiceAccounts, allowedFields } = request.classParameters;
  const refusals: Refusal[] = [];

  // authorization/namespace
  if (
    allowedNamespaces !== undefined &&
    !matchesGlobList(allowedNamespaces, request.podContext.namespace ?? '')
  ) {
    refusals.push({
      rule: 'authorization/namespace',
      message: 'the class does not permit the namespace of the pod',
    });
  }
  // authorization/identity
  if (
    allowedServiceAccounts !== undefined &&
    !matchesGlobList(allowedServiceAccounts, request.podContext.serviceAccount ?? '')
  ) {
    refusals.push({
      rule: 'authorization/identity',
      message: 'the class does not permit the service account of the pod',
    });
  }
  // authorization/field: a key that is not in its plain spelling is refused, so what is matched is what is looked up.
  if (allowedFields !== undefined) {
    for (const [position, { key }] of request.queries.entries()) {
      if (normaliseKey(key) === key && matchesGlobList(allowedFields, key)) continue;
      refusals.push({
        rule: 'authorization/field',
        position,
        message: `the class does not permit the key of queries[${position}]`,
      });
    }
  }
  return refusals;
}
