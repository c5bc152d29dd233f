import { pass } from '../../../../contract.js';
import type { EnvCheck } from '../../tools.js';
import { legalCall, notServedAnew } from './legal-call.js';
import { reconnects } from './reconnect.js';

/** transport/named-pipe: on Windows the same contract holds over a named pipe; every other check of the run shows it there. */
export const namedPipeChecks: readonly EnvCheck[] = (['serves', 'reconnects'] as const).map(
  (kind): EnvCheck => ({
    name: `transport/named-pipe/${kind}`,
    requirement: 'transport/named-pipe',
    stimulus:
      kind === 'serves'
        ? 'a legal call over two connections to the pipe at once'
        : 'a connection to the pipe is cut, and a new one opened',
    expects: 'the call is served',
    async run(tools) {
      if (process.platform !== 'win32')
        return { outcome: 'not-applicable', reason: 'named pipes are there on Windows only' };
      if (tools.shared.context.endpoint.kind !== 'npipe')
        return { outcome: 'not-applicable', reason: 'the endpoint is no named pipe' };
      const legal = await legalCall(tools);
      const bad = kind === 'serves' ? await notServedAnew(tools, legal) : await reconnects(tools, legal);
      return bad === undefined
        ? pass()
        : { outcome: 'fail', evidence: { mismatches: [`${legal.say} got ${bad.text}`] } };
    },
  }),
);
