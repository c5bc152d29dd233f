/** Settings of the cache; `false` in the driver's options means that there is none. */
export interface CacheOptions {
  /** How long an entry may be served, in milliseconds. */
  readonly ttlMs: number;
  /** How many entries are kept; the oldest go first. */
  readonly maxEntries: number;
  /** A monotonic clock in milliseconds. Default `performance.now`. */
  readonly now?: () => number;
}

/**
 * What the backend answered for a key, for a while.
 *
 * `authorization/no-cached-bypass` (D18): the cache knows nothing of pods and is asked only after authorization, which runs
 * on every call. Missing keys and failures are not cached.
 */
export interface Cache {
  get(key: string): Uint8Array | undefined;
  put(key: string, bytes: Uint8Array): void;
}

/** Makes a cache. */
export function createCache(options: CacheOptions | false): Cache {
  if (options === false) return { get: () => undefined, put: () => {} };
  const now = options.now ?? (() => performance.now());
  const entries = new Map<string, { readonly bytes: Uint8Array; readonly until: number }>();
  return {
    get(key) {
      const entry = entries.get(key);
      if (entry === undefined) return undefined;
      if (entry.until > now()) return entry.bytes;
      entries.delete(key);
      return undefined;
    },
    put(key, bytes) {
      if (entries.size >= options.maxEntries) {
        for (const oldest of entries.keys()) {
          entries.delete(oldest);
          break;
        }
      }
      entries.set(key, { bytes, until: now() + options.ttlMs });
    },
  };
}
