// Usage: npm run record
//
// Runs the command as the first page shows it and writes what it prints to data/sample-run.txt.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { repository, website } from './lib/folders.mjs';

/** Where the run of the first page is. */
export const sampleFile = join(website, 'data/sample-run.txt');

/** What the command prints without any option, in a folder without a profile; throws when the run is not conformant. */
export function sampleRun() {
  const folder = mkdtempSync(join(tmpdir(), 'csi-env-sample-'));
  const { CSI_ENDPOINT: _, FORCE_COLOR: __, ...env } = process.env;
  try {
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [join(repository, 'conformance/bin/conformance.js')],
      { cwd: folder, encoding: 'utf8', env: { ...env, NO_COLOR: '1' } },
    );
    if (status !== 0) throw new Error(`the run ended with ${status}: ${stderr || stdout}`);
    return stdout;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(sampleFile, sampleRun());
