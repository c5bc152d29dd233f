import { createScanner } from '../scanner.js';
import { ordinaryLogs } from './ordinary-logs.js';
import { secretKinds, secrets } from './secrets.js';

/** How much is searched. */
export interface FalseAlarmOptions {
  readonly megabytes: number;
  /** Number of watched values, of every kind in turn. */
  readonly values: number;
  readonly seed?: number;
  /** Told after each log how many megabytes are done. */
  onFile?(megabytes: number): void;
}

/** What a search through logs without any value came to. */
export interface FalseAlarms {
  readonly megabytes: number;
  readonly values: number;
  readonly alarms: number;
  readonly alarmsPerGigabyte: number;
  /** Alarms by the kind of value and the encoding. */
  readonly byKind: Readonly<Record<string, number>>;
  /** How many of the values were put into one more log, plain, to see that they are looked for, and how many were found. */
  readonly planted: { readonly values: number; readonly found: number };
}

const logMegabytes = 16;

/** Searches ordinary logs of 16 MB each, as a run searches the log of a driver; every value is named by the profile. */
export function countFalseAlarms({ megabytes, values, seed = 1, onFile }: FalseAlarmOptions): FalseAlarms {
  const list = secrets(values, seed);
  const watched = list.map(({ kind, value }, i) => ({
    value: Buffer.from(value),
    label: `${i} ${kind}`,
    named: true,
  }));
  const scanner = createScanner({ watched });
  const byKind: Record<string, number> = {};
  let alarms = 0;
  for (let done = 0; done < megabytes; done += logMegabytes) {
    const stream = scanner.stream('log', { maxHits: 1000 });
    const size = Math.min(logMegabytes, megabytes - done);
    for (let i = 0; i < size; i++) stream.push(Buffer.from(ordinaryLogs(seed * 7919 + done + i, 1 << 20)));
    for (const { label, encoding } of stream.end()) {
      const kind = secretKinds.find((name) => label.endsWith(` ${name}`)) ?? label;
      byKind[`${kind}, ${encoding}`] = (byKind[`${kind}, ${encoding}`] ?? 0) + 1;
      alarms++;
    }
    onFile?.(done + size);
  }
  const last = scanner.stream('planted', { maxHits: values * 10 });
  last.push(Buffer.from(list.map(({ value }, i) => `${ordinaryLogs(i, 100)}value=${value}\n`).join('')));
  const found = new Set(last.end().map(({ label }) => label)).size;
  return {
    megabytes,
    values,
    alarms,
    alarmsPerGigabyte: (alarms * 1024) / megabytes,
    byKind,
    planted: { values, found },
  };
}
