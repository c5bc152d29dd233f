import { spawn, spawnSync } from 'node:child_process';
import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import { NodeGetEnvVarsRequestSchema, NodeGetEnvVarsResponseSchema } from '@csi-env/proto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CodeName, codeName } from '../../src/driver/answer.js';
import { startDriver } from '../../src/driver/spawn.js';
import { openWireClient } from '../../src/driver/wire-client.js';
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

/** What stands beside the folder of values, where no key may reach. */
const outside = 'made-up-text-outside-the-folder';

/** Asks a driver for keys by themselves under a class without parameters; gives a value or a code for each. */
async function ask(folder: string, argv: readonly string[], keys: readonly string[]): Promise<string[]> {
  const started = await startDriver(argv, { cwd: folder, startupTimeoutMs: 10_000 });
  const client = openWireClient(started.endpoint);
  const podContext = { namespace: 'production', serviceAccount: 'shop', podName: 'shop-0', podUID: 'shop-0' };
  try {
    return await Promise.all(
      keys.map(async (key) => {
        const request = create(NodeGetEnvVarsRequestSchema, {
          providerClassName: 'my-class',
          queries: [{ name: 'A', key }],
          podContext,
        });
        const message = toBinary(NodeGetEnvVarsRequestSchema, request);
        const { code = -1, body } = await client.unary('/csi.v1.Node/NodeGetEnvVars', message, {
          timeoutMs: 10_000,
        });
        if (body === undefined) return codeName(code);
        return fromBinary(NodeGetEnvVarsResponseSchema, body).results[0]?.value ?? '';
      }),
    );
  } finally {
    await client.close();
    await started.stop();
  }
}

/** Holds a driver that was made by a tutorial to the folder of its values, where the class does not list keys. */
async function expectStaysInside(folder: string, argv: readonly string[]): Promise<void> {
  writeFileSync(join(folder, 'outside'), outside);
  symlinkSync('../../outside', join(folder, 'values/app/linked-out'));
  symlinkSync('../..', join(folder, 'values/app/linked-folder'));
  symlinkSync('db/user', join(folder, 'values/app/linked-in'));
  const expected: Record<string, string> = {
    'app/db/user': 'orders-service',
    'app/linked-in': 'orders-service',
    '../outside': refused,
    'app/../../outside': refused,
    [`../../../../../../../..${folder}/outside`]: refused,
    [`${folder}/outside`]: refused,
    '%2e%2e/outside': refused,
    'app/../app/db/user': refused,
    'app//db/user': refused,
    '/app/db/user': refused,
    'app/db/user/': refused,
    'app/linked-out': absent,
    'app/linked-folder/outside': absent,
    'app/none\nwrite app/db/user': absent,
    'app/none\0': absent,
  };
  const keys = Object.keys(expected);
  const answers = await ask(folder, argv, keys);
  expect(Object.fromEntries(keys.map((key, i) => [key, answers[i]]))).toEqual(expected);
  const log = readFileSync(join(folder, 'backend.log'), 'utf8');
  expect(log.split('\n').filter((line) => line !== '' && !line.startsWith('read "'))).toEqual([]);
}

const refused: CodeName = 'PERMISSION_DENIED';
const absent: CodeName = 'NOT_FOUND';

const hasGo = spawnSync('go', ['version']).status === 0;

describe('from an empty folder to a conformant driver', { timeout: longestMs }, () => {
  it('in TypeScript', async () => {
    const folder = join(base, 'typescript');
    await follow('website/docs/learn/typescript-driver.md', folder);
    await expectStaysInside(folder, ['node', 'dist/main.js', 'unix://{socket}']);
  });

  it('in Go', async () => {
    expect(hasGo, 'go is not installed: this tutorial needs it').toBe(true);
    const folder = join(base, 'go');
    await follow('website/docs/learn/go-driver.md', folder);
    await expectStaysInside(folder, ['./driver', 'unix://{socket}']);
  });
});
