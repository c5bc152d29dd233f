import { describe, expect, it } from 'vitest';
import { runReference } from '../harness.js';

/** Runs the checks of these areas against the reference driver at both stages, on both stacks and through all clients. */
export function itPasses(only: readonly string[]): void {
  describe('the reference driver', () => {
    const ways = [
      { stage: 'alpha', server: 'grpc-js', client: 'wire' },
      { stage: 'beta', server: 'grpc-js', client: 'wire' },
      { stage: 'beta', server: 'connect', client: 'grpc-js' },
      { stage: 'alpha', server: 'connect', client: 'connect' },
    ] as const;
    it.each(ways)(
      'passes at $stage on $server through $client',
      async ({ stage, server, client }) => {
        const { checks } = await runReference({ stage, server }, { only, client });
        const bad = checks.filter(({ outcome }) => !['pass', 'not-applicable', 'skipped'].includes(outcome));
        expect(bad.map(({ name, outcome, message }) => `${outcome} ${name}: ${message}`)).toEqual([]);
        expect(checks.filter(({ outcome }) => outcome === 'pass').length).toBeGreaterThan(10);
      },
      120_000,
    );
  });
}
