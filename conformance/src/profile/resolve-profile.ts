import { resolve } from 'node:path';
import { parseDuration } from './duration.js';
import {
  type AvailableKey,
  emptyProfile,
  type Hook,
  type HookName,
  type Key,
  type Pod,
  type Profile,
} from './profile.js';
import type { HookFile, KeyFile, PodFile, ProfileFile, ValueFile } from './profile-file.js';

/** What resolving a profile asks of the world outside it. */
export interface ResolveSources {
  /** Folder that relative paths start from. */
  readonly folder: string;
  /** The bytes of an expected value; `path` says where the profile names it. */
  value(value: ValueFile, path: string): Uint8Array;
  /** A ProviderClass manifest that the profile names by its path. */
  providerClass(path: string): {
    readonly name: string;
    readonly parameters: Readonly<Record<string, string>>;
  };
  hook(name: HookName, hook: HookFile): Hook;
}

/** Turns the content of a profile, valid by its schema, into what checks work with. */
export function resolveProfile(file: ProfileFile, sources: ResolveSources): Profile {
  const path = (relative: string): string => resolve(sources.folder, relative);
  const { keys = {}, watch = {}, documents = {} } = file;
  const pid = watch.pid;
  const cacheTtlMs = documents.cacheTtl === undefined ? undefined : parseDuration(documents.cacheTtl);
  return {
    ...emptyProfile,
    ...(file.backend === undefined ? {} : { backend: file.backend }),
    ...(file.providerClass === undefined ? {} : { providerClass: classOf(file.providerClass, sources) }),
    ...(file.pod === undefined ? {} : { pod: file.pod as Pod }),
    pods: (file.pods ?? []).map((pod) => completePod(pod, file.pod)),
    deniedPods: (file.deniedPods ?? []).map((pod) => completePod(pod, file.pod)),
    keys: {
      available: (keys.available ?? []).map((key, i) =>
        availableKey(key, `keys.available[${i}].value`, sources),
      ),
      missing: (keys.missing ?? []).map(plainKey),
      denied: (keys.denied ?? []).map((key) => ({
        ...plainKey(key),
        ...(typeof key === 'string' || key.exists === undefined ? {} : { exists: key.exists }),
      })),
      oversized: (keys.oversized ?? []).map(plainKey),
      failing: (keys.failing ?? []).map(plainKey),
    },
    logs: (file.logs ?? []).map((log) => ('file' in log ? { file: path(log.file) } : log)),
    watch: {
      directories: (watch.directories ?? []).map(path),
      ignore: watch.ignore ?? [],
      ...(watch.metrics === undefined ? {} : { metrics: watch.metrics }),
      ...(pid === undefined ? {} : { pid: typeof pid === 'number' ? pid : { file: path(pid.file) } }),
    },
    hooks: Object.fromEntries(
      Object.entries(file.hooks ?? {}).map(([name, hook]) => [name, sources.hook(name as HookName, hook)]),
    ),
    documents: {
      ...(documents.retriableCodes === undefined ? {} : { retriableCodes: documents.retriableCodes }),
      ...(documents.cache === undefined ? {} : { cache: documents.cache }),
      ...(cacheTtlMs === undefined ? {} : { cacheTtlMs }),
    },
    ...(file.implementation === undefined ? {} : { implementation: file.implementation }),
  };
}

function classOf(
  value: NonNullable<ProfileFile['providerClass']>,
  sources: ResolveSources,
): NonNullable<Profile['providerClass']> {
  if (typeof value === 'string') return sources.providerClass(value);
  return { name: value.name, parameters: value.parameters ?? {} };
}

/** Members that a further pod leaves out are those of `pod`, so that only what is told apart has to be written. */
function completePod(pod: PodFile, first: PodFile | undefined): Pod {
  return {
    ...pod,
    podName: pod.podName ?? first?.podName ?? 'conformance-0',
    podUID: pod.podUID ?? first?.podUID ?? 'c0f04ace-0000-4000-8000-000000000000',
  };
}

function plainKey(key: string | KeyFile): Key {
  return typeof key === 'string'
    ? { key, parameters: {} }
    : { key: key.key, parameters: key.parameters ?? {} };
}

function availableKey(key: string | KeyFile, path: string, sources: ResolveSources): AvailableKey {
  if (typeof key === 'string') return { key, parameters: {}, volatile: false };
  return {
    ...plainKey(key),
    ...(key.value === undefined ? {} : { value: sources.value(key.value, path) }),
    volatile: key.volatile ?? false,
  };
}
