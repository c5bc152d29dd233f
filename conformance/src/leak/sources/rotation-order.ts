import { basename, extname } from 'node:path';

/** A file beside a log that came into being since the run began, or that the log became. */
export interface Rotated {
  readonly path: string;
  /** When it was last written to. */
  readonly mtimeMs: number;
}

/** What is known of the files of a log. */
export interface RotationFacts {
  readonly rotated: readonly Rotated[];
  /** What the log of the beginning is called now; undefined where that is not known. */
  readonly first?: string | undefined;
  /** Files that have the name that they had when the run began. */
  readonly unmoved: readonly string[];
}

/** What a rotation puts into the name of a log. */
interface Stamp {
  /** The name with all digits of it replaced, which the files of one scheme have in common. */
  readonly scheme: string;
  readonly numbers: readonly bigint[];
  /** Whether it counts rotations; else it is a time. */
  readonly counts: boolean;
}

interface Stamped extends Rotated {
  readonly stamp: Stamp;
}

function stampOf(log: string, path: string): Stamp | undefined {
  const name = basename(path).replace(/\.(?:gz|zst|xz|bz2)$/, '');
  const own = basename(log);
  const tail = extname(own);
  for (const [head, end] of [[own, ''] as const, [own.slice(0, own.length - tail.length), tail] as const]) {
    if (!name.startsWith(head) || !name.endsWith(end)) continue;
    const stamp = name.slice(head.length, name.length - end.length);
    if (!/^[-._]\d[-._:TZ\d]*$/.test(stamp)) continue;
    const scheme = `${head}${stamp.replace(/\d+/g, '#')}${end}`;
    const numbers = [...stamp.matchAll(/\d+/g)].map(([digits]) => BigInt(digits));
    return { scheme, numbers, counts: /^.\d{1,3}$/.test(stamp) };
  }
  return undefined;
}

/** Whether the name of a file is that of a log with what a rotation puts into it. */
export function isNamedAsRotated(log: string, path: string): boolean {
  return stampOf(log, path) !== undefined;
}

function compareStamps({ stamp: one }: Stamped, { stamp: other }: Stamped): number {
  const at = one.numbers.findIndex((number, i) => number !== other.numbers[i]);
  if (at < 0) return 0;
  return (one.numbers[at] as bigint) < (other.numbers[at] as bigint) ? -1 : 1;
}

/**
 * The files that a log was rotated to since the run began, oldest first, where each is sure to go on where the one before it ended, and
 * the log itself where the last one did; empty where that is not sure. Rotations remove the oldest first: the files that are left follow
 * each other if their names and their times agree on the order and no number is left out.
 */
export function rotationOrder(log: string, { rotated, first, unmoved }: RotationFacts): readonly string[] {
  const files = rotated.flatMap((file): Stamped[] => {
    const stamp = stampOf(log, file.path);
    return stamp === undefined ? [] : [{ ...file, stamp }];
  });
  // A name without a number takes one file only, which the next rotation would have replaced.
  if (first !== undefined && stampOf(log, first) === undefined) return files.length === 0 ? [first] : [];
  files.sort(compareStamps);
  const { scheme, counts } = files[0]?.stamp ?? {};
  const isOneScheme = inTurn(files, (a, b) => b.stamp.scheme === scheme && compareStamps(a, b) < 0);
  if (!isOneScheme || scheme === undefined) return [];
  const isKnown = (number: bigint): boolean =>
    unmoved.some((path) => {
      const stamp = stampOf(log, path);
      return stamp?.scheme === scheme && stamp.numbers[0] === number;
    });
  const rises = counts !== true || isRising(files, first, isKnown);
  if (rises === undefined) return [];
  const order = rises ? files : files.toReversed();
  const step = rises ? 1n : -1n;
  const isWhole =
    (first === undefined || order[0]?.path === first) &&
    inTurn(order, (a, b) => a.mtimeMs <= b.mtimeMs) &&
    (counts !== true || inTurn(order, (a, b) => numberOf(b) === numberOf(a) + step)) &&
    (rises || numberOf(order.at(-1)) <= 1n);
  return isWhole ? order.map(({ path }) => path) : [];
}

/** Whether the newest file has the highest count; with most schemes it has the lowest. Undefined where that cannot be told. */
function isRising(
  files: readonly Stamped[],
  first: string | undefined,
  isKnown: (number: bigint) => boolean,
): boolean | undefined {
  const lowest = files[0] as Stamped;
  const highest = files.at(-1) as Stamped;
  if (files.length === 1) return isKnown(numberOf(lowest) - 1n);
  if (first !== undefined) return lowest.path === first;
  return lowest.mtimeMs === highest.mtimeMs ? undefined : lowest.mtimeMs < highest.mtimeMs;
}

function numberOf(file: Stamped | undefined): bigint {
  return file?.stamp.numbers[0] ?? 0n;
}

/** Whether a relation holds between each and the next. */
function inTurn(files: readonly Stamped[], holds: (one: Stamped, next: Stamped) => boolean): boolean {
  return files.every((file, i) => i === 0 || holds(files[i - 1] as Stamped, file));
}
