import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  create,
  type DescMessage,
  fromBinary,
  type MessageInitShape,
  type MessageShape,
  toBinary,
} from '@bufbuild/protobuf';
import {
  type NodeGetEnvVarsRequest,
  NodeGetEnvVarsRequestSchema,
  NodeGetEnvVarsResponseSchema,
} from '@csi-env/proto';
import { type Answer, codeName } from '../../../driver/answer.js';
import type { CallOptions, Client } from '../../../driver/client.js';
import { parseEndpoint } from '../../../driver/endpoint.js';
import { openWireClient } from '../../../driver/wire-client.js';
import type { ReferenceDriverOptions } from './options.js';
import { type ReferenceDriver, startReferenceDriver } from './start.js';

/** What came of a call of NodeGetEnvVars. */
export interface EnvVarsAnswer {
  readonly code: string;
  readonly message: string;
  /** `NAME=value`, or `NAME!error`. */
  readonly results: readonly string[];
  readonly raw: Answer;
}

/** A query by key, with a name made from its position unless it says one. */
export type TestQuery =
  | string
  | { key: string; name?: string; queryParameters?: Record<string, string>; optional?: boolean };

/** A driver with a client, in a temporary folder, for tests. */
export interface TestDriver {
  readonly driver: ReferenceDriver;
  readonly client: Client;
  readonly folder: string;
  /** Log lines so far. */
  readonly logged: readonly string[];
  /** A request of the profile's own pod and class. */
  request(queries: readonly TestQuery[], change?: RequestChange): NodeGetEnvVarsRequest;
  /** Makes a request and calls NodeGetEnvVars with it. */
  get(
    queries: readonly TestQuery[],
    change?: RequestChange,
    options?: Partial<CallOptions>,
  ): Promise<EnvVarsAnswer>;
  send(request: NodeGetEnvVarsRequest, options?: Partial<CallOptions>): Promise<EnvVarsAnswer>;
  /** Calls any method. */
  call<O extends DescMessage>(path: string, output: O): Promise<MessageShape<O>>;
  close(): Promise<void>;
}

type RequestChange = MessageInitShape<typeof NodeGetEnvVarsRequestSchema>;

/** Starts a driver on a socket of its own, and a client. */
export async function openTestDriver(options: Partial<ReferenceDriverOptions> = {}): Promise<TestDriver> {
  const folder = await mkdtemp(join(tmpdir(), 'csi-env-driver-'));
  const logged: string[] = [];
  const driver = await startReferenceDriver({
    socketPath: join(folder, 'csi.sock'),
    log: (line) => logged.push(line),
    ...options,
  });
  const client = openWireClient(parseEndpoint(driver.endpoint) as never);
  const timeoutMs = 5000;

  const request: TestDriver['request'] = (queries, change) => {
    const { pod, providerClass } = driver.profile;
    const { namespace, serviceAccount, podName, podUID } = pod;
    return create(NodeGetEnvVarsRequestSchema, {
      providerClassName: providerClass.name,
      classParameters: providerClass.parameters,
      podContext: { namespace, serviceAccount, podName, podUID },
      queries: queries.map((query, position) => ({
        name: `VAR_${position}`,
        ...(typeof query === 'string' ? { key: query } : query),
      })),
      ...change,
    });
  };
  const send: TestDriver['send'] = async (message, callOptions) => {
    const raw = await client.unary(
      '/csi.v1.Node/NodeGetEnvVars',
      toBinary(NodeGetEnvVarsRequestSchema, message),
      { timeoutMs, ...callOptions },
    );
    const results = raw.body === undefined ? [] : fromBinary(NodeGetEnvVarsResponseSchema, raw.body).results;
    return {
      code: codeName(raw.code),
      message: raw.message,
      results: results.map(({ name, value, error }) =>
        error === '' ? `${name}=${value}` : `${name}!${error}`,
      ),
      raw,
    };
  };
  return {
    driver,
    client,
    folder,
    logged,
    request,
    get: (queries, change, callOptions) => send(request(queries, change), callOptions),
    send,
    async call(path, output) {
      const raw = await client.unary(path, new Uint8Array(), { timeoutMs });
      if (raw.body === undefined) throw new Error(`${path} answered ${codeName(raw.code)} ${raw.message}`);
      return fromBinary(output, raw.body);
    },
    async close() {
      await client.close();
      await driver.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
