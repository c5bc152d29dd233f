import { pass, type Verdict } from '../../../../contract.js';
import { type Answer, answered, codeName, statusCode } from '../../../../driver/answer.js';
import { type EnvRequest, encodeRequest, queriesFor } from '../../request.js';
import { blocked, type EnvCheck, getEnvVars, type Tools } from '../../tools.js';
import { inventedRequest } from '../capability.js';
import { type LegalCall, legalCall, noLongerServed, noteHarm, notServedAnew } from './legal-call.js';

const MiB = 1024 * 1024;
/** What gRPC stacks receive unless they are configured. */
const usualLimit = 4 * MiB;
const longKeyBytes = 1000;
/** Larger messages are not sent: they would measure the machine. */
const largest = 40 * MiB;

const sizes: readonly {
  readonly slug: string;
  readonly say: string;
  readonly bytes: number;
  readonly times: number;
}[] = [
  { slug: 'just-over-4-mib', say: '4 MiB and 1 KiB', bytes: usualLimit + 1024, times: 1 },
  { slug: '6-mib', say: '6 MiB', bytes: 6 * MiB, times: 1 },
  { slug: '17-mib', say: '17 MiB', bytes: 17 * MiB, times: 1 },
  { slug: '5-mib-three-times', say: '5 MiB, three times on one connection', bytes: 5 * MiB, times: 3 },
];

const tolerated: readonly number[] = [
  statusCode.RESOURCE_EXHAUSTED,
  statusCode.OUT_OF_RANGE,
  statusCode.INVALID_ARGUMENT,
];

/** transport/oversize-message: a message over the gRPC limit gets an error and leaves the driver serving. */
export const oversizeMessageChecks: readonly EnvCheck[] = sizes.map(
  ({ slug, say, bytes, times }): EnvCheck => ({
    name: `transport/oversize-message/${slug}`,
    requirement: 'transport/oversize-message',
    stimulus: `a request of ${say}, or of what the driver says it takes and 1 KiB where that is more`,
    expects: 'RESOURCE_EXHAUSTED, OUT_OF_RANGE or INVALID_ARGUMENT, and a legal call served afterwards',
    alone: 40,
    disturbs: true,
    async run(tools) {
      // A stack takes at least what the driver advertises, so only what is over both is over a limit for certain.
      const size = Math.max(bytes, tools.facts.limits.payloadBytes + 1024);
      if (size > largest)
        return {
          outcome: 'untested',
          reason: `the driver takes messages of ${tools.facts.limits.payloadBytes} bytes; none over ${largest} are sent`,
        };
      const legal = await legalCall(tools);
      const message = requestOf(tools, size);
      const lane = await tools.connect('wire');
      for (let round = 0; round < times; round++) {
        let answer = await lane.invoke(getEnvVars, message);
        // A peer that closes at once may do so before its status is read.
        if (answer.failure === 'closed') answer = await lane.invoke(getEnvVars, message);
        if (isRefusal(tools, answer)) continue;
        // What else is asked of a driver that serves nobody any more says nothing about it.
        return (await harm(tools, legal, size)) ?? (await misjudged(tools, answer, size));
      }
      return (await harm(tools, legal, size)) ?? pass();
    },
  }),
);

/** What it means that a message was not refused as one over a limit is. */
async function misjudged(tools: Tools, answer: Answer, size: number): Promise<Verdict> {
  const got = answered(answer) ? codeName(answer.code) : `no status: ${answer.message}`;
  const fails: Verdict = {
    outcome: 'fail',
    evidence: { mismatches: [`a message of ${size} bytes got ${got}`] },
  };
  if (!answered(answer)) return fails;
  // A driver that lets every payload over its own limit pass breaks request/payload-size, and no limit of its stack.
  const control = await tools.invoke(getEnvVars, requestOf(tools, tools.facts.limits.payloadBytes + 1024));
  if (answered(control) && !isRefusal(tools, control)) {
    return blocked(
      'request/payload-size',
      `a request of ${tools.facts.limits.payloadBytes + 1024} bytes got ${codeName(control.code)} too`,
    );
  }
  return fails;
}

function isRefusal(tools: Tools, answer: Answer): boolean {
  if (tolerated.includes(answer.code) && answered(answer)) return true;
  // capability/unadvertised: such a driver refuses every request, of whichever size.
  if (!tools.facts.advertised && answer.code === statusCode.UNIMPLEMENTED) return true;
  // Some stacks reset the stream in place of a status.
  return answer.failure === 'reset';
}

async function harm(tools: Tools, legal: LegalCall, size: number): Promise<Verdict | undefined> {
  const bad = (await noLongerServed(tools, legal)) ?? (await notServedAnew(tools, legal));
  if (bad === undefined) return undefined;
  noteHarm(tools, 'transport/oversize-message');
  return {
    outcome: 'fail',
    evidence: { mismatches: [`after a message of ${size} bytes ${legal.say} got ${bad.text}`] },
  };
}

/** A request of at least so many bytes whose single fields are all within their limits: one query over and over. */
function requestOf(tools: Tools, size: number): Uint8Array {
  const { profile } = tools;
  const known = profile.providerClass !== undefined && profile.pod !== undefined;
  const request: EnvRequest = known ? tools.request([]) : { ...inventedRequest(tools), queries: [] };
  const [missing = { key: 'conformance/none', parameters: {} }] = profile.keys.missing;
  const base = encodeRequest({ ...request, queries: [] });
  // Long keys make few queries, so that a driver which takes them all is not kept busy for minutes.
  const key = `${missing.key}/`.padEnd(longKeyBytes, 'x').slice(0, longKeyBytes);
  const queries = queriesFor([{ ...missing, key }]);
  const query = encodeRequest({ className: '', classParameters: {}, podContext: {}, queries });
  // Fields of a message may come in any order, so the queries can follow all else.
  return Buffer.concat([
    base,
    Buffer.alloc(Math.ceil((size - base.length) / query.length) * query.length, query),
  ]);
}
