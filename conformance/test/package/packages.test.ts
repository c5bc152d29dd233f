import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { publint } from 'publint';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../../../', import.meta.url));
const names = ['proto', 'spec-tests', 'conformance'] as const;
const folder = mkdtempSync(join(tmpdir(), 'csi-env-package-'));
const app = join(folder, 'app');
const env: NodeJS.ProcessEnv = { ...process.env, npm_config_audit: 'false', npm_config_fund: 'false' };
for (const name of ['CSI_ENDPOINT', 'NO_COLOR', 'FORCE_COLOR']) delete env[name];

/** Tarballs of the three packages, by folder. */
const tarballs = new Map<string, string>();

beforeAll(async () => {
  mkdirSync(app);
  for (const name of names) {
    const { stdout } = await run('npm', ['pack', '--json', '--pack-destination', folder], {
      cwd: join(root, name),
      env,
    });
    const [{ filename }] = JSON.parse(stdout) as [{ filename: string }];
    tarballs.set(name, join(folder, filename));
  }
  writeFileSync(join(app, 'package.json'), '{"name": "app", "private": true, "type": "module"}\n');
  await run('npm', ['install', '--ignore-scripts', '--prefer-offline', ...tarballs.values()], {
    cwd: app,
    env,
  });
}, 240_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the three packages, packed and installed together outside the repository', () => {
  it('give a working npx conformance', async () => {
    const { stdout } = await run('npx', ['conformance', '--run', 'identity/probe', '--reporter', 'json'], {
      cwd: app,
      env,
    });
    const report = JSON.parse(stdout) as { driver: { embedded: boolean }; exitCode: number };
    expect(report).toMatchObject({ driver: { embedded: true }, exitCode: 0 });
  }, 60_000);

  it('give a working npx @csi-env/conformance, since the bare name belongs to someone else on npm', async () => {
    const { stdout } = await run('npx', ['@csi-env/conformance', '--version'], { cwd: app, env });
    const { version } = JSON.parse(readFileSync(join(root, 'conformance/package.json'), 'utf8')) as {
      version: string;
    };
    expect(stdout).toBe(`${version}\n`);
  }, 60_000);

  it.each(['wire', 'grpc-js', 'connect'])(
    'reach a driver with the client %s',
    async (client) => {
      const words = ['--run', 'identity/plugin-name', '--client', client, '--reporter', 'json'];
      const { stdout } = await run('npx', ['conformance', ...words], { cwd: app, env });
      expect(JSON.parse(stdout)).toMatchObject({ client, exitCode: 0 });
    },
    60_000,
  );

  it.each([
    ['node16', 'node16'],
    ['esnext', 'bundler'],
  ])(
    'have type declarations that resolve under module %s, resolution %s',
    async (module, moduleResolution) => {
      cpSync(join(root, 'conformance/test/package/consumer/consumer.ts'), join(app, 'consumer.ts'));
      const compilerOptions = {
        module,
        moduleResolution,
        target: 'es2022',
        lib: ['es2023'],
        strict: true,
        exactOptionalPropertyTypes: true,
        skipLibCheck: false,
        noEmit: true,
      };
      const config = join(app, `tsconfig.${moduleResolution}.json`);
      writeFileSync(config, JSON.stringify({ compilerOptions, files: ['consumer.ts'] }));
      const tsc = join(root, 'node_modules/typescript/bin/tsc');
      const output = await run(process.execPath, [tsc, '-p', config], { cwd: app }).catch(
        (reason) => reason as { stdout: string },
      );
      expect(output.stdout).toBe('');
    },
    60_000,
  );
});

describe.each(names)('the package %s', (name) => {
  it('gives publint nothing to report', async () => {
    const { messages } = await publint({ pkgDir: join(root, name), strict: true });
    expect(messages).toEqual([]);
  }, 60_000);

  it('gives attw nothing to report', async () => {
    const attw = join(root, 'node_modules/@arethetypeswrong/cli/dist/index.js');
    const words = [tarballs.get(name) as string, '--profile', 'esm-only', '--format', 'json'];
    await expect(
      run(process.execPath, [attw, ...words], { maxBuffer: 64 * 1024 * 1024 }),
    ).resolves.toBeDefined();
  }, 60_000);

  it('declares no dependency that nothing in it uses', () => {
    const pack = join(app, 'node_modules/@csi-env', name);
    const { dependencies = {} } = JSON.parse(readFileSync(join(pack, 'package.json'), 'utf8')) as {
      dependencies?: Record<string, string>;
    };
    const text = readdirSync(join(pack, 'dist'), { recursive: true, encoding: 'utf8' })
      .filter((file) => /\.(js|d\.ts)$/.test(file))
      .map((file) => readFileSync(join(pack, 'dist', file), 'utf8'))
      .join('\n');
    const used = (dependency: string): boolean =>
      dependency === '@types/node'
        ? text.includes('types="node"')
        : text.includes(`"${dependency}`) || text.includes(`'${dependency}`);
    expect(Object.keys(dependencies).filter((dependency) => !used(dependency))).toEqual([]);
  });

  it('carries its licence and no test', () => {
    const files = readdirSync(join(app, 'node_modules/@csi-env', name), {
      recursive: true,
      encoding: 'utf8',
    });
    expect(files).toContain('LICENSE');
    expect(files.filter((file) => /\.test\.|testdata|tsbuildinfo/.test(file))).toEqual([]);
  });
});

it('the licences of all bundled packages go with the bundle', () => {
  const text = readFileSync(join(app, 'node_modules/@csi-env/conformance/dist/THIRD-PARTY-LICENSES'), 'utf8');
  for (const name of ['@bufbuild/protobuf', 'ajv', 'commander', 'picomatch', 'yaml'])
    expect(text).toContain(`\n${name} `);
});
