import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { blocksOf, commandsOf, inlineCode } from './docs/blocks.js';
import { read, root, unknownFlags, unknownPaths, unknownScripts } from './docs/names-in-docs.js';

const path = 'CONTRIBUTING.md';
const markdown = read(path);
const commands = blocksOf(markdown.replace(/^ {3}/gm, ''))
  .filter(({ language }) => language === 'sh')
  .flatMap(({ text }) => commandsOf(text));

/** All sources, as one text. */
function sources(): string {
  return ['conformance/src', 'conformance/scripts', 'spec-tests/src', 'spec-tests/schemas']
    .flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
        .filter((file) => /\.(ts|js|json)$/.test(file) && !file.startsWith('gen/'))
        .map((file) => readFileSync(join(root, folder, file), 'utf8')),
    )
    .join('\n');
}

/** Calls of the repository's scripts: `node scripts/name.js --flag`. */
const scriptCalls = [...markdown.matchAll(/node (scripts\/[\w-]+\.js)([^`\n]*)/g)].map(
  ([call, file = '', words = '']) => ({ call, file, flags: words.match(/--[\w-]+/g) ?? [] }),
);

describe('CONTRIBUTING.md', () => {
  it('has a recipe for each thing that is added', () => {
    const recipes = [...markdown.matchAll(/^### (.*)$/gm)].map(([, title]) => title);
    expect(recipes).toEqual(['A requirement', 'A case', 'A check', 'A mutant', 'A reporter', 'A contract']);
  });

  it('trap: names no file, requirement or check that is not there', () => {
    expect(unknownPaths(path)).toEqual([]);
  });

  it('trap: names no flag that the command does not have', () => {
    expect(unknownFlags(scriptCalls.reduce((text, { call }) => text.replaceAll(call, ''), markdown))).toEqual(
      [],
    );
  });

  it('names no flag that a script does not have', () => {
    const scripts = readdirSync(join(root, 'scripts')).filter((name) => name.endsWith('.js'));
    const texts = scripts.map((name) => read(`scripts/${name}`)).join('\n');
    expect(scriptCalls.filter(({ file }) => !existsSync(join(root, file)))).toEqual([]);
    expect(scriptCalls.flatMap(({ flags }) => flags).filter((flag) => !texts.includes(flag))).toEqual([]);
  });

  it('names no script that is not there', () => {
    expect(unknownScripts(markdown)).toEqual([]);
  });

  it('names no command that is not there', () => {
    const programs = commands
      .map(({ text }) => text.split(' '))
      .flatMap(([first, second = '']) => (first === 'npx' ? [second] : []));
    const missing = programs.filter((name) => !existsSync(join(root, 'node_modules/.bin', name)));
    expect(missing).toEqual([]);
    expect(commands.filter(({ text }) => !/^(npm (ci|test|run)|npx|node scripts\/) ?/.test(text))).toEqual(
      [],
    );
  });

  it('names no test and no step of .ci/run that is not there', () => {
    const tested = commands.flatMap(({ text }) => /^npx vitest run (.*)$/.exec(text)?.[1]?.split(' ') ?? []);
    expect(tested.length).toBeGreaterThan(0);
    expect(tested.filter((one) => !existsSync(join(root, one)))).toEqual([]);
    const steps = read('.ci/steps.js');
    const named = /`\.ci\/run ([a-z ]+)`/.exec(markdown)?.[1]?.split(' ') ?? [];
    expect(named.length).toBeGreaterThan(0);
    expect(named.filter((step) => !steps.includes(`name: '${step}'`))).toEqual([]);
  });

  it('names no function, table or member that is not there', () => {
    const text = sources();
    const symbols = inlineCode(markdown).filter((code) => /^[a-zA-Z]+$/.test(code));
    expect(symbols.length).toBeGreaterThan(20);
    const others = ['runner', 'report', 'driver', 'init', 'serve', 'doctor', 'conformance'];
    expect(
      symbols.filter((symbol) => !others.includes(symbol) && !new RegExp(`\\b${symbol}\\b`).test(text)),
    ).toEqual([]);
  });
});
