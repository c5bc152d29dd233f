import { BackendError } from '../reference-driver/backend.js';
import type { Hooks } from '../reference-driver/hooks.js';
import { StatusError, statusCode } from '../reference-driver/status.js';
import { requestMemory } from './circumstances.js';
import { failsToo, type Mutant, mutant } from './mutant.js';

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Makes every look-up take a while, so that simultaneous calls overlap. */
const slowly = (ms: number): Partial<Hooks> => ({
  readBackend: async (read) => {
    await pause(ms);
    return read();
  },
});

const never = new AbortController().signal;

const repeated =
  (what: (number: number) => void): (() => Partial<Hooks>) =>
  () => {
    const before = requestMemory();
    return { messageReceived: (context) => what(before(context)) };
  };

/** Mutants of the area idempotency. */
export const idempotencyMutants: readonly Mutant[] = [
  mutant(
    'idempotency/repeat/already-exists',
    'answers ALREADY_EXISTS to a repetition',
    repeated((number) => {
      if (number === 1) throw new StatusError(statusCode.ALREADY_EXISTS, 'the request was answered before');
    }),
  ),
  mutant(
    'idempotency/repeat/third-call',
    'answers RESOURCE_EXHAUSTED to the second repetition',
    repeated((number) => {
      if (number === 2)
        throw new StatusError(statusCode.RESOURCE_EXHAUSTED, 'the request was answered twice');
    }),
  ),
  mutant(
    'idempotency/repeat/generated',
    'gives a repetition another value',
    () => {
      const before = requestMemory();
      const again = new WeakSet<object>();
      return {
        messageReceived: (context) => {
          if (before(context) > 0) again.add(context.request);
        },
        oneResult: (result, { request, call }) =>
          again.has(request) && result.error === '' ? { ...result, value: `lease-${call}` } : result,
      };
    },
    {
      also: [
        { id: 'values/exact', why: 'the second value is not the backend’s' },
        { id: 'ordering/duplicate-names', why: 'equal queries of a second request get a value of its own' },
        ...['request/extra-context', 'ordering/permutation'].map((id) => ({
          id,
          why: 'what is compared with came a second time',
        })),
        { id: 'idempotency/concurrent', why: 'of two equal requests one comes second' },
      ],
    },
  ),
  mutant(
    'idempotency/concurrent/aborted',
    'answers ABORTED to a request that is being answered',
    () => {
      const open = new Set<string>();
      const textOf = (request: { queries: readonly { key: string }[]; podContext: object }): string =>
        JSON.stringify([request.podContext, request.queries.map(({ key }) => key)]);
      return {
        ...slowly(20),
        authorize: (refusals, { request }) => {
          if (open.has(textOf(request))) throw new StatusError(statusCode.ABORTED, 'an operation is pending');
          open.add(textOf(request));
          return refusals;
        },
        releaseSlot: (release, { request }, failed) => {
          if (failed?.code !== statusCode.ABORTED) open.delete(textOf(request));
          release();
        },
      };
    },
    {
      also: [
        { id: 'idempotency/after-cancel', why: 'a cancelled call is pending for a while' },
        { id: 'concurrency/overload', why: 'equal calls of a burst are refused' },
        { id: 'concurrency/in-flight', why: 'equal calls at once are refused' },
        { id: 'performance/churn', why: 'equal calls at once are refused' },
      ],
    },
  ),
  mutant(
    'idempotency/concurrent/half-filled',
    'gives the second of two simultaneous calls an empty value at the end',
    () => ({
      ...slowly(10),
      results: (results, { inFlight, call, request }) =>
        inFlight > 1 && call % 2 === 0 && request.queries.length > 0
          ? results.map((result, at) => (at === results.length - 1 ? { ...result, value: '' } : result))
          : results,
    }),
    {
      also: [
        { id: 'concurrency/isolation', why: 'another call changes the answer' },
        { id: 'concurrency/in-flight', why: 'the answers of simultaneous calls are wrong' },
        { id: 'values/exact', why: 'a value is lost while another call is served' },
      ],
    },
  ),
  mutant(
    'idempotency/after-cancel/poisoned',
    'fails for the keys of a call that was cancelled',
    () => {
      const poisoned = new Set<string>();
      return {
        ...slowly(200),
        readBackend: async (read, { query, signal }) => {
          if (poisoned.has(query.key)) throw new BackendError('internal', 'the entry is locked');
          await pause(20);
          if (signal.aborted) poisoned.add(query.key);
          return read();
        },
      };
    },
    failsToo('later calls fail, too', 'request/legal-served', 'batch/scales', 'errors/backend'),
  ),
  mutant(
    'idempotency/after-cancel/aborted',
    'answers ABORTED to the repetition of a cancelled request',
    () => {
      const cancelled = new Set<string>();
      return {
        readBackend: async (read, { query, signal }) => {
          if (cancelled.delete(query.key))
            throw new StatusError(statusCode.ABORTED, 'an operation is pending');
          await pause(20);
          if (signal.aborted) cancelled.add(query.key);
          return read();
        },
      };
    },
    failsToo(
      'the call is answered when it is made once more, whatever was taken out of it',
      'optional/alpha-ignores',
    ),
  ),
  mutant(
    'idempotency/after-cancel/empty',
    'caches nothing as the value of a read that was cancelled',
    () => {
      const empty = new Set<string>();
      return {
        readBackend: async (read, { query, signal }) => {
          if (empty.has(query.key)) return new Uint8Array();
          await pause(20);
          if (signal.aborted) empty.add(query.key);
          return read();
        },
      };
    },
    failsToo(
      'later calls get the empty value, too',
      'values/exact',
      'request/legal-served',
      'ordering/duplicate-names',
    ),
  ),
  mutant(
    'idempotency/after-restart/other-values',
    'gives other values after a restart',
    {
      oneResult: (result, { starts }) =>
        // Longer ones would grow over the limit.
        starts > 1 && result.error === '' && result.value.length < 100
          ? { ...result, value: `${result.value}-${starts}` }
          : result,
    },
    failsToo('after a restart every call shows it', 'values/exact', 'ordering/duplicate-names'),
  ),
  mutant('idempotency/after-restart/not-found', 'knows no key after a restart', {
    readBackend: async (read, { starts }) => (starts > 1 ? undefined : read()),
  }),
  mutant(
    'idempotency/after-restart/reversed',
    'gives results in reverse order after a restart',
    {
      results: (results, { starts }) => (starts > 1 ? results.toReversed() : results),
    },
    failsToo(
      'after a restart every call shows it',
      'values/exact',
      'ordering/same-order',
      'ordering/duplicate-names',
    ),
  ),
  ...(
    [
      ['write', 'writes to the backend on every call', () => true],
      ['on-miss', 'writes to the backend when it reads', (hit: boolean) => !hit],
      ['on-hit', 'writes to the backend when it serves from the cache', (hit: boolean) => hit],
    ] as const
  ).map(([id, description, when]) =>
    mutant(`idempotency/no-side-effects/${id}`, description, {
      readBackend: (read, { backend, query, hit }) => {
        if (when(hit)) backend.record('write', query.key);
        return read();
      },
    }),
  ),
  mutant('idempotency/no-side-effects/lease', 'takes a lease on the keys of batches', {
    results: (results, { backend, request }) => {
      if (results.length > 1) backend.record('lease', request.queries[0]?.key ?? '');
      return results;
    },
  }),
  mutant(
    'idempotency/no-side-effects/first-read',
    'takes a lease on a key that it reads for the first time',
    () => {
      const leased = new Set<string>();
      return {
        readBackend: async (read, { backend, query }) => {
          const bytes = await read();
          if (bytes !== undefined && !leased.has(query.key)) backend.record('create-lease', query.key);
          leased.add(query.key);
          return bytes;
        },
      };
    },
  ),
  mutant('idempotency/no-side-effects/create-missing', 'creates keys that are missing', {
    readBackend: async (read, { backend, query }) => {
      const bytes = await read();
      if (bytes === undefined) backend.record('create', query.key);
      return bytes;
    },
  }),
];

/** Mutants of the area concurrency. */
export const concurrencyMutants: readonly Mutant[] = [
  mutant(
    'concurrency/in-flight/one-less',
    'serves one call fewer than it advertises',
    {
      ...slowly(60),
      slots: (limit) => limit - 1,
    },
    { options: { cache: false } },
  ),
  mutant('concurrency/in-flight/one-less/fast', 'serves one call fewer than it advertises, and serves fast', {
    slots: (limit) => limit - 1,
  }),
  mutant(
    'concurrency/in-flight/half',
    'serves half the calls that it advertises',
    {
      ...slowly(60),
      slots: (limit) => Math.max(1, Math.floor(limit / 2)),
    },
    { options: { cache: false } },
  ),
  mutant(
    'concurrency/in-flight/leak-on-error',
    'keeps the slot of a failed call, up to half of them',
    () => {
      let leaked = 0;
      return {
        ...slowly(60),
        releaseSlot: (release, { limits }, failed) => {
          const isLeak = failed !== undefined && leaked < limits.maxInflightRequests / 2;
          if (isLeak) leaked += 1;
          else release();
        },
      };
    },
    {
      options: { cache: false },
      also: [{ id: 'idempotency/after-cancel', why: 'a cancelled call keeps its slot' }],
    },
  ),
  mutant(
    'concurrency/in-flight/leak-on-cancel',
    'keeps the slot of a cancelled call, up to half of them',
    () => {
      let leaked = 0;
      return {
        ...slowly(60),
        releaseSlot: (release, { limits, signal }) => {
          const isLeak = signal.aborted && leaked < limits.maxInflightRequests / 2;
          if (isLeak) leaked += 1;
          else release();
        },
      };
    },
    { options: { cache: false } },
  ),
  mutant(
    'concurrency/in-flight/aborted',
    'answers ABORTED to the second call of a pod',
    () => {
      const open = new Set<string>();
      const uid = (request: { podContext: Readonly<Record<string, string>> }): string =>
        request.podContext.podUID ?? '';
      return {
        ...slowly(30),
        authorize: (refusals, { request }) => {
          if (open.has(uid(request)))
            throw new StatusError(statusCode.ABORTED, 'an operation of the pod is pending');
          open.add(uid(request));
          return refusals;
        },
        releaseSlot: (release, { request }, failed) => {
          if (failed?.code !== statusCode.ABORTED) open.delete(uid(request));
          release();
        },
      };
    },
    {
      options: { cache: false },
      also: [
        { id: 'idempotency/concurrent', why: 'simultaneous calls of a pod are refused' },
        { id: 'concurrency/isolation', why: 'simultaneous calls of a pod are refused' },
        { id: 'performance/churn', why: 'simultaneous calls of a pod are refused' },
        { id: 'idempotency/after-cancel', why: 'a cancelled call is the first until its work ends' },
        { id: 'concurrency/overload', why: 'calls of a burst are refused' },
        { id: 'transport/reconnect', why: 'a call that was left behind is the first until its work ends' },
      ],
    },
  ),
  mutant(
    'concurrency/overload/wrong-code',
    'answers INTERNAL to calls beyond its limit',
    {
      ...slowly(30),
      status: (status) =>
        status.code === statusCode.RESOURCE_EXHAUSTED
          ? new StatusError(statusCode.INTERNAL, status.message)
          : status,
    },
    {
      options: { cache: false },
      also: [{ id: 'performance/churn', why: 'callers beyond the limit get INTERNAL' }],
    },
  ),
  mutant(
    'concurrency/overload/unavailable',
    'answers UNAVAILABLE to calls beyond its limit',
    {
      ...slowly(30),
      status: (status) =>
        status.code === statusCode.RESOURCE_EXHAUSTED
          ? new StatusError(statusCode.UNAVAILABLE, status.message)
          : status,
    },
    {
      options: { cache: false },
      also: [{ id: 'performance/churn', why: 'callers beyond the limit get UNAVAILABLE' }],
    },
  ),
  mutant(
    'concurrency/overload/unavailable/fast',
    'answers UNAVAILABLE to calls beyond its limit, and serves fast',
    {
      status: (status) =>
        status.code === statusCode.RESOURCE_EXHAUSTED
          ? new StatusError(statusCode.UNAVAILABLE, status.message)
          : status,
    },
    { also: [{ id: 'performance/churn', why: 'callers beyond the limit get UNAVAILABLE' }] },
  ),
  mutant(
    'concurrency/overload/wedged',
    'refuses every call once it was overloaded',
    () => {
      let overloaded = false;
      return {
        ...slowly(30),
        messageReceived: ({ inFlight, limits }) => {
          if (inFlight >= limits.maxInflightRequests) overloaded = true;
          if (overloaded) throw new StatusError(statusCode.RESOURCE_EXHAUSTED, 'the driver is overloaded');
        },
      };
    },
    {
      options: { cache: false },
      also: [{ id: 'performance/churn', why: 'nobody is served after the burst' }],
    },
  ),
  mutant(
    'concurrency/overload/silent',
    'never answers calls beyond its limit',
    {
      ...slowly(30),
      status: (status) =>
        status.code === statusCode.RESOURCE_EXHAUSTED ? new Promise<never>(() => {}) : status,
    },
    {
      options: { cache: false },
      also: [{ id: 'performance/churn', why: 'callers beyond the limit are not answered' }],
    },
  ),
  mutant(
    'concurrency/isolation/swapped',
    'swaps the last two results while another call is served',
    {
      ...slowly(5),
      results: (list, { inFlight }) =>
        inFlight > 1 && list.length > 1 ? [...list.slice(0, -2), ...list.slice(-2).reverse()] : list,
    },
    {
      options: { cache: false },
      also: [
        { id: 'idempotency/concurrent', why: 'the answer differs while another call is served' },
        { id: 'concurrency/in-flight', why: 'the answers of simultaneous calls are wrong' },
        { id: 'concurrency/overload', why: 'the answers of a burst are wrong' },
      ],
    },
  ),
  mutant(
    'concurrency/isolation/shared-variable',
    'keeps the request in a variable that calls share',
    () => {
      let current: readonly { readonly key: string }[] = [];
      return {
        messageReceived: ({ request }) => {
          current = request.queries;
        },
        readBackend: async (read, { query, position, backend, signal }) => {
          await pause(5);
          const key = current[position]?.key;
          return key === undefined || key === query.key ? read() : backend.read(key, signal);
        },
      };
    },
    {
      options: { cache: false },
      also: [
        { id: 'concurrency/in-flight', why: 'the answers of simultaneous calls are wrong' },
        {
          id: 'idempotency/after-cancel',
          why: 'the call that was cancelled goes on with the keys of the next',
        },
      ],
    },
  ),
  mutant(
    'concurrency/isolation/shared-names',
    'takes the names of results from the newest call',
    () => {
      let current: readonly { readonly name: string }[] = [];
      return {
        ...slowly(5),
        authorize: (refusals, { request }) => {
          current = request.queries;
          return refusals;
        },
        oneResult: (result, { position }) => ({ ...result, name: current[position]?.name ?? result.name }),
      };
    },
    {
      options: { cache: false },
      also: [{ id: 'concurrency/in-flight', why: 'the answers of simultaneous calls are wrong' }],
    },
  ),
  mutant(
    'concurrency/isolation/shared-pod',
    'judges by the pod of the newest call',
    () => {
      let current: Readonly<Record<string, string>> = {};
      return {
        messageReceived: async ({ request }) => {
          current = request.podContext;
          await pause(5);
        },
        authorize: (refusals, { request }) => {
          const { allowedNamespaces } = request.classParameters;
          const permitted =
            allowedNamespaces?.split(',').some((item) => item.trim() === current.namespace) ?? true;
          return permitted
            ? refusals.filter(({ rule }) => rule !== 'authorization/namespace')
            : [
                {
                  rule: 'authorization/namespace',
                  message: 'the class does not permit the namespace of the pod',
                },
              ];
        },
      };
    },
    {
      also: [
        { id: 'authorization/namespace', why: 'the pod of another call is judged' },
        { id: 'authorization/no-cached-bypass', why: 'the pod of another call is judged' },
      ],
    },
  ),
  mutant(
    'concurrency/isolation/unchecked',
    'does not look at namespaces and keys while another call is served',
    {
      ...slowly(5),
      authorize: (refusals, { inFlight }) => (inFlight > 1 ? [] : refusals),
    },
    {
      options: { cache: false },
      also: [
        ...['authorization/field', 'authorization/namespace', 'authorization/no-cached-bypass'].map((id) => ({
          id,
          why: 'what is refused alone is served beside other calls',
        })),
        { id: 'errors/permission-denied', why: 'a refused key that does not exist is not found' },
        { id: 'concurrency/in-flight', why: 'the answers of simultaneous calls are wrong' },
        { id: 'idempotency/concurrent', why: 'the answer differs while another call is served' },
      ],
    },
  ),
  mutant(
    'concurrency/isolation/short-cache-key',
    'joins simultaneous reads whose keys start alike',
    () => {
      const reads = new Map<string, Promise<Uint8Array | undefined>>();
      return {
        readBackend: (read, { query, inFlight }) => {
          const start = query.key.slice(0, 14);
          const running = inFlight > 1 ? reads.get(start) : undefined;
          if (running !== undefined) return running;
          const mine = pause(5)
            .then(read)
            .finally(() => reads.delete(start));
          reads.set(start, mine);
          return mine;
        },
      };
    },
    {
      options: { cache: false },
      also: [
        { id: 'concurrency/in-flight', why: 'the answers of simultaneous calls are wrong' },
        ...failsToo(
          'a call gets values of another, or its failure',
          'concurrency/overload',
          'ordering/permutation',
        ).also,
        { id: 'request/legal-served', why: 'a call gets the failure of another' },
        { id: 'idempotency/concurrent', why: 'values of another call are given' },
        ...['idempotency/after-cancel', 'transport/reconnect', 'transport/malformed'].map((id) => ({
          id,
          why: 'a call whose read another one has joined ends that one, too',
        })),
      ],
    },
  ),
  mutant(
    'concurrency/deadline/goes-on',
    'goes on working when nobody waits any more',
    {
      onCancel: () => never,
      readBackend: async (read, { backend, query }) => {
        await pause(150);
        backend.record('read', query.key);
        return read();
      },
    },
    { options: { cache: false } },
  ),
  mutant(
    'concurrency/deadline/slot-held',
    'holds the slot of a call past its deadline for another three seconds',
    {
      ...slowly(120),
      releaseSlot: (release, { signal }) => {
        if (isLate(signal)) setTimeout(release, 3000).unref();
        else release();
      },
    },
    { options: { cache: false } },
  ),
  mutant(
    'concurrency/deadline/slot-held/as-long-as-the-work',
    'holds the slot of a call past its deadline until the work behind it would have ended',
    {
      ...slowly(250),
      releaseSlot: (release, { signal }) => {
        if (isLate(signal)) setTimeout(release, 200).unref();
        else release();
      },
    },
    { options: { cache: false } },
  ),
];

/** Whether a call ended at its deadline; a cancelled one holds its slot until its work ends. */
function isLate({ aborted, reason }: AbortSignal): boolean {
  return aborted && (reason as { code?: unknown } | undefined)?.code === statusCode.DEADLINE_EXCEEDED;
}
