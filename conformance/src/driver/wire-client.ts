import {
  type ClientHttp2Session,
  type ClientHttp2Stream,
  connect,
  type IncomingHttpHeaders,
  type OutgoingHttpHeaders,
} from 'node:http2';
import { setTimeout as pause, setImmediate as turn } from 'node:timers/promises';
import { type Answer, type MetadataEntry, statusCode, type TransportFailure } from './answer.js';
import type { CallOptions, Client } from './client.js';
import { connectSocket, type Endpoint } from './endpoint.js';
import { frameMessage, messagePrefix, readMessage, statusIn } from './grpc-message.js';
import { type GuardedSocket, guardSocket } from './socket-guard.js';

/** Bytes that may come over one connection between two finished calls before it is cut. */
const budgetBytes = 96 * 1024 * 1024;
const maxHeaderListSize = 256 * 1024;
const maxHeaderBlocks = 8;
/** Bytes of unfinished messages that all calls of the process may hold together. */
const mostHeldBytes = 64 * 1024 * 1024;
let heldBytes = 0;
/** Turns of the event loop that a connection gets to say that it ends. */
const leaveTurns = 20;
const attempts = 10;
/** Messages up to this size are put behind their prefix; of larger ones no copy is made. */
const copiedBytes = 64 * 1024;

interface Lane {
  readonly session: ClientHttp2Session;
  readonly guard: GuardedSocket;
  open: number;
  draining: boolean;
  /** The code of the peer's GOAWAY; undefined while it said none. */
  goaway: number | undefined;
  lastStreamId: number;
}

/** One try at a call; `unprocessed` when the peer said that it never looked at the stream, `unsent` when there was none. */
interface Attempt {
  readonly answer: Answer;
  readonly unprocessed: boolean;
  readonly unsent?: boolean;
}

/**
 * Opens our own unary gRPC client.
 *
 * It keeps everything that came over the wire (codes outside the canon, headers, trailers, the raw message), opens as many
 * connections as the peer's MAX_CONCURRENT_STREAMS asks for, moves to a new one after GOAWAY, and stays bounded in bytes and
 * time against a hostile peer.
 */
export function openWireClient(endpoint: Endpoint): Client {
  /** Connections that take calls. */
  const lanes = new Set<Lane>();
  /** Those too whose handshake is under way, and those that take no more calls. */
  const open = new Set<Lane>();
  /** Connections that are open, those that take no more calls among them. */
  const guards = new Set<GuardedSocket>();
  let opening: Promise<Lane> | undefined;
  let closed = false;
  const closing = new AbortController();

  async function openLane(timeoutMs: number): Promise<Lane> {
    const socket = await connectSocket(endpoint, timeoutMs, closing.signal);
    const guard = guardSocket(socket, budgetBytes);
    guards.add(guard);
    guard.stream.once('close', () => guards.delete(guard));
    const session = connect('http://localhost', {
      createConnection: () => guard.stream,
      settings: { enablePush: false, maxHeaderListSize },
      // Node counts what is still to be sent, and above 10 MB drops the headers of an answer that comes before it is.
      maxSessionMemory: 1024,
      // Else a grpc-message that ends in a space does not arrive at all. Node 20 has no such option and drops it.
      ...{ strictFieldWhitespaceValidation: false },
    });
    const lane: Lane = {
      session,
      guard,
      open: 0,
      draining: false,
      goaway: undefined,
      lastStreamId: Number.MAX_SAFE_INTEGER,
    };
    open.add(lane);
    session.on('error', () => drop(lane));
    session.on('close', () => {
      open.delete(lane);
      drop(lane);
    });
    session.on('goaway', (code, lastStreamId) => {
      lane.draining = true;
      lane.goaway = code;
      lane.lastStreamId = lastStreamId;
      lanes.delete(lane);
    });
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(() => {
        session.destroy();
        // The session takes its time, and the process may end before.
        guard.stream.destroy();
        reject(
          Object.assign(new Error('the peer did not finish the HTTP/2 handshake'), { failure: 'deadline' }),
        );
      }, timeoutMs);
      session.once('localSettings', () => {
        clearTimeout(timer);
        resolve();
      });
      session.once('close', () => {
        clearTimeout(timer);
        const failure = failureOf(guard);
        // A peer that says GOAWAY at once means another connection to be opened, and has not seen the call.
        reject(Object.assign(new Error(closeReason(lane)), { failure, unprocessed: lane.goaway === 0 }));
      });
    });
    if (closed) {
      session.destroy();
      throw Object.assign(new Error('the client is closed'), { failure: 'closed' });
    }
    if (!lane.draining) lanes.add(lane);
    return lane;
  }

  function drop(lane: Lane): void {
    lane.draining = true;
    lanes.delete(lane);
  }

  /** Gives a connection with a stream to spare, and takes that stream: others look for one at the same time. */
  async function pick(timeoutMs: number): Promise<Lane> {
    for (;;) {
      for (const lane of lanes) {
        if (!lane.session.closed && !lane.session.destroyed && lane.open < streamLimit(lane))
          return take(lane);
      }
      opening ??= openLane(timeoutMs).finally(() => {
        opening = undefined;
      });
      const lane = await opening;
      if (lane.open < streamLimit(lane)) return take(lane);
    }
  }

  function take(lane: Lane): Lane {
    lane.open++;
    return lane;
  }

  function giveBack(lane: Lane): void {
    lane.open--;
    lane.guard.renew();
    if (lane.draining && lane.open === 0) lane.session.close();
  }

  async function attempt(
    path: string,
    message: Uint8Array,
    options: CallOptions,
    started: number,
    tried: number,
  ): Promise<Attempt> {
    let lane: Lane;
    const left = Math.max(1, options.timeoutMs - (performance.now() - started));
    const picked = pick(left);
    try {
      lane = await abortable(picked, options.signal);
    } catch (error) {
      picked.then(giveBack, () => {});
      return {
        answer: connectFailure(error, started),
        unprocessed: (error as { unprocessed?: boolean }).unprocessed === true,
        unsent: true,
      };
    }
    try {
      const outcome = await callOn(
        lane,
        path,
        message,
        { ...options, timeoutMs: Math.max(1, options.timeoutMs - (performance.now() - started)) },
        started,
      );
      // A connection that goes on refusing is no use; another one may be.
      if (outcome.unprocessed && tried > 2) drop(lane);
      return outcome;
    } finally {
      giveBack(lane);
    }
  }

  return {
    kind: 'wire',
    async unary(path, message, options) {
      const started = performance.now();
      let refused: Answer | undefined;
      for (let tried = 1; ; tried++) {
        if (closed) return broken('closed', statusCode.CANCELLED, 'the client is closed', started);
        const { answer, unprocessed, unsent } = await attempt(path, message, options, started, tried);
        // What used up the time is what the peer said before, not the connection that had a moment left to open.
        if (unsent && answer.failure === 'deadline' && refused !== undefined)
          return { ...refused, durationMs: answer.durationMs };
        refused = answer;
        const wait = tried === 1 ? 0 : 2 ** tried;
        if (!unprocessed || tried >= attempts || performance.now() - started + wait >= options.timeoutMs)
          return answer;
        // A server may count a stream a little longer than its client does, and refuses the next one until then.
        await pause(wait, undefined, { signal: closing.signal }).catch(() => {});
      }
    },
    async close() {
      closed = true;
      closing.abort();
      await Promise.all([...open].map(leave));
      lanes.clear();
      for (const guard of guards) guard.stream.destroy();
    },
  };
}

/** Leaves a connection in good order: the peer hears of the calls that were given up, and GOAWAY, before the connection ends. */
async function leave({ session, guard }: Lane): Promise<void> {
  if (session.destroyed) return;
  const ended = new Promise((resolve) => session.once('close', resolve));
  session.goaway(0);
  // Frames are written when the event loop comes round; a peer that does not read is not waited for.
  for (let turns = 0; turns < leaveTurns && !session.destroyed; turns++) {
    await turn();
    if (turns > 4 && guard.stream.writableLength === 0) break;
  }
  session.destroy();
  await ended;
}

function streamLimit(lane: Lane): number {
  const limit = lane.session.remoteSettings?.maxConcurrentStreams ?? 100;
  return Math.max(1, limit);
}

function callOn(
  lane: Lane,
  path: string,
  message: Uint8Array,
  options: CallOptions,
  started: number,
): Promise<Attempt> {
  return new Promise((resolve) => {
    const headers: MetadataEntry[] = [];
    const trailers: MetadataEntry[] = [];
    const reader = readMessage();
    let stream: ClientHttp2Stream;
    let status: { code: number; message: string } | undefined;
    let encoding = 'identity';
    let blocks = 0;
    let settled = false;
    let held = 0;
    let spoiled: string | undefined;

    const settle = (outcome: Answer, unprocessed = false): void => {
      if (settled) return;
      settled = true;
      heldBytes -= held;
      clearTimeout(timer);
      options.signal?.removeEventListener('abort', onAbort);
      if (!stream?.destroyed) stream?.close(outcome.failure === undefined ? 0 : 8);
      resolve({ answer: outcome, unprocessed });
    };
    const breakOff = (failure: TransportFailure, code: number, text: string, unprocessed = false): void =>
      settle({ ...broken(failure, code, text, started), headers, trailers }, unprocessed);
    const onAbort = (): void => breakOff('cancelled', statusCode.CANCELLED, 'cancelled by the client');
    const timer = setTimeout(
      () => breakOff('deadline', statusCode.DEADLINE_EXCEEDED, 'no answer before the deadline'),
      options.timeoutMs,
    );
    if (options.signal?.aborted) return onAbort();
    options.signal?.addEventListener('abort', onAbort, { once: true });

    try {
      stream = lane.session.request({
        ':method': 'POST',
        ':path': path,
        ':authority': 'localhost',
        ':scheme': 'http',
        'content-type': 'application/grpc',
        te: 'trailers',
        'grpc-accept-encoding': 'identity,gzip,deflate',
        'grpc-timeout': grpcTimeout(options.timeoutMs),
        'user-agent': 'csi-env-conformance',
        ...options.metadata,
        ...(options.departure?.headers as OutgoingHttpHeaders | undefined),
      });
    } catch (error) {
      const reason =
        lane.goaway === undefined
          ? `the call cannot start: ${(error as Error).message}`
          : goawayText(lane.goaway);
      return breakOff('closed', statusCode.UNAVAILABLE, reason, true);
    }

    const count = (): boolean => {
      if (++blocks <= maxHeaderBlocks) return true;
      breakOff('budget', statusCode.INTERNAL, 'too many header blocks came');
      return false;
    };
    stream.on('headers', () => void count());
    stream.on('response', (head, _flags, raw?: string[]) => {
      if (!count()) return;
      headers.push(...entries(raw, head));
      const http = Number(head[':status']);
      encoding = String(head['grpc-encoding'] ?? 'identity');
      status = readStatus(head);
      if (status !== undefined) return;
      if (http !== 200)
        return breakOff('http', codeOfHttp(http), `the peer answered HTTP ${http}, which is no gRPC`);
      if (!String(head['content-type'] ?? '').startsWith('application/grpc')) {
        breakOff('http', statusCode.UNKNOWN, 'the answer has no gRPC content type');
      }
    });
    stream.on('trailers', (tail, _flags, raw?: string[]) => {
      if (!count()) return;
      trailers.push(...entries(raw, tail));
      status = readStatus(tail) ?? status;
    });
    stream.on('data', (chunk: Buffer) => {
      if (settled || spoiled !== undefined) return;
      held += chunk.length;
      heldBytes += chunk.length;
      if (heldBytes > mostHeldBytes)
        return breakOff('budget', statusCode.INTERNAL, 'more bytes came at once than can be held');
      spoiled = reader.push(chunk);
      if (spoiled === undefined) return;
      const error = spoiled;
      const end = (): void => breakOff('protocol', statusCode.INTERNAL, error);
      // Node tells of data that came along with the head before it tells of the head, which may say that this is no gRPC.
      if (blocks === 0) setImmediate(end);
      else end();
    });
    const finish = (): void => {
      if (settled || status === undefined) return;
      const { body, error } = spoiled === undefined ? reader.finish(encoding) : { error: spoiled };
      const durationMs = performance.now() - started;
      if (spoiled !== undefined || (status.code === 0 && (body === undefined || error !== undefined))) {
        breakOff('protocol', statusCode.INTERNAL, error ?? 'status OK came without a message');
        return;
      }
      settle({ ...status, headers, trailers, durationMs, ...(body === undefined ? {} : { body }) });
    };
    stream.on('end', finish);
    stream.on('error', () => {});
    stream.on('close', () => {
      finish();
      if (settled) return;
      if (lane.guard.trip() !== undefined)
        return breakOff(failureOf(lane.guard), statusCode.INTERNAL, closeReason(lane));
      const id = stream.id ?? 0;
      const untouched = blocks === 0 && (stream.rstCode === 7 || id === 0 || id > lane.lastStreamId);
      if (stream.rstCode !== 0 && !lane.session.destroyed) {
        return breakOff(
          'reset',
          codeOfReset(stream.rstCode),
          untouched && lane.goaway !== undefined
            ? goawayText(lane.goaway)
            : `the peer reset the call (HTTP/2 code ${stream.rstCode})`,
          untouched,
        );
      }
      // A peer that leaves after GOAWAY may close before what it sent is read. All calls may be made again.
      const left = lane.goaway === 0 && lane.session.destroyed;
      breakOff(
        'closed',
        statusCode.UNAVAILABLE,
        `${closeReason(lane)} before a status came`,
        untouched || left,
      );
    });
    if (options.departure?.payload !== undefined) stream.end(options.departure.payload);
    else if (message.length <= copiedBytes) stream.end(frameMessage(message));
    else {
      stream.write(messagePrefix(message.length));
      stream.end(message);
    }
  });
}

function readStatus(head: IncomingHttpHeaders): { code: number; message: string } | undefined {
  const text = head['grpc-status'];
  return statusIn(text === undefined ? undefined : String(text), String(head['grpc-message'] ?? ''));
}

function entries(raw: string[] | undefined, head: IncomingHttpHeaders): MetadataEntry[] {
  if (raw === undefined) return Object.entries(head).map(([name, value]) => [name, String(value)] as const);
  const list: MetadataEntry[] = [];
  for (let i = 0; i + 1 < raw.length; i += 2) list.push([String(raw[i]).toLowerCase(), String(raw[i + 1])]);
  return list;
}

/** Renders a timeout as the grpc-timeout header wants it: at most eight digits and a unit. */
export function grpcTimeout(ms: number): string {
  const whole = Math.max(1, Math.ceil(ms));
  return whole < 1e8 ? `${whole}m` : `${Math.ceil(whole / 1000)}S`;
}

function broken(failure: TransportFailure, code: number, message: string, started: number): Answer {
  return { code, message, failure, headers: [], trailers: [], durationMs: performance.now() - started };
}

/** Why calls on a connection that closed failed. */
function failureOf(guard: GuardedSocket): TransportFailure {
  const trip = guard.trip();
  if (trip === undefined) return 'closed';
  return trip.reason === 'budget' ? 'budget' : 'protocol';
}

function goawayText(code: number): string {
  return `the peer said GOAWAY (HTTP/2 code ${code})`;
}

function closeReason({ guard, goaway }: Lane): string {
  const trip = guard.trip();
  if (trip === undefined) return goaway === undefined ? 'the connection closed' : goawayText(goaway);
  return trip.reason === 'budget'
    ? 'more bytes came than a call may bring'
    : `the peer broke HTTP/2 (our side closed with code ${trip.code})`;
}

function connectFailure(error: unknown, started: number): Answer {
  const { code, failure, message } = error as { code?: string; failure?: TransportFailure; message: string };
  if (failure === 'cancelled')
    return broken('cancelled', statusCode.CANCELLED, 'cancelled by the client', started);
  if (failure === 'deadline' || code === 'ETIMEDOUT')
    return broken('deadline', statusCode.DEADLINE_EXCEEDED, message, started);
  if (failure === 'closed') return broken('closed', statusCode.UNAVAILABLE, message, started);
  if (failure !== undefined) return broken(failure, statusCode.INTERNAL, message, started);
  return broken('refused', statusCode.UNAVAILABLE, `cannot connect: ${code ?? message}`, started);
}

function abortable<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return promise;
  return new Promise((resolve, reject) => {
    const onAbort = (): void => reject(Object.assign(new Error('cancelled'), { failure: 'cancelled' }));
    if (signal.aborted) onAbort();
    signal.addEventListener('abort', onAbort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
  });
}

/** The code that gRPC gives an HTTP status that came without a grpc-status. */
function codeOfHttp(status: number): number {
  switch (status) {
    case 400:
      return statusCode.INTERNAL;
    case 401:
      return statusCode.UNAUTHENTICATED;
    case 403:
      return statusCode.PERMISSION_DENIED;
    case 404:
      return statusCode.UNIMPLEMENTED;
    case 429:
    case 502:
    case 503:
    case 504:
      return statusCode.UNAVAILABLE;
    default:
      return statusCode.UNKNOWN;
  }
}

/** The code that gRPC gives an HTTP/2 reset. */
function codeOfReset(rst: number | undefined): number {
  switch (rst) {
    case 7:
      return statusCode.UNAVAILABLE;
    case 8:
      return statusCode.CANCELLED;
    case 11:
      return statusCode.RESOURCE_EXHAUSTED;
    case 12:
      return statusCode.PERMISSION_DENIED;
    default:
      return statusCode.INTERNAL;
  }
}
