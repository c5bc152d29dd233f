import { randomBytes } from 'node:crypto';
import { createRedactor, type Redactor } from '../leak/redact.js';
import type { Profile } from '../profile/profile.js';

/**
 * Takes the values that a profile names out of texts, such as the command of a driver, as long as no session knows better. What
 * it needs is made with the first text, since most runs have none.
 */
export function redactExpected(profile: Profile | undefined): (text: string) => string {
  const watched = (profile?.keys.available ?? []).flatMap(({ key, value }) =>
    value === undefined ? [] : [{ value, label: key, named: true }],
  );
  if (watched.length === 0) return (text) => text;
  let redactor: Redactor | undefined;
  return (text) => {
    redactor ??= createRedactor({ key: randomBytes(32), watched });
    return redactor.text(text);
  };
}
