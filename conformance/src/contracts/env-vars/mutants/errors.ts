import type { QueryFailure } from '../reference-driver/answer-queries.js';
import type { Refusal } from '../reference-driver/authorize.js';
import { BackendError } from '../reference-driver/backend.js';
import type { CallContext, EnvVarsContext, Hooks } from '../reference-driver/hooks.js';
import { isEnvVars } from '../reference-driver/hooks.js';
import { StatusError, statusCode } from '../reference-driver/status.js';
import { requestMemory } from './circumstances.js';
import { failsToo, type Mutant, mutant } from './mutant.js';

/** Gives some failures another code. */
const recode = (
  code: number,
  to: number,
  when: (context: EnvVarsContext, status: StatusError) => boolean = () => true,
): Partial<Hooks> => ({
  status: (status, context) =>
    status.code === code && isEnvVars(context) && when(context, status)
      ? new StatusError(to, status.message)
      : status,
});

/** Gives some failures an empty message. */
const mute = (
  when: (status: StatusError, context: CallContext | EnvVarsContext) => boolean,
): Partial<Hooks> => ({
  status: (status, context) => (when(status, context) ? new StatusError(status.code, '') : status),
});

/** Chooses the status by the given order of failures. */
const chosen = (
  choose: (failures: readonly QueryFailure[], context: EnvVarsContext) => QueryFailure | undefined,
): Partial<Hooks> => ({
  precedence: (first, failures, context) => choose(failures, context) ?? first,
});

/** Answers what the refusal would be only when no look-up failed. */
function refuseAfterReading(): Partial<Hooks> {
  const refused = new WeakMap<object, readonly Refusal[]>();
  return {
    authorize: (refusals, { request }) => {
      refused.set(request, refusals);
      return [];
    },
    results: (results, { request }) => {
      const refusal = refused.get(request)?.[0];
      if (refusal !== undefined) throw new StatusError(statusCode.PERMISSION_DENIED, refusal.message);
      return results;
    },
  };
}

/** Lets refusals depend on whether the key exists. */
const oracle = (
  change: (refusal: Refusal, exists: boolean) => Refusal,
  when: (context: EnvVarsContext) => boolean = () => true,
): Partial<Hooks> => ({
  authorize: (refusals, context) =>
    Promise.all(
      refusals.map(async (refusal) => {
        const key =
          refusal.position === undefined ? undefined : context.request.queries[refusal.position]?.key;
        if (key === undefined || !when(context)) return refusal;
        return change(refusal, (await context.backend.read(key, context.signal)) !== undefined);
      }),
    ),
});

const detailsOn =
  (code: number): (() => Partial<Hooks>) =>
  () => {
    const failing = new WeakSet<object>();
    return {
      status: (status, context) => {
        if (status.code === code) failing.add(context);
        return status;
      },
      metadata: ({ trailers }, context) => {
        // google.rpc.Status with a message and one detail
        if (failing.has(context)) trailers.set('grpc-status-details-bin', 'CAUSBHRlc3QaDgoHZGV0YWlscxIDYWJj');
      },
    };
  };

const wrongCode = (id: string, why: string) => ({ also: [{ id, why }] });

/** Mutants of the area errors. */
export const errorsMutants: readonly Mutant[] = [
  mutant(
    'errors/not-found/internal',
    'answers INTERNAL to a missing key',
    recode(statusCode.NOT_FOUND, statusCode.INTERNAL),
  ),
  mutant(
    'errors/not-found/unknown',
    'answers UNKNOWN to a missing key',
    recode(statusCode.NOT_FOUND, statusCode.UNKNOWN),
  ),
  mutant(
    'errors/not-found/failed-precondition',
    'answers FAILED_PRECONDITION to a missing key',
    recode(statusCode.NOT_FOUND, statusCode.FAILED_PRECONDITION),
  ),
  mutant(
    'errors/not-found/batch',
    'answers INTERNAL to a missing key of a batch',
    recode(statusCode.NOT_FOUND, statusCode.INTERNAL, ({ request }) => request.queries.length > 1),
  ),
  mutant(
    'errors/not-found/member',
    'answers INTERNAL to a missing member of a document',
    recode(
      statusCode.NOT_FOUND,
      statusCode.INTERNAL,
      ({ request }) =>
        request.queries.length === 1 && request.queries[0]?.queryParameters.field !== undefined,
    ),
  ),
  mutant(
    'errors/not-found/second-call',
    'answers UNAVAILABLE to a missing key when it was asked before',
    () => {
      const before = requestMemory();
      return recode(statusCode.NOT_FOUND, statusCode.UNAVAILABLE, (context) => before(context) === 1);
    },
    {
      also: [
        { id: 'idempotency/repeat', why: 'the repetition gives another answer' },
        { id: 'errors/precedence', why: 'a code that never belongs to a missing key ranks with none' },
      ],
    },
  ),
  mutant(
    'errors/not-found/negative-cache',
    'gives an empty value for a missing key that it was asked for before',
    () => {
      const missing = new Set<string>();
      return {
        readBackend: async (read, { query }) => {
          const bytes = await read();
          if (bytes !== undefined) return bytes;
          if (missing.has(query.key)) return new Uint8Array();
          missing.add(query.key);
          return undefined;
        },
      };
    },
    {
      also: [
        { id: 'idempotency/repeat', why: 'the repetition gives another answer' },
        { id: 'batch/all-or-nothing', why: 'a failing query does not fail the call' },
        { id: 'errors/precedence', why: 'a key that no longer fails outranks nothing' },
      ],
    },
  ),
  mutant(
    'errors/not-found/last',
    'answers INTERNAL to a missing key at the last position',
    recode(statusCode.NOT_FOUND, statusCode.INTERNAL, (_, { message }) =>
      /^queries\[[1-9]\d*\]/.test(message),
    ),
    wrongCode('errors/precedence', 'a missing key ranks with backend failures'),
  ),
  mutant(
    'errors/permission-denied/batch',
    'answers FAILED_PRECONDITION to refused keys of a batch',
    recode(
      statusCode.PERMISSION_DENIED,
      statusCode.FAILED_PRECONDITION,
      ({ request }, { message }) => request.queries.length > 1 && message.includes('the key'),
    ),
    {
      also: [
        { id: 'authorization/field', why: 'the code of the refusal is wrong' },
        { id: 'errors/precedence', why: 'the code of the refusal is wrong' },
        { id: 'optional/not-a-bypass', why: 'the code of the refusal is wrong' },
      ],
    },
  ),
  mutant(
    'errors/permission-denied/above-49',
    'answers NOT_FOUND to a refused key in a batch of more than 49',
    recode(
      statusCode.PERMISSION_DENIED,
      statusCode.NOT_FOUND,
      ({ request }, { message }) => message.includes('the key') && request.queries.length > 49,
    ),
    {
      also: [
        { id: 'errors/precedence', why: 'the code of the refusal is wrong' },
        { id: 'optional/not-a-bypass', why: 'the code of the refusal is wrong' },
      ],
    },
  ),
  mutant(
    'errors/permission-denied/second-call',
    'answers UNAVAILABLE to a refused key when it was refused before',
    () => {
      const before = requestMemory();
      return recode(
        statusCode.PERMISSION_DENIED,
        statusCode.UNAVAILABLE,
        (context, { message }) => message.includes('the key') && before(context) === 1,
      );
    },
    {
      also: [
        { id: 'idempotency/repeat', why: 'the repetition gives another answer' },
        { id: 'authorization/field', why: 'the code of the refusal is wrong' },
        { id: 'errors/precedence', why: 'the code of the refusal is wrong' },
      ],
    },
  ),
  mutant(
    'errors/permission-denied/unauthenticated',
    'answers UNAUTHENTICATED to refused pods',
    recode(statusCode.PERMISSION_DENIED, statusCode.UNAUTHENTICATED, (_, { message }) =>
      message.includes('of the pod'),
    ),
    {
      also: [
        { id: 'authorization/namespace', why: 'the code of the refusal is wrong' },
        { id: 'authorization/no-cached-bypass', why: 'the code of the refusal is wrong' },
      ],
    },
  ),
  mutant(
    'errors/permission-denied/namespace',
    'answers INVALID_ARGUMENT to refused namespaces',
    recode(statusCode.PERMISSION_DENIED, statusCode.INVALID_ARGUMENT, (_, { message }) =>
      message.includes('namespace'),
    ),
    {
      also: [
        { id: 'authorization/namespace', why: 'the code of the refusal is wrong' },
        { id: 'authorization/no-cached-bypass', why: 'the code of the refusal is wrong' },
      ],
    },
  ),
  mutant(
    'errors/permission-denied/key',
    'answers NOT_FOUND to refused keys',
    recode(statusCode.PERMISSION_DENIED, statusCode.NOT_FOUND, (_, { message }) =>
      message.includes('the key'),
    ),
    {
      also: [
        { id: 'authorization/field', why: 'the code of the refusal is wrong' },
        { id: 'errors/precedence', why: 'the code of the refusal is wrong' },
        { id: 'optional/not-a-bypass', why: 'the code of the refusal is wrong' },
      ],
    },
  ),
  mutant(
    'errors/precedence/first',
    'gives the status of the first failing query',
    chosen((failures) => failures[0]),
  ),
  mutant(
    'errors/precedence/last',
    'gives the status of the last failing query',
    chosen((failures) => failures.at(-1)),
  ),
  mutant(
    'errors/precedence/backend-first',
    'gives backend failures before missing keys',
    chosen((failures) =>
      failures.find(({ code }) => code === statusCode.INTERNAL || code === statusCode.UNAVAILABLE),
    ),
  ),
  mutant(
    'errors/precedence/unavailable-first',
    'gives UNAVAILABLE before missing keys',
    chosen((failures) => failures.find(({ code }) => code === statusCode.UNAVAILABLE)),
  ),
  mutant(
    'errors/precedence/key-order',
    'gives the status of the failing key that sorts first',
    chosen(
      (failures, { request }) =>
        failures.toSorted((a, b) =>
          (request.queries[a.position]?.key ?? '') < (request.queries[b.position]?.key ?? '') ? -1 : 1,
        )[0],
    ),
  ),
  mutant(
    'errors/precedence/random',
    'gives the status of any failing query, as over a map',
    () => {
      let turn = 0;
      return chosen((failures) => failures[turn++ % failures.length]);
    },
    wrongCode('idempotency/repeat', 'the repetition may give another code'),
  ),
  mutant(
    'errors/precedence/large-batch',
    'gives the status of the first failing query of more than 20',
    chosen((failures, { request }) => (request.queries.length > 20 ? failures[0] : undefined)),
  ),
  mutant(
    'errors/precedence/reads-first',
    'looks keys up before it asks whether they are permitted',
    refuseAfterReading,
    {
      also: [
        { id: 'errors/no-existence-oracle', why: 'a refused key that does not exist is NOT_FOUND' },
        { id: 'errors/permission-denied', why: 'a refused key that does not exist is NOT_FOUND' },
        { id: 'authorization/field', why: 'a refused key that does not exist is NOT_FOUND' },
        { id: 'authorization/namespace', why: 'a refused pod that asks for a missing key gets NOT_FOUND' },
      ],
    },
  ),
  mutant('errors/precedence/refuses-first', 'refuses the pod before it looks at the request', {
    validate: (violations, { request }) => {
      const { allowedNamespaces } = request.classParameters;
      const { namespace } = request.podContext;
      if (violations.length > 0 && namespace && allowedNamespaces?.includes(namespace) === false) {
        throw new StatusError(
          statusCode.PERMISSION_DENIED,
          'the class does not permit the namespace of the pod',
        );
      }
      return violations;
    },
  }),
  mutant('errors/precedence/key-before-request', 'refuses a key before it looks at the rest of the request', {
    validate: (violations, { request }) => {
      const denied = request.queries.some(
        ({ key }) => key.startsWith('team-b/') || key.startsWith('shared/a/'),
      );
      if (violations.length > 0 && denied) {
        throw new StatusError(statusCode.PERMISSION_DENIED, 'the class does not permit a key');
      }
      return violations;
    },
  }),
  mutant(
    'errors/no-existence-oracle/message',
    'says of a refused key that it exists',
    oracle((refusal, exists) =>
      exists ? { ...refusal, message: `${refusal.message}, though it exists` } : refusal,
    ),
  ),
  mutant(
    'errors/no-existence-oracle/wording',
    'words the refusal of an absent key otherwise',
    oracle((refusal, exists) =>
      exists ? refusal : { ...refusal, message: refusal.message.replace('permit', 'know') },
    ),
  ),
  mutant(
    'errors/no-existence-oracle/full-stop',
    'ends the refusal of an existing key with a full stop',
    oracle((refusal, exists) => (exists ? { ...refusal, message: `${refusal.message}.` } : refusal)),
  ),
  mutant(
    'errors/no-existence-oracle/single',
    'says of a refused key that it exists when it is the only one',
    oracle(
      (refusal, exists) => (exists ? { ...refusal, message: `${refusal.message} (found)` } : refusal),
      ({ request }) => request.queries.length === 1,
    ),
  ),
  mutant(
    'errors/no-existence-oracle/batch',
    'says of a refused key that it exists when it is one of several',
    oracle(
      (refusal, exists) => (exists ? { ...refusal, message: `${refusal.message} (found)` } : refusal),
      ({ request }) => request.queries.length > 1,
    ),
    failsToo('it asks the backend, which may be down, before it refuses', 'errors/permission-denied'),
  ),
  mutant(
    'errors/no-existence-oracle/code',
    'answers NOT_FOUND to a refused key that does not exist',
    {
      ...oracle((refusal, exists) => (exists ? refusal : { ...refusal, message: 'no such key' })),
      status: (status) =>
        status.message === 'no such key'
          ? new StatusError(statusCode.NOT_FOUND, 'the key does not exist')
          : status,
    },
    {
      also: [
        { id: 'errors/permission-denied', why: 'a refused key gets NOT_FOUND' },
        { id: 'authorization/field', why: 'a refused key gets NOT_FOUND' },
        { id: 'errors/precedence', why: 'a refused key gets NOT_FOUND' },
        { id: 'optional/not-a-bypass', why: 'a refused key gets NOT_FOUND' },
      ],
    },
  ),
  mutant('errors/backend/not-found', 'answers NOT_FOUND when the backend fails', {
    readBackend: (read) =>
      read().catch((reason) => (reason instanceof BackendError ? undefined : Promise.reject(reason))),
  }),
  mutant('errors/backend/unknown', 'answers UNKNOWN when the backend fails', {
    status: (status) =>
      status.code === statusCode.UNAVAILABLE ? new StatusError(statusCode.UNKNOWN, status.message) : status,
  }),
  mutant('errors/backend/batch', 'answers UNKNOWN when the backend fails for one of several keys', {
    status: (status, context) =>
      isEnvVars(context) &&
      context.request.queries.length > 1 &&
      (status.code === statusCode.UNAVAILABLE || status.code === statusCode.INTERNAL)
        ? new StatusError(statusCode.UNKNOWN, status.message)
        : status,
  }),
  mutant('errors/backend/internal-as-data-loss', 'answers DATA_LOSS to one kind of backend failure', {
    status: (status) =>
      status.code === statusCode.INTERNAL ? new StatusError(statusCode.DATA_LOSS, status.message) : status,
  }),
  mutant(
    'errors/backend/each-29th-failure',
    'answers OUT_OF_RANGE to each 29th backend failure',
    () => {
      let failures = 0;
      return {
        status: (status) =>
          (status.code === statusCode.UNAVAILABLE || status.code === statusCode.INTERNAL) &&
          ++failures % 29 === 0
            ? new StatusError(statusCode.OUT_OF_RANGE, status.message)
            : status,
      };
    },
    { also: [{ id: 'idempotency/repeat', why: 'the same call fails now with one code, now with another' }] },
  ),
  mutant(
    'errors/backend/empty',
    'gives an empty value when the backend fails',
    {
      readBackend: (read) =>
        read().catch((reason) =>
          reason instanceof BackendError ? new Uint8Array() : Promise.reject(reason),
        ),
    },
    {
      also: [
        ...wrongCode('batch/all-or-nothing', 'a failing query does not fail the call').also,
        ...failsToo('every value is empty while the backend is down', 'values/exact').also,
      ],
    },
  ),
  mutant('errors/backend/late', 'answers a second after its time-out hint when the backend fails', {
    status: async (status, { limits }) => {
      if (status.code === statusCode.UNAVAILABLE) {
        await new Promise((resolve) =>
          setTimeout(resolve, limits.preferredRpcTimeoutSeconds * 1000 + 1000).unref(),
        );
      }
      return status;
    },
  }),
  mutant(
    'errors/backend/one-by-one',
    'waits for each query of a batch by itself when the backend fails, so that a large one takes longer than its hint',
    {
      status: async (status, context) => {
        if (status.code === statusCode.UNAVAILABLE && isEnvVars(context)) {
          const ms = (context.limits.preferredRpcTimeoutSeconds * 1000 * context.request.queries.length) / 25;
          await new Promise((resolve) => setTimeout(resolve, ms).unref());
        }
        return status;
      },
    },
  ),
  mutant('errors/backend/silent', 'does not answer when the backend fails', {
    status: (status) => (status.code === statusCode.UNAVAILABLE ? new Promise<never>(() => {}) : status),
  }),
  mutant('errors/backend/no-recovery', 'fails for a key for ever once its backend has failed', () => {
    const broken = new Set<string>();
    return {
      readBackend: async (read, { query }) => {
        if (broken.has(query.key)) throw new BackendError('unavailable', 'the backend cannot be reached');
        return read().catch((reason) => {
          if (reason instanceof BackendError) broken.add(query.key);
          throw reason;
        });
      },
    };
  }),
  ...(
    [
      ['not-found', 'a missing key', statusCode.NOT_FOUND],
      ['permission-denied', 'a refusal', statusCode.PERMISSION_DENIED],
      ['invalid-argument', 'a malformed request', statusCode.INVALID_ARGUMENT],
      ['internal', 'a backend failure', statusCode.INTERNAL],
      ['unavailable', 'a backend that cannot be reached', statusCode.UNAVAILABLE],
    ] as const
  ).flatMap(([id, what, code]) => [
    mutant(
      `errors/message/${id}`,
      `has no message for ${what}`,
      mute((status) => status.code === code),
    ),
    mutant(`errors/details/${id}`, `adds details to ${what}`, detailsOn(code)),
  ]),
  mutant(
    'errors/message/large-batch',
    'has no message for the failures of more than 20 queries',
    mute((_, context) => isEnvVars(context) && context.request.queries.length > 20),
  ),
  mutant('errors/message/second-call', 'has no message for a failure that was told before', () => {
    const before = requestMemory();
    return mute((_, context) => isEnvVars(context) && before(context) === 1);
  }),
  mutant(
    'errors/canonical/missing',
    'answers code 42 to a missing key',
    recode(statusCode.NOT_FOUND, 42),
    wrongCode('errors/not-found', 'the code is not NOT_FOUND'),
  ),
  mutant(
    'errors/canonical/backend',
    'answers code 17 to a backend failure',
    recode(statusCode.INTERNAL, 17),
    wrongCode('errors/backend', 'the code is neither INTERNAL nor UNAVAILABLE'),
  ),
  mutant(
    'errors/canonical/refused',
    'answers code 403 to refusals',
    recode(statusCode.PERMISSION_DENIED, 403),
    {
      also: [
        'errors/permission-denied',
        'authorization/namespace',
        'authorization/field',
        'authorization/no-cached-bypass',
        'errors/precedence',
        'optional/not-a-bypass',
      ].map((id) => ({ id, why: 'the code is not PERMISSION_DENIED' })),
    },
  ),
  mutant('errors/canonical/too-large', 'answers code 99 where the values do not fit the response', () => {
    const large = new WeakSet<object>();
    return {
      tooLarge: (tooLarge, { request }) => {
        if (tooLarge) large.add(request);
        return tooLarge;
      },
      status: (status, context) =>
        isEnvVars(context) && large.has(context.request) ? new StatusError(99, status.message) : status,
    };
  }),
];
