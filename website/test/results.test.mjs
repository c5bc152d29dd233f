import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { repository, website } from '../scripts/lib/folders.mjs';

const result = 'go-driver.csi-env.example/0.1.0';
let root = '';

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'csi-env-results-'));
  cpSync(join(repository, 'results', result), join(root, result), { recursive: true });
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function checked(folder) {
  const script = join(website, 'scripts/check-results.mjs');
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...folder], { encoding: 'utf8' });
  return { status, lines: stdout.trimEnd().split('\n'), stderr };
}

describe('the check of the published results', () => {
  it('passes what the repository has', () => {
    expect(checked([])).toEqual({
      status: 0,
      lines: [expect.stringMatching(/^\d+ passed, 0 failed$/)],
      stderr: '',
    });
  });

  it('passes a folder that conformance validate passes', () => {
    expect(checked([root])).toEqual({ status: 0, lines: ['1 passed, 0 failed'], stderr: '' });
  });

  it('tells what conformance validate finds', () => {
    rmSync(join(root, result, 'README.md'));
    expect(checked([root])).toEqual({
      status: 1,
      lines: [`${join(result, 'README.md')}: it is missing`, '0 passed, 1 failed'],
      stderr: '',
    });
  });

  it('tells files that stand where folders belong, and goes on', () => {
    writeFileSync(join(root, 'notes.txt'), 'a note\n');
    writeFileSync(join(root, 'go-driver.csi-env.example', 'notes.txt'), 'a note\n');
    const { status, lines, stderr } = checked([root]);
    expect({ status, lines: lines.sort(), stderr }).toEqual({
      status: 1,
      lines: [
        '1 passed, 2 failed',
        'go-driver.csi-env.example/notes.txt: it is no folder, and results are <driver>/<version>/',
        'notes.txt: it is no folder, and results are <driver>/<version>/',
      ],
      stderr: '',
    });
  });

  it('fails where there is nothing to check', () => {
    rmSync(join(root, 'go-driver.csi-env.example'), { recursive: true });
    mkdirSync(join(root, 'empty'));
    expect(checked([root])).toMatchObject({ status: 1, lines: ['0 passed, 0 failed'] });
    expect(checked([join(root, 'none')])).toMatchObject({ status: 2 });
  });
});
