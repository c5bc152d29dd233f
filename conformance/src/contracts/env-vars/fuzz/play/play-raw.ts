import { fromBinary } from '@bufbuild/protobuf';
import { NodeGetEnvVarsRequestSchema } from '@csi-env/proto';
import { codeName, statusCode, type TransportFailure } from '../../../../driver/answer.js';
import type { Client } from '../../../../driver/client.js';
import { plain } from '../../checks/request/request-fields.js';
import { decodeResponse, type EnvRequest } from '../../request.js';
import type { RawInput } from '../inputs/input.js';
import { attribute, blame } from './attribute.js';
import {
  expectedText,
  leaveBehind,
  type Made,
  make,
  note,
  noteBlamable,
  type Round,
  report,
} from './hands.js';
import { faultOfLegalCall } from './serves.js';
import { rawText, tracedCall } from './traced-call.js';

/** Some stacks never answer what is cut short. */
const patienceMs = 1000;

const nothing: EnvRequest = { className: '', classParameters: {}, queries: [], podContext: {} };

/**
 * Sends bytes on a connection that no other call uses meanwhile, since a stack may end it, and sees whether the driver serves on.
 *
 * @param fresh whether that is a new connection for certain
 */
export async function playRaw(round: Round, input: RawInput, fresh: boolean): Promise<void> {
  const { rawClients, shared } = round.hands;
  const idle = fresh ? undefined : rawClients.pop();
  const client = idle ?? (await shared.context.openClient('wire'));
  let kept = false;
  try {
    const bytes = Buffer.from(input.message ?? '', 'base64');
    const readable =
      input.message !== undefined && input.meaning !== 'unreadable' && input.meaning !== 'unclear';
    const fits = bytes.length <= round.hands.grounds.facts.limits.payloadBytes;
    const request = readable && fits ? read(bytes) : undefined;
    const failure =
      request === undefined
        ? await send(round, client, input, bytes)
        : await judge(round, client, input, request, bytes);
    // After what is no whole message the next bytes might be blamed for what these did.
    kept = !fresh && failure === undefined && input.payload === undefined;
  } finally {
    if (kept) rawClients.push(client);
    else await client.close();
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

/** Sends what means nothing certain; any answer will do, except OK for what cannot be read. Gives why there was none. */
async function send(
  round: Round,
  client: Client,
  input: RawInput,
  bytes: Uint8Array,
): Promise<TransportFailure | undefined> {
  const { hands } = round;
  round.calls++;
  const payload = input.payload === undefined ? undefined : Buffer.from(input.payload, 'base64');
  const answer = await tracedCall(hands.shared, client, rawText(payload ?? bytes), bytes, {
    timeoutMs: Math.min(hands.timeoutMs, patienceMs),
    signal: round.signal,
    ...(payload === undefined ? {} : { departure: { payload } }),
  });
  if (answer.failure === 'deadline') leaveBehind(hands);
  const results = answer.code === 0 && answer.body !== undefined ? decodeResponse(answer.body) : undefined;
  for (const { value } of results ?? [])
    if (value !== '') hands.learn(value, `what ${input.title} asked for`);
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
  return answer.failure;
}

/**
 * Sends what can be read in one way only, and judges the answer like that to the request in its canonical form.
 *
 * @returns why there was no answer; undefined where there was one
 */
async function judge(
  round: Round,
  client: Client,
  input: RawInput,
  request: EnvRequest,
  bytes: Uint8Array,
): Promise<TransportFailure | undefined> {
  let made = await make(round, request, { bytes, client });
  if (made.answer.failure === 'closed' || made.answer.failure === 'reset') {
    // The driver may have been about to end the connection for what came over it before.
    const other = await round.hands.shared.context.openClient('wire');
    try {
      made = await make(round, request, { bytes, client: other });
    } finally {
      await other.close();
    }
  }
  await judgeMade(round, input, request, made);
  return made.answer.failure;
}

async function judgeMade(round: Round, input: RawInput, request: EnvRequest, made: Made): Promise<void> {
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
    if (round.fresh) noteBlamable(round, made);
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
