import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Contract, Verdict } from '../contract.js';
import { emptyProfile } from '../profile/profile.js';
import type { FooterEvent } from './events.js';
import { run } from './run.js';
import { type RunOptions, runDefaults } from './run-options.js';

/** A contract of one check that goes on until it is told to end. */
function contractOf(slow: boolean, check: () => Promise<Verdict>): Contract {
  return {
    name: 'kettle',
    revision: 1,
    requirements: [
      {
        id: 'tea/hot',
        level: 'MUST',
        stage: 'alpha',
        party: 'driver',
        text: 'Tea MUST be hot.',
        rationale: '',
        source: '',
      },
    ],
    checks: [
      {
        name: 'tea/hot/now',
        requirement: 'tea/hot',
        stimulus: '',
        expects: '',
        budgetMs: 3_600_000,
        run: check,
      },
    ],
    link: (id) => id,
    grpcurl: () => '',
    open: async () => ({
      facts: {},
      driver: { name: 'kettle', vendorVersion: '1' },
      stage: 'alpha',
      declares: [],
      slow,
      jobs: 4,
      tools: () => ({}),
      release: async () => {},
      redact: (text) => text,
      alive: async () => true,
      close: async () => {},
    }),
  };
}

async function footerAfter(
  ms: number,
  slow: boolean,
  options: Partial<RunOptions> = {},
): Promise<FooterEvent> {
  let finish = (_: Verdict): void => {};
  const verdict = new Promise<Verdict>((resolve) => {
    finish = resolve;
  });
  const events = run(
    contractOf(slow, () => verdict),
    'unix:///none',
    async () => ({ text: '' }) as never,
    {
      ...runDefaults,
      profile: emptyProfile,
      seed: 1,
      ...options,
    },
  );
  const last = (async () => {
    let footer: FooterEvent | undefined;
    for await (const event of events) if (event.type === 'footer') footer = event;
    return footer as FooterEvent;
  })();
  await vi.advanceTimersByTimeAsync(ms);
  finish({ outcome: 'pass' });
  return last;
}

describe('the deadline of a run', () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] }));
  afterEach(() => void vi.useRealTimers());

  it('is three minutes', async () => {
    expect((await footerAfter(179_000, false)).verdict).toBe('conformant');
    expect(await footerAfter(181_000, false)).toMatchObject({
      verdict: 'error',
      exitCode: 4,
      reason: 'the run did not end within its deadline of 180 s',
    });
  });

  it('is fifteen minutes for a driver that answers slowly', async () => {
    expect((await footerAfter(899_000, true)).verdict).toBe('conformant');
    expect((await footerAfter(901_000, true)).reason).toBe(
      'the run did not end within its deadline of 900 s',
    );
  });

  it('is what --deadline says, however slow the driver is', async () => {
    expect((await footerAfter(2000, true, { deadlineMs: 1000 })).reason).toBe(
      'the run did not end within its deadline of 1 s',
    );
  });
});
