import { pass, type Verdict } from '../../../../contract.js';
import { statusCode } from '../../../../driver/answer.js';
import type { DeniedKey } from '../../../../profile/profile.js';
import { indexOf, positions, servedBatch, withKeyAt } from '../../batches.js';
import { needs, wellFormed } from '../../needs.js';
import { type EnvRequest, type Query, queriesFor } from '../../request.js';
import {
  blocked,
  describe,
  type EnvCheck,
  failed,
  type Lane,
  type Reply,
  type ServedKey,
  type Tools,
} from '../../tools.js';
import { otherPod } from '../other-pod.js';
import { covers } from './allowlist.js';
import { advertised, few, isRefused, listOf, noStatus, refusable } from './refusal.js';

const requirement = 'authorization/field';

/** Whether an OK answer gives a value to a query: by position, or by name where the count is wrong. */
export function yields(reply: Reply, index: number): boolean {
  if (reply.aligned.length > 0) return (reply.aligned[index]?.value ?? '') !== '';
  const name = reply.request.queries[index]?.name;
  return reply.results.some((result) => result.name === name && result.value !== '');
}

/** A denied key within a request. */
interface DeniedCall {
  readonly say: string;
  readonly request: EnvRequest;
  /** Position of the denied key. */
  readonly at: number;
  readonly key: DeniedKey;
  readonly over?: Lane;
}

async function expectDenied(tools: Tools, calls: readonly DeniedCall[]): Promise<Verdict> {
  const replies = await Promise.all(
    calls.map(({ request, over }) => (over ?? tools).call(request, refusable)),
  );
  for (const [index, reply] of replies.entries()) {
    if (isRefused(reply)) continue;
    if (reply.answer.failure !== undefined) return noStatus(reply);
    const call = calls[index] as DeniedCall;
    const alone = call.request.queries.length === 1;
    // A denied key without a value beside others is a failure that does not fail the call.
    if (
      !alone &&
      !yields(reply, call.at) &&
      isRefused(await tools.call(tools.request(queriesFor([call.key])), refusable))
    ) {
      return blocked('batch/all-or-nothing', `${call.say} got ${describe(reply)} without a value for it`);
    }
    return failed(`${call.say} got ${describe(reply)} instead of PERMISSION_DENIED`, reply);
  }
  return pass(`${replies.length} refusals`);
}

const deniedKeys = (tools: Tools): readonly DeniedKey[] => few(tools, tools.profile.keys.denied, 6);
const words = (index: number): string => `denied key ${index + 1} of the profile`;
const base = {
  requirement,
  expects: 'PERMISSION_DENIED (any refusal; its code is judged by errors/permission-denied)',
  needs: [...wellFormed, needs.denied],
  when: [advertised],
} as const;

/** A key outside allowedFields is refused whatever its parameters are. */
async function askWithParameters(tools: Tools): Promise<Verdict> {
  const served = await tools.served();
  const list = listOf(tools, 'allowedFields');
  const known = served.find((key) => Object.keys(key.parameters).length > 0)?.parameters;
  const variants = [{ version: '1' }, ...(known === undefined ? [] : [known])];
  for (const [index, key] of deniedKeys(tools).entries()) {
    const ask = (parameters: DeniedKey['parameters']) =>
      tools.call(tools.request(queriesFor([{ ...key, parameters }])), refusable);
    const [plain, ...replies] = await Promise.all([ask(key.parameters), ...variants.map(ask)]);
    for (const reply of replies) {
      if (reply.answer.failure !== undefined) return noStatus(reply);
      const found = reply.code === statusCode.NOT_FOUND && plain?.code === statusCode.PERMISSION_DENIED;
      if (isRefused(reply) && !(found && list !== undefined && !covers(list, key.key))) continue;
      return failed(
        `${words(index)} with other query parameters got ${describe(reply)} instead of PERMISSION_DENIED`,
        reply,
      );
    }
  }
  return pass();
}

/** Batches in which a denied key hides among allowed ones. */
const batches = [2, 5, 17, 50, 51]
  .flatMap((size) => positions.map((position) => ({ size, position })))
  .filter(
    // Of two queries none is in the middle.
    ({ size, position }) => size > 2 || position !== 'middle',
  );

/** Checks that the profile's denied keys are refused as they are. */
export const deniedKeyChecks: readonly EnvCheck[] = [
  {
    ...base,
    name: `${requirement}/denied-key/by-itself`,
    stimulus: 'each denied key of the profile by itself, twice',
    async run(tools) {
      const calls = [0, 1].flatMap(() =>
        deniedKeys(tools).map((key, i) => ({
          say: words(i),
          request: tools.request(queriesFor([key])),
          at: 0,
          key,
        })),
      );
      return expectDenied(tools, calls);
    },
  },
  {
    ...base,
    name: `${requirement}/denied-key/other-pod`,
    stimulus:
      'each denied key that allowedFields does not cover, by a further permitted pod, by itself and after an allowed key',
    needs: [...base.needs, needs.pods],
    async run(tools) {
      const list = listOf(tools, 'allowedFields');
      if (list === undefined)
        return { outcome: 'not-applicable', reason: "the profile's class has no allowedFields" };
      // What the list covers may be denied to one pod and permitted to another.
      const keys = deniedKeys(tools).filter(({ key }) => !covers(list, key));
      if (keys.length === 0)
        return {
          outcome: 'not-applicable',
          reason: 'allowedFields of the class covers each key of keys.denied',
        };
      const { request, ask } = await otherPod(tools);
      const calls = keys.flatMap((key) => {
        const say = `${words(tools.profile.keys.denied.indexOf(key))} for another pod`;
        const alone = ask(queriesFor([key]));
        const queries = [...request.queries, { ...alone.queries[0], name: 'CSI_ENV_DENIED' } as Query];
        return [
          { say, request: alone, at: 0, key },
          { say, request: { ...request, queries }, at: 1, key },
        ];
      });
      return expectDenied(tools, calls);
    },
  },
  {
    ...base,
    name: `${requirement}/denied-key/optional`,
    stimulus: 'each denied key of the profile in an optional query, by itself and after an allowed key',
    async run(tools) {
      const [allowed] = await tools.served();
      const calls = deniedKeys(tools).flatMap((key, i) =>
        [[key], [allowed as ServedKey, key]].map((keys) => {
          const request = tools.request(queriesFor(keys));
          const at = keys.length - 1;
          const queries = request.queries.map((query, index) => ({ ...query, optional: index === at }));
          return { say: `${words(i)}, called optional,`, request: { ...request, queries }, at, key };
        }),
      );
      return expectDenied(tools, calls);
    },
  },
  {
    ...base,
    name: `${requirement}/denied-key/new-connection`,
    stimulus: 'each denied key of the profile by itself, on a new connection that served an allowed key',
    async run(tools) {
      const [key] = await tools.served();
      const over = await tools.connect();
      await over.call(tools.request(queriesFor([key as ServedKey])));
      return expectDenied(
        tools,
        deniedKeys(tools).map((denied, i) => ({
          say: words(i),
          request: tools.request(queriesFor([denied])),
          at: 0,
          key: denied,
          over,
        })),
      );
    },
  },
  {
    ...base,
    name: `${requirement}/denied-key/other-parameters`,
    stimulus: 'each denied key of the profile with query parameters that it is not listed with',
    expects: 'a refusal; where the class has allowedFields, not NOT_FOUND either',
    run: askWithParameters,
  },
  {
    ...base,
    name: `${requirement}/denied-key/shared-name`,
    stimulus: 'each denied key of the profile before and after an allowed key of the same name',
    async run(tools) {
      const [allowed] = (await tools.served()) as readonly [ServedKey, ...ServedKey[]];
      const calls = deniedKeys(tools).flatMap((key, i) =>
        [0, 1].map((at) => {
          const keys = at === 0 ? [key, allowed] : [allowed, key];
          const queries = queriesFor(keys).map((query) => ({ ...query, name: 'SAME_NAME' }));
          return {
            say: `${words(i)} beside an allowed key of the same name`,
            request: tools.request(queries),
            at,
            key,
          };
        }),
      );
      return expectDenied(tools, calls);
    },
  },
  ...batches.map(
    ({ size, position }): EnvCheck => ({
      ...base,
      name: `${requirement}/denied-key/${position}-of-${size}`,
      stimulus: `${size} queries of which the ${position} is for a denied key of the profile`,
      async run(tools) {
        const { request } = await servedBatch(tools, size);
        const at = indexOf(position, size);
        const calls = deniedKeys(tools).map((key, i) => ({
          say: `${words(i)} as query ${at + 1} of ${size}`,
          request: withKeyAt(request, at, key),
          at,
          key,
        }));
        return expectDenied(tools, calls);
      },
    }),
  ),
];
