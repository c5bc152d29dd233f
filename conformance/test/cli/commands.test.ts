import { mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { parse } from 'yaml';
import { envVarsAt } from '../../src/contracts/env-vars/at-revision.js';
import { visible } from '../../src/report/visible.js';
import { version } from '../../src/version.js';
import { conformance, driver, freshFolder, mistake, start } from './command.js';

/** A server on a new socket that does with a connection what it is told. */
async function listening(listener: (socket: import('node:net').Socket) => void): Promise<string> {
  const path = join(freshFolder(), 'csi.sock');
  const server: Server = createServer((socket) => {
    socket.on('error', () => {});
    listener(socket);
  });
  await new Promise<void>((resolve) => server.listen(path, resolve));
  onTestFinished(() => void server.close());
  return path;
}

/** Whether a text has nothing but line breaks that a terminal or a workflow would obey. */
function isTame(text: string): boolean {
  const line = text.replaceAll('\n', ' ');
  return visible(line) === line;
}

it('--version tells the version of the package', async () => {
  const { version: inPackage } = JSON.parse(
    readFileSync(new URL('../../package.json', import.meta.url), 'utf8'),
  );
  expect(version).toBe(inPackage);
  expect(await conformance(['--version'])).toEqual({
    code: 0,
    signal: null,
    stdout: `${version}\n`,
    stderr: '',
  });
});

describe('list', () => {
  it('--format json gives every requirement with id, level, stage, party and text', async () => {
    const { code, stdout } = await conformance(['list', '--format', 'json']);
    const { requirements } = JSON.parse(stdout) as { requirements: Record<string, unknown>[] };
    expect(code).toBe(0);
    expect(requirements.map(({ id }) => id)).toEqual(envVarsAt().requirements.map(({ id }) => id));
    for (const one of requirements)
      expect(Object.keys(one)).toEqual(['id', 'level', 'stage', 'party', 'text']);
  });

  it('as text has a heading for each area and the number of checks', async () => {
    const { stdout } = await conformance(['list']);
    expect(stdout).toMatch(/^identity\n {2}identity\/plugin-name +MUST +alpha +\d+ checks? {2}\S/m);
    expect(stdout).toMatch(/^ {2}co\/capability-first +MUST +alpha +CO {2}/m);
    expect(stdout).toMatch(/\nenv-vars revision 1: \d+ requirements, \d+ checks\n$/);
  });
});

describe('explain', () => {
  it('tells rule, reason, source, cause, fix, page and checks of every requirement', async () => {
    const { code, stdout } = await conformance(['explain', 'ordering/same-order']);
    expect(code).toBe(0);
    for (const label of ['rule', 'reason', 'source', 'cause', 'fix', 'page'])
      expect(stdout).toMatch(new RegExp(`^${label} +\\S`, 'm'));
    expect(stdout).toMatch(
      /^check ordering\/same-order\/\S+\n {2}does {4}\S.*\n(?: {10}.*\n)* {2}expects \S/m,
    );
  });

  it('tells one check and its requirement', async () => {
    const [check] = envVarsAt().checks.filter(({ requirement }) => requirement === 'identity/probe');
    const { stdout } = await conformance(['explain', check?.name ?? '']);
    expect(stdout).toMatch(/^identity\/probe {2}MUST, alpha, on the driver\n/);
    expect(stdout.match(/^check /gm)).toHaveLength(1);
  });

  it('says why nothing tests a requirement on the CO', async () => {
    expect((await conformance(['explain', 'co/retry'])).stdout).toContain('no check: ');
  });

  it('knows areas', async () => {
    const { code, stderr } = await conformance(['explain', 'documentation']);
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: mistake('documentation is an area, not a requirement', 'it has documentation/cache'),
    });
  });
});

describe('init', () => {
  it('writes a commented profile that is valid and finds the driver', async () => {
    const { endpoint } = await driver({ stage: 'beta' });
    const cwd = freshFolder();
    const { code, stdout, stderr } = await conformance(['init', '--endpoint', endpoint], { cwd });
    expect({ code, stdout }).toEqual({ code: 0, stdout: '' });
    expect(stderr).toBe(
      'wrote conformance.yaml for reference.csi-env.example; fill in what it asks for, then run\n  npx @csi-env/conformance\n',
    );
    const text = readFileSync(join(cwd, 'conformance.yaml'), 'utf8');
    expect(text).toContain('lists ENV_VAR_INJECTION');
    expect(text).toContain('optional queries (beta): yes');
    expect(await conformance(['validate', 'conformance.yaml'], { cwd })).toMatchObject({
      code: 0,
      stdout: 'conformance.yaml: valid profile\n',
    });
    expect(await conformance(['--run', 'identity/plugin-name'], { cwd })).toMatchObject({ code: 0 });
    const uncommented = text.replace(/^# (?=(exec|[a-z][A-Za-z]+| {2}.*):)/gm, '');
    expect(uncommented).not.toBe(text);
  });

  it('replaces nothing unless forced', async () => {
    const { endpoint } = await driver();
    const cwd = freshFolder({ 'conformance.yaml': 'endpoint: unix:///mine.sock\n' });
    expect(await conformance(['init', '--endpoint', endpoint], { cwd })).toMatchObject({
      code: 2,
      stderr: mistake(
        'conformance.yaml exists already',
        'give --force to replace it, or --file for another name',
      ),
    });
    expect(readFileSync(join(cwd, 'conformance.yaml'), 'utf8')).toBe('endpoint: unix:///mine.sock\n');
    expect(await conformance(['init', '--endpoint', endpoint, '--force'], { cwd })).toMatchObject({
      code: 0,
    });
    expect(readdirSync(cwd)).toEqual(['conformance.yaml']);
  });

  it('writes nothing when the driver cannot be asked', async () => {
    const cwd = freshFolder();
    expect(await conformance(['init', '--endpoint', 'unix:///nowhere/x.sock'], { cwd })).toMatchObject({
      code: 3,
    });
    expect(readdirSync(cwd)).toEqual([]);
  });
});

describe('a driver that calls itself by terminal escapes and a megabyte', () => {
  const acts = '\u001b]0;title\u0007\u009b2J\u202e\u{e0041}\n::error::x\n##[error]';
  const hooks = {
    pluginInfo: (info: { name: string; vendorVersion: string }) =>
      Object.assign(info as never, { name: `${acts}${'n'.repeat(1_000_000)}`, vendorVersion: acts }),
  };
  it('is told by init in a short line, and written to a short profile that is valid', async () => {
    const { endpoint } = await driver({ hooks });
    const cwd = freshFolder();
    const { code, stderr } = await conformance(['init', '--endpoint', endpoint], { cwd });
    expect(code).toBe(0);
    expect(stderr).toMatch(/^wrote conformance\.yaml for \\x1b]0;title.*n… \(\d+ more bytes\); fill in/);
    expect(stderr.split('\n')).toHaveLength(3);
    expect(stderr.length).toBeLessThan(500);
    expect(isTame(stderr)).toBe(true);
    const text = readFileSync(join(cwd, 'conformance.yaml'), 'utf8');
    expect(text.length).toBeLessThan(10_000);
    expect(isTame(text)).toBe(true);
    expect(parse(text).implementation.version).toBe(acts);
    expect(await conformance(['validate', 'conformance.yaml'], { cwd })).toMatchObject({ code: 0 });
  });

  it('is told by doctor in a short line', async () => {
    const { endpoint } = await driver({ hooks });
    const { code, stdout } = await conformance(['doctor', '--endpoint', endpoint]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/Identity +it is \\x1b]0;title.*n… \(\d+ more bytes\)\n/);
    expect(stdout.length).toBeLessThan(5000);
    expect(isTame(stdout)).toBe(true);
  });
});

describe('doctor', () => {
  const doctor = async (endpoint: string): Promise<{ code: number | null; last: string }> => {
    const { code, stdout } = await conformance(['doctor', '--endpoint', endpoint, '--timeout', '500ms']);
    const steps = stdout.split('\n').filter((line) => /^[✓!✗]/.test(line));
    return { code, last: steps.at(-1) ?? '' };
  };

  it('finds nothing wrong with a driver that serves', async () => {
    const { endpoint } = await driver();
    expect(await doctor(endpoint)).toEqual({ code: 0, last: '✓ capability it lists ENV_VAR_INJECTION' });
  });

  it('notes a driver without the capability', async () => {
    const { endpoint } = await driver({ advertised: false });
    expect(await doctor(endpoint)).toEqual({
      code: 0,
      last: '! capability it does not list ENV_VAR_INJECTION',
    });
  });

  it.each<[situation: string, last: string | RegExp, make: (folder: string) => string | Promise<string>]>([
    [
      'a path that is not there',
      /^✗ path .* does not exist, its folder does$/,
      (folder) => join(folder, 'csi.sock'),
    ],
    [
      'a folder that is not there',
      /^✗ path .* does not exist; of its folders only .* does$/,
      (folder) => join(folder, 'a/b/csi.sock'),
    ],
    ['a folder', '✗ kind       it is a folder, not a socket', (folder) => folder],
    [
      'a file',
      '✗ kind       it is a file, not a socket',
      (folder) => {
        writeFileSync(join(folder, 'csi.sock'), '');
        return join(folder, 'csi.sock');
      },
    ],
    [
      'a file on the way',
      /^✗ path .* is a file, not a folder$/,
      (folder) => {
        writeFileSync(join(folder, 'file'), '');
        return join(folder, 'file/csi.sock');
      },
    ],
    [
      'a link to nothing',
      /^✗ path .* is a link to something that does not exist$/,
      (folder) => {
        symlinkSync(join(folder, 'none'), join(folder, 'csi.sock'));
        return join(folder, 'csi.sock');
      },
    ],
    [
      'a stale socket',
      '✗ listening  nobody listens (ECONNREFUSED)',
      async (folder) => {
        const path = join(folder, 'csi.sock');
        const { spawnSync } = await import('node:child_process');
        const bind = `require('net').createServer().listen(${JSON.stringify(path)}, () => process.kill(process.pid, 'SIGKILL'))`;
        spawnSync(process.execPath, ['-e', bind]);
        return path;
      },
    ],
    [
      'a listener that says nothing',
      '✗ HTTP/2     it accepts the connection and says nothing',
      () => listening(() => {}),
    ],
    [
      'a listener that hangs up',
      '✗ HTTP/2     it closes the connection without a word',
      () => listening((socket) => socket.destroy()),
    ],
    [
      'a web server',
      '✗ HTTP/2     it speaks HTTP/1',
      () => listening((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')),
    ],
    [
      'a TLS server',
      '✗ HTTP/2     it speaks TLS',
      () => listening((socket) => socket.end(Buffer.from([0x15, 3, 3, 0, 2, 2, 0x28, 0, 0]))),
    ],
    [
      'something else',
      '✗ HTTP/2     it does not speak HTTP/2',
      () => listening((socket) => socket.end('-ERR unknown command\r\n')),
    ],
  ])('says what is wrong with %s', async (_situation, last, make) => {
    const path = await make(freshFolder());
    const result = await doctor(`unix://${path}`);
    expect(result.code).toBe(3);
    if (typeof last === 'string') expect(result.last).toBe(last);
    else expect(result.last).toMatch(last);
  });

  it('says so when an HTTP/2 service is no gRPC server, and when a gRPC server is no CSI driver', async () => {
    const { createServer: createHttp2 } = await import('node:http2');
    for (const [headers, last] of [
      [{ ':status': 404 }, /^✗ gRPC {7}Probe gets no gRPC answer/],
      [
        { ':status': 200, 'content-type': 'application/grpc', 'grpc-status': '12' },
        '✗ Identity   it does not serve csi.v1.Identity',
      ],
    ] as const) {
      const path = join(freshFolder(), 'csi.sock');
      const server = createHttp2();
      server.on('stream', (stream) => stream.respond(headers, { endStream: true }));
      await new Promise<void>((resolve) => server.listen(path, resolve));
      onTestFinished(() => void server.close());
      expect((await doctor(`unix://${path}`)).last).toEqual(
        typeof last === 'string' ? last : expect.stringMatching(last),
      );
    }
  });
});

describe('serve', () => {
  it('serves until SIGTERM, tells how to test it, and removes its socket', async () => {
    const cwd = freshFolder();
    const endpoint = `unix://${join(cwd, 'csi.sock')}`;
    const { child, said, result } = start(
      [
        'serve',
        '--endpoint',
        endpoint,
        '--server',
        'connect',
        '--stage',
        'beta',
        '--write-profile',
        'p.yaml',
      ],
      { cwd },
    );
    await said(/npx @csi-env\/conformance --profile p\.yaml/);
    expect(statSync(join(cwd, 'csi.sock')).mode & 0o777).toBe(0o660);
    expect(await conformance(['validate', 'p.yaml'], { cwd })).toMatchObject({ code: 0 });
    expect(await conformance(['--profile', 'p.yaml', '--run', 'optional/**'], { cwd })).toMatchObject({
      code: 0,
    });
    child.kill('SIGTERM');
    expect(await result).toMatchObject({ code: 0, stdout: `${endpoint}\n` });
    expect(readdirSync(cwd)).toEqual(['p.yaml']);
  });

  it('makes a folder of its own only where something uses it', async () => {
    const cwd = freshFolder();
    const TMPDIR = freshFolder();
    const endpoint = `unix://${join(cwd, 'csi.sock')}`;
    const folders = async (...words: string[]): Promise<number> => {
      const { child, said, result } = start(['serve', '--endpoint', endpoint, ...words], {
        cwd,
        env: { TMPDIR },
      });
      await said(/listens/);
      const own = readdirSync(TMPDIR).filter((name) => name.startsWith('csi-env-serve-'));
      child.kill('SIGTERM');
      await result;
      return own.length;
    };
    expect(await folders()).toBe(0);
    expect(await folders('--write-profile', 'p.yaml')).toBe(1);
    expect(await folders('--mutant', 'ordering/same-order/reversed')).toBe(1);
    expect(readdirSync(TMPDIR)).toEqual([]);
  });

  it('advertises no longer value than the payload that it is told', async () => {
    const cwd = freshFolder();
    const endpoint = `unix://${join(cwd, 'csi.sock')}`;
    const { said } = start(['serve', '--endpoint', endpoint, '--max-payload-bytes', '9000'], { cwd });
    await said(/listens/);
    await conformance(['init', '--endpoint', endpoint], { cwd });
    expect(readFileSync(join(cwd, 'conformance.yaml'), 'utf8')).toContain(
      '9000 bytes a message, 9000 bytes a value',
    );
  });

  it('serves a mutant, which is found', async () => {
    const cwd = freshFolder();
    const endpoint = `unix://${join(cwd, 'csi.sock')}`;
    const words = [
      'serve',
      '--endpoint',
      endpoint,
      '--mutant',
      'ordering/same-order/reversed',
      '--write-profile',
      'p.yaml',
    ];
    const { said } = start(words, { cwd });
    await said(/it breaks ordering\/same-order: /);
    expect(await conformance(['--profile', 'p.yaml', '--run', 'ordering/same-order'], { cwd })).toMatchObject(
      { code: 1 },
    );
  });

  it('serves a driver that is odd within the rules', async () => {
    const endpoint = `unix://${join(freshFolder(), 'csi.sock')}`;
    const { said } = start(['serve', '--endpoint', endpoint, '--mutant', 'probe/without-ready']);
    await said(/it breaks nothing: leaves ready out of Probe/);
    expect(await conformance(['--endpoint', endpoint, '--run', 'identity/**'])).toMatchObject({ code: 0 });
  });

  it('advertises the limits that it is told', async () => {
    const cwd = freshFolder();
    const endpoint = `unix://${join(cwd, 'csi.sock')}`;
    const { said } = start(
      [
        'serve',
        '--endpoint',
        endpoint,
        '--max-value-bytes',
        '1000',
        '--max-payload-bytes',
        '9000',
        '--max-in-flight',
        '3',
        '--rpc-timeout-seconds',
        '2',
      ],
      { cwd },
    );
    await said(/listens/);
    await conformance(['init', '--endpoint', endpoint], { cwd });
    expect(readFileSync(join(cwd, 'conformance.yaml'), 'utf8')).toContain(
      'Its hints: 9000 bytes a message, 1000 bytes a value, 2 s a call, 3 calls at once; optional queries (beta): no.',
    );
  });

  it('takes no path that something else has', async () => {
    const { endpoint } = await driver();
    const path = endpoint.slice('unix://'.length);
    expect((await conformance(['serve', '--endpoint', endpoint])).stderr).toBe(
      mistake(`cannot listen on ${path}: another process listens on it`),
    );
  });
});

describe('report', () => {
  it('renders the events of a run again, the same as the run did', async () => {
    const { endpoint } = await driver();
    const cwd = freshFolder();
    const run = ['--endpoint', endpoint, '--run', 'identity/**', '--seed', '1'];
    const { stdout } = await conformance(
      [...run, '--reporter', 'console', '--reporter', 'ndjson=e.ndjson', '--reporter', 'json=r.json'],
      { cwd },
    );
    expect(await conformance(['report', 'e.ndjson'], { cwd })).toEqual({
      code: 0,
      signal: null,
      stdout,
      stderr: '',
    });
    expect((await conformance(['report', 'e.ndjson', '--reporter', 'json'], { cwd })).stdout).toBe(
      readFileSync(join(cwd, 'r.json'), 'utf8'),
    );
  });

  it('exits 0 for a run that failed, since the reports were written', async () => {
    const cwd = freshFolder();
    await conformance(
      ['--endpoint', 'unix:///nowhere/x.sock', '--startup-timeout', '50ms', '--reporter', 'ndjson=e.ndjson'],
      { cwd },
    );
    expect(await conformance(['report', 'e.ndjson', '--output', 'out'], { cwd })).toMatchObject({ code: 0 });
    expect(readdirSync(join(cwd, 'out'))).toContain('report.json');
  });

  it('refuses a file that is none', async () => {
    expect(await conformance(['report', 'none.ndjson'])).toMatchObject({
      code: 2,
      stderr: mistake('cannot read events from none.ndjson: no such file'),
    });
  });
});

describe('validate', () => {
  it('says of a file of the tool that it does not know what it is', async () => {
    const cwd = freshFolder({ 'r.json': '{"format": "csi-env/fuzz-report", "formatVersion": 1}' });
    expect(await conformance(['validate', 'r.json'], { cwd })).toMatchObject({
      code: 2,
      stdout: 'r.json: it is a csi-env/fuzz-report, which validate does not know\n',
    });
  });

  it('shows nothing of a file that could act on a terminal or a workflow', async () => {
    const member = '\u009b2J\u202e';
    const reference = { driver: 'env.csi.example.com', providerClassName: 'vault', key: 'a' };
    const cwd = freshFolder({
      'f.json': JSON.stringify({ format: 'csi-env/finding', formatVersion: 1, [member]: 1 }),
      'r.json': JSON.stringify({ format: `csi-env/\u001b[2J\n::error::x`, formatVersion: 1 }),
      'm.json': JSON.stringify({ kind: member, env: [{ csiSecretRef: reference }] }),
    });
    const { code, stdout } = await conformance(['validate', 'f.json', 'r.json', 'm.json'], { cwd });
    expect(code).toBe(2);
    expect(stdout).toContain('\\x9b2J\\u202e');
    expect(stdout).toContain('r.json: it is a csi-env/\\x1b[2J\\n::error::x, which');
    expect(stdout).toContain('m.json: valid \\x9b2J\\u202e with 1 csiSecretRef');
    expect(isTame(stdout)).toBe(true);
  });

  it('knows what a file is by its content', async () => {
    const { endpoint } = await driver();
    const cwd = freshFolder({
      'profile.yaml': 'endpoint: unix:///csi/csi.sock\n',
      'class.yaml':
        'apiVersion: storage.k8s.io/v1alpha1\nkind: ProviderClass\nmetadata: {name: vault}\nspec: {driver: env.csi.example.com}\n',
      'pod.yaml':
        'apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  containers:\n    - name: a\n      env:\n        - name: A\n          valueFrom:\n            csiSecretRef: {driver: env.csi.example.com, providerClassName: vault, key: a}\n',
      'known.yaml': '- {id: identity/probe, reason: slow, until: 2999-01-01}\n',
    });
    await conformance(
      [
        '--endpoint',
        endpoint,
        '--run',
        'identity/probe',
        '--reporter',
        'json=r.json',
        '--reporter',
        'ndjson=e.ndjson',
      ],
      { cwd },
    );
    const files = ['profile.yaml', 'class.yaml', 'pod.yaml', 'known.yaml', 'r.json', 'e.ndjson'];
    expect(await conformance(['validate', ...files], { cwd })).toEqual({
      code: 0,
      signal: null,
      stderr: '',
      stdout:
        'profile.yaml: valid profile\nclass.yaml: valid ProviderClass\npod.yaml: valid Pod with 1 csiSecretRef\nknown.yaml: valid known failures\nr.json: valid report\ne.ndjson: valid events\n',
    });
  });

  it('tells each problem with file, line and member', async () => {
    const cwd = freshFolder({
      'profile.yaml': 'backend: secrets\nkeys:\n  missing: []\n  availible: []\n',
      'pod.yaml':
        'apiVersion: v1\nkind: Pod\nspec:\n  containers:\n    - env:\n        - valueFrom:\n            csiSecretRef:\n              driver: d\n              providerClass: vault\n              key: a\n',
      'known.yaml': '- id: identity/prob\n  reason: slow\n  until: 2999-01-01\n',
      'service.yaml': 'apiVersion: v1\nkind: Service\n',
    });
    expect(
      await conformance(['validate', 'profile.yaml', 'pod.yaml', 'known.yaml', 'service.yaml', 'none'], {
        cwd,
      }),
    ).toEqual({
      code: 2,
      signal: null,
      stderr: '',
      stdout: [
        'profile.yaml:4: unknown member keys.availible (did you mean available?)',
        'profile.yaml:1: backend is none of local, cloud, secret (did you mean secret?)',
        'pod.yaml:9: unknown member spec.containers[0].env[0].valueFrom.csiSecretRef.providerClass (did you mean providerClassName?)',
        'known.yaml:1: [0].id identity/prob is no requirement and no check (did you mean identity/probe?)',
        'service.yaml: there is nothing in it to validate',
        'none: no such file',
        '',
      ].join('\n'),
    });
  });

  it('refuses a truncated event file', async () => {
    const cwd = freshFolder();
    await conformance(['--run', 'identity/probe', '--reporter', 'ndjson=e.ndjson'], { cwd });
    const text = readFileSync(join(cwd, 'e.ndjson'), 'utf8');
    mkdirSync(join(cwd, 'cut'));
    writeFileSync(join(cwd, 'cut/e.ndjson'), text.slice(0, text.trimEnd().lastIndexOf('\n') + 1));
    expect(await conformance(['validate', 'cut/e.ndjson'], { cwd })).toMatchObject({ code: 2 });
  });
});
