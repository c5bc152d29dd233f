import { setTimeout as pause } from 'node:timers/promises';
import { pass, type Verdict } from '../../../../contract.js';
import { answered, codeName, statusCode } from '../../../../driver/answer.js';
import { blocked, type EnvCheck, suspectsOf, type Tools } from '../../tools.js';
import {
  type LegalCall,
  legalCall,
  noLongerServed,
  noteHarm,
  notServedAnew,
  probeTarget,
  type Served,
  type Target,
} from './legal-call.js';
import { malformedFloods, malformedFrames, malformedOpenings } from './malformed-frames.js';
import { malformedMessages } from './malformed-messages.js';
import { malformedMetadata } from './malformed-metadata.js';
import { malformedProtobuf } from './malformed-protobuf.js';
import { play } from './play.js';
import { reconnects } from './reconnect.js';
import { bytesOf, type Stimulus } from './stimulus.js';

/** Up to here a legal call after every single stimulus costs little. */
const quickCallMs = 50;
/** How long an answer may take before the legal call is made beside it. */
const patienceMs = 25;
const atOnce = 8;

const groups: readonly {
  readonly slug: string;
  readonly say: string;
  readonly stimuli: readonly Stimulus[];
  readonly probe?: boolean;
}[] = [
  {
    slug: 'protobuf',
    say: 'messages that are no protobuf, invalid UTF-8, wrong wire types and deep groups',
    stimuli: malformedProtobuf,
  },
  {
    slug: 'messages',
    say: 'messages with broken gRPC framing: cut short, wrong lengths, unknown flags and encodings, two or none',
    stimuli: malformedMessages,
  },
  {
    slug: 'metadata',
    say: 'calls with broken headers: time-outs, content types, methods, paths, control characters, up to 17 KiB',
    stimuli: malformedMetadata,
  },
  {
    slug: 'openings',
    say: 'connections that do not begin as HTTP/2 does: HTTP/1.1, TLS, garbage, half a preface',
    stimuli: malformedOpenings,
    probe: true,
  },
  { slug: 'frames', say: 'frames that HTTP/2 forbids', stimuli: malformedFrames, probe: true },
  {
    slug: 'floods',
    say: 'small floods: 80 streams reset, pings, settings, endless headers',
    stimuli: malformedFloods,
    probe: true,
  },
];

/** transport/malformed: malformed protobuf, frames or metadata leave the driver serving. */
export const malformedChecks: readonly EnvCheck[] = [
  ...groups.map(
    ({ slug, say, stimuli, probe }): EnvCheck => ({
      name: `transport/malformed/${slug}`,
      requirement: 'transport/malformed',
      stimulus: `${say}, each on a connection of its own, with legal calls in between`,
      expects: 'any answer or none to what is malformed, and the legal calls served',
      alone: 40,
      disturbs: true,
      run: (tools) => playAll(tools, stimuli, probe === true),
    }),
  ),
  ...(['one-query', 'three-times', 'probe'] as const).map(
    (kind): EnvCheck => ({
      name: `transport/malformed/byte-ff-after-${kind}`,
      requirement: 'transport/malformed',
      stimulus: `a legal ${kind === 'probe' ? 'Probe' : 'request'} followed by the byte ff${kind === 'three-times' ? ', three times on one connection' : ''}`,
      expects: 'an error, whichever, and a legal call served afterwards',
      alone: 40,
      disturbs: true,
      run: (tools) => sendTrailingByte(tools, kind),
    }),
  ),
];

async function playAll(tools: Tools, stimuli: readonly Stimulus[], toProbe: boolean): Promise<Verdict> {
  const legal = await legalCall(tools);
  // Whether a cut connection does harm is transport/reconnect's, so it is known before any is cut in disorder.
  const cutsHarm = await reconnects(tools, legal);
  if (cutsHarm !== undefined)
    return blocked('transport/reconnect', `after a connection was cut ${legal.say} got ${cutsHarm.text}`);
  const quick = legal.tookMs <= quickCallMs;
  const target = toProbe || !quick ? probeTarget : legal;
  // A stack that waits for the rest of a call is left before its deadline; a slow driver gets time for what it serves after all.
  const deadlineMs = Math.min(3000, 300 + 3 * legal.tookMs);
  const open = new Map<string, Promise<void>>();
  const start = async (stimulus: Stimulus): Promise<void> => {
    const release = target === probeTarget ? () => {} : await tools.shared.slots.acquire(tools.signal);
    open.set(
      stimulus.slug,
      play(tools, stimulus, target, deadlineMs).finally(() => {
        release();
        open.delete(stimulus.slug);
      }),
    );
  };
  for (const stimulus of stimuli) {
    if (tools.signal.aborted) break;
    while (open.size >= atOnce) await Promise.race(open.values());
    await start(stimulus);
    if (!quick) continue;
    await Promise.race([open.get(stimulus.slug), pause(patienceMs)]);
    const suspects = new Set([stimulus.slug, ...open.keys()]);
    const bad = await noLongerServed(tools, legal);
    if (bad !== undefined) return harmed(tools, legal, bad, [...suspects]);
  }
  await Promise.all(open.values());
  const bad = (quick ? await noLongerServed(tools, legal) : undefined) ?? (await notServedAnew(tools, legal));
  return bad === undefined
    ? pass(`${stimuli.length} stimuli`)
    : harmed(
        tools,
        legal,
        bad,
        stimuli.map(({ slug }) => slug),
      );
}

function harmed(tools: Tools, legal: LegalCall, bad: Served, suspects: readonly string[]): Verdict {
  // Slots that are never given back show in every failing call, malformed or not.
  if (bad.code === statusCode.RESOURCE_EXHAUSTED)
    return blocked('concurrency/overload', `${legal.say} got ${bad.text} while no other call was open`);
  noteHarm(tools, 'transport/malformed');
  const after =
    suspects.length > 12
      ? `${suspects.length} stimuli from ${suspects[0]} to ${suspects.at(-1)}`
      : suspects.join(', ');
  return {
    outcome: 'fail',
    evidence: {
      mismatches: [`after ${after}: ${legal.say} got ${bad.text}`],
      suspects: suspectsOf({ answer: bad.answer, faults: [] }),
    },
  };
}

/** Only a legal request followed by the byte ff must get an error, whichever. */
async function sendTrailingByte(tools: Tools, kind: 'one-query' | 'three-times' | 'probe'): Promise<Verdict> {
  const legal = await legalCall(tools);
  const target: Target = kind === 'probe' ? probeTarget : legal;
  const lane = await tools.connect('wire');
  const message = bytesOf(target.message, 0xff);
  for (let round = 1; round <= (kind === 'three-times' ? 3 : 1); round++) {
    const answer = await lane.invoke(target.path, message);
    if (answer.failure === 'deadline')
      return fails(`a legal request followed by the byte ff got no answer within ${tools.timeoutMs} ms`);
    if (answer.failure === 'refused') return fails(`the driver took no connection: ${answer.message}`);
    if (answered(answer) && answer.code === statusCode.OK) {
      return fails(
        `a legal request followed by the byte ff got ${codeName(answer.code)}${round > 1 ? ` when it was sent again (${round})` : ''}`,
      );
    }
  }
  const bad = (await noLongerServed(tools, legal)) ?? (await notServedAnew(tools, legal));
  return bad === undefined ? pass() : harmed(tools, legal, bad, ['a request followed by the byte ff']);
}

function fails(text: string): Verdict {
  return { outcome: 'fail', evidence: { mismatches: [text] } };
}
