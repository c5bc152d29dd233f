import type { FileHandle } from 'node:fs/promises';
import { openRegular } from './open-for-scan.js';

/** Where a file ended once, and the bytes before that, by which what it held is known again. */
export interface FileEnd {
  readonly size: number;
  readonly end: Uint8Array;
}

const endBytes = 256;

/** The end of a file that is open. */
export async function readEnd(handle: FileHandle, size: number): Promise<FileEnd> {
  const end = new Uint8Array(Math.min(endBytes, size));
  await handle.read(end, 0, end.length, size - end.length);
  return { size, end };
}

/** Whether a file still begins with what the one that ended so held. */
export async function beganAs(path: string, { size, end }: FileEnd): Promise<boolean> {
  const handle = await openRegular(path);
  if (handle === undefined) return false;
  try {
    const found = new Uint8Array(end.length);
    const { bytesRead } = await handle.read(found, 0, found.length, size - found.length);
    return bytesRead === end.length && Buffer.compare(found, end) === 0;
  } finally {
    await handle.close();
  }
}
