import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { contractNamed } from '../cli/contract-named.js';
import { explanation } from '../cli/explain.js';
import { listAsText } from '../cli/list.js';
import { type Contract, pass } from '../contract.js';
import { parseEndpoint } from '../driver/endpoint.js';
import { json } from '../report/json.js';
import { defaultRenderOptions } from '../report/reporter.js';
import { run } from '../runner/run.js';
import { runDefaults } from '../runner/run-options.js';
import { startReferenceDriver } from './env-vars/reference-driver/start.js';
import { type ContractEntry, contractEntries } from './registry.js';

/** Probe answers: the smallest contract. */
const toy = (revision: number): Contract => ({
  name: 'toy',
  revision,
  requirements: [
    {
      id: 'tea/hot',
      level: 'MUST',
      stage: 'alpha',
      party: 'driver',
      title: 'Tea is hot',
      text: 'Tea MUST be hot.',
      rationale: 'Nobody likes it cold.',
      source: 'the kettle',
    },
  ],
  checks: [
    {
      name: 'tea/hot/probe',
      requirement: 'tea/hot',
      stimulus: 'Probe',
      expects: 'OK',
      run: async (probe: () => Promise<number>) =>
        (await probe()) === 0 ? pass() : { outcome: 'fail', evidence: { mismatches: ['it is cold'] } },
    },
  ],
  link: (id) => `https://example.com/${id}`,
  grpcurl: () => 'grpcurl',
  async open(context) {
    const client = await context.openClient();
    return {
      facts: {},
      driver: { name: 'kettle', vendorVersion: '1' },
      stage: 'alpha',
      declares: [],
      slow: false,
      jobs: 1,
      tools: () => async () =>
        (await client.unary('/csi.v1.Identity/Probe', new Uint8Array(), { timeoutMs: 5000 })).code,
      release: async () => {},
      redact: (text) => text,
      alive: async () => true,
      close: () => client.close(),
    };
  },
});

const entries: readonly [ContractEntry, ...ContractEntry[]] = [
  contractEntries[0],
  { name: 'toy', revisions: [1, 2], at: toy },
];

it('a contract that is registered is found by its name and revision, listed and explained', () => {
  expect(contractNamed('toy', undefined, entries).revision).toBe(2);
  expect(contractNamed('toy@1', undefined, entries).revision).toBe(1);
  expect(contractNamed(undefined, undefined, entries).name).toBe('env-vars');
  expect(() => contractNamed('tea', undefined, entries)).toThrow('unknown contract tea');
  expect(() => contractNamed('toy@3', undefined, entries)).toThrow('contract toy has no revision 3');
  expect(listAsText(toy(1))).toMatch(/tea\/hot +MUST +alpha +1 check +Tea is hot\n/);
  expect(explanation(toy(1), 'tea/hot', 100)).toContain('source    the kettle\n');
});

it('a contract that is registered runs, and its report is told like any other', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'csi-env-test-'));
  const driver = await startReferenceDriver({ socketPath: join(folder, 'csi.sock') });
  try {
    const target = { endpoint: parseEndpoint(driver.endpoint), text: driver.endpoint };
    const events = run(toy(1), driver.endpoint, async () => target, { ...runDefaults, profile: {}, seed: 1 });
    let text = '';
    for await (const piece of json.render(events, defaultRenderOptions)) text += piece;
    expect(JSON.parse(text)).toMatchObject({
      contract: { name: 'toy', revision: 1 },
      verdict: 'conformant',
      exitCode: 0,
      requirements: [{ id: 'tea/hot', outcome: 'pass' }],
    });
  } finally {
    await driver.stop();
    rmSync(folder, { recursive: true, force: true });
  }
});
