import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { changes, snapshot } from './snapshot.js';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'csi-env-snapshot-'));
  mkdirSync(join(folder, 'gen/deep'), { recursive: true });
  for (const file of ['gen/a.ts', 'gen/deep/b.ts', 'table.ts', 'other.ts']) {
    writeFileSync(join(folder, file), file);
  }
});
afterEach(() => rmSync(folder, { recursive: true }));

const paths = ['gen', 'table.ts', 'absent'];

test('a snapshot has the files of the given paths and no others', () => {
  expect([...snapshot(folder, paths).keys()]).toEqual(['gen/a.ts', 'gen/deep/b.ts', 'table.ts']);
});

test('changes are named by kind, and an edit elsewhere is none', () => {
  const before = snapshot(folder, paths);
  writeFileSync(join(folder, 'other.ts'), 'edited');
  expect(changes(before, snapshot(folder, paths))).toEqual([]);

  writeFileSync(join(folder, 'gen/deep/b.ts'), 'edited');
  writeFileSync(join(folder, 'gen/c.ts'), 'fresh');
  rmSync(join(folder, 'table.ts'));
  expect(changes(before, snapshot(folder, paths))).toEqual([
    'new gen/c.ts',
    'changed gen/deep/b.ts',
    'gone table.ts',
  ]);
});
