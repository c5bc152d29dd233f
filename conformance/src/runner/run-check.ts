import { setMaxListeners } from 'node:events';
import { type Check, type Session, Stop, type Verdict } from '../contract.js';
import type { Clock } from './clock.js';
import { abortText } from './ended.js';

const defaultBudgetMs = 60_000;

/**
 * Makes one check, within its budget and the run. The budget begins anew when it is used up and calls were answered meanwhile.
 *
 * @param afresh whether nothing that the run learned once is taken for granted
 * @returns its verdict, and whether a call of it got no answer in time
 */
export async function runCheck(
  check: Check<unknown, unknown, unknown>,
  session: Session<unknown, unknown>,
  signal: AbortSignal,
  clock: Clock,
  afresh = false,
): Promise<{ readonly verdict: Verdict; readonly late: boolean }> {
  const own = new AbortController();
  setMaxListeners(0, own.signal);
  const stop = (): void => own.abort();
  signal.addEventListener('abort', stop, { once: true });
  const budgetMs = check.budgetMs ?? defaultBudgetMs;
  let cancel = (): void => {};
  const tools = session.tools(check.name, own.signal, afresh);
  try {
    const late = new Promise<Verdict>((resolve) => {
      const wait = (rounds: number, before: number): void => {
        cancel = clock.after(budgetMs, () => {
          const answers = session.answers?.(tools) ?? 0;
          if (answers > before) return wait(rounds + 1, answers);
          const seconds = (rounds * budgetMs) / 1000;
          resolve({ outcome: 'error', message: `the check did not end within ${seconds} s` });
        });
      };
      wait(1, 0);
      own.signal.addEventListener('abort', () => resolve({ outcome: 'error', message: abortText(signal) }), {
        once: true,
      });
    });
    const script = check.run(tools).catch((reason: unknown): Verdict => {
      if (reason instanceof Stop) return reason.verdict;
      const error = reason as Error;
      return {
        outcome: 'error',
        message: `internal error in the check: ${error?.message ?? String(reason)}`,
      };
    });
    const verdict = await Promise.race([script, late]);
    return { verdict, late: session.late?.(tools) ?? false };
  } finally {
    cancel();
    signal.removeEventListener('abort', stop);
    own.abort();
    await session.release(tools).catch(() => {});
  }
}
