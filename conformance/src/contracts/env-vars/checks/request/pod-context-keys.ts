import { conditions, wellFormed } from '../../needs.js';
import type { EnvCheck } from '../../tools.js';
import { judgeInvalid, together } from '../blame.js';
import { baseBatch, baseRequest } from '../once.js';

/** Keys that a pod_context has to have (contract, section 2). */
export const requiredContext = ['namespace', 'serviceAccount', 'podName', 'podUID'] as const;

const slugs = {
  namespace: 'namespace',
  serviceAccount: 'service-account',
  podName: 'pod-name',
  podUID: 'pod-uid',
} as const;

type Context = Readonly<Record<string, string>>;

/** Stimuli that data does not say: in large batches, and with something alike in the place of the key. */
const ways: readonly {
  readonly slug: string;
  readonly say: string;
  readonly size: number;
  change(context: Context, key: string): Context;
}[] = [
  { slug: 'absent-from-a-batch', say: 'absent beside 17 queries', size: 17, change: without },
  {
    slug: 'other-case',
    say: 'spelled in another case',
    size: 1,
    change: (context, key) => ({
      ...without(context, key),
      [key.toLowerCase() === key ? key.toUpperCase() : key.toLowerCase()]: context[key] ?? '',
    }),
  },
  {
    slug: 'kubernetes-spelling',
    say: 'under the name that Kubernetes uses elsewhere',
    size: 1,
    change: (context, key) => ({
      ...without(context, key),
      [`csi.storage.k8s.io/${key === 'namespace' ? 'pod.namespace' : key}`]: context[key] ?? '',
    }),
  },
  {
    slug: 'empty-beside-others',
    say: 'empty beside keys that the driver does not know',
    size: 1,
    change: (context, key) => ({ ...context, [key]: '', 'x-conformance': 'a', 'x-conformance-more': 'b' }),
  },
];

/** Checks of `request/pod-context-keys` beside the declarative ones. */
export const podContextChecks: readonly EnvCheck[] = [
  ...requiredContext.flatMap((key) =>
    ways.map(({ slug, say, size, change }): EnvCheck => {
      const what = `a pod_context with ${key} ${say}`;
      return {
        name: `request/pod-context-keys/${slugs[key]}/${slug}`,
        requirement: 'request/pod-context-keys',
        stimulus: what,
        expects: 'INVALID_ARGUMENT',
        needs: wellFormed,
        when: [conditions.advertised],
        async run(tools) {
          const request = await baseBatch(tools, size);
          const reply = await tools.call(
            { ...request, podContext: change(request.podContext, key) },
            { observe: false },
          );
          return judgeInvalid(tools, reply, what);
        },
      };
    }),
  ),
  {
    name: 'request/pod-context-keys/several',
    requirement: 'request/pod-context-keys',
    stimulus: 'every pair of the required keys absent, and every pair empty',
    expects: 'INVALID_ARGUMENT each time',
    needs: wellFormed,
    when: [conditions.advertised],
    async run(tools) {
      const request = await baseRequest(tools);
      const pairs = requiredContext.flatMap((a, index) =>
        requiredContext.slice(index + 1).map((b) => [a, b] as const),
      );
      const contexts = pairs.flatMap(([a, b]) => [
        without(without(request.podContext, a), b),
        { ...request.podContext, [a]: '', [b]: '' },
      ]);
      return together(
        await Promise.all(
          contexts.map(async (podContext) =>
            judgeInvalid(
              tools,
              await tools.call({ ...request, podContext }, { observe: false }),
              'a pod_context without two required keys',
            ),
          ),
        ),
      );
    },
  },
];

function without(context: Context, key: string): Context {
  const { [key]: _, ...rest } = context;
  return rest;
}
