import { utf8Length } from '../../judge.js';
import { type EnvRequest, type EnvResult, responseSize } from '../../request.js';
import { type Asker, type Known, type KnownKey, requiredContext } from '../model/known.js';
import type { BackendState } from '../model/outcomes.js';
import type { Moment, Prediction } from '../model/predict.js';

/** What a session learned, and in which state it believes the driver to be. */
export interface Memory extends Moment {
  backend: BackendState;
  extraBytes: number;
  /** Whether caches can no longer hold values from before the last rotation. */
  settled(): boolean;
  /** The values of the profile no longer hold, and for a while neither does what was learned. */
  rotated(): void;
  /** Takes in the values of an answer; learns from it where it was right. */
  take(prediction: Prediction, results: readonly EnvResult[], right: boolean): void;
  /** Takes in how much longer a response was than its results are. */
  measure(bytes: number, results: readonly EnvResult[]): void;
}

/** How long a cache of which nothing is documented may hold on to old values, in milliseconds. */
const unknownCacheMs = 60_000;
/** Values that are learned; a driver may have any number of keys, a profile lists few. */
const most = 5000;
/** Bytes by which the length of a longer result may be written longer, too. */
const lengthBytes = 2;
/** Characters of all of them together. */
const mostLength = 16 * 1024 * 1024;

/**
 * Opens a memory. A key whose value the profile does not give, and does not call volatile, has to keep the value that it had.
 *
 * @param seen told of every value that is not one of the profile's
 */
export function openMemory(known: Known, seen: (value: string, key: string) => void): Memory {
  const learned = new Map<string, string>();
  let learnedLength = 0;
  const { cacheTtlMs = unknownCacheMs } = known.profile.documents;
  const { pod: ownPod, pods } = known.profile;
  const onNodes = [ownPod, ...pods].some((pod) => pod?.nodeName !== undefined);
  let hold = true;
  let learnFrom = 0;

  /** Whether a key's value is settled by the profile's class and one of its pods. */
  function isSettled(key: KnownKey, asker: Asker, request: EnvRequest): boolean {
    if (key.kind !== 'available' || key.volatile || (asker !== 'own' && asker !== 'further')) return false;
    // A value may go by the node, which this request leaves out.
    if (onNodes && request.podContext.nodeName === undefined) return false;
    return known.ownClassName(request) && !known.changedParameters(request).others;
  }

  /** What a settled value goes by: the key and the pod. */
  function placeOf(key: KnownKey, asker: Asker, request: EnvRequest): string {
    const pod = asker === 'own' ? '' : requiredContext.map((name) => request.podContext[name]).join('\n');
    return `${known.keys.indexOf(key)}\n${pod}`;
  }

  return {
    backend: 'up',
    extraBytes: 0,
    settled: () => performance.now() >= learnFrom,
    value(key, asker, request) {
      if (!isSettled(key, asker, request)) return undefined;
      if (asker === 'own' && hold && key.value !== undefined) return key.value;
      return learned.get(placeOf(key, asker, request));
    },
    rotated() {
      hold = false;
      learned.clear();
      learnedLength = 0;
      learnFrom = performance.now() + cacheTtlMs + 1000;
    },
    measure(bytes, results) {
      const sizes = results.map(({ name, value, error }) => ({
        name,
        valueBytes: utf8Length(value === '' ? error : value),
      }));
      const extra = Math.ceil((bytes - responseSize(sizes)) / Math.max(1, results.length));
      if (extra > 0) this.extraBytes = Math.max(this.extraBytes, extra + lengthBytes);
    },
    take({ queries, asker, request }, results, right) {
      for (const [index, { value, error }] of results.entries()) {
        const query = queries[index];
        if (value === '' || (query !== undefined && value === query.value)) continue;
        seen(value, request.queries[index]?.key ?? '');
        if (!right || error !== '' || query?.key === undefined || query.value !== undefined) continue;
        if (!isSettled(query.key, asker, request) || performance.now() < learnFrom) continue;
        if (learned.size >= most || learnedLength + value.length > mostLength) continue;
        learnedLength += value.length;
        learned.set(placeOf(query.key, asker, request), value);
      }
    },
  };
}
