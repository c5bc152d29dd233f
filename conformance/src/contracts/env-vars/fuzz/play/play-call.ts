import type { CallInput } from '../inputs/input.js';
import { blame, findPassedOver } from './attribute.js';
import { compareExistence } from './existence.js';
import { make, note, type Round, report } from './hands.js';

/** Makes one call and judges it. */
export async function playCall(round: Round, input: CallInput, fresh: boolean): Promise<void> {
  const made = await make(round, input.request);
  note(round, made);
  if (made.deviations.length > 0) await blame(round, made);
  else {
    const passedOver = await findPassedOver(round, made);
    if (passedOver !== undefined) report(round, passedOver, 'a status other than OK');
    await compareExistence(round, made, fresh);
  }
}
