import { existsSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { makeFolders } from './make-folders.js';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'folders-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

it('makes a folder with those above it, and says which it made', () => {
  expect(makeFolders(join(folder, 'a/b/c'))).toEqual(['a', 'a/b', 'a/b/c'].map((name) => join(folder, name)));
  expect(makeFolders(join(folder, 'a/b/d/'))).toEqual([join(folder, 'a/b/d')]);
});

it('makes nothing where the folder is there, or a link to one', () => {
  symlinkSync(folder, join(folder, 'link'));
  expect(makeFolders(folder)).toEqual([]);
  expect(makeFolders(join(folder, 'link'))).toEqual([]);
  expect(makeFolders('/')).toEqual([]);
});

it('refuses a path on or below what is no folder', () => {
  writeFileSync(join(folder, 'file'), '');
  symlinkSync(join(folder, 'none/none'), join(folder, 'dangling'));
  expect(() => makeFolders(join(folder, 'file'))).toThrow(`${join(folder, 'file')} is no folder`);
  expect(() => makeFolders(join(folder, 'file/a/b'))).toThrow(/ENOTDIR/);
  expect(() => makeFolders(join(folder, 'dangling'))).toThrow(`${join(folder, 'dangling')} is no folder`);
});

it.runIf(existsSync('/proc/self'))('ends where a file system makes no folders and does not say so', () => {
  expect(() => makeFolders('/proc/none/below')).toThrow('no folder can be made in /proc');
});
