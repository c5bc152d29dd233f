import { create } from '@bufbuild/protobuf';
import { EnvVarInjectionCapabilitySchema, PluginCapabilitySchema } from '@csi-env/proto';
import type { Hooks } from '../reference-driver/hooks.js';
import type { ReferenceProfile } from '../reference-driver/reference-profile.js';
import { StatusError, statusCode } from '../reference-driver/status.js';
import { requestMemory } from './circumstances.js';
import { failsToo, type Mutant, mutant } from './mutant.js';

/** A profile that lists no keys: with keys it would contradict a driver without the capability. */
function withoutKeys(profile: ReferenceProfile): ReferenceProfile {
  return { ...profile, keys: { available: [], missing: [], denied: [], oversized: [], failing: [] } };
}

function unimplemented(): never {
  throw new StatusError(statusCode.UNIMPLEMENTED, 'this is not implemented');
}

const hints = (change: object) =>
  create(PluginCapabilitySchema, {
    type: { case: 'envVarInjection', value: create(EnvVarInjectionCapabilitySchema, change) },
  });

/** Changes the hints that the driver gives. */
const changeHints = (change: object): Partial<Hooks> => ({
  pluginCapabilities: (response) => {
    for (const { type } of response.capabilities) {
      if (type.case === 'envVarInjection') Object.assign(type.value, change);
    }
    return response;
  },
});

/** Mutants of the area capability. */
export const capabilityMutants: readonly Mutant[] = [
  mutant(
    'capability/advertised/not-listed',
    'serves NodeGetEnvVars, with a value for any key, and does not list the capability',
    {
      nodeCapabilities: (response) => ({ ...response, capabilities: [] }),
      authorize: () => [],
      readBackend: async () => Buffer.from('a value for any key'),
    },
    {
      options: { limits: 'none' },
      stage: 'alpha',
      profile: withoutKeys,
      also: [{ id: 'capability/unadvertised', why: 'it is the same contradiction seen from the other side' }],
    },
  ),
  mutant(
    'capability/unadvertised/validates-first',
    'without the capability, answers malformed requests with INVALID_ARGUMENT',
    {
      status: (status, context) =>
        status.code === statusCode.UNIMPLEMENTED &&
        'request' in context &&
        context.request.queries.length === 0
          ? new StatusError(statusCode.INVALID_ARGUMENT, 'queries is empty')
          : status,
    },
    { options: { advertised: false }, profile: withoutKeys },
  ),
  mutant(
    'capability/unadvertised/unavailable',
    'without the capability, answers UNAVAILABLE',
    {
      status: (status) =>
        status.code === statusCode.UNIMPLEMENTED
          ? new StatusError(statusCode.UNAVAILABLE, 'the feature is disabled')
          : status,
    },
    { options: { advertised: false }, profile: withoutKeys },
  ),
  mutant('capability/implemented/some-keys', 'answers keys with a hyphen with UNIMPLEMENTED', {
    messageReceived: ({ request }) => {
      if (request.queries.some(({ key }) => key.includes('own-key'))) unimplemented();
    },
  }),
  mutant(
    'capability/implemented/parameters',
    'answers queries with parameters with UNIMPLEMENTED',
    {
      messageReceived: ({ request }) => {
        if (request.queries.some(({ queryParameters }) => Object.keys(queryParameters).length > 0))
          unimplemented();
      },
    },
    failsToo('what is malformed is not implemented either', 'request/field-size', 'request/required-fields'),
  ),
  mutant(
    'capability/implemented/batches',
    'answers more than 20 queries with UNIMPLEMENTED',
    {
      messageReceived: ({ request }) => {
        if (request.queries.length > 20) unimplemented();
      },
    },
    { also: [{ id: 'batch/scales', why: 'a batch is refused' }] },
  ),
  mutant(
    'capability/implemented/missing-key',
    'answers a missing key with UNIMPLEMENTED',
    {
      status: (status) =>
        status.code === statusCode.NOT_FOUND
          ? new StatusError(statusCode.UNIMPLEMENTED, 'no such key')
          : status,
    },
    { also: [{ id: 'errors/not-found', why: 'the code is the wrong one for a missing key' }] },
  ),
  mutant(
    'capability/implemented/second-call',
    'answers a repeated request with UNIMPLEMENTED',
    () => {
      const before = requestMemory();
      return {
        messageReceived: (context) => {
          if (before(context) === 1) unimplemented();
        },
      };
    },
    { also: [{ id: 'idempotency/repeat', why: 'the repetition gives another answer' }] },
  ),
  mutant(
    'capability/hints-imply/not-listed',
    'gives hints without the capability',
    {
      pluginCapabilities: (response) => ({ ...response, capabilities: [hints({ maxInflightRequests: 10 })] }),
    },
    { options: { advertised: false }, profile: withoutKeys },
  ),
  mutant('capability/hints-imply/two-entries', 'gives two entries of hints', {
    pluginCapabilities: (response) => ({
      ...response,
      capabilities: [...response.capabilities, ...response.capabilities],
    }),
  }),
  mutant(
    'capability/hints-sane/value-above-total',
    'advertises longer values than the payload can have',
    changeHints({ maxTotalPayloadBytes: 65536, maxValueLengthBytes: 65537 }),
  ),
  mutant(
    'capability/hints-size/description',
    'has a description of 129 bytes',
    changeHints({ description: 'd'.repeat(129) }),
  ),
  mutant(
    'capability/hints-size/multibyte',
    'has a description of 65 characters in 130 bytes',
    changeHints({ description: 'é'.repeat(65) }),
  ),
  mutant('capability/tolerates-unknown/request', 'refuses requests with an unknown field', {
    messageReceived: ({ request }) => {
      if ((request.$unknown?.length ?? 0) > 0) {
        throw new StatusError(statusCode.INVALID_ARGUMENT, 'the request has an unknown field');
      }
    },
  }),
  mutant('capability/tolerates-unknown/query', 'refuses queries with an unknown field', {
    messageReceived: ({ request }) => {
      if (request.queries.some(({ $unknown }) => ($unknown?.length ?? 0) > 0)) {
        throw new StatusError(statusCode.INVALID_ARGUMENT, 'a query has an unknown field');
      }
    },
  }),
];
