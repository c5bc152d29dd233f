import type { CallInput } from '../inputs/input.js';
import { blame } from './attribute.js';
import { compareExistence } from './existence.js';
import { make, note, type Round } from './hands.js';

/** Makes one call and judges it. */
export async function playCall(round: Round, input: CallInput, fresh: boolean): Promise<void> {
  const made = await make(round, input.request);
  note(round, made);
  if (made.deviations.length > 0) await blame(round, made);
  else await compareExistence(round, made, fresh);
}
