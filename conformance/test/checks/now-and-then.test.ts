import { describe, expect, it } from 'vitest';
import { runReference } from '../harness.js';

/** A driver that forgets the names of its results on every second call: whatever is compared, one of two answers is wrong. */
const forgetful = (parity: number) => ({
  hooks: {
    oneResult: <T>(result: T, { call }: { readonly call: number }): T =>
      call % 2 === parity ? { ...result, name: '' } : result,
  },
});

/** A driver that gives short names only to those who asked under them before, and long ones to nobody. */
function slowToLearn() {
  const known = new Set<string>();
  return {
    hooks: {
      oneResult: <T>(result: T, { query }: { readonly query: { readonly name: string } }): T => {
        if (known.has(query.name) && query.name.length < 12) return result;
        known.add(query.name);
        return { ...result, name: 'UNKNOWN' };
      },
    },
  };
}

/** Checks that compare answers, beside those of the rule that is broken. */
async function blamed(driver: Parameters<typeof runReference>[0], check: string): Promise<readonly string[]> {
  const { checks, failedMusts } = await runReference(driver, { only: [check, 'ordering/name-echo/**'] });
  const errors = checks.filter(({ outcome }) => outcome === 'error');
  return [...failedMusts, ...errors.map(({ name, message }) => `${name}: ${message}`)];
}

describe('names that are wrong now and then', () => {
  it.each([0, 1])(
    'are not put down to pod_context (%i)',
    async (parity) => {
      expect(await blamed(forgetful(parity), 'request/extra-context/one')).toEqual(['ordering/name-echo']);
    },
    120_000,
  );

  it('are not put down to calls at once', async () => {
    expect(await blamed(slowToLearn(), 'concurrency/isolation/different-keys')).toEqual([
      'ordering/name-echo',
    ]);
  }, 120_000);
});

interface PluginInfo {
  readonly name: string;
  readonly vendorVersion: string;
}
interface Calls {
  readonly call: number;
}

/** A driver whose answer to GetPluginInfo is another one at some calls. */
const named = (at: (call: number) => boolean, change: Partial<PluginInfo>) => ({
  hooks: {
    pluginInfo: <T extends PluginInfo>(info: T, { call }: Calls): T =>
      at(call) ? { ...info, ...change } : info,
  },
});

/** A driver that lists nothing, or more, at some calls. */
const listing = (at: (call: number) => boolean, times: number) => ({
  hooks: {
    nodeCapabilities: <T extends { readonly capabilities: readonly unknown[] }>(
      answer: T,
      { call }: Calls,
    ): T =>
      at(call)
        ? { ...answer, capabilities: Array.from({ length: times }, () => answer.capabilities).flat() }
        : answer,
  },
});

describe('what a driver says of itself and says otherwise once', () => {
  const only = ['identity/**', 'capability/advertised/**', 'transport/authority/get-plugin-info'];

  it.each([
    [
      'another name on the first call',
      named((call) => call === 1, { name: 'other' }),
      'identity/plugin-name',
    ],
    [
      'another name on the second call',
      named((call) => call === 2, { name: 'other' }),
      'identity/plugin-name',
    ],
    [
      'another name on the fifth call',
      named((call) => call === 5, { name: 'other' }),
      'identity/plugin-name',
    ],
    [
      'no version on the second call',
      named((call) => call === 2, { vendorVersion: '' }),
      'identity/vendor-version',
    ],
    [
      'no version on every third call',
      named((call) => call % 3 === 0, { vendorVersion: '' }),
      'identity/vendor-version',
    ],
    ['no capability on the second call', listing((call) => call === 2, 0), 'identity/stable-capabilities'],
    [
      'its capability twice on the second call',
      listing((call) => call === 2, 2),
      'identity/stable-capabilities',
    ],
  ] as const)(
    '%s',
    async (_, driver, requirement) => {
      const { checks, failedMusts } = await runReference(driver as Parameters<typeof runReference>[0], {
        only,
      });
      expect(checks.filter(({ outcome }) => outcome === 'error')).toEqual([]);
      expect(failedMusts).toEqual([requirement]);
    },
    120_000,
  );
});
