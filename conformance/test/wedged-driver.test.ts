import { expect, it } from 'vitest';
import { transportMutants } from '../src/contracts/env-vars/mutants/transport.js';
import { runReference } from './checks/run-reference.js';

it('a driver that an oversize message wedges is at fault for that, whichever check comes first', async () => {
  const mutant = transportMutants.find(({ id }) => id === 'transport/oversize-message/wedged');
  expect(mutant).toBeDefined();
  for (const slug of ['just-over-4-mib', '6-mib', '17-mib', '5-mib-three-times']) {
    const { failedMusts } = await runReference({
      only: [`transport/oversize-message/${slug}`],
      mutant: mutant as never,
    });
    expect([slug, failedMusts]).toEqual([slug, ['transport/oversize-message']]);
  }
}, 60_000);
