import { readFile } from 'node:fs/promises';
import type { Need, Verdict } from '../../../../contract.js';
import { scanSource, scanTracked } from '../../../../leak/scan-source.js';
import { metricsSource } from '../../../../leak/sources/metrics.js';
import { type ProcessText, processSource } from '../../../../leak/sources/process.js';
import type { Profile } from '../../../../profile/profile.js';
import { conditions, wellFormed } from '../../needs.js';
import type { EnvCheck, Tools } from '../../tools.js';
import { provokeAll } from './provoke.js';
import { judgeFindings, noValues, prepareSearch, together } from './search.js';

export const watchesFolders: Need<Profile> = {
  member: 'watch.directories',
  say: 'name the folders that the driver may write to',
  met: (profile) => profile.watch.directories.length > 0,
};
const watchesMetrics: Need<Profile> = {
  member: 'watch.metrics',
  say: "give the address of the driver's metrics page",
  met: (profile) => profile.watch.metrics !== undefined,
};

/** privacy/disk: none in names or contents of files that were created or changed since the run began and are left. */
export const diskPrivacyChecks: readonly EnvCheck[] = [
  {
    name: 'privacy/disk/directories',
    requirement: 'privacy/disk',
    stimulus: 'the files of the watched folders that were created or changed since the run began',
    expects:
      'no value that the driver returned or the profile names in their names or contents, in any encoding',
    needs: [...wellFormed, watchesFolders],
    when: [conditions.advertised],
    final: true,
    async run(tools) {
      await provokeAll(tools);
      const search = prepareSearch(tools);
      if (search === undefined) return noValues;
      const { directories } = tools.shared.watch;
      const found = await Promise.all(
        directories.map((folder) => scanTracked(search.scanner, folder, tools.signal)),
      );
      return judgeFindings(together(found), search);
    },
  },
];

const processTexts: readonly { readonly slug: string; readonly text: ProcessText; readonly say: string }[] = [
  { slug: 'command-line', text: 'cmdline', say: 'command line' },
  { slug: 'environment', text: 'environ', say: 'environment' },
];

/** privacy/process: none in the driver's command line or environment. */
export const processPrivacyChecks: readonly EnvCheck[] = processTexts.map(
  ({ slug, text, say }): EnvCheck => ({
    name: `privacy/process/${slug}`,
    requirement: 'privacy/process',
    stimulus: `the ${say} of the driver's process and of those that it started`,
    expects: 'no value that the driver returned or the profile names in it, in any encoding',
    needs: wellFormed,
    when: [conditions.advertised],
    final: true,
    async run(tools) {
      const pid = await processOf(tools);
      if (typeof pid !== 'number') return pid;
      await provokeAll(tools);
      const search = prepareSearch(tools, text === 'environ' ? handedDown(tools) : []);
      if (search === undefined) return noValues;
      const also = tools.shared.context.spawned?.processes() ?? [];
      const source = processSource(pid, text, also);
      return judgeFindings(await scanSource(search.scanner, source, tools.signal), search);
    },
  }),
);

/** The driver's process: the one that the tool started, else the one that the profile names. */
async function processOf(tools: Tools): Promise<number | Verdict> {
  const { spawned } = tools.shared.context;
  if (spawned !== undefined) {
    return spawned.exited() === undefined
      ? spawned.pid
      : { outcome: 'error', message: 'the driver has ended' };
  }
  const { pid } = tools.profile.watch;
  if (pid === undefined) {
    return {
      outcome: 'untested',
      reason: "the profile does not say watch.pid: give the driver's process id or a file that has it",
    };
  }
  if (typeof pid === 'number') return pid;
  const text = await readFile(pid.file, 'utf8').catch(() => '');
  const found = /^\s*(\d{1,10})\s*$/.exec(text)?.[1];
  return found === undefined
    ? { outcome: 'error', message: `the file of watch.pid holds no process id: ${pid.file}` }
    : Number(found);
}

/** What a driver has from the tool's own environment is no evidence, unless the profile names it as a value. */
function handedDown(tools: Tools): string[] {
  if (tools.shared.context.spawned === undefined) return [];
  const named = tools.profile.keys.available.flatMap(({ value }) =>
    value === undefined ? [] : [Buffer.from(value)],
  );
  return Object.values(process.env)
    .filter((text) => text !== undefined)
    .filter((text) => !named.some((value) => value.length > 0 && Buffer.from(text).includes(value)));
}

/** privacy/metrics: none in the driver's metrics page. */
export const metricsPrivacyChecks: readonly EnvCheck[] = [
  {
    name: 'privacy/metrics/page',
    requirement: 'privacy/metrics',
    stimulus: 'the metrics page after all other checks',
    expects: 'no value that the driver returned or the profile names in it, in any encoding',
    needs: [...wellFormed, watchesMetrics],
    when: [conditions.advertised],
    final: true,
    async run(tools) {
      await provokeAll(tools);
      const search = prepareSearch(tools);
      if (search === undefined) return noValues;
      const page = metricsSource(tools.profile.watch.metrics ?? '');
      return judgeFindings(await scanSource(search.scanner, page, tools.signal), search);
    },
  },
];
