import type { Profile } from '../../profile/profile.js';
import type { Facts } from './facts.js';
import type { Journal } from './journal.js';

/** Makes the driver's texts safe to show. */
export interface Redaction {
  redact(text: string): string;
}

/** PLACEHOLDER until leak/redact is in place. */
export function createRedaction(_journal: Journal, _profile: Profile, _facts: Facts): Redaction {
  return { redact: (text) => text };
}
