import type { EnvRequest } from '../../request.js';
import { ordinaryContext } from './reached-by.js';

/** A part of a request that a driver has to put up with. */
export interface Extra {
  /** The requirement that breaks where the request is refused for it. */
  readonly requirement: string;
  readonly what: string;
  /** The request without it. */
  readonly without: EnvRequest;
}

/** The parts of a request for which it may not be refused, and which few requests have. */
export function extrasOf(request: EnvRequest): readonly Extra[] {
  const { version, podContext, queries } = request;
  const extras: Extra[] = [];
  if ((version ?? '') !== '') {
    const { version: _, ...without } = request;
    extras.push({ requirement: 'identity/version-free', what: 'its version', without });
  }
  const ordinary = Object.entries(podContext).filter(([name]) => ordinaryContext.has(name));
  if (ordinary.length < Object.keys(podContext).length) {
    const without = { ...request, podContext: Object.fromEntries(ordinary) };
    extras.push({ requirement: 'request/extra-context', what: 'the further keys of pod_context', without });
  }
  if (new Set(queries.map(({ name }) => name)).size < queries.length) {
    const renamed = queries.map((query, index) => ({ ...query, name: `CSI_ENV_${index}` }));
    const without = { ...request, queries: renamed };
    extras.push({ requirement: 'ordering/duplicate-names', what: 'the names that several have', without });
  }
  return extras;
}
