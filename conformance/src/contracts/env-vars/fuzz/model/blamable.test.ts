import { expect, it } from 'vitest';
import type { Key } from '../../../../profile/profile.js';
import { podContext, queriesFor } from '../../request.js';
import { withFuzzSession } from '../testing/fuzz-driver.js';

it('a fresh play reaches what only further calls would tell apart, where the profile knows the class', async () => {
  await withFuzzSession({}, async (session, { keys, pod, providerClass }) => {
    if (pod === undefined || providerClass === undefined) throw new Error('the profile has no pod or class');
    const reached = async (className: string, fresh: boolean): Promise<readonly string[]> => {
      const request = {
        className,
        classParameters: providerClass.parameters,
        queries: queriesFor([...keys.available.slice(0, 1), ...keys.missing.slice(0, 1)]),
        podContext: podContext(pod),
        version: 'v9',
      };
      const input = { phase: 'fuzz', kind: 'call', title: 'a batch that fails', request } as const;
      return (await session.play(input, { fresh, signal: new AbortController().signal })).reached;
    };
    const told = ['identity/version-free', 'idempotency/repeat', 'request/legal-served'];
    expect(await reached(providerClass.name, true)).toEqual(expect.arrayContaining(told));
    // Coverage counts only what the call itself reaches.
    expect((await reached(providerClass.name, false)).filter((id) => told.includes(id))).toEqual([]);
    expect(await reached('another-class', true)).toEqual([]);
    expect(await reached('csi-env-conformance-invented', true)).toContain('request/legal-served');
  });
});

it('a fresh play that is refused reaches what results show only where the refusal is what mends it', async () => {
  await withFuzzSession({}, async (session, { keys, pod, providerClass }) => {
    if (pod === undefined || providerClass === undefined) throw new Error('the profile has no pod or class');
    const ofSeveral = ['batch/scales', 'ordering/permutation'];
    const reached = async (...of: Key[]): Promise<readonly string[]> => {
      const request = {
        className: providerClass.name,
        classParameters: providerClass.parameters,
        queries: queriesFor(of),
        podContext: podContext(pod),
      };
      const input = { phase: 'fuzz', kind: 'call', title: 'a key', request } as const;
      return (await session.play(input, { fresh: true, signal: new AbortController().signal })).reached;
    };
    const [oversized, missing] = [keys.oversized[0], keys.missing[0]];
    if (oversized === undefined || missing === undefined) throw new Error('the profile lacks a key');
    expect(await reached(oversized)).toContain('values/size');
    const unknown = await reached({ ...missing, key: `${missing.key}-unknown` });
    expect(unknown).not.toContain('values/size');
    expect(unknown).not.toContain('values/exact');
    expect(unknown).toContain('batch/no-error-in-ok');
    const [first, second] = keys.available as readonly Key[] as [Key, Key];
    expect(await reached(first, second)).toEqual(expect.arrayContaining(ofSeveral));
    // The profile of the finding named a key that this one does not, so that the batch may be refused now.
    const another = await reached(first, { ...missing, key: `${missing.key}-unknown` });
    expect(another.filter((id) => ofSeveral.includes(id))).toEqual([]);
  });
});

it('a fresh play that is refused reaches results beside the status only where the request is why', async () => {
  await withFuzzSession({}, async (session, { keys, pod, providerClass }) => {
    if (pod === undefined || providerClass === undefined) throw new Error('the profile has no pod or class');
    const reached = async (key: string, change: Partial<typeof pod> = {}): Promise<readonly string[]> => {
      const request = {
        className: providerClass.name,
        classParameters: providerClass.parameters,
        queries: [{ name: 'A', key }],
        podContext: podContext({ ...pod, ...change }),
      };
      const input = { phase: 'fuzz', kind: 'call', title: 'a key', request } as const;
      return (await session.play(input, { fresh: true, signal: new AbortController().signal })).reached;
    };
    const unlisted = `${keys.missing[0]?.key}-unlisted`;
    expect(await reached(unlisted)).toContain('batch/all-or-nothing');
    expect(await reached(unlisted, { podName: 'another' })).not.toContain('batch/all-or-nothing');
  });
});
