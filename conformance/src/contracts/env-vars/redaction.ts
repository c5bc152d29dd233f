import { randomBytes } from 'node:crypto';
import { detached } from '../../detach.js';
import { createGlance } from '../../leak/glance.js';
import { printable } from '../../leak/printable.js';
import { createRedactor, type Redactor, token } from '../../leak/redact.js';
import { isWatchable } from '../../leak/scanner.js';
import type { Profile } from '../../profile/profile.js';
import type { Facts } from './facts.js';
import type { Journal } from './journal.js';
import { watchedValues } from './watched-values.js';

/** Makes the driver's texts safe to show. */
export interface Redaction {
  redact(text: string): string;
}

/** Bytes of a text that are shown. */
const shownBytes = 2000;
/** Characters of a text that are read. */
const readCharacters = 8192;
const cachedTexts = 2000;

/**
 * Makes the redaction of a run: no value that the driver returned or the profile names, nor a piece of one in any encoding, no
 * control characters, bounded length.
 *
 * Nearly every text is the tool's own, and values come all the time. So a text is first glanced at, which is cheap and sees too
 * much rather than too little, and only then searched. What still looks like a value afterwards is shown as its length alone.
 */
export function createRedaction(journal: Journal, profile: Profile, facts: Facts): Redaction {
  const key = randomBytes(32);
  const glance = createGlance();
  // What a driver calls itself stays readable, but for a whole value in it.
  let identity = facts.identity.map((text) => text.toLowerCase());
  const note = (value: Uint8Array): void => {
    glance.watch(value);
    const folded = Buffer.from(value).toString().toLowerCase();
    if (identity.some((text) => text.includes(folded)))
      identity = identity.flatMap((text) => text.split(folded));
  };
  for (const { value } of profile.keys.available) if (value !== undefined && isWatchable(value)) note(value);
  const exempt = (): Uint8Array[] => [...journal.sent, ...identity].map((text) => Buffer.from(text));
  const cache = new Map<string, string>();
  let redactor: Redactor | undefined;
  let seen = 0;
  let builtFor = -1;
  let full = false;

  const watch = (value: string): void => {
    const bytes = Buffer.from(value);
    if (!isWatchable(bytes)) return;
    note(bytes);
    seen++;
    cache.clear();
  };
  for (const value of journal.values.keys()) watch(value);
  journal.onValue(watch);

  function search(text: string): string {
    // Making one takes long. Where there are more values than it can watch, the others are left to the glance behind it.
    if (redactor === undefined || (builtFor !== seen && !full)) {
      const { watched, left } = watchedValues(journal, profile);
      redactor = createRedactor({ key, watched, exempt: exempt() });
      builtFor = seen;
      full = left > 0;
    }
    const clean = redactor.text(text);
    return glance.sees(clean, exempt) ? token(key, Buffer.from(text)) : clean;
  }

  return {
    redact(whole) {
      // No more of it could be shown; a hostile driver may send megabytes.
      const text = whole.length <= readCharacters ? whole : detached(whole.slice(0, readCharacters));
      const known = cache.get(text);
      if (known !== undefined) return known;
      const shown = printable(glance.sees(text, exempt) ? search(text) : text, shownBytes);
      if (cache.size < cachedTexts) cache.set(text, shown);
      return shown;
    },
  };
}
