import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { root } from './run-buf.js';

const script = fileURLToPath(new URL('kep-lint.js', import.meta.url));
const scratch = mkdtempSync(join(tmpdir(), 'csi-env-kep-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

/** @param {string[]} args */
const lint = (...args) => spawnSync(process.execPath, [script, ...args], { encoding: 'utf8' });

describe('kep-lint', () => {
  it('finds nothing in the KEP, says which rules it asked, and exits 0', () => {
    const { status, stdout, stderr } = lint();
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toBe(
      `${[
        'keys',
        'owners',
        'headings',
        'questions',
        'contents',
        'links',
        'citations',
        'comments',
        'diagrams',
        'names',
        'regions',
      ]
        .map((name) => `ok     ${name}\n`)
        .join('')}11 passed, 0 failed\n`,
    );
  });

  it('names file, line and fault, and exits 1', () => {
    cpSync(join(root, 'kep'), scratch, { recursive: true });
    writeFileSync(join(scratch, 'FILING.md'), '# Filing\n\n[where](NOWHERE.md)\n');
    const { status, stdout } = lint(scratch);
    expect(status).toBe(1);
    expect(stdout).toContain('NOT OK links\n  FILING.md:3: there is no NOWHERE.md\n');
    expect(stdout).toMatch(/10 passed, 1 failed\n$/);
  });

  it.each([
    ['a member twice', 'status: provisional', 'status: provisional\nstatus: provisional'],
    ['a name that nothing defines', 'status: provisional', 'status: *provisional'],
  ])('asks every rule where kep.yaml has %s, and only that of the keys refuses it', (_, from, to) => {
    const folder = join(scratch, 'twice');
    cpSync(join(root, 'kep'), folder, { recursive: true });
    const file = join(folder, 'kep.yaml');
    writeFileSync(file, readFileSync(file, 'utf8').replace(from, to));
    const { status, stdout, stderr } = lint(folder);
    expect({ status, stderr }).toEqual({ status: 1, stderr: '' });
    expect(stdout.match(/^NOT OK .*$/gm)).toEqual(['NOT OK keys']);
    expect(stdout).toMatch(/ 1 failed\n$/);
  });

  it('says in one line that a folder is not there, and exits 2', () => {
    const { status, stdout, stderr } = lint(join(scratch, 'none'));
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toMatch(/^kep-lint: cannot read .*none: .*\n$/);
  });
});
