import { stat } from 'node:fs/promises';
import type { Verdict } from '../../../../contract.js';
import { type Findings, scanTracked } from '../../../../leak/scan-source.js';
import { reasonOf, type Tracked } from '../../../../leak/sources/source.js';
import { conditions, wellFormed } from '../../needs.js';
import type { EnvCheck, Tools } from '../../tools.js';
import { once } from '../once.js';
import { quiet, searchOutput } from './logs.js';
import { watchesFolders } from './places.js';
import { provokeAll } from './provoke.js';
import { judgeFindings, noValues, prepareSearch, type Search, together } from './search.js';

/**
 * What a driver leaves when it ends: some log a summary, or save their cache, only then. These checks come behind every
 * other one, since no call is answered afterwards. Log commands are not asked again, since some need a driver that runs.
 */
export const afterExitChecks: readonly EnvCheck[] = [
  {
    name: 'privacy/logs/after-exit',
    requirement: 'privacy/logs',
    stimulus: 'output and log files once the tool has ended the driver (SIGTERM)',
    expects:
      'no value that the driver returned or the profile names in it, whole or a piece, in any encoding',
    needs: wellFormed,
    when: [conditions.advertised],
    final: true,
    alone: 1,
    async run(tools) {
      const { logFiles } = tools.shared.watch;
      if (logFiles.length === 0 && tools.shared.context.spawned === undefined)
        return { outcome: 'not-applicable', reason: 'there is no output, and the profile names no log file' };
      return afterExit(tools, (search) => [...searchOutput(tools, search), ...left(logFiles, tools, search)]);
    },
  },
  {
    name: 'privacy/disk/after-exit',
    requirement: 'privacy/disk',
    stimulus: 'the watched folders once the tool has ended the driver (SIGTERM)',
    expects:
      'no value that the driver returned or the profile names in names or contents of files, in any encoding',
    needs: [...wellFormed, watchesFolders],
    when: [conditions.advertised],
    final: true,
    alone: 2,
    run: (tools) => afterExit(tools, (search) => left(tools.shared.watch.directories, tools, search)),
  },
];

/** Judges what is left of the driver, which is ended for the first check that asks. */
async function afterExit(
  tools: Tools,
  look: (search: Search) => readonly Promise<Findings>[],
): Promise<Verdict> {
  const { end } = tools.shared.context;
  if (end === undefined) {
    return {
      outcome: 'not-applicable',
      reason: 'the tool ends no driver that it did not start: an exec: endpoint lets it',
    };
  }
  const ending = await once(tools, 'privacy/end', async () => {
    await provokeAll(tools);
    await quiet(tools);
    return end();
  });
  const search = prepareSearch(tools);
  if (search === undefined) return noValues;
  const found = together(await Promise.all(look(search)));
  if (ending === 'killed' && found.hits.length === 0) {
    return {
      outcome: 'not-applicable',
      reason: 'the driver did not end in time when it was asked to, and was killed',
    };
  }
  return judgeFindings(found, search);
}

/** Searches what is left of files or folders; one that the driver took away leaves nothing. */
function left(all: readonly Tracked[], tools: Tools, { scanner }: Search): readonly Promise<Findings>[] {
  return all.map(async (tracked) => {
    const found = await scanTracked(scanner, tracked, tools.signal);
    const gone = await stat(tracked.name).then(
      () => false,
      (error: unknown) => reasonOf(error) === 'ENOENT',
    );
    return gone ? { ...found, gaps: [] } : found;
  });
}
