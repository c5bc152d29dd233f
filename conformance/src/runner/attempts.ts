import type { Verdict } from '../contract.js';

/** What came of a failing check that was made more than once. */
export interface Attempts {
  /** How often it was made, the first time included. */
  readonly made: number;
  readonly failed: number;
  /** How often it passed; whatever else is missing from `made` could not be told. A failure that also passes is flaky. */
  readonly passed: number;
}

/** Whether a failure comes and goes. */
export function isFlaky(attempts: Attempts | undefined): boolean {
  return attempts !== undefined && attempts.passed > 0;
}

/** The rate in words: `failed 2 of 6 times: flaky`. */
export function attemptsText({ made, failed, passed }: Attempts): string {
  const unclear = made - failed - passed;
  return [
    `failed ${failed} of ${made} ${made === 1 ? 'time' : 'times'}`,
    ...(unclear > 0 ? [`, could not tell ${unclear === 1 ? 'once' : `${unclear} times`}`] : []),
    ...(passed > 0 ? [': flaky'] : []),
  ].join('');
}

/**
 * Makes a check that failed once again so many times.
 *
 * @param again makes it; whatever a run learned once is asked anew
 * @param goOn whether there is still time
 */
export async function attempt(
  times: number,
  again: () => Promise<Verdict>,
  goOn: () => boolean,
): Promise<Attempts> {
  let [made, failed, passed] = [1, 1, 0];
  while (made <= times && goOn()) {
    const { outcome } = await again();
    // What ended because the run did says nothing of the driver.
    if (!goOn() && outcome !== 'fail' && outcome !== 'pass') break;
    made++;
    if (outcome === 'fail') failed++;
    if (outcome === 'pass') passed++;
  }
  return { made, failed, passed };
}
