import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';

/**
 * Why a command cannot be started, in words; undefined where nothing speaks against it.
 *
 * @param file first word of the command: a path, relative to the folder, or a name that is looked up in PATH
 */
export function commandProblem(
  file: string,
  folder: string,
  env: NodeJS.ProcessEnv = process.env,
): string | undefined {
  // Windows finds commands by rules of its own; there it is left to the start.
  if (process.platform === 'win32') return undefined;
  const places = file.includes('/')
    ? [resolve(folder, file)]
    : (env.PATH ?? '').split(delimiter).map((place) => join(resolve(folder, place), file));
  const states = places.map(stateOf);
  if (states.includes('fine')) return undefined;
  return states.includes('closed') ? 'it is not executable' : 'no such command';
}

function stateOf(path: string): 'fine' | 'closed' | 'absent' {
  try {
    if (!statSync(path).isFile()) return 'absent';
  } catch {
    return 'absent';
  }
  try {
    accessSync(path, constants.X_OK);
    return 'fine';
  } catch {
    return 'closed';
  }
}
