/** A small seeded generator of 32-bit numbers. */
export function randomFrom(seed: number): () => number {
  let state = (seed * 0x9e3779b1) | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return (t ^ (t >>> 14)) >>> 0;
  };
}

const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const LEVELS = ['info', 'debug', 'warn', 'error'];
const MESSAGES = [
  'served batch',
  'cache lookup',
  'connection refused',
  'lease renewed',
  'request denied',
  'reading key',
];

/** At least `size` characters of ordinary driver logs: stamps, uuids, hex ids, base64 blobs, numbers, paths. */
export function noise(seed: number, size: number): string {
  const random = randomFrom(seed + 1);
  const hex = (digits: number): string => {
    let text = '';
    while (text.length < digits) text += random().toString(16).padStart(8, '0');
    return text.slice(0, digits);
  };
  const pick = (from: readonly string[]): string => from[random() % from.length] as string;
  const base64 = (length: number): string => Array.from({ length }, () => BASE64[random() % 64]).join('');
  const two = (below: number): string => `${random() % below}`.padStart(2, '0');
  const lines: string[] = [];
  for (let length = 0; length < size; length += (lines.at(-1) as string).length + 1) {
    const nanos = `${random() % 1_000_000_000}`.padStart(9, '0');
    const time = `2026-11-21T${two(24)}:${two(60)}:${two(60)}.${nanos}Z`;
    const kind = random() % 5;
    if (kind === 0) {
      lines.push(
        `{"time":"${time}","level":"${pick(LEVELS)}","msg":"${pick(MESSAGES)}","trace":"${hex(32)}"}`,
      );
    } else if (kind === 1) {
      lines.push(
        `${time} ${pick(LEVELS)} pod=${hex(8)}-${hex(4)}-4${hex(3)}-a${hex(3)}-${hex(12)} took=${random() % 9000}us`,
      );
    } else if (kind === 2) lines.push(`time="${time}" level=${pick(LEVELS)} digest=sha256:${hex(64)}`);
    else if (kind === 3)
      lines.push(`${time} etag ${base64(20 + (random() % 60))}== bytes=${random()} --------`);
    else
      lines.push(
        `${two(24)}:${two(60)} /var/lib/driver/cache/${hex(16)}.tmp offset ${random()} 00000000 aaaaaaaa`,
      );
  }
  return lines.join('\n');
}
