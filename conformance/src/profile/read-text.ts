import { readFileSync } from 'node:fs';
import { UsageError } from '../errors.js';

/** Reads a file as UTF-8. Throws a UsageError `cannot read <what> <path>: <why>`. */
export function readText(path: string, what: string): string {
  return readBytes(path, what).toString('utf8');
}

/** Reads a file. Throws a UsageError `cannot read <what> <path>: <why>`. */
export function readBytes(path: string, what: string, shown: string = path): Buffer {
  try {
    return readFileSync(path);
  } catch (reason) {
    throw new UsageError(`cannot read ${what} ${shown}: ${fileProblem(reason)}`, undefined, {
      cause: reason,
    });
  }
}

/** Why a file cannot be read, in words. */
export function fileProblem(reason: unknown): string {
  const { code, message } = reason as NodeJS.ErrnoException;
  switch (code) {
    case 'ENOENT':
      return 'no such file';
    case 'EISDIR':
      return 'it is a folder';
    case 'EACCES':
      return 'permission denied';
    case 'ENOTDIR':
      return 'a part of the path is not a folder';
    default:
      return message;
  }
}
