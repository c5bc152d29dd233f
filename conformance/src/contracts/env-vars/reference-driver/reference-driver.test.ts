import { stat } from 'node:fs/promises';
import { connect } from 'node:http2';
import { createConnection } from 'node:net';
import { create, toBinary } from '@bufbuild/protobuf';
import {
  GetPluginCapabilitiesResponseSchema,
  GetPluginInfoResponseSchema,
  NodeGetCapabilitiesResponseSchema,
  NodeGetEnvVarsRequestSchema,
  NodeGetInfoResponseSchema,
  ProbeResponseSchema,
} from '@csi-env/proto';
import { afterEach, describe, expect, it } from 'vitest';
import { memoryBackend } from './backend.js';
import { dataSet, ordinaryKey } from './data-set.js';
import { contractLimits } from './limits.js';
import { openTestDriver, type TestDriver } from './open-test-driver.js';
import { type ReferenceDriverOptions, serverKinds } from './options.js';

const open: TestDriver[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((driver) => driver.close()));
});

async function start(options: Partial<ReferenceDriverOptions>): Promise<TestDriver> {
  const driver = await openTestDriver(options);
  open.push(driver);
  return driver;
}

/** A backend with nothing but keys that never answer. */
const hanging = () => memoryBackend(new Map([['app/hangs', { fails: 'hangs' as const }]]), 0);

describe.each(serverKinds)('the reference driver on %s', (server) => {
  describe('identity and capabilities', () => {
    it('says who it is', async () => {
      const { call } = await start({ server });
      const info = await call('/csi.v1.Identity/GetPluginInfo', GetPluginInfoResponseSchema);
      expect(info.name).toMatch(/^[A-Za-z0-9][A-Za-z0-9.-]{0,61}[A-Za-z0-9]$/);
      expect(info.vendorVersion).not.toBe('');
      expect((await call('/csi.v1.Identity/Probe', ProbeResponseSchema)).ready).toBe(true);
      expect((await call('/csi.v1.Node/NodeGetInfo', NodeGetInfoResponseSchema)).nodeId).not.toBe('');
    });

    it('lists the capability and its hints', async () => {
      const { call } = await start({ server, stage: 'beta' });
      const node = await call('/csi.v1.Node/NodeGetCapabilities', NodeGetCapabilitiesResponseSchema);
      expect(Buffer.from(toBinary(NodeGetCapabilitiesResponseSchema, node)).toString('hex')).toBe(
        '0a040a02080a',
      );
      const plugin = await call(
        '/csi.v1.Identity/GetPluginCapabilities',
        GetPluginCapabilitiesResponseSchema,
      );
      expect(plugin.capabilities.map(({ type }) => type.value)).toEqual([
        expect.objectContaining({ ...contractLimits, optionalQueries: true }),
      ]);
    });

    it('answers UNIMPLEMENTED to anything when it does not list the capability', async () => {
      const { send, call } = await start({ server, advertised: false });
      expect((await send(create(NodeGetEnvVarsRequestSchema))).code).toBe('UNIMPLEMENTED');
      expect(await call('/csi.v1.Node/NodeGetCapabilities', NodeGetCapabilitiesResponseSchema)).toMatchObject(
        {
          capabilities: [],
        },
      );
    });

    it('gives no hints when it has none', async () => {
      const { call } = await start({ server, limits: 'none' });
      expect(
        await call('/csi.v1.Identity/GetPluginCapabilities', GetPluginCapabilitiesResponseSchema),
      ).toMatchObject({ capabilities: [] });
    });
  });

  describe('answers', () => {
    it('gives every available key of its profile exactly', async () => {
      const { get, driver } = await start({ server });
      for (const { key, parameters, value } of driver.profile.keys.available) {
        const answer = await get([{ key, queryParameters: { ...parameters } }]);
        expect([key, answer.code, answer.results]).toEqual([key, 'OK', [`VAR_0=${value}`]]);
      }
    });

    it('answers position by position, duplicates included', async () => {
      const { get } = await start({ server });
      const keys = [3, 1, 3, 2].map(ordinaryKey);
      const forwards = await get(keys.map((key) => ({ key, name: 'SAME' })));
      const backwards = await get(keys.toReversed().map((key) => ({ key, name: 'SAME' })));
      expect(forwards.results).toEqual(backwards.results.toReversed());
      expect(forwards.results[0]).toBe(forwards.results[2]);
      expect(new Set(forwards.results).size).toBe(3);
    });

    it('ignores version, further context and parameters that it does not know', async () => {
      const { get, driver } = await start({ server });
      const { parameters } = driver.profile.providerClass;
      const answer = await get([{ key: 'shared/region', queryParameters: { colour: 'red' } }], {
        version: 'v99',
        classParameters: { ...parameters, colour: 'red' },
        podContext: { ...driver.profile.pod, more: 'x' } as Record<string, string>,
      });
      expect(answer.results).toEqual(['VAR_0=eu-north-1']);
    });

    it('fails the whole call for one failing query, wherever it is', async () => {
      const { get } = await start({ server });
      for (const position of [0, 25, 49]) {
        const keys = Array.from({ length: 50 }, (_, index) => ordinaryKey(index));
        keys[position] = 'app/none';
        expect(await get(keys)).toMatchObject({ code: 'NOT_FOUND', results: [] });
      }
    });

    it.each([
      ['app/none', 'NOT_FOUND'],
      ['app/huge', 'INVALID_ARGUMENT'],
      ['app/huge-multibyte', 'INVALID_ARGUMENT'],
      ['app/huge-binary', 'INVALID_ARGUMENT'],
      ['app/broken', 'UNAVAILABLE'],
      ['app/corrupt', 'INTERNAL'],
      ['team-b/alpha', 'PERMISSION_DENIED'],
      ['team-b/omega', 'PERMISSION_DENIED'],
    ])('answers %s with %s and a message', async (key, code) => {
      const { get } = await start({ server });
      const answer = await get(['shared/region', key]);
      expect(answer).toMatchObject({ code, results: [] });
      expect(answer.message).not.toBe('');
      expect(answer.raw.trailers.map(([name]) => name)).not.toContain('grpc-status-details-bin');
    });

    it('refuses what does not fit the response', async () => {
      const { get } = await start({ server });
      expect((await get(Array(4).fill('app/sizes/limit'))).code).toBe('INVALID_ARGUMENT');
    });

    it.each([
      [['app/corrupt', 'app/none'], 'NOT_FOUND'],
      [['app/corrupt', 'team-b/omega'], 'PERMISSION_DENIED'],
      [['app/none', 'team-b/omega'], 'PERMISSION_DENIED'],
      [['app/none', 'team-b/omega', { key: 'app/none', name: 'a=b' }], 'INVALID_ARGUMENT'],
    ])('gives the first in precedence of %j', async (queries, code) => {
      const { get } = await start({ server });
      expect((await get(queries)).code).toBe(code);
      expect((await get(queries.toReversed())).code).toBe(code);
    });
  });

  describe('optional queries', () => {
    const queries = [{ key: 'app/none', optional: true }, 'shared/region'];

    it('gives an error for what is missing, in beta', async () => {
      const { get } = await start({ server, stage: 'beta' });
      expect((await get(queries)).results).toEqual([
        'VAR_0!queries[0]: the key does not exist',
        'VAR_1=eu-north-1',
      ]);
      expect((await get([{ key: 'app/broken', optional: true }])).code).toBe('OK');
      expect((await get([...queries, 'app/none'])).code).toBe('NOT_FOUND');
    });

    it.each([
      ['team-b/alpha', 'PERMISSION_DENIED'],
      ['app/huge', 'INVALID_ARGUMENT'],
    ])('never masks %s', async (key, code) => {
      const { get } = await start({ server, stage: 'beta' });
      expect((await get([{ key, optional: true }])).code).toBe(code);
    });

    it('are required ones in alpha', async () => {
      const { get } = await start({ server });
      expect((await get(queries)).code).toBe('NOT_FOUND');
    });
  });

  describe('requests', () => {
    const class253 = 'c'.repeat(253);

    it('of up to the payload limit are served, larger ones are not', async () => {
      const { send, request } = await start({ server });
      const padded = (size: number) => {
        const queries = Array.from({ length: 63 }, () => ({
          key: 'shared/region',
          queryParameters: { pad: 'x'.repeat(980) },
        }));
        const message = request(queries);
        const first = message.queries[0];
        if (first === undefined) throw new Error('no query');
        const missing = size - toBinary(NodeGetEnvVarsRequestSchema, message).length;
        first.queryParameters.pad += 'x'.repeat(missing);
        expect(toBinary(NodeGetEnvVarsRequestSchema, message).length).toBe(size);
        return message;
      };
      expect((await send(padded(65536))).code).toBe('OK');
      expect((await send(padded(65537))).code).toBe('INVALID_ARGUMENT');
    });

    it.each([
      ['an empty class', { providerClassName: '' }],
      ['a class of 254 bytes', { providerClassName: `${class253}d` }],
      ['no queries', { queries: [] }],
      ['no context', { podContext: {} }],
      [
        'a context without podUID',
        { podContext: { namespace: 'production', serviceAccount: 'myapp', podName: 'p' } },
      ],
      ['a version of 129 bytes', { version: `${'é'.repeat(64)}x` }],
      ['class parameters of 4097 bytes', { classParameters: { a: 'x'.repeat(4096) } }],
      ['a query without name', { queries: [{ name: '', key: 'shared/region' }] }],
      ['a query without key', { queries: [{ name: 'A', key: '' }] }],
      ['a name with =', { queries: [{ name: 'A=B', key: 'shared/region' }] }],
      ['a name with é', { queries: [{ name: 'é', key: 'shared/region' }] }],
      ['a name with a line break', { queries: [{ name: 'A\n', key: 'shared/region' }] }],
      ['a key of 1025 bytes', { queries: [{ name: 'A', key: 'k'.repeat(1025) }] }],
    ])('with %s are refused', async (_, change) => {
      const { get } = await start({ server });
      expect((await get(['shared/region'], change)).code).toBe('INVALID_ARGUMENT');
    });

    it('at the limits are served', async () => {
      const { get } = await start({ server });
      const answer = await get([{ name: `~ ${'n'.repeat(126)}`, key: 'shared/region' }], {
        providerClassName: class253,
        version: 'v'.repeat(128),
      });
      expect(answer.code).toBe('OK');
    });
  });

  describe('authorization', () => {
    it('refuses the denied pods of its profile, cached or not', async () => {
      const { get, driver } = await start({ server });
      expect((await get(['shared/token'])).code).toBe('OK');
      for (const pod of driver.profile.deniedPods) {
        const podContext = { ...pod } as Record<string, string>;
        expect((await get(['shared/token'], { podContext })).code).toBe('PERMISSION_DENIED');
      }
      for (const pod of driver.profile.pods) {
        expect((await get(['shared/token'], { podContext: { ...pod } as Record<string, string> })).code).toBe(
          'OK',
        );
      }
    });

    it.each([
      '/shared/token',
      'shared/token/',
      'shared//token',
      'shared/./token',
      'shared/x/../token',
      'shared/%74oken',
      'shared%2ftoken',
      'app/../team-b/alpha',
      'app/%2e%2e/team-b/alpha',
      'SHARED/token',
      'app',
      'app/',
    ])('refuses the spelling %s', async (key) => {
      const { get } = await start({ server });
      expect((await get([key])).code).toBe('PERMISSION_DENIED');
    });

    it('refuses existing and absent keys alike', async () => {
      const { get } = await start({ server });
      expect((await get(['team-b/alpha'])).message).toBe((await get(['team-b/omega'])).message);
    });
  });

  describe('state', () => {
    it('serves from the cache until it expires, and what is new after that', async () => {
      let now = 0;
      const { get, driver } = await start({ server, cache: { ttlMs: 100, maxEntries: 10, now: () => now } });
      const before = await get(['shared/token']);
      driver.rotate();
      expect((await get(['shared/token'])).results).toEqual(before.results);
      now = 101;
      expect((await get(['shared/token'])).results).not.toEqual(before.results);
      expect(driver.backendLog()).toEqual(['read shared/token', 'read shared/token']);
    });

    it('fails while the backend is down and recovers with it', async () => {
      const { get, driver } = await start({ server });
      driver.backendDown();
      expect((await get(['shared/token'])).code).toBe('UNAVAILABLE');
      driver.backendUp();
      expect((await get(['shared/token'])).code).toBe('OK');
    });

    it('answers the same after a restart', async () => {
      const { get, driver } = await start({ server });
      const before = await get(['shared/token']);
      await driver.restart();
      expect((await get(['shared/token'])).results).toEqual(before.results);
    });

    it('logs method, class, number of keys and code, and no value', async () => {
      const { get, logged, driver } = await start({ server });
      await get(['shared/region', 'shared/token'], { providerClassName: 'a\n"b' });
      expect(logged).toEqual(['NodeGetEnvVars class="a\\n\\"b" keys=2 code=OK']);
      expect(driver.stats.calls.get('NodeGetEnvVars')).toBe(1);
    });
  });

  describe('concurrency', () => {
    const limits = { ...contractLimits, maxInflightRequests: 2 };

    it('serves up to its limit at once and refuses the next', async () => {
      const { get, driver } = await start({ server, limits, backend: hanging() });
      const first = [new AbortController(), new AbortController()];
      const held = first.map(({ signal }) => get(['app/hangs'], {}, { signal }));
      await expect.poll(() => driver.stats.inFlight).toBe(2);
      expect((await get(['app/hangs'])).code).toBe('RESOURCE_EXHAUSTED');
      for (const controller of first) controller.abort();
      await Promise.all(held);
      await expect.poll(() => driver.stats.inFlight).toBe(0);
    });

    it('lets calls wait for their turn when it queues', async () => {
      const { get, driver } = await start({
        server,
        limits: { ...limits, maxInflightRequests: 1 },
        inFlightMode: 'queue',
        cache: false,
      });
      const answers = await Promise.all(Array.from({ length: 20 }, () => get(['shared/region'])));
      expect(answers.map(({ code }) => code)).toEqual(Array(20).fill('OK'));
      expect(driver.stats.peakInFlight).toBe(1);
    });

    it('ends the work with the deadline', async () => {
      const { get, driver } = await start({ server, backend: hanging() });
      const answer = await get(['app/hangs'], {}, { timeoutMs: 100 });
      expect(answer.code).toBe('DEADLINE_EXCEEDED');
      await expect.poll(() => driver.stats.inFlight).toBe(0);
    });

    it('gives up on a backend that does not answer before its own time-out hint', async () => {
      const { get } = await start({
        server,
        backend: hanging(),
        limits: { ...contractLimits, preferredRpcTimeoutSeconds: 1 },
      });
      const answer = await get(['app/hangs']);
      expect(answer.code).toBe('UNAVAILABLE');
      expect(answer.raw.durationMs).toBeLessThan(1000);
    });

    it('never mixes calls', async () => {
      const { get, driver } = await start({ server, cache: false });
      const values = new Map(driver.profile.keys.available.map(({ key, value }) => [key, value]));
      const answers = await Promise.all(
        Array.from({ length: 64 }, async (_, index) => ({ index, answer: await get([ordinaryKey(index)]) })),
      );
      for (const { index, answer } of answers) {
        expect(answer.results).toEqual([`VAR_0=${values.get(ordinaryKey(index))}`]);
      }
    });
  });

  describe('transport', () => {
    it('leaves the socket to owner and group, and removes it at the end', async () => {
      const { driver } = await start({ server });
      const path = driver.options.socketPath;
      expect((await stat(path)).mode & 0o777).toBe(0o660);
      await driver.stop();
      await expect(stat(path)).rejects.toThrow('ENOENT');
    });

    it('answers malformed and oversize messages with an error and serves on', async () => {
      const { client, get } = await start({ server });
      const unary = (bytes: Uint8Array) =>
        client.unary('/csi.v1.Node/NodeGetEnvVars', bytes, { timeoutMs: 5000 });
      expect((await unary(Buffer.from('ff', 'hex'))).code).not.toBe(0);
      expect((await unary(Buffer.alloc(5 * 1024 * 1024))).code).toBe(8);
      expect((await get(['shared/region'])).code).toBe('OK');
    });

    it('serves on after a call with an authority that is no host', async () => {
      const { driver, get } = await start({ server });
      const session = connect('http://localhost', {
        createConnection: () => createConnection(driver.options.socketPath),
      });
      const stream = session.request({
        ':method': 'POST',
        ':path': '/csi.v1.Identity/Probe',
        ':authority': '%2Frun%2Fcsi.sock',
        'content-type': 'application/grpc',
        te: 'trailers',
      });
      await new Promise<void>((resolve) =>
        stream
          .on('error', () => {})
          .once('close', resolve)
          .end(Buffer.alloc(5))
          .resume(),
      );
      session.destroy();
      expect((await get(['shared/region'])).code).toBe('OK');
    });

    it('stops in bounded time while calls hang', async () => {
      const { driver, get } = await start({ server, backend: hanging(), stopGraceMs: 50 });
      const held = get(['app/hangs']);
      await expect.poll(() => driver.stats.inFlight).toBe(1);
      await driver.stop();
      expect((await held).code).not.toBe('OK');
    });
  });
});

describe('the data set', () => {
  it('has another value for every secret after a rotation', () => {
    const [before, after] = [dataSet(contractLimits), dataSet(contractLimits, 1)];
    const changed = [...before].filter(([key, entry]) => String(after.get(key)) !== String(entry));
    expect(changed.length).toBeGreaterThan(80);
  });
});
