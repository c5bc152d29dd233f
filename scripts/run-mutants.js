import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const bin = fileURLToPath(new URL('../conformance/bin/conformance.js', import.meta.url));
/** Folder of the committed reports. */
export const committed = fileURLToPath(new URL('../conformance/kill-matrix', import.meta.url));

/** Runs `conformance mutants`, shows what it says, and gives its exit code. */
export function mutants(words) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [bin, 'mutants', ...words], { stdio: 'inherit' });
    // A signal ended it, and with it what it would have reported.
    child.on('close', (code) => resolve(code ?? 130));
  });
}

/** Whether an exit code says that there is no report: wrong usage, or an interrupt. */
export const ended = (code) => code === 2 || code === 130;

/** Gives `use` a folder that is there until it is done, and sets the exit code that it returns. */
export async function exitWith(use) {
  const folder = mkdtempSync(join(tmpdir(), 'csi-env-mutants-'));
  try {
    process.exitCode = await use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
