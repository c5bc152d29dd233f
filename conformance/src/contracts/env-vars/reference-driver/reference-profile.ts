import { isUtf8 } from 'node:buffer';
import type { Entry } from './backend.js';
import { carryValue } from './carry-value.js';
import { dataSet, longestValue } from './data-set.js';
import { contractLimits, type Limits } from './limits.js';
import { pickMember } from './pick-member.js';

/** A pod in a profile. */
export interface ProfilePod {
  readonly namespace: string;
  readonly serviceAccount: string;
  readonly podName: string;
  readonly podUID: string;
  readonly nodeName?: string;
}

/** A key in a profile. */
export interface ProfileKey {
  readonly key: string;
  readonly parameters?: Readonly<Record<string, string>>;
  /** What the driver should answer. */
  readonly value?: string;
  /** Whether the value changes by itself. */
  readonly volatile?: boolean;
  /** Of a denied key: whether the backend has it. */
  readonly exists?: boolean;
}

/** What a profile (conformance.yaml) tells of the reference driver. */
export interface ReferenceProfile {
  readonly backend: 'local';
  readonly providerClass: { readonly name: string; readonly parameters: Readonly<Record<string, string>> };
  readonly pod: ProfilePod;
  readonly pods: readonly ProfilePod[];
  readonly deniedPods: readonly ProfilePod[];
  readonly keys: {
    readonly available: readonly ProfileKey[];
    readonly missing: readonly ProfileKey[];
    readonly denied: readonly ProfileKey[];
    readonly oversized: readonly ProfileKey[];
    readonly failing: readonly ProfileKey[];
  };
  readonly documents: {
    readonly retriableCodes?: string;
    readonly cache?: string;
    readonly cacheTtl?: string;
  };
}

const documentation = 'https://csi-env.example/reference-driver';

const parameters = {
  allowedNamespaces: 'production, staging',
  allowedServiceAccounts: 'myapp, billing-*',
  allowedFields: 'app/**, shared/*',
};

function pod(namespace: string, serviceAccount: string, podName: string, number: number): ProfilePod {
  const podUID = `7f9c24e8-3b1d-4a53-9a6e-${String(number).padStart(12, '0')}`;
  return { namespace, serviceAccount, podName, podUID, nodeName: 'node-1' };
}

/** The profile that fits the driver's own data set under given limits. */
export function profileFor(limits: Limits, cacheTtlMs: number | undefined = 2000): ReferenceProfile {
  return {
    backend: 'local',
    providerClass: { name: 'reference-class', parameters },
    pod: pod('production', 'myapp', 'myapp-0', 1),
    pods: [
      pod('staging', 'myapp', 'myapp-1', 2),
      pod('production', 'billing-worker', 'billing-0', 3),
      ...Array.from({ length: 4 }, (_, index) => pod('production', 'myapp', `myapp-${index + 2}`, index + 4)),
    ],
    deniedPods: [
      pod('elsewhere', 'myapp', 'stranger-0', 101),
      pod('production-2', 'myapp', 'stranger-1', 102),
      pod('prod', 'myapp', 'stranger-2', 103),
      pod('production', 'intruder', 'intruder-0', 104),
      pod('staging', 'myapp-admin', 'intruder-1', 105),
    ],
    keys: keysOf(limits),
    documents: {
      retriableCodes: `${documentation}#retries`,
      cache: `${documentation}#cache`,
      ...(cacheTtlMs === undefined ? {} : { cacheTtl: `${cacheTtlMs}ms` }),
    },
  };
}

function keysOf(limits: Limits): ReferenceProfile['keys'] {
  const available: ProfileKey[] = [];
  const oversized: ProfileKey[] = [];
  const failing: ProfileKey[] = [];
  for (const [key, entry] of dataSet(limits)) {
    if (!/^(app\/|shared\/[^/]*$)/.test(key)) continue;
    if (!(entry instanceof Uint8Array)) failing.push({ key });
    else if (Buffer.byteLength(carryValue(entry)) > limits.maxValueLengthBytes) oversized.push({ key });
    else if (Buffer.byteLength(carryValue(entry)) <= longestValue(limits)) {
      available.push({ key, value: carryValue(entry) });
      if (key === 'app/config') available.push(...members(key, entry));
    }
  }
  return {
    available,
    missing: [
      { key: 'app/none' },
      { key: 'app/db/password/none' },
      { key: 'shared/none' },
      { key: 'app/config', parameters: { field: 'none' } },
    ],
    denied: [
      { key: 'team-b/alpha', exists: true },
      { key: 'team-b/omega', exists: false },
      { key: 'appl/mytoken', exists: true },
      { key: 'shared/a/bcd', exists: true },
      { key: 'shared/a/xyz', exists: false },
      { key: 'APP/password', exists: true },
    ],
    oversized,
    failing,
  };
}

/** The members of a JSON value, as the query parameter `field` picks them. */
function members(key: string, entry: Entry): ProfileKey[] {
  if (!(entry instanceof Uint8Array) || !isUtf8(entry)) return [];
  return ['user', 'password', 'port'].map((field) => ({
    key,
    parameters: { field },
    value: carryValue(pickMember(entry, field) ?? new Uint8Array()),
  }));
}

/** The profile of a driver with the default options. */
export const referenceProfile: ReferenceProfile = profileFor(contractLimits);
