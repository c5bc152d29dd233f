import { randomBytes } from 'node:crypto';
import { createGlance, type Glance } from '../leak/glance.js';
import { createRedactor, type Redactor } from '../leak/redact.js';
import { isWatchable } from '../leak/scanner.js';
import type { Profile } from '../profile/profile.js';

/** Characters up to which a look at a text costs less than making what takes values out of it. */
const glanced = 8192;

/**
 * Takes the values that a profile names out of texts, such as the command of a driver, as long as no session knows better. What
 * it needs is made with the first text that seems to have one: it takes most of a second for long values.
 */
export function redactExpected(profile: Profile | undefined): (text: string) => string {
  const watched = (profile?.keys.available ?? []).flatMap(({ key, value }) =>
    value === undefined ? [] : [{ value, label: key, named: true }],
  );
  if (watched.length === 0) return (text) => text;
  let glance: Glance | undefined;
  let redactor: Redactor | undefined;
  return (text) => {
    if (redactor === undefined && text.length <= glanced) {
      glance ??= glanceFor(watched.map(({ value }) => value));
      if (!glance.sees(text, () => [])) return text;
    }
    redactor ??= createRedactor({ key: randomBytes(32), watched });
    return redactor.text(text);
  };
}

function glanceFor(values: readonly Uint8Array[]): Glance {
  const glance = createGlance();
  for (const value of values) if (isWatchable(value)) glance.watch(value);
  return glance;
}
