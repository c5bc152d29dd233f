import { fromBinary } from '@bufbuild/protobuf';
import { NodeGetEnvVarsRequestSchema } from '@csi-env/proto';
import { codeName, statusCode } from '../../../../driver/answer.js';
import type { Client } from '../../../../driver/client.js';
import { plain } from '../../checks/request/request-fields.js';
import { decodeResponse, type EnvRequest } from '../../request.js';
import { getEnvVars } from '../../tools.js';
import type { RawInput } from '../inputs/input.js';
import { attribute, blame } from './attribute.js';
import { expectedText, leaveBehind, make, note, type Round, report } from './hands.js';
import { faultOfLegalCall } from './serves.js';

/** Some stacks never answer what is cut short. */
const patienceMs = 1000;

const nothing: EnvRequest = { className: '', classParameters: {}, queries: [], podContext: {} };

/** Sends bytes on a connection of their own, since a stack may end it, and sees whether the driver serves on. */
export async function playRaw(round: Round, input: RawInput): Promise<void> {
  const client = await round.hands.shared.context.openClient('wire');
  try {
    if (input.message === undefined) await send(round, client, input, new Uint8Array());
    else {
      const bytes = Buffer.from(input.message, 'base64');
      const request = input.meaning === 'unreadable' || input.meaning === 'unclear' ? undefined : read(bytes);
      const fits = bytes.length <= round.hands.grounds.facts.limits.payloadBytes;
      if (request === undefined || !fits) await send(round, client, input, bytes);
      else await judge(round, client, input, request, bytes);
    }
  } finally {
    await client.close();
  }
  // transport/malformed: the driver serves on
  if (!round.hands.grounds.facts.advertised && round.hands.legal === undefined) return;
  round.reached.add('transport/malformed');
  const fault = await faultOfLegalCall(round);
  if (fault === undefined) return;
  // What other inputs do to the driver at the same time is no fault of this one.
  const again = await faultOfLegalCall(round);
  if (again !== undefined)
    report(
      round,
      {
        requirement: 'transport/malformed',
        cause: 'malformed traffic leaves the driver not serving',
        text: `after ${input.title}: ${again}`,
        kind: 'status',
      },
      'OK for a legal call afterwards',
    );
}

/** Sends what means nothing certain; any answer will do, except OK for what cannot be read. */
async function send(round: Round, client: Client, input: RawInput, bytes: Uint8Array): Promise<void> {
  const { hands } = round;
  round.calls++;
  const answer = await client.unary(getEnvVars, bytes, {
    timeoutMs: Math.min(hands.timeoutMs, patienceMs),
    signal: round.signal,
    ...(input.payload === undefined ? {} : { departure: { payload: Buffer.from(input.payload, 'base64') } }),
  });
  if (answer.failure === 'deadline') leaveBehind(hands);
  const results = answer.code === 0 && answer.body !== undefined ? decodeResponse(answer.body) : undefined;
  for (const { value } of results ?? []) if (value !== '') hands.leaks.watch(value);
  for (const leak of hands.leaks.search(nothing, answer, results))
    report(round, leak, 'no value outside of results');
  round.reached.add('privacy/errors').add('privacy/metadata');
  if (input.meaning === 'unreadable' && answer.failure === undefined && answer.code === statusCode.OK)
    report(
      round,
      {
        requirement: 'transport/malformed',
        cause: 'OK for a request that cannot be read',
        text: `${input.title} got OK`,
        kind: 'status',
      },
      'an error, whichever',
    );
}

/** Sends what can be read in one way only, and judges the answer like that to the request in its canonical form. */
async function judge(
  round: Round,
  client: Client,
  input: RawInput,
  request: EnvRequest,
  bytes: Uint8Array,
): Promise<void> {
  const made = await make(round, request, { bytes, client });
  const { answer } = made;
  if (input.meaning === 'unknown-fields') {
    round.reached.add('capability/tolerates-unknown');
    note(round, made);
    const status = made.deviations.find(({ kind }) => kind === 'status');
    if (status === undefined) return blame(round, made);
    const canonical = await make(round, request);
    if (canonical.deviations.some(({ kind }) => kind === 'status')) return blame(round, canonical);
    report(
      round,
      {
        requirement: 'capability/tolerates-unknown',
        cause: `${answer.failure ?? codeName(answer.code)} for a request with unknown fields`,
        text: `${input.title}: ${status.text}; without unknown fields it is answered as it has to be`,
        kind: 'status',
      },
      expectedText(made.prediction),
    );
    return;
  }
  // Stacks read some of it and refuse the rest. What is read has to be answered like any other request.
  if (answer.failure !== undefined || answer.code !== statusCode.OK) {
    for (const deviation of made.deviations)
      if (deviation.requirement.startsWith('privacy/'))
        report(round, deviation, 'no value outside of results');
    return;
  }
  note(round, made);
  for (const deviation of made.deviations) {
    if (deviation.kind !== 'status') report(round, deviation, expectedText(made.prediction));
    else {
      const canonical = await make(round, request);
      const same = canonical.deviations.find(({ kind }) => kind === 'status');
      if (same !== undefined)
        report(round, await attribute(round, canonical, same), expectedText(made.prediction));
    }
  }
}

function read(bytes: Uint8Array): EnvRequest | undefined {
  try {
    return plain(fromBinary(NodeGetEnvVarsRequestSchema, bytes));
  } catch {
    return undefined;
  }
}
