import { pass, type Verdict } from '../../../contract.js';
import { codeName, statusCode } from '../../../driver/answer.js';
import { servedBatch } from '../batches.js';
import { readCapabilitySet } from '../capability-set.js';
import { getPluginCapabilities } from '../identity.js';
import { utf8Length } from '../judge.js';
import { conditions, needs } from '../needs.js';
import { type EnvRequest, podContext, queriesFor, requestJson } from '../request.js';
import {
  blocked,
  describe,
  type EnvCheck,
  failed,
  getEnvVars,
  isUnimplemented,
  type Tools,
} from '../tools.js';

/** A request that is well-formed and that the profile need not know. */
export function inventedRequest(tools: Tools): EnvRequest {
  return {
    className: 'conformance.invalid',
    classParameters: {},
    queries: [{ name: 'CSI_ENV_0', key: 'conformance/none' }],
    podContext: {
      namespace: 'default',
      serviceAccount: 'default',
      podName: 'conformance-0',
      podUID: '00000000-0000-4000-8000-000000000000',
    },
    ...(tools.shared.version === undefined ? {} : { version: tools.shared.version }),
  };
}

/** The profile's own first query where there is one, else an invented one. */
function likelyRequest(tools: Tools): EnvRequest {
  const { profile } = tools;
  if (profile.providerClass === undefined || profile.pod === undefined || profile.keys.available.length === 0)
    return inventedRequest(tools);
  return tools.request(queriesFor(profile.keys.available.slice(0, 1)));
}

/** capability/implemented: well-formed calls, each of which may fail in any way but this. */
const wellFormedCalls: readonly {
  readonly slug: string;
  readonly say: string;
  readonly needs: EnvCheck['needs'];
  make(tools: Tools): Promise<EnvRequest>;
}[] = [
  {
    slug: 'invented',
    say: 'a class and a key that nobody has',
    needs: [],
    make: async (tools) => inventedRequest(tools),
  },
  {
    slug: 'available',
    say: 'a key that is served',
    needs: [needs.providerClass, needs.pod, needs.available],
    make: async (tools) => tools.request(queriesFor(tools.profile.keys.available.slice(0, 1))),
  },
  {
    slug: 'batch',
    say: '50 keys that are served',
    needs: [needs.providerClass, needs.pod, needs.available],
    make: async (tools) => (await servedBatch(tools, 50)).request,
  },
  {
    slug: 'missing',
    say: 'a key that does not exist',
    needs: [needs.providerClass, needs.pod, needs.missing],
    make: async (tools) => tools.request(queriesFor(tools.profile.keys.missing.slice(0, 1))),
  },
  {
    slug: 'denied',
    say: 'a key that the class may not read',
    needs: [needs.providerClass, needs.pod, needs.denied],
    make: async (tools) => tools.request(queriesFor(tools.profile.keys.denied.slice(0, 1))),
  },
  {
    slug: 'denied-pod',
    say: 'a pod that may not use the class',
    needs: [needs.providerClass, needs.deniedPods, needs.available],
    make: async (tools) => {
      const [pod] = tools.profile.deniedPods;
      return tools.request(
        queriesFor(tools.profile.keys.available.slice(0, 1)),
        pod === undefined ? {} : { podContext: podContext(pod) },
      );
    },
  },
  {
    slug: 'optional',
    say: 'an optional key that is served',
    needs: [needs.providerClass, needs.pod, needs.available],
    make: async (tools) =>
      tools.request(
        queriesFor(tools.profile.keys.available.slice(0, 1)).map((query) => ({ ...query, optional: true })),
      ),
  },
];

/** What cannot be told of a driver that does not say what it does. */
const unread = blocked('identity/stable-capabilities', 'NodeGetCapabilities is not answered');

/** capability/unadvertised: UNIMPLEMENTED comes before any look at the request. */
const looks: readonly { readonly slug: string; readonly say: string; make(tools: Tools): EnvRequest }[] = [
  { slug: 'well-formed', say: 'a well-formed request', make: likelyRequest },
  {
    slug: 'empty',
    say: 'an empty request',
    make: () => ({ className: '', classParameters: {}, queries: [], podContext: {} }),
  },
  {
    slug: 'no-queries',
    say: 'a request without queries',
    make: (tools) => ({ ...likelyRequest(tools), queries: [] }),
  },
  {
    slug: 'no-class',
    say: 'a request without a class',
    make: (tools) => ({ ...likelyRequest(tools), className: '' }),
  },
  {
    slug: 'no-pod',
    say: 'a request without pod_context',
    make: (tools) => ({ ...likelyRequest(tools), podContext: {} }),
  },
  {
    slug: 'bad-name',
    say: 'a query whose name has "="',
    make: (tools) => ({ ...likelyRequest(tools), queries: [{ name: 'A=B', key: 'conformance/none' }] }),
  },
];

/** Checks of the area `capability`, but for `capability/tolerates-unknown`, which the field table makes. */
export const capabilityChecks: readonly EnvCheck[] = [
  {
    name: 'capability/advertised/listed',
    requirement: 'capability/advertised',
    stimulus:
      'NodeGetCapabilities, and a well-formed NodeGetEnvVars call where ENV_VAR_INJECTION is not listed',
    expects: 'ENV_VAR_INJECTION is listed, or the call is not served',
    async run(tools) {
      if (!tools.facts.capabilitiesRead) return unread;
      if (tools.facts.advertised) return pass();
      const reply = await tools.call(likelyRequest(tools), { observe: false });
      return reply.ok
        ? failed('NodeGetCapabilities does not list ENV_VAR_INJECTION, and NodeGetEnvVars is served', reply)
        : pass('the driver does not serve NodeGetEnvVars');
    },
  },
  {
    name: 'capability/advertised/every-connection',
    requirement: 'capability/advertised',
    stimulus: 'NodeGetCapabilities on a new connection',
    expects: 'ENV_VAR_INJECTION is listed there too',
    when: [conditions.advertised],
    async run(tools) {
      const lane = await tools.connect();
      const { entries, read } = await readCapabilitySet(lane.invoke, 'node');
      if (read.answer.failure !== undefined)
        return { outcome: 'error', message: `NodeGetCapabilities got no status (${read.answer.message})` };
      // The serialized entry {rpc: {type: ENV_VAR_INJECTION}}.
      const listed = entries?.some((entry) => entry === '0a02080a') === true;
      if (listed) return pass();
      return blocked('identity/stable-capabilities', 'a new connection gets other capabilities');
    },
  },
  ...looks.map(
    ({ slug, say, make }): EnvCheck => ({
      name: `capability/unadvertised/${slug}`,
      requirement: 'capability/unadvertised',
      stimulus: `${say} to a driver that does not list ENV_VAR_INJECTION`,
      expects: 'UNIMPLEMENTED',
      when: [conditions.notAdvertised],
      async run(tools) {
        const likely = await tools.call(likelyRequest(tools), { observe: false });
        if (likely.ok) return blocked('capability/advertised', 'NodeGetEnvVars is served');
        const reply = slug === 'well-formed' ? likely : await tools.call(make(tools), { observe: false });
        if (reply.answer.failure !== undefined)
          return { outcome: 'error', message: `${say} got ${describe(reply)}` };
        return isUnimplemented(reply) ? pass() : failed(`${say} got ${describe(reply)}`, reply);
      },
    }),
  ),
  ...wellFormedCalls.map(
    ({ slug, say, needs: wants, make }): EnvCheck => ({
      name: `capability/implemented/${slug}`,
      requirement: 'capability/implemented',
      stimulus: `a well-formed call for ${say}`,
      expects: 'any status but UNIMPLEMENTED',
      ...(wants === undefined ? {} : { needs: wants }),
      when: [conditions.advertised],
      async run(tools) {
        const reply = await tools.call(await make(tools));
        if (reply.answer.failure !== undefined)
          return { outcome: 'error', message: `the call got ${describe(reply)}` };
        return isUnimplemented(reply) ? unimplemented(reply.request) : pass();
      },
    }),
  ),
  {
    name: 'capability/implemented/all-traffic',
    requirement: 'capability/implemented',
    stimulus: 'every well-formed NodeGetEnvVars call of the run',
    expects: 'no status UNIMPLEMENTED, whichever check made the call',
    when: [conditions.advertised],
    final: true,
    async run({ journal }) {
      const seen = journal.statuses.find(
        ({ code, method, wellFormed }) =>
          code === statusCode.UNIMPLEMENTED && method === getEnvVars && wellFormed,
      );
      if (seen === undefined) return pass();
      return {
        outcome: 'fail',
        evidence: {
          mismatches: [
            `the driver lists ENV_VAR_INJECTION and answers UNIMPLEMENTED (seen during ${seen.check})`,
          ],
          ...(seen.request === undefined ? {} : { call: { method: getEnvVars, request: seen.request } }),
        },
      };
    },
  },
  {
    name: 'capability/hints-imply/listed',
    requirement: 'capability/hints-imply',
    stimulus: 'GetPluginCapabilities and NodeGetCapabilities',
    expects: 'a driver that gives hints also lists ENV_VAR_INJECTION',
    when: [conditions.hints],
    async run({ facts }) {
      if (!facts.capabilitiesRead) return unread;
      if (facts.advertised) return pass();
      return fails('there are hints, but NodeGetCapabilities does not list ENV_VAR_INJECTION');
    },
  },
  {
    name: 'capability/hints-imply/once',
    requirement: 'capability/hints-imply',
    stimulus: 'GetPluginCapabilities',
    expects: 'at most one entry with hints',
    when: [conditions.hints],
    async run(tools) {
      const { message, answer } = await getPluginCapabilities(tools.invoke);
      if (message === undefined)
        return blocked('identity/stable-capabilities', `GetPluginCapabilities got ${codeName(answer.code)}`);
      const count = message.capabilities.filter(({ type }) => type.case === 'envVarInjection').length;
      return count > 1 ? fails(`there are ${count} entries with hints`) : pass();
    },
  },
  {
    name: 'capability/hints-sane/value-within-total',
    requirement: 'capability/hints-sane',
    stimulus: 'GetPluginCapabilities',
    expects: 'max_value_length_bytes is at most max_total_payload_bytes when both are given',
    when: [conditions.bothSizeHints],
    async run({ facts: { hints } }) {
      const value = hints?.maxValueLengthBytes ?? 0;
      const total = hints?.maxTotalPayloadBytes ?? 0;
      return value > total
        ? fails(`max_value_length_bytes is ${value}, max_total_payload_bytes is ${total}`)
        : pass();
    },
  },
  {
    name: 'capability/hints-size/description',
    requirement: 'capability/hints-size',
    stimulus: 'GetPluginCapabilities',
    expects: 'a description of at most 128 bytes',
    when: [conditions.hints],
    async run({ facts: { hints } }) {
      const bytes = utf8Length(hints?.description ?? '');
      return bytes > 128 ? fails(`description has ${bytes} bytes, the limit is 128`) : pass();
    },
  },
];

function unimplemented(request: EnvRequest): Verdict {
  return {
    outcome: 'fail',
    evidence: {
      mismatches: ['the driver lists ENV_VAR_INJECTION and answers UNIMPLEMENTED'],
      call: { method: getEnvVars, request: requestJson(request) },
    },
  };
}

function fails(text: string): Verdict {
  return { outcome: 'fail', evidence: { mismatches: [text] } };
}
