import { setTimeout as pause } from 'node:timers/promises';
import { pass, type Verdict } from '../../../../contract.js';
import { statusCode } from '../../../../driver/answer.js';
import {
  frame,
  frameFlag,
  frameType,
  openRawConnection,
  preface,
  type RawConnection,
  settings,
} from '../../../../driver/raw-frames.js';
import { blocked, type EnvCheck, suspectsOf, type Tools } from '../../tools.js';
import {
  type LegalCall,
  legalCall,
  noteHarm,
  notServedAnew,
  probeTarget,
  type Served,
  type Target,
} from './legal-call.js';
import { callHeaders, dataFrame, headersFrame } from './stimulus.js';

/** A way for a connection to end. */
interface Cut {
  readonly slug: string;
  readonly say: string;
  /** What is called on the connection; the legal call unless said. */
  readonly target?: Target;
  /** Whether the driver may be at work when the connection goes. */
  readonly inCall: boolean;
  readonly rounds?: number;
  act(connection: RawConnection, target: Target, tools: Tools): Promise<void> | void;
}

const open = [preface, settings()];
const call = (target: Target): Buffer[] => [headersFrame(callHeaders(target)), dataFrame(target.message)];

const cuts: readonly Cut[] = [
  {
    slug: 'idle',
    say: 'a connection that answered a call is cut',
    target: probeTarget,
    inCall: false,
    async act(connection, target, tools) {
      connection.write(...open, ...call(target));
      await connection.outcome(tools.timeoutMs);
    },
  },
  {
    slug: 'unused',
    say: 'a connection is cut before any call',
    inCall: false,
    async act(connection) {
      connection.write(...open);
      await pause(5);
    },
  },
  {
    slug: 'many-times',
    say: 'twenty connections are opened, used and cut one after the other',
    target: probeTarget,
    inCall: false,
    rounds: 20,
    async act(connection, target, tools) {
      connection.write(...open, ...call(target));
      await connection.outcome(tools.timeoutMs);
    },
  },
  {
    slug: 'half-closed',
    say: "the client's half of a connection is closed behind a call, and the connection cut after the answer",
    target: probeTarget,
    inCall: false,
    async act(connection, target) {
      connection.write(...open, ...call(target));
      connection.end();
      await connection.closed(300);
    },
  },
  {
    slug: 'after-goaway',
    say: 'a connection is left in good order, with GOAWAY',
    target: probeTarget,
    inCall: false,
    async act(connection, target, tools) {
      connection.write(...open, ...call(target));
      await connection.outcome(tools.timeoutMs);
      connection.write(frame(frameType.GOAWAY, 0, 0, Buffer.alloc(8)));
      connection.end();
      await connection.closed(300);
    },
  },
  {
    slug: 'answer-unread',
    say: 'a connection is cut in mid-call, before the answer is read',
    inCall: true,
    act: (connection, target) => connection.write(...open, ...call(target)),
  },
  {
    slug: 'in-call',
    say: 'a connection is cut while the driver is at work on a call',
    inCall: true,
    async act(connection, target) {
      connection.write(...open, ...call(target));
      await pause(2);
    },
  },
  {
    slug: 'in-request',
    say: 'a connection is cut in the middle of a request',
    inCall: true,
    async act(connection, target) {
      const [headers, data] = call(target) as [Buffer, Buffer];
      connection.write(...open, headers, data.subarray(0, Math.max(9, data.length - 4)));
      await pause(2);
    },
  },
  {
    slug: 'in-call-many-times',
    say: 'connections are cut in mid-call, again and again',
    inCall: true,
    rounds: 20,
    act: (connection, target) => connection.write(...open, ...call(target)),
  },
];

/** transport/reconnect: a new connection works after the old one is cut. */
export const reconnectChecks: readonly EnvCheck[] = [
  ...cuts.map(
    ({ slug, say, target, inCall, rounds = 1, act }): EnvCheck => ({
      name: `transport/reconnect/${slug}`,
      requirement: 'transport/reconnect',
      stimulus: say,
      expects: 'a legal call on a new connection is served',
      // A driver that serves nobody for a while after a cut must not fail other checks; and a cut call may hold its slot.
      alone: 35,
      async run(tools) {
        const legal = await legalCall(tools);
        if (inCall) {
          const cancelled = await cancelPolitely(tools, legal);
          if (cancelled !== undefined)
            return blocked(
              'idempotency/after-cancel',
              `after a call was cancelled, on a connection that stayed, ${legal.say} got ${cancelled.text}`,
            );
        }
        const times = legal.tookMs > 100 ? Math.min(3, rounds) : rounds;
        for (let round = 0; round < times; round++) {
          const bad = await cutAndCall(tools, legal, (connection) => act(connection, target ?? legal, tools));
          if (bad !== undefined)
            return judge(tools, legal, bad, `${say}${times > 1 ? ` (time ${round + 1})` : ''}`);
        }
        return pass();
      },
    }),
  ),
  {
    name: 'transport/reconnect/many-at-once',
    requirement: 'transport/reconnect',
    stimulus: 'thirty connections are opened and cut at once',
    expects: 'a legal call on a new connection is served',
    alone: 35,
    async run(tools) {
      const legal = await legalCall(tools);
      const { endpoint } = tools.shared.context;
      const connections = await Promise.all(
        Array.from({ length: 30 }, () => openRawConnection(endpoint, tools.timeoutMs).catch(() => undefined)),
      );
      for (const connection of connections) connection?.write(...open);
      await pause(5);
      for (const connection of connections) connection?.destroy();
      const bad = await notServedAnew(tools, legal);
      return bad === undefined ? pass() : judge(tools, legal, bad, 'thirty connections were cut at once');
    },
  },
];

function judge(tools: Tools, legal: LegalCall, bad: Served, after: string): Verdict {
  // A slot that is not given back is the cancelled call's, not the connection's.
  if (bad.code === statusCode.RESOURCE_EXHAUSTED)
    return blocked('idempotency/after-cancel', `${legal.say} got ${bad.text} while no other call was open`);
  noteHarm(tools, 'transport/reconnect');
  return {
    outcome: 'fail',
    evidence: {
      mismatches: [`after this: ${after}, ${legal.say} on a new connection got ${bad.text}`],
      suspects: suspectsOf({ answer: bad.answer, faults: [] }),
    },
  };
}

/** Opens a connection, cuts it in one way, and makes a legal call on a new one. */
async function cutAndCall(
  tools: Tools,
  legal: LegalCall,
  act: (connection: RawConnection) => Promise<void> | void,
): Promise<Served | undefined> {
  try {
    const connection = await openRawConnection(tools.shared.context.endpoint, tools.timeoutMs);
    try {
      await act(connection);
    } finally {
      connection.destroy();
    }
  } catch {
    // A driver that takes no connection takes none for the legal call either.
  }
  return notServedAnew(tools, legal);
}

/** Cancels a call with RST_STREAM and leaves the connection in good order; what a legal call comes to afterwards. */
async function cancelPolitely(tools: Tools, legal: LegalCall): Promise<Served | undefined> {
  const connection = await openRawConnection(tools.shared.context.endpoint, tools.timeoutMs);
  const cancel = frame(frameType.RST_STREAM, 0, 1, Buffer.of(0, 0, 0, 8));
  const ping = frame(frameType.PING, 0, 0, Buffer.alloc(8));
  connection.write(...open, ...call(legal), cancel, ping);
  await pause(5);
  connection.write(frame(frameType.GOAWAY, 0, 0, Buffer.alloc(8)));
  const served = await notServedAnew(tools, legal);
  connection.end();
  await connection.closed(100);
  connection.destroy();
  return served;
}

/** What a legal call comes to on a new connection after an idle one was cut; nothing where it is served. Asked once a run. */
export function reconnects(tools: Tools, legal: LegalCall): Promise<Served | undefined> {
  const { memo } = tools.shared;
  const known = memo.get('transport/reconnect') as Promise<Served | undefined> | undefined;
  const asked =
    known ??
    cutAndCall(tools, legal, async (connection) => {
      connection.write(
        ...open,
        headersFrame(callHeaders(probeTarget)),
        dataFrame(probeTarget.message, 1, frameFlag.END_STREAM),
      );
      await connection.outcome(1000);
    });
  memo.set('transport/reconnect', asked);
  return asked;
}
