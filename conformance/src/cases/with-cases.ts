import type { Check, Contract, RunContext, Verdict } from '../contract.js';
import { type FuzzSession, notReached, notShown } from '../fuzz/fuzz-target.js';
import type { InputCase } from './input-case.js';

/** Cases run by themselves after the checks, since what they play may change the driver or its backend. */
const alone = 90;

/** What the cases of one run share. */
interface Shared {
  context?: RunContext<unknown>;
  /** Opened by the first case. */
  session?: Promise<FuzzSession>;
  /** The end of each check, by its tools. */
  readonly signals: WeakMap<object, AbortSignal>;
}

/**
 * The contract with further checks: each plays the input of a case and is judged by the contract's model.
 *
 * The contract that comes back is good for one run.
 */
export function withCases(contract: Contract, cases: readonly InputCase[]): Contract {
  const shared: Shared = { signals: new WeakMap() };
  return {
    ...contract,
    checks: [...contract.checks, ...cases.map((entry) => checkOf(contract, entry, shared))],
    async open(context) {
      const session = await contract.open(context);
      shared.context = context;
      return {
        ...session,
        tools(check, signal, afresh) {
          const tools = session.tools(check, signal, afresh);
          shared.signals.set(tools, signal);
          return tools;
        },
        async close() {
          const opened = await shared.session?.catch(() => undefined);
          await opened?.close();
          await session.close();
        },
      };
    },
  };
}

// biome-ignore lint/suspicious/noExplicitAny: the engine never looks into a contract's own types
function checkOf(contract: Contract, entry: InputCase, shared: Shared): Check<any, any, any> {
  return {
    name: entry.id,
    requirement: entry.requirement,
    stimulus: entry.stimulus,
    expects: 'what the model of the contract allows',
    since: entry.since,
    ...(entry.until === undefined ? {} : { until: entry.until }),
    alone,
    disturbs: entry.disturbs ?? true,
    async run(tools) {
      const { context } = shared;
      const signal = shared.signals.get(tools);
      if (context === undefined || signal === undefined) throw new Error('the case has no session');
      shared.session ??= openFuzz(contract, context);
      return playCase(await shared.session, entry, signal);
    },
  };
}

async function openFuzz(contract: Contract, context: RunContext<unknown>): Promise<FuzzSession> {
  const target = await contract.fuzz?.();
  if (target === undefined) throw new Error(`contract ${contract.name} has no model to judge by`);
  return target.open(context);
}

/** Plays a case once; a breach of another requirement is that one's, and blocks this case. */
async function playCase(session: FuzzSession, entry: InputCase, signal: AbortSignal): Promise<Verdict> {
  if (entry.stage !== undefined && entry.stage !== session.stage)
    return { outcome: 'not-applicable', reason: `the case is one of ${entry.stage}` };
  const without = session.without[entry.input.phase];
  if (without !== undefined) return { outcome: 'untested', reason: without };
  const {
    breaches,
    inconclusive,
    unplayed,
    reached,
    unshown = [],
  } = await session.play(entry.input, {
    fresh: true,
    signal,
  });
  if (inconclusive !== undefined)
    return unplayed
      ? { outcome: 'untested', reason: inconclusive }
      : { outcome: 'error', message: inconclusive };
  const [own] = breaches.filter(({ requirement }) => requirement === entry.requirement);
  if (own !== undefined) {
    const mismatches = [...own.mismatches, `expected ${own.expected}`];
    return { outcome: 'fail', evidence: { mismatches, cause: own.cause } };
  }
  const [other] = breaches;
  if (other !== undefined)
    return {
      outcome: 'untested',
      reason: other.mismatches[0] ?? other.cause,
      blockedBy: other.requirement,
    };
  if (!reached.includes(entry.requirement))
    return { outcome: 'untested', reason: notReached(entry.requirement) };
  // A case does not tell which fault of its requirement it is about.
  if (unshown.some(({ requirement }) => requirement === entry.requirement))
    return { outcome: 'untested', reason: notShown(entry.requirement) };
  return { outcome: 'pass' };
}
