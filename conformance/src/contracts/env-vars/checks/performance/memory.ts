import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { pass, type Verdict } from '../../../../contract.js';
import type { Key } from '../../../../profile/profile.js';
import { servedBatch } from '../../batches.js';
import { conditions, wellFormed } from '../../needs.js';
import { type EnvRequest, queriesFor } from '../../request.js';
import { type EnvCheck, failed, type Tools } from '../../tools.js';
import { needServed } from '../idempotency/same-results.js';

const requirement = 'performance/memory';
const idleMb = 100;
const loadMb = 500;

/** Processes by the process that started them. */
function childrenByParent(): Map<number, number[]> {
  const children = new Map<number, number[]>();
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    try {
      const stat = readFileSync(`/proc/${name}/stat`, 'latin1');
      // The command, in parentheses, may hold anything.
      const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
      children.set(parent, [...(children.get(parent) ?? []), Number(name)]);
    } catch {
      // It ended meanwhile.
    }
  }
  return children;
}

function residentKb(pid: number): number {
  try {
    return Number(/^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'latin1'))?.[1] ?? 0);
  } catch {
    return 0;
  }
}

/** Resident memory of a process and all that it started, in MB; 0 when it is not there. */
export function residentMb(pid: number): number {
  if (residentKb(pid) === 0) return 0;
  const children = childrenByParent();
  const family = [pid];
  for (const member of family) family.push(...(children.get(member) ?? []));
  return family.reduce((sum, member) => sum + residentKb(member), 0) / 1024;
}

/** The driver's process, or why there is none to look at. */
function processOf(tools: Tools): { readonly pid: number } | Verdict {
  if (process.platform !== 'linux')
    return { outcome: 'not-applicable', reason: 'this platform has no /proc' };
  const { pid: named } = tools.profile.watch;
  let pid = typeof named === 'number' ? named : (tools.shared.context.spawned?.pid ?? -1);
  if (typeof named === 'object') {
    try {
      pid = Number.parseInt(readFileSync(named.file, 'latin1').trim(), 10);
    } catch {
      return { outcome: 'error', message: `cannot read watch.pid.file ${named.file}` };
    }
  }
  if (!(pid > 0))
    return {
      outcome: 'untested',
      reason: 'the profile does not say watch.pid: name the process of the driver, or start it by exec:…',
    };
  if (pid === process.pid)
    return { outcome: 'untested', reason: 'the driver runs in the process of the tool' };
  if (residentMb(pid) === 0)
    return { outcome: 'untested', reason: `watch.pid names process ${pid}, which is not there` };
  return { pid };
}

function judge(mb: number, limit: number, say: string): Verdict {
  return mb < limit
    ? pass(`${Math.round(mb)} MB`)
    : failed(`resident memory ${say} is ${Math.round(mb)} MB, ${limit} MB are allowed`);
}

const base = { requirement, needs: wellFormed, when: [conditions.advertised], alone: 30 } as const;

/** Checks of the driver's resident memory (SHOULD). */
export const memoryChecks: readonly EnvCheck[] = [
  {
    ...base,
    name: `${requirement}/idle`,
    stimulus: 'no call at all for a moment',
    expects: `resident memory of the driver and its children under ${idleMb} MB`,
    async run(tools) {
      const found = processOf(tools);
      if ('outcome' in found) return found;
      let least = Number.POSITIVE_INFINITY;
      for (let i = 0; i < 4; i++) {
        least = Math.min(least, residentMb(found.pid));
        if (least < idleMb) break;
        await pause(100);
      }
      return judge(least, idleMb, 'without any call');
    },
  },
  {
    ...base,
    name: `${requirement}/under-load`,
    stimulus: 'as many calls at once as the driver takes, again and again',
    expects: `resident memory of the driver and its children under ${loadMb} MB`,
    async run(tools) {
      const found = processOf(tools);
      if ('outcome' in found) return found;
      const requests: EnvRequest[] = [
        (await servedBatch(tools, 50)).request,
        tools.request(queriesFor([(await tools.served())[0] as Key])),
      ];
      needServed(tools, await tools.call(requests[0] as EnvRequest));
      let most = 0;
      const until = performance.now() + 300;
      do {
        const calls = Promise.all(
          Array.from({ length: Math.min(100, tools.facts.limits.inFlight) }, (_, i) =>
            tools.call(requests[i % 2] as EnvRequest),
          ),
        );
        most = Math.max(most, residentMb(found.pid));
        await calls;
      } while (performance.now() < until);
      return judge(Math.max(most, residentMb(found.pid)), loadMb, 'under load');
    },
  },
];
