// How each driver is built and started. Everything made goes under <repository>/.cache/stacks; nothing of it is committed.
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const repository = join(here, '../../..');
const protoFile = join(repository, 'proto/csi/v1_10/csi.proto');
export const cache = join(repository, '.cache/stacks');

const python = {
  venv: join(cache, 'python/venv'),
  generated: join(cache, 'python/gen'),
  command: join(cache, 'python/venv/bin/python'),
};
const cargo = { descriptors: join(cache, 'csi.binpb'), target: join(cache, 'tonic/target') };
const java = {
  classes: join(cache, 'grpc-java/target/classes'),
  jars: join(cache, 'grpc-java/target/lib/*'),
};

/** Ends with the output of a command, or throws with its words. */
export function execute(command, parameters, options = {}) {
  return new Promise((resolve, reject) => {
    const limits = { timeout: 240_000, maxBuffer: 64 * 1024 * 1024, killSignal: 'SIGKILL' };
    execFile(command, parameters, { ...limits, ...options }, (error, stdout, stderr) => {
      if (error === null) resolve(stdout);
      else
        reject(new Error(`${basename(command)}: ${(stderr || stdout || error.message).trim().slice(-2000)}`));
    });
  });
}

/** Does work unless the folder has been made from the same files before. */
async function once(folder, files, work) {
  const digest = createHash('sha256');
  for (const file of files) digest.update(readFileSync(file));
  const stamp = join(folder, '.made-from');
  const wanted = digest.digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  rmSync(stamp, { force: true });
  mkdirSync(folder, { recursive: true });
  await work();
  writeFileSync(stamp, wanted);
}

async function buildPython() {
  const requirements = join(here, 'grpcio/requirements.txt');
  await once(join(cache, 'python'), [requirements, protoFile], async () => {
    await execute('python3', ['-m', 'venv', '--clear', python.venv]);
    await execute(python.command, ['-m', 'pip', 'install', '--quiet', '--requirement', requirements]);
    mkdirSync(python.generated, { recursive: true });
    const outputs = [`--python_out=${python.generated}`, `--grpc_python_out=${python.generated}`];
    const proto = join(repository, 'proto');
    await execute(python.command, ['-m', 'grpc_tools.protoc', '-I', proto, ...outputs, protoFile]);
  });
}

const startPython = (file) => ['env', `PYTHONPATH=${python.generated}`, python.command, '-B', file];

/** Builds what is in a folder; all builds share their dependencies. */
async function buildRust(folder) {
  await once(cache, [protoFile], () =>
    execute(join(repository, 'node_modules/.bin/buf'), [
      'build',
      join(repository, 'proto'),
      '-o',
      cargo.descriptors,
    ]),
  );
  const manifest = ['--manifest-path', join(folder, 'Cargo.toml'), '--target-dir', cargo.target];
  await execute('cargo', ['build', '--quiet', '--locked', ...manifest], {
    env: { ...process.env, CSI_DESCRIPTORS: cargo.descriptors },
  });
}

const startJava = (classes) => {
  const path = [...classes, java.classes, java.jars].join(':');
  return ['java', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', '-Xmx256m', '-cp', path, 'Driver'];
};

/**
 * The drivers. `tools` have to be there; `build` makes the driver as it is, `start` is its command line, `broken` makes one
 * from a folder with a changed source and gives its command line.
 */
export const stacks = [
  {
    name: 'grpcio',
    tools: [['python3', '--version']],
    build: buildPython,
    start: () => startPython(join(here, 'grpcio/driver.py')),
    broken: async (folder) => startPython(join(folder, 'grpcio/driver.py')),
  },
  {
    name: 'grpcio-aio',
    tools: [['python3', '--version']],
    build: buildPython,
    start: () => startPython(join(here, 'grpcio-aio/driver.py')),
    broken: async (folder) => startPython(join(folder, 'grpcio-aio/driver.py')),
  },
  {
    name: 'tonic',
    tools: [['cargo', '--version']],
    build: () => {
      const sources = ['Cargo.toml', 'Cargo.lock', 'build.rs', 'src/main.rs'].map((file) =>
        join(here, 'tonic', file),
      );
      return once(join(cache, 'tonic'), [...sources, protoFile], async () => {
        // Cargo tells copies of a package in one target folder apart by their times alone, so this one is a fresh copy too.
        const copy = join(cache, 'tonic/source');
        cpSync(join(here, 'tonic'), copy, { recursive: true });
        await buildRust(copy);
        copyFileSync(join(cargo.target, 'debug/tonic-driver'), join(cache, 'tonic/driver'));
      });
    },
    start: () => [join(cache, 'tonic/driver')],
    broken: async (folder) => {
      const binary = join(folder, 'driver');
      await once(join(folder, 'tonic'), [join(folder, 'tonic/src/main.rs'), protoFile], async () => {
        await buildRust(join(folder, 'tonic'));
        copyFileSync(join(cargo.target, 'debug/tonic-driver'), binary);
      });
      return [binary];
    },
  },
  {
    name: 'grpc-java',
    tools: [
      ['javac', '-version'],
      ['mvn', '--version'],
    ],
    build: () => {
      const sources = [join(here, 'grpc-java/pom.xml'), join(here, 'grpc-java/Driver.java'), protoFile];
      const pom = ['-f', sources[0]];
      return once(join(cache, 'grpc-java'), sources, () =>
        execute('mvn', ['-q', '-B', ...pom, 'process-classes']),
      );
    },
    start: () => startJava([]),
    broken: async (folder) => {
      const classes = join(folder, 'classes');
      const source = join(folder, 'grpc-java/Driver.java');
      await once(classes, [source, protoFile], () =>
        execute('javac', ['-cp', `${java.classes}:${java.jars}`, '-d', classes, source]),
      );
      return startJava([classes]);
    },
  },
];

/** The command line of the driver with oddities. */
export const startOdd = (flags) => [...startPython(join(here, 'grpcio/oddities.py')), ...flags];

/** Puts the sources into a folder of their own, one text of one file changed. */
export function changed({ id, stack, file, find, replace }) {
  const folder = join(cache, 'broken', `${stack}-${id}`);
  const source = readFileSync(join(here, file), 'utf8');
  if (!source.includes(find)) throw new Error(`${file} no longer has the text to replace`);
  for (const part of new Set([dirname(file).split('/')[0], 'grpcio'])) {
    cpSync(join(here, part), join(folder, part), { recursive: true });
  }
  writeFileSync(
    join(folder, file),
    source.replace(find, () => replace),
  );
  return folder;
}
