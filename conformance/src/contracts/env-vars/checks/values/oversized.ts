import { pass, type Verdict } from '../../../../contract.js';
import { statusCode } from '../../../../driver/answer.js';
import { indexOf, positions, servedBatch, withKeyAt } from '../../batches.js';
import { asCarried, utf8Length } from '../../judge.js';
import { conditions, needs } from '../../needs.js';
import { queriesFor } from '../../request.js';
import { blocked, describe, type EnvCheck, failed, premiseOk, type Reply, type Tools } from '../../tools.js';

const when = [conditions.advertised];
const wants = [needs.providerClass, needs.pod, needs.oversized] as const;

/** Bytes below the limit at which a truncated value may end: a whole UTF-8 character, an ellipsis. */
const truncationSlack = 16;

/** values/size: a longer backend value is an INVALID_ARGUMENT failure, never truncated. */
function judgeOversized(tools: Tools, reply: Reply, at: number): Verdict {
  if (reply.answer.failure !== undefined)
    return { outcome: 'error', message: `the call got ${describe(reply)}` };
  if (reply.code === statusCode.INVALID_ARGUMENT) return pass();
  if (!reply.ok)
    return failed(`a value over the limit got ${describe(reply)} instead of INVALID_ARGUMENT`, reply);
  premiseOk(reply, ['values/size', 'values/exact']);
  const result = reply.aligned[at];
  const bytes = utf8Length(result?.value ?? '');
  const limit = tools.facts.limits.valueBytes;
  if (bytes > limit) return failed(`a value of ${bytes} bytes was returned, the limit is ${limit}`, reply);
  if (bytes >= limit - truncationSlack)
    return failed(
      `a value over the limit came back with ${bytes} bytes: it is truncated to the limit of ${limit}`,
      reply,
    );
  if (bytes === 0) return failed('a value over the limit came back empty, without an error', reply);
  return {
    outcome: 'untested',
    reason: `the profile lists it under keys.oversized, but the driver serves it with ${bytes} bytes and its limit is ${limit}`,
  };
}

/** Whether a value that a key of keys.oversized got is one that breaks values/size: too long, cut, or empty. */
export function breaksSize(tools: Tools, value: string): boolean {
  const bytes = utf8Length(value);
  return bytes >= tools.facts.limits.valueBytes - truncationSlack;
}

/** A failure if any is one, else the first that is no pass. */
function worst(verdicts: readonly Verdict[]): Verdict {
  return verdicts.find((v) => v.outcome === 'fail') ?? verdicts.find((v) => v.outcome !== 'pass') ?? pass();
}

/** Checks with keys whose backend value is longer than the limit. */
export const oversizedChecks: readonly EnvCheck[] = [
  {
    name: 'values/size/longest-values-served',
    requirement: 'values/size',
    stimulus: 'a query for each available key whose known value has as many bytes as the limit, or one less',
    expects: 'OK: a value at the limit is legal',
    needs: [needs.providerClass, needs.pod, needs.expected],
    when,
    async run(tools) {
      const limit = tools.facts.limits.valueBytes;
      const longest = tools.profile.keys.available.filter((key) => {
        const bytes = key.value === undefined || key.volatile ? 0 : utf8Length(asCarried(key.value));
        return bytes === limit || bytes === limit - 1;
      });
      if (longest.length === 0)
        return {
          outcome: 'untested',
          reason: `no value that the profile gives has ${limit - 1} or ${limit} bytes`,
        };
      await tools.served();
      for (const key of longest) {
        const reply = await tools.call(tools.request(queriesFor([key])));
        if (reply.answer.failure !== undefined)
          return { outcome: 'error', message: `the call got ${describe(reply)}` };
        if (reply.code === statusCode.INVALID_ARGUMENT)
          return failed(`a value that is not over the limit of ${limit} bytes got ${describe(reply)}`, reply);
        premiseOk(reply, ['values/exact']);
      }
      return pass(`${longest.length} keys`);
    },
  },
  ...(['once', 'twice'] as const).map(
    (times): EnvCheck => ({
      name: `values/size/oversized-${times}`,
      requirement: 'values/size',
      stimulus: `a query for each key of keys.oversized by itself, ${times}`,
      expects: 'INVALID_ARGUMENT',
      needs: wants,
      when,
      async run(tools) {
        const verdicts: Verdict[] = [];
        for (const key of tools.profile.keys.oversized) {
          if (times === 'twice') await tools.call(tools.request(queriesFor([key])));
          verdicts.push(judgeOversized(tools, await tools.call(tools.request(queriesFor([key]))), 0));
        }
        return worst(verdicts);
      },
    }),
  ),
  ...positions.flatMap((position) =>
    (position === 'middle' ? [3, 17, 50] : [3, 17]).map(
      (size): EnvCheck => ({
        name: `values/size/oversized-${position}-of-${size}`,
        requirement: 'values/size',
        stimulus: `a batch of ${size}, with a key of keys.oversized in the ${position} place`,
        expects: 'INVALID_ARGUMENT',
        needs: [...wants, needs.available],
        when,
        async run(tools) {
          const [key] = tools.profile.keys.oversized;
          if (key === undefined) return { outcome: 'untested', reason: 'keys.oversized is empty' };
          const { request } = await servedBatch(tools, size);
          premiseOk(await tools.call(request), ['values/size']);
          const at = indexOf(position, size);
          const alone = await tools.call(tools.request(queriesFor([key])));
          const reply = await tools.call(withKeyAt(request, at, key));
          // A query that fails by itself and is passed over in a batch: the value is not what is wrong.
          if (!alone.ok && reply.ok && reply.aligned[at]?.value === '') {
            return blocked('batch/all-or-nothing', 'the key fails by itself, and a batch with it got OK');
          }
          return judgeOversized(tools, reply, at);
        },
      }),
    ),
  ),
];
