const units = { ms: 1, s: 1000, m: 60_000 } as const;

/** Reads `500ms`, `30s` or `2m` as milliseconds; undefined for anything else. */
export function parseDuration(text: string): number | undefined {
  const match = /^(\d+)(ms|s|m)$/.exec(text);
  if (match === null) return undefined;
  const ms = Number(match[1]) * units[match[2] as keyof typeof units];
  return Number.isSafeInteger(ms) ? ms : undefined;
}
