import { pass, type Verdict } from '../../../../contract.js';
import type { Key, Pod } from '../../../../profile/profile.js';
import { servedBatch } from '../../batches.js';
import { conditions, needs, wellFormed } from '../../needs.js';
import { type EnvRequest, podContext, queriesFor } from '../../request.js';
import { type EnvCheck, failed, type Tools } from '../../tools.js';
import { refusable } from '../authorization/refusal.js';
import { isSlow } from '../concurrency/burst.js';

const requirement = 'idempotency/no-side-effects';
/** What the log of the backend was before the first call of the run is remembered as. */
export const firstLog = 'idempotency/no-side-effects: first log';

/** Lines of a backend log that say that something changed, counted by line; `read` and `auth` change nothing. */
export function changesIn(log: string): Map<string, number> {
  const changes = new Map<string, number>();
  for (const line of log.split(/\r?\n/)) {
    const text = line.trim();
    const verb = text.split(/\s/, 1)[0]?.toLowerCase() ?? '';
    if (verb === '' || verb === 'read' || verb === 'auth') continue;
    changes.set(text, (changes.get(text) ?? 0) + 1);
  }
  return changes;
}

/** Changes that the later log has and the earlier has not. */
export function newChanges(before: string, after: string): string[] {
  const known = changesIn(before);
  return [...changesIn(after)]
    .filter(([line, count]) => count > (known.get(line) ?? 0))
    .map(([line]) => line);
}

function judge(before: string, after: string, say: string): Verdict {
  const changes = newChanges(before, after);
  if (changes.length === 0) return pass(`${after.split('\n').length} lines`);
  const verbs = [...new Set(changes.map((line) => line.split(/\s/, 1)[0]))].slice(0, 5);
  return failed(
    `${say}: the backend was changed, by ${verbs.join(', ')} (${changes.length} different lines)`,
  );
}

/** Kinds of calls, each by what it may tempt a driver to write. */
const stimuli: readonly {
  readonly slug: string;
  readonly say: string;
  readonly needs: EnvCheck['needs'];
  build(tools: Tools): Promise<readonly EnvRequest[]>;
}[] = [
  {
    slug: 'available-keys',
    say: 'each available key by itself and all that fit in batches, twice',
    needs: wellFormed,
    async build(tools) {
      const served = await tools.served();
      const keys = served.slice(0, isSlow(tools) ? 3 : 20);
      return [
        ...keys.map((key) => tools.request(queriesFor([key]))),
        (await servedBatch(tools, 2)).request,
        (await servedBatch(tools, 17)).request,
      ];
    },
  },
  {
    slug: 'missing-keys',
    say: 'keys that do not exist, by themselves and beside an available one',
    needs: [...wellFormed, needs.missing],
    async build(tools) {
      const key = (await tools.served())[0] as Key;
      return tools.profile.keys.missing
        .slice(0, 5)
        .flatMap((missing) => [
          tools.request(queriesFor([missing])),
          tools.request(queriesFor([key, missing])),
        ]);
    },
  },
  {
    slug: 'denied-keys',
    say: 'denied keys',
    needs: [...wellFormed, needs.denied],
    build: async (tools) =>
      tools.profile.keys.denied.slice(0, 5).map((key) => tools.request(queriesFor([key]))),
  },
  {
    slug: 'denied-pods',
    say: 'denied pods',
    needs: [...wellFormed, needs.deniedPods],
    build: async (tools) =>
      tools.profile.deniedPods.slice(0, 5).map((pod: Pod) =>
        tools.request(queriesFor(tools.profile.keys.available.slice(0, 1)), {
          podContext: podContext(pod),
        }),
      ),
  },
  {
    slug: 'failing-and-oversized-keys',
    say: 'keys for which the backend fails, and keys whose value is too long',
    needs: wellFormed,
    build: async (tools) =>
      [...tools.profile.keys.oversized.slice(0, 3), ...tools.profile.keys.failing.slice(0, 1)].map((key) =>
        tools.request(queriesFor([key])),
      ),
  },
  {
    slug: 'malformed-requests',
    say: 'malformed requests',
    needs: wellFormed,
    build: async (tools) => [
      tools.request([]),
      tools.request(
        queriesFor(tools.profile.keys.available.slice(0, 1)).map((query) => ({ ...query, name: 'A=B' })),
      ),
    ],
  },
];

const base = {
  requirement,
  expects: 'no line in the log of the backend whose verb is neither read nor auth',
  when: [conditions.advertised],
  disturbs: true,
} as const;

/** The log as it was before the first call of the run, or else when a check of this requirement first asked for it. */
async function earliestLog(tools: Tools): Promise<string> {
  const memo = tools.shared.memo as Map<string, Promise<string>>;
  const known = memo.get(firstLog) ?? tools.hook('backendLog');
  memo.set(firstLog, known);
  return known;
}

/** Checks that a call only reads. */
export const noSideEffectsChecks: readonly EnvCheck[] = [
  ...stimuli.map(
    ({ slug, say, needs: needed, build }): EnvCheck => ({
      ...base,
      name: `${requirement}/${slug}`,
      stimulus: `${say}; the log of the backend before and after`,
      needs: [...(needed ?? []), needs.backendLog],
      async run(tools) {
        await earliestLog(tools);
        const requests = await build(tools);
        if (requests.length === 0) return { outcome: 'untested', reason: 'the profile lists no such keys' };
        const before = await tools.hook('backendLog');
        for (let round = 0; round < 2; round++)
          await Promise.all(requests.map((request) => tools.call(request, refusable)));
        return judge(before, await tools.hook('backendLog'), say);
      },
    }),
  ),
  {
    ...base,
    name: `${requirement}/whole-run`,
    stimulus: 'every call of the run so far; the log of the backend before and after',
    needs: [...wellFormed, needs.backendLog],
    // Before hooks change the backend themselves.
    alone: 48,
    async run(tools) {
      const before = await earliestLog(tools);
      return judge(before, await tools.hook('backendLog'), 'in the course of the run');
    },
  },
];
