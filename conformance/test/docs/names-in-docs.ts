import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { envVarsAt } from '../../src/contracts/env-vars/at-revision.js';
import { mutants } from '../../src/contracts/env-vars/mutants/registry.js';
import { bin } from '../cli/command.js';
import { blocksOf, fileNameOf, inlineCode } from './blocks.js';

/** Folder of the repository. */
export const root = fileURLToPath(new URL('../../../', import.meta.url));

/** Text of a file of the repository. */
export const read = (path: string): string => readFileSync(join(root, path), 'utf8');

/** Flags of other commands than ours that documents use, and whose they are. */
const foreignFlags: Readonly<Record<string, string>> = {
  '--yes': 'npx',
  '--write': 'biome',
  '--socket': 'the driver of a reader',
};

/** Every flag of every command, from the help. */
export function knownFlags(): ReadonlySet<string> {
  const help = (...words: string[]): string =>
    execFileSync(process.execPath, [bin, ...words, '--help'], { encoding: 'utf8' });
  const overview = help();
  const commands = [...(/Commands:\n([\s\S]*?)\n\n/.exec(overview)?.[1] ?? '').matchAll(/^ {2}(\w+)/gm)];
  const texts = [overview, ...commands.map(([, name]) => help(name ?? ''))];
  return new Set(texts.flatMap((text) => text.match(/--[a-z][\w-]*/g) ?? []));
}

/** Flags in a document that no command has. */
export function unknownFlags(markdown: string): string[] {
  const known = knownFlags();
  const code = [
    ...inlineCode(markdown),
    ...blocksOf(markdown)
      .filter(isOurs)
      .map(({ text }) => text),
  ];
  const used = code.flatMap((text) => text.match(/(?<![\w-])--[a-z][\w-]*/g) ?? []);
  return [...new Set(used)].filter((flag) => !known.has(flag) && foreignFlags[flag] === undefined);
}

const isOurs = ({ language, text }: { readonly language: string; readonly text: string }): boolean =>
  language === 'sh' || (language !== 'text' && fileNameOf(text) !== undefined);

/** Inline code that looks like a path of the repository, a requirement or a check, and is none of them. */
export function unknownPaths(path: string): string[] {
  const markdown = read(path);
  const { requirements, checks } = envVarsAt();
  const names = new Set([
    ...requirements.map(({ id }) => id),
    ...checks.map(({ name }) => name),
    ...mutants.map(({ id }) => id),
    '@csi-env/conformance',
    '@csi-env/proto',
    '@csi-env/spec-tests',
  ]);
  const shown = new Set(blocksOf(markdown).map(({ text }) => fileNameOf(text)));
  const links = [...markdown.matchAll(/\]\((?!\w+:|#)([^)#]+)/g)].map(([, target]) => target ?? '');
  const missingLinks = links.filter((target) => !existsSync(join(root, dirname(path), target)));
  const missing = inlineCode(markdown)
    .filter((code) => /^[\w@.-]+(\/[\w.@-]+)*\/?$/.test(code) && /\/|\.(md|ya?ml|js|ts|json)$/.test(code))
    .filter((code) => !names.has(code) && !shown.has(code))
    .filter((code) => !existsSync(join(root, code)) && !existsSync(join(root, dirname(path), code)));
  return [...missingLinks, ...missing];
}

/** Scripts that a document runs by `npm run` and that the package they are of does not have. */
export function unknownScripts(markdown: string): string[] {
  const scriptsOf = (folder: string): object => JSON.parse(read(join(folder, 'package.json'))).scripts ?? {};
  return [...markdown.matchAll(/\bnpm run ([\w:-]+)(?: -w (\S+))?/g)]
    .filter(([, script = '', folder = '.']) => !(script in scriptsOf(folder.replace(/`.*$/, ''))))
    .map(([text]) => text);
}
