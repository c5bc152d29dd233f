import { spawn, spawnSync } from 'node:child_process';
import { appendFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { blocksOf, commandsOf } from '../docs/blocks.js';
import { read } from '../docs/names-in-docs.js';
import { isSameOutput } from '../docs/same-output.js';
import { type PackageRegistry, servePackages } from './serve-packages.js';

/** Longest run of a whole tutorial in milliseconds; it installs packages and runs the suite. */
const longestMs = 400_000;

const base = mkdtempSync(join(tmpdir(), 'csi-env-tutorial-'));
let registry: PackageRegistry;
let env: NodeJS.ProcessEnv;

beforeAll(async () => {
  mkdirSync(join(base, 'packages'));
  registry = await servePackages(join(base, 'packages'));
  const settings = spawnSync('npm', ['config', 'get', 'userconfig'], { encoding: 'utf8' }).stdout.trim();
  const userconfig = join(base, 'npmrc');
  writeFileSync(userconfig, readIfThere(settings));
  appendFileSync(userconfig, `\n@csi-env:registry=${registry.url}\naudit=false\nfund=false\n`);
  const { CSI_ENDPOINT: _, FORCE_COLOR: __, ...inherited } = process.env;
  env = { ...inherited, npm_config_userconfig: userconfig, NO_COLOR: '1', CGO_ENABLED: '0' };
}, 120_000);

afterAll(async () => {
  await registry?.stop();
  rmSync(base, { recursive: true, force: true });
});

function readIfThere(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

/** Runs a command in a folder, in a process group of its own, and gives its output and exit code. */
function run(
  command: string,
  folder: string,
): Promise<{ readonly code: number | null; readonly output: string }> {
  return new Promise((resolve) => {
    const child = spawn('sh', ['-c', `exec 2>&1\n${command}`], {
      cwd: folder,
      env,
      stdio: ['ignore', 'pipe', 'ignore'],
      detached: true,
    });
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (piece: string) => {
      output += piece;
    });
    child.on('close', (code) => resolve({ code, output }));
  });
}

/** Follows a page from top to bottom in an empty folder: files are written, commands run, and what they print compared. */
async function follow(page: string, folder: string): Promise<void> {
  mkdirSync(folder);
  let output = '';
  for (const { language, title, text, line } of blocksOf(read(page))) {
    if (title !== undefined) {
      mkdirSync(dirname(join(folder, title)), { recursive: true });
      writeFileSync(join(folder, title), `${text}\n`);
    } else if (language === 'sh') {
      output = '';
      for (const command of commandsOf(text)) {
        const ran = await run(command.text, folder);
        expect(ran.code, `${page}:${line}: ${command.text}\n${ran.output}`).toBe(command.exit);
        output += ran.output;
      }
    } else if (language === 'text') {
      expect(isSameOutput(text, output), `${page}:${line} shows other output:\n${output}`).toBe(true);
    } else {
      throw new Error(`${page}:${line}: a reader does not know what to do with this block`);
    }
  }
}

const hasGo = spawnSync('go', ['version']).status === 0;

describe('from an empty folder to a conformant driver', { timeout: longestMs }, () => {
  it('in TypeScript', () => follow('website/docs/learn/typescript-driver.md', join(base, 'typescript')));

  it('in Go', async () => {
    expect(hasGo, 'go is not installed: this tutorial needs it').toBe(true);
    await follow('website/docs/learn/go-driver.md', join(base, 'go'));
  });
});
