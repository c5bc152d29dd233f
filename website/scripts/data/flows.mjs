import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repository } from '../lib/folders.mjs';

/** Where the diagrams are, which the proposal and the site draw from the same sources. */
export const flowFolder = 'kep/diagrams';

/** The order of reading; what is new goes last. */
const reading = [
  'end-to-end',
  'capability-and-limits',
  'errors-and-retry',
  'all-or-nothing',
  'optional-query',
];
reading.push(
  'authorization-before-cache',
  'kubelet-restart',
  'provider-class-change',
  'admission',
  'version-skew',
);

/** Every sequence diagram with its title, text, steps and the requirements that it shows. */
export function loadFlows() {
  const folder = join(repository, flowFolder);
  if (!existsSync(folder)) return [];
  const rank = (name) => (reading.includes(name) ? reading.indexOf(name) : reading.length);
  return readdirSync(folder)
    .filter((file) => file.endsWith('.mmd'))
    .map((file) => file.replace('.mmd', ''))
    .sort((a, b) => rank(a) - rank(b))
    .map((name) => parseFlow(name, readFileSync(join(folder, `${name}.mmd`), 'utf8')));
}

/** Reads a diagram; its comments and titles are its data. */
export function parseFlow(name, source) {
  const taken = (form, what) => {
    const found = form.exec(source)?.[1];
    if (found === undefined) throw new Error(`${flowFolder}/${name}.mmd has no ${what}`);
    return found.trim();
  };
  return {
    name,
    title: taken(/^\s*accTitle: (.*)$/m, 'accTitle'),
    says: taken(/^\s*accDescr: (.*)$/m, 'accDescr'),
    requirements: taken(/^%% requirements: (.*)$/m, 'line %% requirements').split(/, */),
    steps: stepsOf(source),
    source: source.replace(/^%%.*\n/gm, ''),
  };
}

/** The lines of a diagram as sentences, with their depth within alternatives and loops. */
function stepsOf(source) {
  const actors = new Map(
    [...source.matchAll(/^\s*(?:actor|participant) (\w+) as (.*)$/gm)].map(([, short, name]) => [
      short,
      name,
    ]),
  );
  const steps = [];
  let depth = 0;
  for (const line of source.split('\n').map((text) => text.trim())) {
    const [, block, condition] = /^(alt|else|opt|loop|par|and) (.*)$/.exec(line) ?? [];
    const [, from, arrow, to, says] = /^(\w+?)(-->>|->>|--x|-x|--\)|-\))(\w+): (.*)$/.exec(line) ?? [];
    const note = /^Note (?:over|left of|right of) [\w, ]+: (.*)$/.exec(line)?.[1];
    if (block !== undefined) {
      if (block === 'else' || block === 'and') depth--;
      steps.push({ depth: depth++, text: `${blockWords[block]} ${condition}:` });
    } else if (line === 'end') depth--;
    else if (note !== undefined) steps.push({ depth, text: `(${inOneLine(note)})` });
    else if (says !== undefined)
      steps.push({
        depth,
        text: sentence(actors.get(from) ?? from, arrow, actors.get(to) ?? to, inOneLine(says)),
      });
  }
  return steps;
}

/** Mermaid breaks a line with `<br/>`, which no text does. What stands on lines of its own there is a clause of its own here. */
function inOneLine(text) {
  return text.split(/\s*<br\s*\/?>\s*/).join('; ');
}

const blockWords = { alt: 'if', else: 'else', opt: 'perhaps', loop: 'for', par: 'at once', and: 'and' };

function sentence(from, arrow, to, says) {
  if (from === to) return `${from}: ${says}`;
  return `${from} ${arrow.startsWith('--') ? 'answers' : 'to'} ${to}: ${says}`;
}
