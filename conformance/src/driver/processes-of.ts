import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** By what the processes of a driver are known. */
export interface DriverTraces {
  /** The endpoint that the driver was given, in a folder made for it alone. */
  readonly endpoint: string;
  /** The ends of its standard output and error, as {@link outputEnds} names them. */
  readonly outputs: ReadonlySet<string>;
}

/** A process; its start tells it from a later one of the same number. */
export interface KnownProcess {
  readonly pid: number;
  /** Its process group. */
  readonly group: number;
  readonly startedAt: string;
}

interface Listed extends KnownProcess {
  readonly parent: number;
}

/**
 * The processes that a driver is or started, also those that left its process group and its session since: they have the driver's
 * endpoint in their environment, hold an end of its output, or descend from one that does. A process that has given up all three, and
 * whose parent has ended, is not known any more. Linux shows this; elsewhere nothing is found.
 */
export function processesOf({ endpoint, outputs }: DriverTraces): readonly KnownProcess[] {
  const mark = Buffer.from(`CSI_ENDPOINT=${endpoint}\0`);
  const all = processes();
  const found = new Set(
    all.filter(
      ({ pid }) => environmentOf(pid)?.includes(mark) === true || endsOf(pid).some((end) => outputs.has(end)),
    ),
  );
  // What is added is looked at in its turn.
  for (const { pid } of found) for (const one of all) if (one.parent === pid) found.add(one);
  return [...found].map(({ pid, group, startedAt }) => ({ pid, group, startedAt }));
}

/** Names of the ends of a process's standard output and error that nothing else has; none where the system does not show them. */
export function outputEnds(pid: number | undefined): ReadonlySet<string> {
  return new Set(pid === undefined ? [] : endsOf(pid).filter((end) => /^(?:pipe|socket):/.test(end)));
}

/** Whether a process still runs. */
export function isAlive({ pid, startedAt }: KnownProcess): boolean {
  return listed(pid)?.startedAt === startedAt;
}

function processes(): readonly Listed[] {
  if (process.platform !== 'linux') return [];
  try {
    return readdirSync('/proc')
      .map(Number)
      .filter((pid) => pid > 1 && pid !== process.pid)
      .flatMap((pid) => listed(pid) ?? []);
  } catch {
    return [];
  }
}

/** What the system lists of a process; undefined for one that has ended, be it not yet buried. */
function listed(pid: number): Listed | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    // The command name before them may have spaces and parentheses in it.
    const [state, parent, group, ...fields] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return state === 'Z' || state === 'X'
      ? undefined
      : { pid, parent: Number(parent), group: Number(group), startedAt: fields[16] ?? '' };
  } catch {
    return undefined;
  }
}

/** The environment of a process; undefined for one of another user and one that has ended. */
function environmentOf(pid: number): Buffer | undefined {
  try {
    return readFileSync(`/proc/${pid}/environ`);
  } catch {
    return undefined;
  }
}

/** What the standard output and error of a process lead to. */
function endsOf(pid: number): readonly string[] {
  return [1, 2].flatMap((fd) => {
    try {
      return [readlinkSync(`/proc/${pid}/fd/${fd}`)];
    } catch {
      return [];
    }
  });
}
