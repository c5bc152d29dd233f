// npm run bench: ratios against a peer or a baseline that is measured in the same run, as medians of interleaved rounds.
// What needs Go (ghz, csi-sanity, the Go driver) is left out with a word where Go is missing.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { measureScanner } from '../conformance/bench/scanner.js';
import { openClient, parseEndpoint } from '../conformance/dist/index.js';
import { sharedProfile } from '../scripts/go-driver-profile.js';
import { goTool, hasGo } from '../scripts/go-tools.js';
import { bin, interleave, report, root, startServer, timeCommand } from './measure.js';

const node = process.execPath;
const folder = mkdtempSync(join(tmpdir(), 'csi-env-bench-'));
const socket = join(folder, 'csi.sock');
const endpoint = `unix://${socket}`;
const ms = (n) => `${n.toFixed(0)} ms`;

/** Peak resident memory of a run in MB, told by the process itself at its end. */
function peakMemory(args) {
  const preload = join(folder, 'peak.cjs');
  writeFileSync(
    preload,
    `process.on('exit', () => require('node:fs').writeSync(3, String(process.resourceUsage().maxRSS)));`,
  );
  const { output, status } = spawnSync(node, ['-r', preload, bin, ...args], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`the run ended with ${status}`);
  return Number(output[3]) / 1024;
}

/** Calls a second that a client of ours makes: `callers` at once, `total` in all. */
async function callsPerSecond(kind, request, callers, total) {
  const client = await openClient(kind, parseEndpoint(endpoint));
  let left = total;
  const started = performance.now();
  const caller = async () => {
    while (left-- > 0) {
      const answer = await client.unary('/csi.v1.Node/NodeGetEnvVars', request, { timeoutMs: 5000 });
      if (answer.code !== 0) throw new Error(`a call got status ${answer.code}: ${answer.message}`);
    }
  };
  await Promise.all(Array.from({ length: callers }, caller));
  const rate = total / ((performance.now() - started) / 1000);
  await client.close();
  return rate;
}

/** Calls a second that ghz makes with the same request. */
function ghzPerSecond(ghz, data, callers, total) {
  const out = execFileSync(
    ghz,
    [
      '--insecure',
      '--proto',
      join(root, 'proto/csi/v1_10/csi.proto'),
      '--import-paths',
      join(root, 'proto'),
      '--call',
      'csi.v1.Node.NodeGetEnvVars',
      '-d',
      JSON.stringify(data),
      '-c',
      String(callers),
      '-n',
      String(total),
      '-O',
      'json',
      endpoint,
    ],
    { encoding: 'utf8', maxBuffer: 1 << 26 },
  );
  const result = JSON.parse(out);
  if ((result.statusCodeDistribution?.OK ?? 0) !== total) throw new Error('ghz got statuses other than OK');
  return result.rps;
}

/** A run against a driver: its report. */
function runReport(args) {
  const { stdout, status, stderr } = spawnSync(node, [bin, 'run', ...args, '--reporter', 'json'], {
    encoding: 'utf8',
    maxBuffer: 1 << 26,
  });
  if (status !== 0) throw new Error(`the run ended with ${status}: ${stderr}`);
  return JSON.parse(stdout);
}

/** Calls a second that a campaign makes and judges in its fuzz phase, and how many inputs it plays at once. */
function fuzzPerSecond(profile, runs) {
  const words = [
    'fuzz',
    '--profile',
    profile,
    '--phases',
    'fuzz',
    '--fuzz-runs',
    String(runs),
    '--seed',
    '1',
  ];
  const { stdout, status, stderr } = spawnSync(
    node,
    [bin, ...words, '--findings', join(folder, 'findings'), '--reporter', 'json'],
    { encoding: 'utf8', maxBuffer: 1 << 26 },
  );
  if (status !== 0) throw new Error(`the campaign ended with ${status}: ${stderr}`);
  const { driver, phases } = JSON.parse(stdout);
  const { calls, durationMs } = phases[0];
  return { rate: calls / (durationMs / 1000), callers: driver.atOnce };
}

const servers = [];
try {
  const baseline = () => timeCommand(node, ['-e', '0']);
  const [zero, version] = await interleave(15, [baseline, () => timeCommand(node, [bin, '--version'])]);
  report(
    'conformance --version / node -e 0',
    (version / zero).toFixed(2),
    '<= 1.3',
    `${ms(version)} / ${ms(zero)}`,
  );

  const speed = await measureScanner(5);
  report(
    'leak scanner, 1,000 values / rolling window of 8 bytes',
    (speed.scanner / speed.window).toFixed(2),
    '>= 0.63',
    `${speed.scanner.toFixed(0)} MB/s / ${speed.window.toFixed(0)} MB/s, to be at least 100 MB/s`,
  );

  servers.push(await startServer(node, [bin, 'serve', '--endpoint', endpoint], socket));
  const [zero2, one] = await interleave(11, [
    baseline,
    () => timeCommand(node, [bin, 'run', '--endpoint', endpoint, '--run', 'identity/plugin-name/form']),
  ]);
  report('run of one check / node -e 0', (one / zero2).toFixed(2), '<= 2.2', `${ms(one)} / ${ms(zero2)}`);
  servers.pop().stop();

  const [whole] = await interleave(3, [() => timeCommand(node, [bin, 'run'])]);
  const embedded = runReport([]);
  const made = embedded.checks.filter((check) => check.outcome === 'pass' || check.outcome === 'fail').length;
  report(
    'whole run, embedded driver / 5 s',
    (whole / 5000).toFixed(2),
    '< 1',
    `${ms(whole)} for ${made} checks made of ${embedded.checks.length}`,
  );
  report('checks made / 200', (made / 200).toFixed(2), '> 1', `${made} checks`);
  const memory = peakMemory(['run']);
  report(
    'peak memory of a run / 200 MB',
    (memory / 200).toFixed(2),
    '< 1',
    `${memory.toFixed(0)} MB, with the embedded driver in the same process`,
  );

  if (!hasGo()) {
    console.log('Go is not installed: csi-sanity, ghz and the Go driver are left out');
  } else {
    const driver = join(folder, 'go-driver');
    execFileSync('go', ['build', '-o', driver, '.'], {
      cwd: join(root, 'examples/go-driver'),
      env: { ...process.env, CGO_ENABLED: '0' },
    });
    rmSync(socket, { force: true });
    servers.push(await startServer(driver, ['--endpoint', endpoint], socket));

    const profile = join(folder, 'conformance.yaml');
    writeFileSync(profile, sharedProfile().replace(/^exec: .*$/m, `endpoint: ${endpoint}`));
    const sanity = goTool('csi-sanity');
    let specs = 0;
    const sanityRun = () => {
      const started = performance.now();
      const { stdout } = spawnSync(sanity, ['--csi.endpoint', endpoint, '--ginkgo.no-color'], {
        encoding: 'utf8',
        cwd: folder,
      });
      specs = Number(/Ran (\d+) of/.exec(stdout)?.[1] ?? 0);
      return performance.now() - started;
    };
    let checks = 0;
    const ours = () => {
      const started = performance.now();
      const result = runReport(['--profile', profile]);
      checks = result.checks.filter((check) => check.outcome === 'pass' || check.outcome === 'fail').length;
      return performance.now() - started;
    };
    const [sanityMs, oursMs] = await interleave(3, [sanityRun, ours]);
    if (specs === 0) console.log('csi-sanity ran no spec: no ratio');
    else
      report(
        'our ms per check / csi-sanity ms per spec',
        (oursMs / checks / (sanityMs / specs)).toFixed(2),
        'told',
        `${(oursMs / checks).toFixed(2)} ms x ${checks} / ${(sanityMs / specs).toFixed(2)} ms x ${specs}`,
      );

    const ghz = goTool('ghz');
    const data = {
      provider_class_name: 'example',
      class_parameters: { allowedNamespaces: 'production', allowedFields: 'app/**' },
      queries: [{ name: 'USER', key: 'app/db/user' }],
      pod_context: {
        namespace: 'production',
        serviceAccount: 'myapp',
        podName: 'myapp-0',
        podUID: '7f9c24e8-3b12-4c1d-9d6a-0b1d2c3e4f50',
      },
    };
    const { fromJson, toBinary } = await import('@bufbuild/protobuf');
    const { NodeGetEnvVarsRequestSchema } = await import('@csi-env/proto');
    const request = toBinary(NodeGetEnvVarsRequestSchema, fromJson(NodeGetEnvVarsRequestSchema, data));
    const { callers: atOnce } = fuzzPerSecond(profile, 100);
    const [ghzRate, fuzzRate] = await interleave(3, [
      async () => ghzPerSecond(ghz, data, atOnce, 8000),
      // About ten seconds; a campaign lasts thirty unless told, and its first ones go to the compiler.
      async () => fuzzPerSecond(profile, 24_000).rate,
    ]);
    report(
      `calls a second that fuzz makes and judges / ghz, ${atOnce} callers`,
      (fuzzRate / ghzRate).toFixed(2),
      '>= 0.4',
      `${fuzzRate.toFixed(0)} / ${ghzRate.toFixed(0)}`,
    );
    for (const callers of [1, 8, 32]) {
      const total = callers === 1 ? 3000 : 8000;
      const kinds = ['wire', 'grpc-js', 'connect'];
      const rates = await interleave(3, [
        async () => ghzPerSecond(ghz, data, callers, total),
        ...kinds.map((kind) => () => callsPerSecond(kind, request, callers, total)),
      ]);
      for (const [i, kind] of kinds.entries()) {
        report(
          `calls a second: ${kind} / ghz, ${callers} caller${callers === 1 ? '' : 's'}`,
          (rates[i + 1] / rates[0]).toFixed(2),
          kind === 'wire' ? '>= 0.9' : 'told',
          `${rates[i + 1].toFixed(0)} / ${rates[0].toFixed(0)}`,
        );
      }
    }
  }
} finally {
  for (const server of servers) server.stop();
  rmSync(folder, { recursive: true, force: true });
}
