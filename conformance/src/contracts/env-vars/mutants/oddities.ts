import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { create } from '@bufbuild/protobuf';
import {
  type NodeServiceCapability_RPC_Type,
  NodeServiceCapabilitySchema,
  type PluginCapability_Service_Type,
  PluginCapabilitySchema,
} from '@csi-env/proto';
import { matchesGlobList } from '../reference-driver/glob.js';
import { type CallContext, type Connection, type Hooks, isEnvVars } from '../reference-driver/hooks.js';
import { contractLimits, type Limits } from '../reference-driver/limits.js';
import { normaliseKey } from '../reference-driver/normalise-key.js';
import type { ReferenceProfile } from '../reference-driver/reference-profile.js';
import { StatusError, statusCode } from '../reference-driver/status.js';
import { type Mutant, mutant } from './mutant.js';

/** A reference driver that breaks no rule on purpose. */
export type Variation = Omit<Mutant, 'breaks' | 'also'>;

/** The reference driver with something unusual that the contract permits: nothing may be held against it. */
export interface Oddity extends Variation {
  /** Requirements that it might be taken to break. */
  readonly near: readonly string[];
}

/** What the oddities are near to, by what their ids begin with. Of speed, slots and connections that is everything, which is too much for a sample; no check asks for NodeGetInfo. */
const nearTo: Readonly<Record<string, readonly string[]>> = {
  authorization: ['authorization/namespace', 'authorization/field', 'request/legal-served'],
  cache: ['idempotency/repeat', 'authorization/no-cached-bypass'],
  capabilities: ['identity/stable-capabilities', 'capability/advertised', 'capability/unadvertised'],
  connection: [],
  errors: ['errors/not-found', 'errors/permission-denied', 'errors/no-existence-oracle', 'errors/message'],
  hints: ['capability/hints-imply', 'capability/hints-sane', 'capability/hints-size'],
  identity: ['identity/manifest-size'],
  'in-flight': [],
  limits: ['request/payload-size', 'values/size', 'values/response-size'],
  log: ['privacy/logs'],
  metadata: ['privacy/metadata', 'errors/details'],
  name: ['identity/plugin-name'],
  'node-info': [],
  probe: ['identity/probe'],
  request: ['request/legal-served', 'request/field-size'],
  response: ['ordering/one-per-query', 'values/exact'],
  stage: ['optional/missing', 'optional/required-fails'],
  time: [],
  values: ['values/exact', 'privacy/logs', 'privacy/errors'],
};

function oddity(
  id: string,
  description: string,
  change: Partial<Hooks> | (() => Partial<Hooks>),
  facts: Parameters<typeof mutant>[3] = {},
): Oddity {
  const { breaks: _, ...rest } = mutant(id, description, change, facts);
  const near = nearTo[id.split('/')[0] as string];
  if (near === undefined) throw new Error(`nobody says what the oddity ${id} is near to`);
  return { ...rest, near };
}

const limits = (change: Partial<Limits>): { options: { limits: Limits } } => ({
  options: { limits: { ...contractLimits, ...change } },
});

/** Waits as long as the caller does. */
const pause = async (ms: number, { signal }: CallContext): Promise<void> => {
  await delay(ms, undefined, { signal }).catch(() => {});
};

/** Field 99, a string, that no version of the contract has. */
const unknownField = { no: 99, wireType: 2, data: Buffer.from('\u0006future') } as const;

const nodeCapability = (type: number) =>
  create(NodeServiceCapabilitySchema, {
    type: { case: 'rpc', value: { type: type as NodeServiceCapability_RPC_Type } },
  });
const pluginService = (type: number) =>
  create(PluginCapabilitySchema, {
    type: { case: 'service', value: { type: type as PluginCapability_Service_Type } },
  });

/** Common words and texts of the request, by turns. */
function word(key: string): string {
  const words = ['', 'x', 'true', key, 'myapp-0', 'production', 'password', 'localhost'];
  return words[Number(/\d+$/.exec(key)?.[0] ?? 0) % words.length] ?? '';
}

const isOrdinary = (key: string): boolean => key.startsWith('app/ordinary/');

function wordsInProfile(profile: ReferenceProfile): ReferenceProfile {
  const available = profile.keys.available.map((entry) =>
    isOrdinary(entry.key) ? { ...entry, value: word(entry.key) } : entry,
  );
  return { ...profile, keys: { ...profile.keys, available } };
}

function withoutKeys(profile: ReferenceProfile): ReferenceProfile {
  return { ...profile, keys: { available: [], missing: [], denied: [], oversized: [], failing: [] } };
}

/** Refuses a Probe for the first second of each start. */
const starting = (code: number): Partial<Hooks> => ({
  probe: (response, { upMs }) => {
    if (upMs < 1000) throw new StatusError(code, 'the driver is starting');
    return response;
  },
});

/** Says of all available keys that their values change, and gives none. */
function volatileProfile(profile: ReferenceProfile): ReferenceProfile {
  const available = profile.keys.available.map(({ key, parameters }) => ({
    key,
    ...(parameters === undefined ? {} : { parameters }),
    volatile: true,
  }));
  return { ...profile, keys: { ...profile.keys, available } };
}

/** Says of short values what node they are on. */
function onNode(profile: ReferenceProfile): ReferenceProfile {
  const available = profile.keys.available.map((entry) =>
    entry.value === undefined ? entry : { ...entry, value: withNode(entry.value, profile.pod.nodeName) },
  );
  return { ...profile, keys: { ...profile.keys, available } };
}

const withNode = (text: string, node: string | undefined): string =>
  text.length < 200 ? `${text} on ${node ?? 'no node'}` : text;

const deniedByName = { namespace: 'production', serviceAccount: 'myapp', podName: 'evil-0', podUID: 'evil' };

const knownParameters = ['allowedNamespaces', 'allowedServiceAccounts', 'allowedFields'];

/** Every oddity. */
export const oddities: readonly Oddity[] = [
  oddity('name/one-character', 'has a name of one character', {
    pluginInfo: (info) => ({ ...info, name: 'a' }),
  }),
  oddity('name/longest', 'has a name of 63 characters with digits, dots and capitals', {
    pluginInfo: (info) => ({ ...info, name: `1.CSI-${'x'.repeat(56)}Z` }),
  }),
  oddity('identity/manifest', 'has a manifest of 4096 bytes', {
    pluginInfo: (info) => ({ ...info, manifest: { key: 'x'.repeat(4093) } }),
  }),
  oddity('hints/none', 'gives no hints', {}, { options: { limits: 'none' }, stage: 'alpha' }),
  oddity(
    'hints/zero',
    'gives hints that are all zero',
    {
      pluginCapabilities: (response) => {
        for (const { type } of response.capabilities) {
          if (type.case === 'envVarInjection') type.value.description = '';
        }
        return response;
      },
    },
    {
      options: {
        limits: {
          maxTotalPayloadBytes: 0,
          maxValueLengthBytes: 0,
          preferredRpcTimeoutSeconds: 0,
          maxInflightRequests: 0,
        },
      },
    },
  ),
  oddity('hints/description', 'has a description of 128 bytes', {
    pluginCapabilities: (response) => {
      for (const { type } of response.capabilities) {
        if (type.case === 'envVarInjection') type.value.description = 'é'.repeat(64);
      }
      return response;
    },
  }),
  oddity('capabilities/unknown', 'lists capabilities that nobody knows', {
    nodeCapabilities: (response) => ({
      ...response,
      capabilities: [nodeCapability(99), ...response.capabilities, create(NodeServiceCapabilitySchema)],
    }),
    pluginCapabilities: (response) => ({
      ...response,
      capabilities: [
        pluginService(99),
        Object.assign(create(PluginCapabilitySchema), { $unknown: [unknownField] }),
        ...response.capabilities,
      ],
    }),
  }),
  oddity('capabilities/shuffled', 'lists its capabilities in another order on each call', {
    nodeCapabilities: (response, { call }) => {
      const all = [...response.capabilities, nodeCapability(2), nodeCapability(6)];
      return { ...response, capabilities: [...all.slice(call % 3), ...all.slice(0, call % 3)] };
    },
    pluginCapabilities: (response, { call }) => {
      const all = [...response.capabilities, pluginService(1)];
      return { ...response, capabilities: call % 2 === 0 ? all : all.reverse() };
    },
  }),
  oddity(
    'capabilities/none',
    'does not serve NodeGetEnvVars at all',
    {},
    {
      options: { advertised: false },
      profile: withoutKeys,
    },
  ),
  oddity('node-info/unimplemented', 'does not implement NodeGetInfo', {
    nodeInfo: () => {
      throw new StatusError(statusCode.UNIMPLEMENTED, 'there is no NodeGetInfo');
    },
  }),
  oddity('metadata/extra', 'sends harmless headers and trailers', {
    metadata: ({ headers, trailers }, { call }) => {
      headers.set('server', 'reference');
      headers.set('x-request-id', randomUUID());
      trailers.set('x-call', String(call));
      trailers.set('x-trace-bin', Buffer.from(`call ${call}`).toString('base64'));
    },
  }),
  oddity('response/unknown-fields', 'sends fields that nobody knows', {
    pluginInfo: (info) => ({ ...info, $unknown: [unknownField] }),
    probe: (response) => ({ ...response, $unknown: [unknownField] }),
    nodeCapabilities: (response) => ({ ...response, $unknown: [unknownField] }),
    oneResult: (result) => ({ ...result, $unknown: [unknownField] }),
    response: (response) => ({ ...response, $unknown: [unknownField] }),
  }),
  oddity(
    'response/compressed',
    'compresses its responses',
    {},
    {
      options: { compressResponses: true },
      server: 'connect',
    },
  ),
  oddity('probe/without-ready', 'leaves ready out of Probe', {
    probe: (response) => {
      const { ready: _, ...rest } = response;
      return rest;
    },
  }),
  oddity('probe/slow-start', 'is not ready for the first second', {
    probe: (response, { upMs }) => ({ ...response, ready: upMs >= 1000 }),
  }),
  oddity(
    'probe/slow-start-unavailable',
    'is unavailable for the first second',
    starting(statusCode.UNAVAILABLE),
  ),
  oddity(
    'probe/slow-start-precondition',
    'fails Probe for the first second',
    starting(statusCode.FAILED_PRECONDITION),
  ),
  oddity('time/slow', 'takes 800 ms for every call', {
    authorize: async (refusals, context) => {
      await pause(800, context);
      return refusals;
    },
  }),
  oddity('time/slow-first', 'takes 1.5 s for its first call', {
    messageReceived: (context) => (context.call === 1 ? pause(1500, context) : undefined),
  }),
  oddity('time/jitter', 'takes 0 to 30 ms for a call', {
    messageReceived: (context) => pause((context.call * 7) % 30, context),
  }),
  oddity(
    'in-flight/one-queued',
    'serves one call at a time and lets the others wait',
    {},
    {
      options: { limits: { ...contractLimits, maxInflightRequests: 1 }, inFlightMode: 'queue' },
    },
  ),
  oddity(
    'in-flight/one-refused',
    'serves one call at a time and refuses the others',
    {},
    {
      options: { limits: { ...contractLimits, maxInflightRequests: 1 }, inFlightMode: 'refuse' },
    },
  ),
  oddity('in-flight/queued', 'lets calls beyond its limit wait', {}, { options: { inFlightMode: 'queue' } }),
  oddity('in-flight/more', 'serves more calls at once than it says', { slots: (limit) => limit * 10 }),
  oddity(
    'connection/goaway',
    'ends each connection gracefully after some calls',
    () => {
      let newest: Connection | undefined;
      return {
        connection: (connection) => {
          newest = connection;
        },
        log: (line, { call }) => {
          if (call % 25 === 0) newest?.goAway();
          return line;
        },
      };
    },
    { server: 'connect' },
  ),
  oddity(
    'values/words',
    'has values that are empty, one character, words, its keys or the name of the pod',
    {
      value: (text, { query }) => (isOrdinary(query.key) ? word(query.key) : text),
    },
    { profile: wordsInProfile },
  ),
  oddity('log/talkative', 'logs keys, names and the pod of every call', {
    log: (line, context) =>
      isEnvVars(context)
        ? `${new Date().toISOString()} ${line} ${JSON.stringify([context.request.podContext, context.request.queries.map(({ name, key }) => [name, key])])}`
        : line,
  }),
  oddity('log/silent', 'logs nothing', { log: () => '' }),
  oddity(
    'authorization/own-namespaces',
    'refuses every namespace but those of the profile, whatever the class says',
    {
      authorize: (refusals, { request }) =>
        ['production', 'staging'].includes(request.podContext.namespace ?? '')
          ? refusals
          : [{ rule: 'authorization/namespace', message: 'the namespace is unknown' }],
    },
  ),
  oddity('authorization/own-lists', 'refuses its class with other lists than it knows', {
    authorize: (refusals, { request: { classParameters } }) =>
      [classParameters.allowedNamespaces, classParameters.allowedFields].join(';') ===
      'production, staging;app/**, shared/*'
        ? refusals
        : [{ rule: 'authorization/namespace', message: 'the class does not have such lists' }],
  }),
  oddity('authorization/narrower-lists', 'refuses its class with lists that permit more than it knows', {
    authorize: (refusals, { request: { classParameters } }) => {
      const within = (list: string | undefined, known: string): boolean =>
        (list ?? '').split(',').every((item) => matchesGlobList(`${known}, `, item.trim() || 'app/x'));
      const { allowedNamespaces, allowedFields } = classParameters;
      return within(allowedNamespaces, 'production, staging, app/x') &&
        within(allowedFields, 'app/**, shared/*')
        ? refusals
        : [{ rule: 'authorization/namespace', message: 'the class does not have such lists' }];
    },
  }),
  oddity(
    'authorization/strict-lists',
    'refuses lists with empty, repeated or more than 32 items as invalid',
    {
      messageReceived: ({ request: { classParameters } }) => {
        for (const list of [classParameters.allowedNamespaces, classParameters.allowedFields]) {
          const items = (list ?? 'x').split(',').map((item) => item.trim());
          const hasEmpty = items.some((item) => item === '') && items.some((item) => item !== '');
          if (hasEmpty || new Set(items).size < items.length || items.length > 32)
            throw new StatusError(statusCode.INVALID_ARGUMENT, 'a list of the class is malformed');
        }
      },
    },
  ),
  oddity('authorization/odd-spelling-invalid', 'answers INVALID_ARGUMENT to odd spellings of keys', {
    authorize: (refusals, { request }) => {
      const odd = refusals.some(({ position }) => {
        const key = position === undefined ? undefined : request.queries[position]?.key;
        return key !== undefined && normaliseKey(key) !== key;
      });
      const only = refusals.every(({ rule }) => rule === 'authorization/field');
      if (odd && only)
        throw new StatusError(statusCode.INVALID_ARGUMENT, 'a key is not in its plain spelling');
      return refusals;
    },
  }),
  oddity(
    'values/volatile',
    'has values that grow and change from call to call, some of them empty now and then',
    () => {
      let calls = 0;
      return {
        value: (_, { query }) => {
          calls++;
          return calls % 7 === 0 && query.key.startsWith('app/ordinary/') ? '' : `${query.key} no. ${calls}`;
        },
      };
    },
    { profile: volatileProfile },
  ),
  oddity(
    'values/by-node',
    'has values that name the node',
    { value: (text, { request }) => withNode(text, request.podContext.nodeName) },
    { profile: onNode },
  ),
  oddity(
    'authorization/by-pod-name',
    'refuses a pod by its name',
    {
      authorize: (refusals, { request }) =>
        request.podContext.podName === deniedByName.podName
          ? [{ rule: 'authorization/identity', message: 'the class does not permit the pod' }, ...refusals]
          : refusals,
    },
    { profile: (profile) => ({ ...profile, deniedPods: [...profile.deniedPods, deniedByName] }) },
  ),
  oddity('request/strict-parameters', 'refuses parameters that it does not know', {
    messageReceived: ({ request }) => {
      const unknown =
        Object.keys(request.classParameters).some((name) => !knownParameters.includes(name)) ||
        request.queries.some(({ queryParameters }) =>
          Object.keys(queryParameters).some((name) => name !== 'field'),
        );
      if (unknown) throw new StatusError(statusCode.INVALID_ARGUMENT, 'a parameter is unknown');
    },
  }),
  oddity(
    'limits/small-payload',
    'takes and gives 4096 bytes',
    {},
    limits({ maxTotalPayloadBytes: 4096, maxValueLengthBytes: 1024 }),
  ),
  oddity(
    'limits/smallest-payload',
    'takes and gives 700 bytes, less than sixteen optional queries have',
    {},
    limits({ maxTotalPayloadBytes: 700, maxValueLengthBytes: 300 }),
  ),
  oddity(
    'limits/payload-as-value',
    'has values as large as its payload',
    {},
    limits({ maxTotalPayloadBytes: 32_768, maxValueLengthBytes: 32_768 }),
  ),
  oddity(
    'limits/large-payload',
    'takes and gives 2 MiB',
    {},
    limits({ maxTotalPayloadBytes: 2 * 1024 * 1024, maxValueLengthBytes: 256 * 1024 }),
  ),
  oddity('limits/small-values', 'has values of at most 128 bytes', {}, limits({ maxValueLengthBytes: 128 })),
  oddity(
    'limits/short-timeout',
    'hints at a time-out of one second',
    {},
    limits({ preferredRpcTimeoutSeconds: 1 }),
  ),
  oddity(
    'limits/long-timeout',
    'hints at a time-out of an hour',
    {},
    limits({ preferredRpcTimeoutSeconds: 3600 }),
  ),
  oddity('errors/varying', 'puts a request id and the time into its messages', {
    status: (status) =>
      new StatusError(
        status.code,
        `${status.message} (request ${randomUUID()} at ${new Date().toISOString()})`,
      ),
  }),
  oddity('errors/key-in-message', 'names the key in its messages', {
    failures: (failures, { request }) =>
      failures.map((failure) => ({
        ...failure,
        message: `${failure.message}: ${JSON.stringify(request.queries[failure.position]?.key)}`,
      })),
    authorize: (refusals, { request }) =>
      refusals.map((refusal) =>
        refusal.position === undefined
          ? refusal
          : {
              ...refusal,
              message: `the class does not permit the key ${request.queries[refusal.position]?.key}`,
            },
      ),
  }),
  oddity('errors/large-response', 'answers RESOURCE_EXHAUSTED where the values do not fit the response', {
    status: (status) =>
      status.message.startsWith('the values together')
        ? new StatusError(statusCode.RESOURCE_EXHAUSTED, status.message)
        : status,
  }),
  oddity('cache/none', 'has no cache', {}, { options: { cache: false } }),
  oddity(
    'cache/long',
    'keeps what it read for a minute',
    {},
    { options: { cache: { ttlMs: 60_000, maxEntries: 10_000 } } },
  ),
  oddity('stage/beta', 'honours optional queries', {}, { stage: 'beta', options: { stage: 'beta' } }),
];
