import { statusCode } from '../../../../driver/answer.js';
import type { Client } from '../../../../driver/client.js';
import { probe } from '../../identity.js';
import type { Deviation } from '../model/deviations.js';
import { make, type Round } from './hands.js';
import { tracedCall } from './traced-call.js';

/**
 * Makes a call that has to be served, as ever: the profile's first key, or Probe where none is known.
 *
 * @returns what is wrong; undefined where it is served
 */
export async function faultOfLegalCall(
  round: Round,
  client: Client = round.client,
): Promise<string | undefined> {
  const { legal, timeoutMs } = round.hands;
  if (legal !== undefined) {
    const { deviations } = await make(round, legal, { client });
    const found = deviations.find(({ kind }: Deviation) => kind === 'status');
    return found?.text;
  }
  round.calls++;
  const { answer } = await probe((path, message) =>
    tracedCall(round.hands.shared, client, 'Probe', message, { timeoutMs, signal: round.signal }, path),
  );
  if (answer.failure === 'cancelled' || (answer.failure === undefined && answer.code === statusCode.OK))
    return undefined;
  return answer.failure === undefined ? undefined : `Probe got no status: ${answer.message}`;
}
