import { expandRequest } from '../data/expand.mjs';

const pod = (namespace, serviceAccount, podName, last) => ({
  namespace,
  serviceAccount,
  podName,
  podUID: `7f9c24e8-3b1d-4a53-9a6e-00000000000${last}`,
  nodeName: 'node-1',
});

/** Names to show requests with; those of the reference driver, so that an example can be sent to it. */
const sample = {
  class: {
    name: 'reference-class',
    parameters: {
      allowedNamespaces: 'production, staging',
      allowedServiceAccounts: 'myapp, billing-*',
      allowedFields: 'app/**, shared/*',
    },
  },
  pod: pod('production', 'myapp', 'myapp-0', 1),
  pods: [pod('staging', 'myapp', 'myapp-1', 2), pod('production', 'billing-worker', 'billing-0', 3)],
  deniedNamespace: [pod('elsewhere', 'myapp', 'stranger-0', 7)],
  deniedIdentity: [pod('production', 'intruder', 'intruder-0', 8)],
  available: [
    { key: 'app/db/password' },
    { key: 'app/db/url' },
    { key: 'shared/region' },
    { key: 'app/text/word' },
  ],
  missing: [{ key: 'app/none' }, { key: 'shared/none' }],
  denied: [{ key: 'team-b/alpha' }, { key: 'team-b/omega' }],
  oversized: [{ key: 'app/huge' }, { key: 'app/huge-multibyte' }],
  failing: [{ key: 'app/broken' }, { key: 'app/corrupt' }],
};

/**
 * The request of a case with the names of the reference driver in place of its placeholders.
 *
 * @param whole whether long texts stay as they are; else they are cut, with their length beside them
 */
export function sampleRequest({ request }, { whole = false } = {}) {
  const expanded = expandRequest(request, sample);
  if (expanded.kind !== 'request') throw new Error(`cannot fill a case with samples: ${expanded.reason}`);
  return whole ? expanded.request : shortened(expanded.request);
}

function shortened(value) {
  if (typeof value === 'string') {
    const bytes = Buffer.byteLength(value);
    return bytes <= 96 ? value : `${value.slice(0, 24)}… (${bytes} bytes)`;
  }
  if (Array.isArray(value)) return value.map(shortened);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [shortened(name), shortened(member)]),
  );
}
