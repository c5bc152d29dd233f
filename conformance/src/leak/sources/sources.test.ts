import { execFileSync, spawn } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import {
  appendFile,
  chmod,
  mkdir,
  mkdtemp,
  rename,
  rm,
  symlink,
  truncate,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { scanSource, scanTracked } from '../scan-source.js';
import { createScanner } from '../scanner.js';
import { commandSource } from './command.js';
import { watchDirectory } from './directory.js';
import { watchFile } from './file.js';
import { metricsSource } from './metrics.js';
import { processSource } from './process.js';
import type { Tracked } from './source.js';

const SECRET = 'q7Rk!2vT_zLp-9xWm4Yd';
const scanner = createScanner({ watched: [{ value: Buffer.from(SECRET), label: 'query 1', named: true }] });
let folder: string;
const open: Tracked[] = [];

/** Watches a file until the test ends. */
async function watch(...given: Parameters<typeof watchFile>): Promise<Tracked> {
  const file = await watchFile(...given);
  open.push(file);
  return file;
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'leak-'));
});
afterEach(async () => {
  for (const file of open.splice(0)) await file.close?.();
  await rm(folder, { recursive: true, force: true });
});

describe('a watched file', () => {
  it('is read from where it ended, with places in the whole file', async () => {
    const path = join(folder, 'driver.log');
    await writeFile(path, `old ${SECRET}\n`);
    const file = await watch(path);
    await appendFile(path, `new\nx ${SECRET}\n`);
    const { hits, gaps } = await scanTracked(scanner, file);
    expect(gaps).toEqual([]);
    expect(hits.map(({ byteOffset, line }) => ({ byteOffset, line }))).toEqual([{ byteOffset: 31, line: 3 }]);
  });

  it('is followed through rotation, old rest and new beginning', async () => {
    const path = join(folder, 'driver.log');
    await writeFile(path, 'old\n');
    const file = await watch(path);
    await appendFile(path, `${SECRET}\n`);
    await rename(path, `${path}.1`);
    await writeFile(path, `${SECRET}\n`);
    const { hits } = await scanTracked(scanner, file);
    expect(hits.map((hit) => hit.source)).toEqual([`${path}.1`, path]);
  });

  it('is followed through several rotations, a file that is removed, and names of any kind', async () => {
    const path = join(folder, 'driver.log');
    await writeFile(path, 'old\n');
    const file = await watch(path);
    await appendFile(path, `1 ${SECRET}\n`);
    await rename(path, join(folder, 'driver-1.log'));
    await writeFile(path, `2 ${SECRET}\n`);
    await rename(path, join(folder, 'driver-2.log'));
    await writeFile(path, 'new\n');
    const sources = (await scanTracked(scanner, file)).hits.map((hit) => hit.source);
    expect(sources).toEqual([join(folder, 'driver-1.log'), join(folder, 'driver-2.log')]);
    await rm(join(folder, 'driver-1.log'));
    const { hits } = await scanTracked(scanner, file);
    expect(hits).toMatchObject([
      { byteOffset: 6, line: 2 },
      { byteOffset: 2, line: 1 },
    ]);
    expect(hits[0]?.source).toBe(`${path} (as it was before it was rotated)`);
  });

  it('is one text over its rotations, with each place in the file in which a leak begins', async () => {
    const path = join(folder, 'driver.log');
    await writeFile(path, 'old\n');
    const file = await watch(path);
    await appendFile(path, `x\n1 ${SECRET.slice(0, 6)}`);
    await rename(path, `${path}.2`);
    await writeFile(path, `${SECRET.slice(6)}\n\n2 ${SECRET.slice(0, 7)}`);
    await rename(path, `${path}.1`);
    await writeFile(path, `${SECRET.slice(7)}\n3 ${SECRET}\n`);
    const { hits, gaps } = await scanTracked(scanner, file);
    expect(gaps).toEqual([]);
    expect(hits.map(({ source, line, byteOffset, whole }) => ({ source, line, byteOffset, whole }))).toEqual([
      { source: `${path}.2`, line: 3, byteOffset: 8, whole: true },
      { source: `${path}.1`, line: 3, byteOffset: 18, whole: true },
      { source: path, line: 2, byteOffset: 16, whole: true },
    ]);
  });

  it('is one text with what it was rotated to where it began after the run', async () => {
    const path = join(folder, 'driver.log');
    const file = await watch(path);
    await writeFile(path, `1 ${SECRET.slice(0, 7)}`);
    await rename(path, `${path}.1`);
    await writeFile(path, SECRET.slice(7, 14));
    expect((await scanTracked(scanner, file)).hits).toMatchObject([
      { source: `${path}.1`, byteOffset: 2, pieceLength: 14 },
    ]);
  });

  it('is no text with what it was cut from, copied to, removed before or rotated past', async () => {
    const path = join(folder, 'driver.log');
    const [head, tail] = [SECRET.slice(0, 7), SECRET.slice(7, 14)];
    const ways: Readonly<Record<string, () => Promise<void>>> = {
      copied: async () => {
        await writeFile(`${path}.1`, readFileSync(path));
        // One tick of the file system's clock may hold the log's beginning and the copying.
        const later = new Date(Date.now() + 1000);
        await utimes(`${path}.1`, later, later);
        await writeFile(path, tail);
      },
      removed: async () => {
        await rm(path);
        await writeFile(path, tail);
      },
      'rotated twice, of which one is gone': async () => {
        await rename(path, `${path}.2`);
        await writeFile(path, tail);
      },
      'another log beside it': async () => {
        await writeFile(join(folder, 'driver-audit.log'), tail);
      },
    };
    for (const [way, rotate] of Object.entries(ways)) {
      for (const existed of [true, false]) {
        if (existed) await writeFile(path, 'old\n');
        const file = await watch(path);
        await appendFile(path, head);
        await rotate();
        expect((await scanTracked(scanner, file)).hits, `${way}, ${existed}`).toEqual([]);
        await rm(folder, { recursive: true });
        await mkdir(folder);
      }
    }
  });

  it('is read from where it ended in a copy, plain or compressed, and whole after the cut', async () => {
    for (const compress of [(bytes: Buffer) => bytes, gzipSync]) {
      const path = join(folder, 'driver.log');
      await writeFile(path, `earlier run ${SECRET}\nold\n`);
      const file = await watch(path);
      await appendFile(path, `x ${SECRET}\n`);
      await writeFile(`${path}.1`, compress(readFileSync(path)));
      await truncate(path);
      await appendFile(path, `${'more\n'.repeat(20)}${SECRET}\n`);
      const { hits, gaps } = await scanTracked(scanner, file);
      expect(gaps).toEqual([]);
      expect(hits.map(({ source, byteOffset, line }) => ({ source, byteOffset, line }))).toEqual([
        { source: `${path}.1`, byteOffset: 39, line: 3 },
        { source: path, byteOffset: 100, line: 21 },
      ]);
      await rm(`${path}.1`);
    }
  });

  it('leaves alone what was rotated before and only compressed since', async () => {
    const path = join(folder, 'driver.log');
    await writeFile(path, '');
    const file = await watch(path);
    await writeFile(`${path}.2.gz`, gzipSync(`earlier run ${SECRET}\n`));
    const before = new Date(Date.now() - 60_000);
    await utimes(`${path}.2.gz`, before, before);
    expect((await scanTracked(scanner, file)).hits).toEqual([]);
  });

  it('says so where a copy is broken or compressed by what cannot be undone', async () => {
    const path = join(folder, 'driver.log');
    await writeFile(path, 'old\n');
    const file = await watch(path);
    await writeFile(`${path}.1.gz`, gzipSync('x'.repeat(5000)).subarray(0, 20));
    await writeFile(`${path}.2.xz`, Buffer.from('fd377a585a000004', 'hex'));
    const { gaps } = await scanTracked(scanner, file);
    expect(gaps.map(({ reason }) => reason)).toEqual([
      'cannot read the file: Z_BUF_ERROR',
      'it is compressed by xz, which cannot be undone here',
    ]);
  });

  it('is no text with a part that was not read to its end', async () => {
    const path = join(folder, 'driver.log');
    const file = await watch(path, { maxBytes: 16 });
    await writeFile(path, `123456789${SECRET.slice(0, 7)}, and more`);
    await rename(path, `${path}.1`);
    await writeFile(path, SECRET.slice(7, 14));
    const { hits, gaps } = await scanTracked(scanner, file);
    expect(hits).toEqual([]);
    expect(gaps).toMatchObject([{ source: `${path}.1`, reason: 'only its first 16 bytes were searched' }]);
  });

  it('that a bomb is compressed to is read up to its bound', async () => {
    const path = join(folder, 'driver.log');
    const file = await watch(path, { maxBytes: 1 << 20 });
    await writeFile(path, '');
    await writeFile(`${path}.1.gz`, gzipSync(Buffer.alloc(32 << 20)));
    expect((await scanTracked(scanner, file)).gaps).toMatchObject([
      { reason: 'only its first 1048576 bytes were searched' },
    ]);
  });

  it('is read whole where it was cut and has grown beyond its old end', async () => {
    const path = join(folder, 'driver.log');
    await writeFile(path, 'old\n');
    const file = await watch(path);
    await truncate(path);
    await writeFile(path, `${SECRET}\n${'more\n'.repeat(9)}`);
    expect((await scanTracked(scanner, file)).hits).toMatchObject([{ byteOffset: 0 }]);
  });

  it('is read whole where it was cut', async () => {
    const path = join(folder, 'driver.log');
    await writeFile(path, 'a long line of old text\n'.repeat(9));
    const file = await watch(path);
    await truncate(path);
    await writeFile(path, SECRET);
    expect((await scanTracked(scanner, file)).hits).toHaveLength(1);
  });

  it('that is missing, or a fifo, is unavailable', async () => {
    const missing = await watch(join(folder, 'none.log'));
    expect((await scanTracked(scanner, missing)).gaps).toMatchObject([
      { reason: 'cannot read the file: ENOENT' },
    ]);
    const fifo = join(folder, 'fifo');
    execFileSync('mkfifo', [fifo]);
    expect((await scanTracked(scanner, await watch(fifo))).gaps).toMatchObject([
      { reason: 'not a regular file' },
    ]);
  });
});

describe('a file that stood beside a log before the run', () => {
  const sourcesOf = ({ hits }: { hits: readonly { source: string; byteOffset: number; line: number }[] }) =>
    hits.map(({ source, byteOffset, line }) => ({ source, byteOffset, line }));
  const mayBeOld = 'a value stands in it, and whether it stood there before the run cannot be told';

  it.each([
    ['over it', false],
    // Its inode is the next to be used.
    ['in its place', true],
  ])('is searched for what the log was copied to since, %s, plain or compressed', async (_, removed) => {
    for (const compress of [(bytes: Buffer) => bytes, gzipSync]) {
      const path = join(folder, 'driver.log');
      await writeFile(`${path}.1`, compress(Buffer.from(`run before the last ${SECRET}\n`)));
      await writeFile(path, `last run ${SECRET}\nold\n`);
      const file = await watch(path);
      await appendFile(path, `x ${SECRET}\n`);
      if (removed) await rm(`${path}.1`);
      await writeFile(`${path}.1`, compress(readFileSync(path)));
      await truncate(path);
      const found = await scanTracked(scanner, file);
      expect(found.gaps).toEqual([]);
      expect(sourcesOf(found)).toEqual([{ source: `${path}.1`, byteOffset: 36, line: 3 }]);
    }
  });

  it('is searched where the log was there neither before nor after', async () => {
    const path = join(folder, 'driver.log');
    await writeFile(`${path}.1`, `earlier run ${SECRET}\n`);
    const file = await watch(path);
    await writeFile(`${path}.1`, `x ${SECRET}\n`);
    const found = await scanTracked(scanner, file);
    expect(found.gaps).toEqual([]);
    expect(sourcesOf(found)).toEqual([{ source: `${path}.1`, byteOffset: 2, line: 1 }]);
  });

  it('is searched where its size and its time were kept', async () => {
    const path = join(folder, 'driver.log');
    await writeFile(`${path}.1`, 'x'.repeat(SECRET.length));
    const { atime, mtime } = statSync(`${path}.1`);
    await utimes(`${path}.1`, atime, mtime);
    await writeFile(path, '');
    const file = await watch(path);
    await writeFile(`${path}.1`, SECRET);
    await utimes(`${path}.1`, atime, mtime);
    expect(sourcesOf(await scanTracked(scanner, file))).toMatchObject([{ source: `${path}.1` }]);
  });

  it('is left alone as long as nobody writes to it, wherever it is moved', async () => {
    const path = join(folder, 'driver.log');
    await writeFile(`${path}.2`, `oldest ${SECRET}\n`);
    await writeFile(`${path}.1`, `older ${SECRET}\n`);
    await writeFile(path, `old ${SECRET}\n`);
    const file = await watch(path);
    await chmod(`${path}.2`, 0o600);
    await rename(`${path}.2`, `${path}.3`);
    await rename(`${path}.1`, `${path}.2`);
    await rename(path, `${path}.1`);
    await writeFile(path, 'new\n');
    expect(await scanTracked(scanner, file)).toMatchObject({ hits: [], gaps: [] });
  });

  it('is searched from where it ended where it grew', async () => {
    const path = join(folder, 'driver.log');
    await writeFile(`${path}.1`, `earlier run ${SECRET}\n`);
    await writeFile(path, '');
    const file = await watch(path);
    await appendFile(`${path}.1`, `x ${SECRET}\n`);
    const found = await scanTracked(scanner, file);
    expect(found.gaps).toEqual([]);
    expect(sourcesOf(found)).toEqual([{ source: `${path}.1`, byteOffset: 35, line: 2 }]);
  });

  it('is no evidence where it was written to and holds what it held', async () => {
    for (const compress of [(bytes: Buffer) => bytes, gzipSync]) {
      const path = join(folder, 'driver.log');
      const content = compress(Buffer.from(`earlier run ${SECRET}\n`));
      await writeFile(`${path}.1`, content);
      await writeFile(`${path}.2`, 'nothing of note\n');
      await utimes(`${path}.1`, new Date(0), new Date(0));
      await writeFile(path, '');
      const file = await watch(path);
      await writeFile(`${path}.1`, content);
      await writeFile(`${path}.2`, 'nothing of note\n');
      expect(await scanTracked(scanner, file)).toMatchObject({
        hits: [],
        gaps: [{ source: `${path}.1`, reason: mayBeOld }],
      });
    }
  });

  it.each([
    ['copied', (bytes: Buffer) => bytes],
    ['compressed', gzipSync],
  ])('is no evidence where another one now has what it held, %s', async (_, compress) => {
    const path = join(folder, 'driver.log');
    await writeFile(`${path}.2`, 'oldest\n');
    await writeFile(`${path}.1`, `older ${SECRET}\n`);
    await writeFile(path, 'old\n');
    const file = await watch(path);
    await appendFile(path, `x ${SECRET}\n`);
    await writeFile(`${path}.2`, compress(readFileSync(`${path}.1`)));
    await writeFile(`${path}.1`, readFileSync(path));
    await truncate(path);
    const found = await scanTracked(scanner, file);
    expect(sourcesOf(found)).toEqual([{ source: `${path}.1`, byteOffset: 6, line: 2 }]);
    expect(found.gaps).toMatchObject([{ source: `${path}.2`, reason: mayBeOld }]);
  });

  it('is no evidence where it was written anew and no log is called so', async () => {
    const path = join(folder, 'driver.log');
    await writeFile(join(folder, 'driver.db'), `page one ${SECRET}\n`);
    await writeFile(path, '');
    const file = await watch(path);
    await writeFile(join(folder, 'driver.db'), `page 1 ${SECRET}\n`);
    expect(await scanTracked(scanner, file)).toMatchObject({
      hits: [],
      gaps: [{ source: join(folder, 'driver.db'), reason: mayBeOld }],
    });
  });

  it('is one text with the log where it is a file that the log was rotated to', async () => {
    const path = join(folder, 'driver.log');
    await writeFile(`${path}.1`, 'earlier run\n');
    const file = await watch(path);
    await writeFile(`${path}.1`, `1 ${SECRET.slice(0, 7)}`);
    await writeFile(path, SECRET.slice(7, 14));
    expect((await scanTracked(scanner, file)).hits).toMatchObject([
      { source: `${path}.1`, byteOffset: 2, pieceLength: 14 },
    ]);
  });
});

describe('a watched directory', () => {
  it('gives names and contents of what was created or changed, and nothing else', async () => {
    await writeFile(join(folder, 'old'), SECRET);
    await writeFile(join(folder, 'changed'), 'x');
    await writeFile(join(folder, 'driver.log'), 'x');
    const outside = await mkdtemp(join(tmpdir(), 'leak-'));
    await writeFile(join(outside, 'target'), SECRET);
    const options = { ignore: ['fixtures/**'], exclude: [join(folder, 'driver.log')] };
    const directory = await watchDirectory(folder, options);
    await writeFile(join(folder, 'changed'), SECRET);
    await writeFile(join(folder, 'driver.log'), SECRET);
    await mkdir(join(folder, 'fixtures'));
    await writeFile(join(folder, 'fixtures', 'f'), SECRET);
    await mkdir(join(folder, SECRET));
    await symlink(outside, join(folder, 'link'));
    execFileSync('mkfifo', [join(folder, 'fifo')]);
    const { hits, gaps } = await scanTracked(scanner, directory);
    await rm(outside, { recursive: true });
    expect(gaps).toEqual([]);
    expect(hits.map((hit) => hit.source.slice(folder.length + 1)).sort()).toEqual([
      'changed',
      `${SECRET} (its name)`,
    ]);
  });

  it('gives where new links point', async () => {
    await symlink(SECRET, join(folder, 'before'));
    const directory = await watchDirectory(folder);
    await symlink(SECRET, join(folder, 'link'));
    const { hits } = await scanTracked(scanner, directory);
    expect(hits.map(({ source }) => source)).toEqual([`${join(folder, 'link')} (where it points)`]);
  });

  it.skipIf(process.getuid?.() === 0)('says so where a new folder is closed to us', async () => {
    const directory = await watchDirectory(folder);
    await mkdir(join(folder, 'closed'), { mode: 0 });
    expect((await scanTracked(scanner, directory)).gaps).toMatchObject([
      { reason: 'the folder cannot be read' },
    ]);
  });

  it('that is missing is unavailable', async () => {
    const directory = await watchDirectory(join(folder, 'none'));
    expect((await scanTracked(scanner, directory)).gaps).toMatchObject([
      { reason: 'cannot read the directory: ENOENT' },
    ]);
  });
});

describe('a command', () => {
  const node = (script: string): string[] => [process.execPath, '-e', script];

  it('gives both its streams, each by itself and however long', async () => {
    const filler = "for (let i = 0; i < 80; i++) fs.writeSync(2, 'x'.repeat(65535) + '\\n');";
    const script = `fs.writeSync(1, 'a ${SECRET}'); ${filler} fs.writeSync(2, '${SECRET}');`;
    const source = commandSource(node(script));
    const { hits } = await scanSource(scanner, source);
    expect(hits.map(({ source: where, line, byteOffset }) => [where, line, byteOffset])).toEqual([
      [source.name, 1, 2],
      [`${source.name} (stderr)`, 81, 80 * 65536],
    ]);
  });

  it('that fails, hangs or does not exist is unavailable', async () => {
    const reason = async (command: string[], deadlineMs = 10_000): Promise<string | undefined> =>
      (await scanSource(scanner, commandSource(command, { deadlineMs }))).gaps[0]?.reason;
    expect(await reason(node('process.exit(3)'))).toBe('the command ended with status 3');
    expect(await reason(node('setInterval(() => {}, 1000)'), 50)).toBe(
      'the command did not end within 50 ms',
    );
    expect(await reason([join(folder, 'none')])).toBe('cannot run the command: ENOENT');
  });

  it('that floods is cut and says so', async () => {
    const source = commandSource(node("for (;;) require('fs').writeSync(1, 'x'.repeat(65536))"), {
      maxBytes: 1 << 20,
    });
    expect((await scanSource(scanner, source)).gaps[0]?.reason).toBe(
      'only its first 1048576 bytes were searched',
    );
  });
});

describe('a metrics page', () => {
  async function served(answer: Parameters<typeof createServer>[1], limits = {}) {
    const server = createServer(answer);
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/metrics`;
    const findings = await scanSource(scanner, metricsSource(url, limits));
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
    return findings;
  }

  it('is searched', async () => {
    const { hits } = await served((_, response) => response.end(`# HELP\nx{key="${SECRET}"} 1\n`));
    expect(hits).toMatchObject([{ line: 2 }]);
  });

  it('that refuses or never ends is unavailable', async () => {
    const refused = await served((_, response) => response.writeHead(404).end());
    expect(refused.gaps).toMatchObject([{ reason: 'the page answered with status 404' }]);
    const silent = await served(() => undefined, { deadlineMs: 50 });
    expect(silent.gaps).toMatchObject([{ reason: 'no whole page within 50 ms' }]);
  });
});

describe.runIf(process.platform === 'linux')('a process', () => {
  it('shows command line and environment, also of its children', async () => {
    const script = `const c = require('child_process').spawn(process.execPath, ['-e', 'console.log(1); setInterval(() => {}, 1e6)', '${SECRET}'],
      {stdio: ['ignore', 'inherit', 'ignore'], env: {A: '${SECRET}'}}); setInterval(() => {}, 1e6); process.on('SIGTERM', () => { c.kill('SIGKILL'); process.exit(); });`;
    const child = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'ignore'] });
    await new Promise((ready) => child.stdout.once('data', ready));
    const pid = child.pid as number;
    const line = await scanSource(scanner, processSource(pid, 'cmdline'));
    const environment = await scanSource(scanner, processSource(pid, 'environ'));
    child.kill('SIGTERM');
    expect(line.hits.length).toBeGreaterThanOrEqual(2);
    expect(environment.hits).toHaveLength(1);
  });

  /** Starts a shell, and waits until it has started what its script starts. */
  async function shell(script: string, detached: boolean) {
    const child = spawn('sh', ['-c', `${script}; echo up; exec sleep 60`], {
      detached,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    onTestFinished(() => void child.kill('SIGKILL'));
    await new Promise((ready) => child.stdout.once('data', ready));
    return child.pid as number;
  }
  // A process whose parent ends at once; it says its number, and ends with the test.
  const orphan = (way: string, pidFile: string): string =>
    `sh -c '${way} sh -c "echo \\$\\$ > ${pidFile}; read x < ${folder}/fifo; :" "$(cat ${folder}/secret)" &'; while [ ! -s ${pidFile} ]; do sleep 0.02; done`;
  async function orphaned(way: string, detached: boolean) {
    execFileSync('mkfifo', [join(folder, 'fifo')]);
    await writeFile(join(folder, 'secret'), SECRET);
    const pidFile = join(folder, 'pid');
    const root = await shell(orphan(way, pidFile), detached);
    const stray = Number(readFileSync(pidFile, 'utf8'));
    onTestFinished(() => void process.kill(stray, 'SIGKILL'));
    return { root, stray };
  }

  it('shows also those in its session whose parents have ended', async () => {
    const { root } = await orphaned('', true);
    expect((await scanSource(scanner, processSource(root, 'cmdline'))).hits).toHaveLength(1);
  });

  it('shows also those that are known to come from it, with what they started', async () => {
    const { root, stray } = await orphaned('setsid', true);
    expect((await scanSource(scanner, processSource(root, 'cmdline'))).hits).toEqual([]);
    expect((await scanSource(scanner, processSource(root, 'cmdline', [stray]))).hits).toHaveLength(1);
  });

  it('shows none that share a session with it that another process leads', async () => {
    const { root } = await orphaned('', false);
    expect((await scanSource(scanner, processSource(root, 'cmdline'))).hits).toEqual([]);
  });

  it('that does not exist is unavailable', async () => {
    expect((await scanSource(scanner, processSource(2 ** 22 + 1, 'cmdline'))).gaps).toMatchObject([
      { reason: 'cannot read it: ENOENT', supported: true },
    ]);
  });
});
