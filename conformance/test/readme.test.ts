import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { exitCode } from '../src/errors.js';
import { type Block, blocksOf, commandsOf, fileNameOf, proseOf } from './docs/blocks.js';
import { read, root, unknownFlags, unknownPaths, unknownScripts } from './docs/names-in-docs.js';
import { recipeOf } from './docs/recipe-commands.js';
import { isSameOutput } from './docs/same-output.js';
import { openScratch, type Scratch } from './docs/scratch.js';

const documents = ['README.md', 'conformance/README.md'] as const;

/** What installs is not run here; `.ci/run` runs it. */
const installs = ['npm ci', 'npm cit'] as const;

/** `UPDATE_README=1 npx vitest run conformance/test/readme.test.ts` writes new output into blocks that leave nothing out. */
const update = process.env.UPDATE_README === '1';

const longestMs = 170_000;

/** The last day of a known failure has to lie ahead, whatever day it is. */
const nextMonth = new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10);

/** Runs the commands of a section in one folder, in order, and compares what they print with what is shown after them. */
async function followSection(document: string, blocks: readonly Block[]): Promise<void> {
  const scratch = openScratch();
  let output = '';
  try {
    for (const block of blocks) {
      const file = fileNameOf(block.text);
      if (block.language === 'sh') output = await runBlock(scratch, document, block);
      else if (block.language === 'js') await runModule(scratch, document, block);
      else if (block.language === 'text') compare(document, block, output);
      else if (file !== undefined)
        scratch.write(file, block.text.replace(/until: \d{4}-\d\d-\d\d/g, `until: ${nextMonth}`));
    }
  } finally {
    await scratch.end();
  }
}

async function runBlock(scratch: Scratch, document: string, { text, line }: Block): Promise<string> {
  let all = '';
  for (const command of commandsOf(text)) {
    const install = installs.find((one) => command.text === one || command.text.startsWith(`${one} && `));
    const rest = install === undefined ? command.text : command.text.slice(`${install} && `.length);
    if (rest === '') continue;
    const serves = / serve /.test(rest);
    const { code, output } = await (serves ? scratch.serve(rest) : scratch.run(rest));
    expect(code, `${document}:${line}: ${rest}\n${output}`).toBe(command.exit);
    all += output;
  }
  return all;
}

/** Runs an example of the library, against the build of this checkout. */
async function runModule(scratch: Scratch, document: string, { text, line }: Block): Promise<void> {
  const library = JSON.stringify(join(root, 'conformance/dist/index.js'));
  scratch.write('example.mjs', text.replaceAll("'@csi-env/conformance'", library));
  const { code, output } = await scratch.run('"$NODE" example.mjs');
  expect(code, `${document}:${line}: ${output}`).toBe(0);
}

function compare(document: string, { text, line }: Block, output: string): void {
  if (isSameOutput(text, output)) return;
  if (update && !text.includes('…')) {
    const path = join(root, document);
    writeFileSync(
      path,
      readFileSync(path, 'utf8').replace(
        `\`\`\`text\n${text}\n\`\`\``,
        () => `\`\`\`text\n${output.trimEnd()}\n\`\`\``,
      ),
    );
    return;
  }
  expect(output, `${document}:${line} shows other output; UPDATE_README=1 writes it anew`).toBe(text);
}

const sections = documents.flatMap((document) => {
  const blocks = blocksOf(read(document));
  const names = [...new Set(blocks.map(({ section }) => section))].filter((name) => name !== 'In CI');
  return names.map((name) => [document, name, blocks.filter(({ section }) => section === name)] as const);
});

describe('a document can be followed', { timeout: longestMs }, () => {
  it.concurrent.each(sections)(
    '%s, %s: each command does and prints what is shown',
    async (document, _, blocks) => {
      await followSection(document, blocks);
    },
  );

  const recipes = blocksOf(read('README.md'))
    .filter(({ section }) => section === 'In CI')
    .map((block) => [fileNameOf(block.text), block] as const);

  it('with recipes for four kinds of CI', () => {
    expect(recipes.map(([name]) => name)).toEqual([
      '.github/workflows/conformance.yaml',
      '.gitlab-ci.yml',
      'Jenkinsfile',
      'conformance-job.yaml',
    ]);
  });

  it.concurrent.each(recipes)(
    '%s: its YAML is sound and its commands work',
    async (_, { language, text, line }) => {
      const { commands, files } = recipeOf(language, text);
      expect(commands.length).toBeGreaterThan(0);
      const scratch = openScratch();
      try {
        await scratch.serve(
          'npx @csi-env/conformance serve --endpoint unix:///csi/csi.sock --write-profile conformance.yaml',
        );
        for (const file of files) scratch.write(file.path, file.text);
        for (const command of commands) {
          // One area is enough to know that every flag and file is right.
          const { code, output } = await scratch.run(
            `${command.replaceAll('=/etc/', '=etc/')} --run 'identity/**'`,
          );
          expect(code, `README.md:${line}: ${command}\n${output}`).toBe(0);
        }
      } finally {
        await scratch.end();
      }
    },
  );
});

describe.each(documents)('%s', (document) => {
  const markdown = read(document);

  it('trap: names no flag that the command does not have', () => {
    expect(unknownFlags(markdown)).toEqual([]);
  });

  it('trap: names no file, requirement or check that is not there', () => {
    expect(unknownPaths(document)).toEqual([]);
  });

  it('names no script that is not there', () => {
    expect(unknownScripts(markdown)).toEqual([]);
  });

  it('names the exit codes that there are', () => {
    const table = [...markdown.matchAll(/^\| (\d+) \|/gm)].map(([, code]) => Number(code));
    const sentence = /^Exit codes: (.*)\.$/m.exec(markdown)?.[1] ?? '';
    const listed = [...sentence.matchAll(/(?:^|, )(\d+) /g)].map(([, code]) => Number(code));
    expect(table.length > 0 ? table : listed).toEqual(Object.values(exitCode));
    const inProse = [...proseOf(markdown).matchAll(/exit code (\d+)/g)].map(([, code]) => Number(code));
    expect(inProse.filter((code) => !Object.values<number>(exitCode).includes(code))).toEqual([]);
  });

  it('has no machine, host or line of many sentences in it', () => {
    expect(markdown).not.toMatch(/\/(home|root|work|tmp|Users)\//);
    const long = proseOf(markdown)
      .split('\n')
      .filter((line) => /^[A-Z`].*[a-z`)]\. [A-Z]/.test(line));
    expect(long).toEqual([]);
  });
});

it('the commands that install, and are not run here, are those of .ci/run', () => {
  const used = documents.flatMap((document) =>
    blocksOf(read(document)).flatMap(({ language, text }) =>
      language === 'sh' ? commandsOf(text).map((command) => command.text) : [],
    ),
  );
  expect(installs.filter((install) => !used.some((command) => command.startsWith(install)))).toEqual([]);
  expect(
    used.filter(
      (command) =>
        /\b(npm|yarn|pnpm|npx) (i|install|ci|cit|it)\b/.test(command) &&
        !installs.some((install) => command === install || command.startsWith(`${install} && `)),
    ),
  ).toEqual([]);
  // npm cit is npm ci and npm test.
  expect(read('.ci/steps.js')).toContain("command: ['npm', 'cit']");
});

it('npx conformance, which outside a checkout is another project, stands only where a checkout is', () => {
  const outside = sections.flatMap(([document, name, blocks]) =>
    name === 'Try it in a checkout'
      ? []
      : blocks
          .filter(({ text }) => /npx (--yes )?conformance/.test(text))
          .map(({ line }) => `${document}:${line}`),
  );
  expect(outside).toEqual([]);
});

it.each(['proto', 'spec-tests', 'conformance'])('the package %s carries its README and LICENSE', (folder) => {
  const { files } = JSON.parse(read(`${folder}/package.json`)) as { files: string[] };
  for (const name of ['README.md', 'LICENSE']) {
    expect(read(`${folder}/${name}`)).not.toBe('');
    expect(files).toContain(name);
  }
});
