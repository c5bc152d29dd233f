import { realpath, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { pass, type Verdict } from '../../../../contract.js';
import type { Endpoint } from '../../../../driver/endpoint.js';
import type { EnvCheck } from '../../tools.js';

type UnixEndpoint = Extract<Endpoint, { kind: 'unix' }>;

const othersWrite = 0o002;
const othersSearch = 0o001;

/** Judges a Unix socket; other endpoints have none. */
function onSocket(judge: (endpoint: UnixEndpoint) => Promise<Verdict>): EnvCheck['run'] {
  return async (tools) => {
    const { endpoint } = tools.shared.context;
    if (endpoint.kind !== 'unix') {
      const kind = { abstract: 'an abstract socket', tcp: 'a TCP port', npipe: 'a named pipe' }[
        endpoint.kind
      ];
      return { outcome: 'not-applicable', reason: `the endpoint is ${kind}` };
    }
    try {
      return await judge(endpoint);
    } catch (reason) {
      return {
        outcome: 'error',
        message: `cannot look at the socket: ${(reason as NodeJS.ErrnoException).code ?? 'unknown reason'}`,
      };
    }
  };
}

/** transport/socket and transport/socket-mode. */
export const socketChecks: readonly EnvCheck[] = [
  {
    name: 'transport/socket/name',
    requirement: 'transport/socket',
    stimulus: 'the path of the endpoint',
    expects: 'it ends in `.sock`',
    run: onSocket(async ({ path }) =>
      path.endsWith('.sock')
        ? pass()
        : {
            outcome: 'fail',
            evidence: { mismatches: [`the path of the socket does not end in .sock: ${path}`] },
          },
    ),
  },
  {
    name: 'transport/socket/kind',
    requirement: 'transport/socket',
    stimulus: 'the file at the path of the endpoint',
    expects: 'it is a Unix socket',
    run: onSocket(async ({ path }) => {
      if (process.platform === 'win32')
        return { outcome: 'not-applicable', reason: 'Windows does not show what a file is' };
      return (await stat(path)).isSocket()
        ? pass()
        : { outcome: 'fail', evidence: { mismatches: ['the file at the path is not a socket'] } };
    }),
  },
  {
    name: 'transport/socket-mode/others',
    requirement: 'transport/socket-mode',
    stimulus: 'the mode of the socket and of the folders above it',
    expects: 'users other than owner and group cannot write to the socket',
    run: onSocket(async ({ path }) => {
      if (process.platform === 'win32')
        return { outcome: 'not-applicable', reason: 'Windows has no file modes' };
      const { mode } = await stat(path);
      if ((mode & othersWrite) === 0) return pass();
      const closed = await closedFolder(path);
      if (closed !== undefined)
        return pass(`its mode is ${octal(mode)}, but others cannot enter the folder ${closed}`);
      return {
        outcome: 'fail',
        evidence: {
          mismatches: [
            `the mode of the socket is ${octal(mode)}, and every folder above it is open to others`,
          ],
        },
      };
    }),
  },
];

/** The first folder above a path that others cannot enter. */
async function closedFolder(path: string): Promise<string | undefined> {
  for (let folder = dirname(await realpath(path)); ; folder = dirname(folder)) {
    if (((await stat(folder)).mode & othersSearch) === 0) return folder;
    if (folder === dirname(folder)) return undefined;
  }
}

function octal(mode: number): string {
  return `0${(mode & 0o777).toString(8).padStart(3, '0')}`;
}
