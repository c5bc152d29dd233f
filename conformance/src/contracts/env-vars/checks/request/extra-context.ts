import type { Verdict } from '../../../../contract.js';
import { codeName } from '../../../../driver/answer.js';
import { conditions, needs, wellFormed } from '../../needs.js';
import { encodeRequest, podContext, queriesFor } from '../../request.js';
import { blocked, describe, type EnvCheck, failed, premiseOk, suspectsOf, type Tools } from '../../tools.js';
import { alone, hasStatus, noStatus } from '../blame.js';
import { base, baseRequest } from '../once.js';
import { fitsPayload } from './legal-at-limit.js';

const when = [conditions.advertised];

const many = Object.fromEntries(
  Array.from({ length: 100 }, (_, index) => [`x-conformance-${index}`, `${index}`]),
);

const extras: readonly {
  readonly slug: string;
  readonly say: string;
  readonly context: Readonly<Record<string, string>>;
}[] = [
  {
    slug: 'twelve',
    say: 'twelve further keys',
    context: Object.fromEntries(Object.entries(many).slice(0, 12)),
  },
  { slug: 'hundred', say: 'a hundred further keys', context: many },
  {
    slug: 'long-key',
    say: 'a key of 500 bytes: single keys have no limit of their own',
    context: { ['k'.repeat(500)]: 'a' },
  },
  { slug: 'long-value', say: 'a value of 3000 bytes', context: { 'x-conformance': 'v'.repeat(3000) } },
  { slug: 'empty-key', say: 'a key without a name', context: { '': 'a' } },
  {
    slug: 'other-case',
    say: 'required keys again in another case',
    context: { NAMESPACE: 'other', ServiceAccount: 'other', podname: 'other', poduid: 'other' },
  },
  {
    slug: 'kubernetes',
    say: 'keys that Kubernetes uses elsewhere',
    context: { 'csi.storage.k8s.io/pod.namespace': 'other', 'csi.storage.k8s.io/ephemeral': 'true' },
  },
  {
    slug: 'wire-names',
    say: 'names of the proto',
    context: { provider_class_name: 'other', class_parameters: '{}', queries: '[]', version: '0' },
  },
  {
    slug: 'markup',
    say: 'values with quotes, line breaks and JSON',
    context: {
      'x-conformance': '{"a": "b\\n"}',
      'x-conformance-lines': 'a\r\nb\n',
      'x-conformance-quotes': `"'\``,
    },
  },
];

/** What a refused pod may not gain by telling more of itself. */
const claims = {
  allowedNamespaces: '**',
  allowedServiceAccounts: '**',
  allowedFields: '**',
  authorized: 'true',
  admin: 'true',
};

/** The same request fails in the same way with further keys. */
async function sameFailure(tools: Tools, kind: 'missing' | 'denied' | 'failing'): Promise<Verdict> {
  const before = await alone(tools, kind);
  const [key] = tools.profile.keys[kind];
  if (before === undefined || key === undefined)
    return { outcome: 'untested', reason: `the profile lists no ${kind} key` };
  const request = tools.request(queriesFor([key]));
  const reply = await tools.call(
    { ...request, podContext: { ...request.podContext, ...claims } },
    { observe: false },
  );
  const late = [before, reply].find(({ answer }) => answer.failure === 'deadline');
  if (kind === 'failing' && late !== undefined)
    return blocked('errors/backend', `a failing key got ${describe(late)}`);
  if (!hasStatus(before)) return noStatus(before, `a ${kind} key`);
  if (!hasStatus(reply)) return noStatus(reply, `a ${kind} key with further keys of pod_context`);
  if (reply.code === before.code) return { outcome: 'pass' };
  // Only what repeats is the further keys' doing: a backend that fails in turn with one code and another is none.
  const again = await tools.call(request, { observe: false });
  if (again.code === reply.code)
    return { outcome: 'pass', note: 'the status varies without further keys, too' };
  return failed(
    `a ${kind} key got ${codeName(before.code)}, and ${describe(reply)} with further keys of pod_context`,
    reply,
    undefined,
    [...suspectsOf(before), ...suspectsOf(reply)],
  );
}

/** Checks of `request/extra-context` beside the declarative ones. */
export const extraContextChecks: readonly EnvCheck[] = [
  ...extras.map(
    ({ slug, say, context }): EnvCheck => ({
      name: `request/extra-context/${slug}`,
      requirement: 'request/extra-context',
      stimulus: `a pod_context with ${say}`,
      expects: 'the same answer as without',
      needs: wellFormed,
      when,
      async run(tools) {
        const before = await base(tools);
        const { request } = before;
        const extended = { ...request, podContext: { ...context, ...request.podContext } };
        const tooLarge = fitsPayload(tools, encodeRequest(extended));
        if (tooLarge !== undefined) return tooLarge;
        const reply = await tools.call(extended);
        if (!reply.ok)
          return hasStatus(reply) ? failed(`${say} got ${describe(reply)}`, reply) : noStatus(reply, say);
        premiseOk(reply);
        const [old] = before.aligned;
        const [now] = reply.aligned;
        const [key] = await tools.served();
        if (key?.volatile === true || old === undefined || now === undefined || old.value === now.value)
          return { outcome: 'pass' };
        const again = await tools.call(request);
        return again.aligned[0]?.value === now.value
          ? { outcome: 'pass' }
          : failed(`${say} changed the value`, reply, undefined, [
              ...suspectsOf(before),
              ...suspectsOf(reply),
            ]);
      },
    }),
  ),
  ...(['missing', 'denied', 'failing'] as const).map(
    (kind): EnvCheck => ({
      name: `request/extra-context/${kind}-key`,
      requirement: 'request/extra-context',
      stimulus: `a ${kind} key, with further keys of pod_context that look like permissions`,
      expects: 'the same status as without',
      needs: [...wellFormed, needs[kind]],
      when,
      run: (tools) => sameFailure(tools, kind),
    }),
  ),
  {
    name: 'request/extra-context/denied-pod',
    requirement: 'request/extra-context',
    stimulus:
      'a pod that the class does not permit, with further keys of pod_context that look like permissions',
    expects: 'the same status as without',
    needs: [...wellFormed, needs.deniedPods],
    when,
    async run(tools) {
      const request = await baseRequest(tools);
      for (const pod of tools.profile.deniedPods.slice(0, 3)) {
        const plain = { ...request, podContext: podContext(pod) };
        const before = await tools.call(plain, { observe: false, expectValues: false });
        const reply = await tools.call(
          { ...plain, podContext: { ...plain.podContext, ...claims } },
          { observe: false, expectValues: false },
        );
        if (!hasStatus(before) || !hasStatus(reply))
          return noStatus(hasStatus(before) ? reply : before, 'a pod that the class does not permit');
        if (before.code !== reply.code) {
          return failed(
            `a denied pod got ${codeName(before.code)}, and ${describe(reply)} with further keys of pod_context`,
            reply,
            undefined,
            [
              ...suspectsOf(before),
              ...suspectsOf(reply),
              // Cached by another check's call in between, and served from there.
              ...(before.ok || reply.ok ? ['authorization/no-cached-bypass'] : []),
            ],
          );
        }
      }
      return { outcome: 'pass' };
    },
  },
];
