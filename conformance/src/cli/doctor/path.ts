import { accessSync, constants, lstatSync, type Stats, statSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Examine, Finding } from './finding.js';

/** The path of a Unix socket: it is there, it is a socket, and this user may write to it. */
export const examinePath: Examine = async function* (endpoint) {
  if (endpoint.kind !== 'unix') return;
  const { path } = endpoint;
  const found = look(path);
  if (!('stats' in found)) return yield found;
  yield { step: 'path', state: 'ok', text: `${path} exists` };
  if (!found.stats.isSocket()) {
    yield {
      step: 'kind',
      state: 'fail',
      text: `it is ${kindOf(found.stats)}, not a socket`,
      cure: 'name the socket itself; remove what is there if it is in the way of the driver',
    };
    return;
  }
  yield { step: 'kind', state: 'ok', text: found.link ? 'it is a link to a socket' : 'it is a socket' };
  const mode = (found.stats.mode & 0o777).toString(8).padStart(4, '0');
  try {
    accessSync(path, constants.R_OK | constants.W_OK);
    yield { step: 'permission', state: 'ok', text: `this user may connect (mode ${mode})` };
  } catch {
    yield {
      step: 'permission',
      state: 'fail',
      text: `this user may not connect (mode ${mode}, owner ${found.stats.uid}:${found.stats.gid}, this user ${process.getuid?.() ?? '?'})`,
      cure: 'run as the owner or in the group of the socket, or as root: connecting needs the right to write',
    };
  }
};

function look(path: string): { readonly stats: Stats; readonly link: boolean } | Finding {
  try {
    const link = lstatSync(path).isSymbolicLink();
    return { stats: statSync(path), link };
  } catch (reason) {
    const { code } = reason as NodeJS.ErrnoException;
    if (code === 'ENOENT') return missing(path);
    if (code === 'EACCES') {
      return {
        step: 'path',
        state: 'fail',
        text: `a folder above ${path} is closed to this user`,
        cure: 'run as a user who may enter the folder, or as root',
      };
    }
    if (code === 'ENOTDIR') {
      return {
        step: 'path',
        state: 'fail',
        text: `a part of ${path} is a file, not a folder`,
        cure: 'correct the path',
      };
    }
    return {
      step: 'path',
      state: 'fail',
      text: `${path} cannot be looked at: ${code ?? 'unknown'}`,
      cure: 'correct the path',
    };
  }
}

function missing(path: string): Finding {
  const isLink = lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() === true;
  if (isLink)
    return {
      step: 'path',
      state: 'fail',
      text: `${path} is a link to something that does not exist`,
      cure: 'start the driver, or correct the link',
    };
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    if (lstatSync(folder, { throwIfNoEntry: false }) === undefined) continue;
    if (folder === dirname(path)) break;
    return {
      step: 'path',
      state: 'fail',
      text: `${path} does not exist; of its folders only ${folder} does`,
      cure: 'correct the path; in a container, mount the folder of the socket',
    };
  }
  return {
    step: 'path',
    state: 'fail',
    text: `${path} does not exist, its folder does`,
    cure: 'start the driver, or correct the path; the driver makes the socket when it starts',
  };
}

function kindOf(stats: Stats): string {
  if (stats.isDirectory()) return 'a folder';
  if (stats.isFile()) return 'a file';
  return stats.isFIFO() ? 'a named pipe' : 'a device';
}
