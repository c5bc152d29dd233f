import type { Check, Contract, Session, Verdict } from '../../contract.js';
import { emptyProfile } from '../../profile/profile.js';
import type { CheckEvent, FooterEvent, HeaderEvent, RunEvent } from '../events.js';
import { run } from '../run.js';
import { type RunOptions, runDefaults } from '../run-options.js';

/** A check of the kettle: its name, what it does, and what else matters. */
export type KettleCheck = Partial<Omit<Check<unknown, unknown, unknown>, 'run'>> & {
  /** `afresh` says whether what a run learned once is to be learned anew. */
  readonly run: (tools: { readonly afresh: boolean; readonly signal: AbortSignal }) => Promise<Verdict>;
};

/** A contract of one requirement, `tea/hot`, and these checks by name, for a driver that nobody has to call. */
export function kettle(
  checks: Readonly<Record<string, KettleCheck>>,
  session: Partial<Session<unknown, unknown>> = {},
): Contract {
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
    checks: Object.entries(checks).map(([name, check]) => ({
      name: `tea/hot/${name}`,
      requirement: 'tea/hot',
      stimulus: '',
      expects: '',
      ...check,
    })),
    link: (id) => id,
    grpcurl: () => '',
    open: async () => ({
      facts: {},
      driver: { name: 'kettle', vendorVersion: '1' },
      stage: 'alpha',
      declares: [],
      slow: false,
      jobs: 4,
      tools: (_, signal, afresh = false) => ({ afresh, signal }),
      release: async () => {},
      redact: (text) => text,
      alive: async () => true,
      close: async () => {},
      ...session,
    }),
  };
}

/** What a run of the kettle said. */
export interface KettleRun {
  readonly header: HeaderEvent;
  readonly checks: readonly CheckEvent[];
  readonly footer: FooterEvent;
}

/** Runs a contract to its end. */
export async function brew(contract: Contract, options: Partial<RunOptions> = {}): Promise<KettleRun> {
  const all: RunEvent[] = [];
  const given = { ...runDefaults, profile: emptyProfile, seed: 1, ...options };
  for await (const event of run(contract, 'unix:///none', async () => ({ text: '' }) as never, given))
    all.push(event);
  const of = <T extends RunEvent['type']>(type: T) =>
    all.filter((event): event is Extract<RunEvent, { type: T }> => event.type === type);
  const [header, footer] = [of('header')[0], of('footer')[0]];
  if (header === undefined || footer === undefined) throw new Error('half a run');
  return { header, checks: of('check'), footer };
}
