import { expect, it } from 'vitest';
import type { Contract, RunContext } from '../contract.js';
import { parseEndpoint } from '../driver/endpoint.js';
import type { CheckEvent, FooterEvent, RunEvent } from './events.js';
import { run } from './run.js';
import { runDefaults } from './run-options.js';

/** A contract of three checks, whose driver can be talked to during the first one only. */
function contract(): Contract {
  let context: RunContext<unknown> | undefined;
  const requirement = {
    id: 'tea/hot',
    level: 'MUST',
    stage: 'alpha',
    party: 'driver',
    text: 'Tea MUST be hot.',
    rationale: '',
    source: 'CSI',
  } as const;
  const check = (name: string, act: () => void = () => {}) => ({
    name: `tea/hot/${name}`,
    requirement: 'tea/hot',
    stimulus: 'a sip',
    expects: 'heat',
    run: async () => {
      act();
      return { outcome: name === 'second' ? 'error' : 'pass', message: 'no status' } as const;
    },
  });
  return {
    name: 'tea',
    revision: 1,
    requirements: [requirement],
    checks: [check('first'), check('second'), check('third')],
    link: (id) => id,
    grpcurl: () => '',
    open: async (given) => {
      context = given;
      return {
        facts: {},
        driver: { name: 'kettle', vendorVersion: '1' },
        stage: 'alpha',
        declares: [],
        slow: false,
        jobs: 1,
        tools: () => ({}),
        release: async () => {},
        redact: (text) => text,
        async alive() {
          context?.giveUp?.('the kettle no longer answers');
          return true;
        },
        close: async () => {},
      };
    },
  };
}

it('a run that is given up keeps what passed before and says why in every check and in its footer', async () => {
  const events: RunEvent[] = [];
  const endpoint = parseEndpoint('unix:///kettle.sock');
  const options = { ...runDefaults, profile: {}, seed: 1, jobs: 1 };
  for await (const event of run(
    contract(),
    endpoint.text,
    async () => ({ endpoint, text: endpoint.text }),
    options,
  ))
    events.push(event);
  const checks = events.filter((event): event is CheckEvent => event.type === 'check');
  expect(checks.map(({ outcome, message }) => [outcome, message])).toEqual([
    ['pass', undefined],
    ['error', 'no status'],
    ['error', 'the kettle no longer answers'],
  ]);
  expect(events.at(-1) as FooterEvent).toMatchObject({
    verdict: 'error',
    exitCode: 4,
    reason: 'the kettle no longer answers',
    interrupted: false,
  });
});
