import { expect, it } from 'vitest';
import type { FuzzInput } from '../../../../fuzz/fuzz-target.js';
import { encodeRequest, podContext, queriesFor } from '../../request.js';
import { withFuzzSession } from '../testing/fuzz-driver.js';

it('every call of an input is told for --trace, raw traffic as what it is', async () => {
  const lines: string[] = [];
  const trace = (line: string): void => void lines.push(line.replace(/ in [\d.]+ ms$/, ''));
  await withFuzzSession({ trace }, async (session, { keys, pod, providerClass }) => {
    if (pod === undefined || providerClass === undefined) throw new Error('the profile has no pod or class');
    const request = {
      className: providerClass.name,
      classParameters: providerClass.parameters,
      queries: queriesFor(keys.available.slice(0, 2)),
      podContext: podContext(pod),
    };
    const play = async (input: FuzzInput): Promise<readonly string[]> => {
      lines.length = 0;
      const { calls } = await session.play(input, { fresh: true, signal: new AbortController().signal });
      expect(lines.length, input.title).toBeGreaterThanOrEqual(calls);
      return lines;
    };
    const served = 'fuzz: NodeGetEnvVars 2 queries -> OK';
    expect(await play({ phase: 'fuzz', kind: 'call', title: 'a call', request })).toEqual([served]);
    const bytes = Buffer.from(encodeRequest(request));
    const raw = { phase: 'fuzz', kind: 'raw', title: 'bytes' } as const;
    const message = bytes.toString('base64');
    expect(await play({ ...raw, meaning: 'readable', message })).toContain(
      `fuzz: NodeGetEnvVars ${bytes.length} raw bytes -> OK`,
    );
    const cut = await play({ ...raw, meaning: 'unreadable', message: '/w==' });
    expect(cut[0]).toMatch(/^fuzz: NodeGetEnvVars 1 raw byte -> [A-Z]/);
    const broken = await play({ ...raw, meaning: 'unclear', payload: '////' });
    expect(broken[0]).toMatch(/^fuzz: NodeGetEnvVars 3 raw bytes -> [A-Z]/);
    const steps = [{ do: 'call', request }, { do: 'restart' }, { do: 'repeat', of: 0 }];
    const after = await play({ phase: 'stateful', kind: 'sequence', title: 'a restart', steps });
    expect(after).toContain('fuzz: Probe -> OK');
    expect(after.filter((line) => line === served)).toHaveLength(2);
  });
});
