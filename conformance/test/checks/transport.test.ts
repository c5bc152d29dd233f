import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { probeTarget } from '../../src/contracts/env-vars/checks/transport/legal-call.js';
import {
  callHeaders,
  dataFrame,
  headersFrame,
} from '../../src/contracts/env-vars/checks/transport/stimulus.js';
import type { Mutant } from '../../src/contracts/env-vars/mutants/mutant.js';
import { transportMutants } from '../../src/contracts/env-vars/mutants/transport.js';
import {
  type ReferenceDriver,
  startReferenceDriver,
} from '../../src/contracts/env-vars/reference-driver/start.js';
import { StatusError, statusCode } from '../../src/contracts/env-vars/reference-driver/status.js';
import { openRawConnection, preface, settings } from '../../src/driver/raw-frames.js';
import { runSuite } from '../harness.js';
import { runReference } from './run-reference.js';

const only = ['transport/**'];

describe('the checks of transport', () => {
  for (const server of ['grpc-js', 'connect'] as const) {
    it(`pass the reference driver on ${server}`, async () => {
      const outcome = await runReference({ only, driver: () => ({ server }) });
      const ran = outcome.checks.filter(
        (check) => check.outcome !== 'skipped' && check.outcome !== 'not-applicable',
      );
      expect(ran.filter((check) => check.outcome !== 'pass')).toEqual([]);
      expect(ran.length).toBeGreaterThan(30);
    });
  }

  it('need no profile', async () => {
    const outcome = await runReference({
      only,
      profile: () => ({ keys: { available: [], missing: [], denied: [], oversized: [], failing: [] } }),
    });
    expect(outcome.checks.filter((check) => check.outcome === 'fail' || check.outcome === 'error')).toEqual(
      [],
    );
    expect(outcome.check('transport/malformed/byte-ff-after-probe').outcome).toBe('pass');
  });

  it('find a driver that ends with malformed traffic', async () => {
    const mutant = inline({
      decode: (decode: (bytes: Uint8Array) => unknown, bytes: Uint8Array) => {
        if (bytes.length === 64 && bytes.every((byte) => byte === 0xff)) setImmediate(() => void stopped());
        return decode(bytes);
      },
    });
    let driver: ReferenceDriver | undefined;
    const stopped = async (): Promise<void> => driver?.stop();
    const outcome = await runReference({
      only: ['transport/malformed/protobuf', 'transport/malformed/frames'],
      mutant,
      driver: () => ({ stopGraceMs: 0 }),
      profile: (_, started) => {
        driver = started;
        return {};
      },
    });
    expect(outcome.failedMusts).toEqual(['transport/malformed']);
    expect(outcome.check('transport/malformed/protobuf').card?.happened.join()).toContain('ones');
  });

  it('blame the cut and not the malformed traffic where a driver takes no connection after any cut', async () => {
    const mutant = transportMutants.find(({ id }) => id === 'transport/reconnect/refused');
    const outcome = await runReference({ only: ['transport/malformed/openings'], mutant: mutant as Mutant });
    expect(outcome.failedMusts).not.toContain('transport/malformed/openings');
  });

  it('blame request/payload-size where every payload over the limit is let through', async () => {
    const mutant = inline({ validate: () => [] }, { maxReceiveBytes: 64 * 1024 * 1024 });
    const only = ['transport/oversize-message/6-mib', 'request/payload-size/**'];
    const outcome = await runReference({ only, mutant });
    expect(outcome.check('transport/oversize-message/6-mib')).toMatchObject({
      outcome: 'untested',
      blockedBy: 'request/payload-size',
    });
  });

  it('blame transport/authority alone where localhost is refused throughout', async () => {
    const mutant = {
      ...inline({ acceptCall: (_: boolean, authority: string) => authority !== 'localhost' }),
      server: 'connect' as const,
    };
    const outcome = await runReference({ only: ['transport/**', 'identity/**', 'ordering/**'], mutant });
    expect(outcome.failedMusts).toEqual(['transport/authority']);
    const told = inline({
      messageReceived: () => {
        throw new StatusError(statusCode.UNAVAILABLE, 'down');
      },
    });
    expect((await runReference({ only: ['transport/authority/**'], mutant: told })).failedMusts).toEqual([]);
  });
});

describe('a socket', () => {
  it('that is none of the file system has no path to judge', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'csi-env-test-'));
    const driver = await startReferenceDriver({ socketPath: join(folder, 'csi.sock') });
    const proxy = createServer((from) => {
      import('node:net').then(({ connect }) => from.pipe(connect(join(folder, 'csi.sock'))).pipe(from));
      from.on('error', () => {});
    });
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
    const { port } = proxy.address() as { port: number };
    const outcome = await runSuite(
      `tcp://127.0.0.1:${port}`,
      {},
      { only: ['transport/socket/**', 'transport/socket-mode/**'] },
    );
    const judged = outcome.checks.filter((check) => check.outcome !== 'skipped');
    expect(new Set(judged.map((check) => check.outcome))).toEqual(new Set(['not-applicable']));
    proxy.close();
    await driver.stop();
    await rm(folder, { recursive: true });
  });

  it('that everybody could write to is closed off by its folder', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'csi-env-test-'));
    const driver = await startReferenceDriver({
      socketPath: join(folder, 'csi.sock'),
      hooks: { socketMode: () => 0o666 },
    });
    const outcome = await runSuite(driver.endpoint, {}, { only: ['transport/socket-mode/**'] });
    // mkdtemp makes folders that only their owner may enter.
    expect(outcome.check('transport/socket-mode/others').outcome).toBe('pass');
    await driver.stop();
    await rm(folder, { recursive: true });
  });
});

describe('a raw connection', () => {
  let folder: string;
  let driver: ReferenceDriver;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'csi-env-test-'));
    driver = await startReferenceDriver({ socketPath: join(folder, 'csi.sock') });
  });
  afterAll(async () => {
    await driver.stop();
    await rm(folder, { recursive: true });
  });
  const open = () =>
    openRawConnection({ kind: 'unix', path: join(folder, 'csi.sock'), text: driver.endpoint }, 1000);

  it('carries a correct call', async () => {
    const connection = await open();
    connection.write(
      preface,
      settings(),
      headersFrame(callHeaders(probeTarget)),
      dataFrame(probeTarget.message),
    );
    expect(await connection.outcome(2000)).toBe('ended');
    connection.destroy();
  });

  it('tells GOAWAY, a closed connection and silence', async () => {
    const wrong = await open();
    wrong.write(preface, settings(), dataFrame(new Uint8Array(), 0));
    expect(['goaway', 'closed']).toContain(await wrong.outcome(2000));
    const silent = await open();
    silent.write(preface, settings());
    expect(await silent.outcome(50)).toBe('silent');
    for (const connection of [wrong, silent]) connection.destroy();
  });
});

function inline(hooks: object, options?: object): Mutant {
  return {
    id: 'inline',
    breaks: [],
    description: '',
    apply: () => ({ hooks, ...(options === undefined ? {} : { options }) }),
  } as Mutant;
}
