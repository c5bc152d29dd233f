import { Readable } from 'node:stream';
import fc from 'fast-check';
import type { Contract } from '../../contract.js';
import { parseEndpoint } from '../../driver/endpoint.js';
import { readFuzzEvents } from '../../report/read-events.js';
import { campaign } from '../campaign.js';
import { type CampaignOptions, campaignDefaults } from '../campaign-options.js';
import type { Finding } from '../finding.js';
import type { FuzzEvent, FuzzFooterEvent, FuzzPhaseEvent } from '../fuzz-events.js';
import type { Breach, FuzzInput, FuzzSession, Observation, Phase } from '../fuzz-target.js';

/** Requirements of the fake contract; nothing ever reaches `far/away`. */
export const fakeIds = ['size/limit', 'order/kept', 'far/away'] as const;

/** A SHOULD of the fake contract, which every phase can break. */
export const fakeShould = 'advice/taken';

/** An input of the fake contract. */
export interface FakeInput extends FuzzInput {
  readonly n: number;
  readonly list: readonly number[];
}

/** One play, as the fake driver sees it. */
export interface FakePlay {
  readonly input: FakeInput;
  readonly fresh: boolean;
  /** Plays before this one. */
  readonly before: number;
  readonly signal: AbortSignal;
}

/** A fake driver: what it breaks when an input is played to it. */
export type FakeDriver = (play: FakePlay) => Partial<Observation> | Promise<Partial<Observation>>;

/** A breach of the fake contract. */
export function breach(requirement: string, cause = 'wrong', more: Partial<Breach> = {}): Breach {
  return { requirement, cause, mismatches: ['it was wrong'], expected: 'it is right', ...more };
}

/** A session that plays inputs to a fake driver and remembers them. */
export function fakeSession(
  driver: FakeDriver,
  more: Partial<FuzzSession> = {},
): FuzzSession & { readonly plays: FakePlay[] } {
  const plays: FakePlay[] = [];
  return {
    plays,
    driver: { name: 'fake', vendorVersion: '1' },
    stage: 'alpha',
    atOnce: 4,
    without: {},
    reachable: (phases) => ({
      requirements: phases.includes('concurrent')
        ? ['order/kept']
        : phases.length > 0
          ? fakeIds.slice(0, 2)
          : [],
      boundaries: phases.includes('boundary') ? ['n/limit', 'n/limit+1', 'n/never'] : [],
      ...(phases.length > 1 ? { requirements: fakeIds.slice(0, 2) } : {}),
    }),
    listed: (phase) =>
      (phase === 'examples' ? [1, 2] : [9, 10]).map((n) => ({ phase, title: `n is ${n}`, n, list: [] })),
    reductions: [],
    arbitrary: (phase) =>
      fc
        .record({ n: fc.nat(1000), list: fc.array(fc.nat(9), { maxLength: 20 }) })
        .map((drawn) => ({ phase, title: `n is ${drawn.n}`, ...drawn })),
    async play(input, { fresh, signal }) {
      const play = { input: input as FakeInput, fresh, before: plays.length, signal };
      plays.push(play);
      const observed = await driver(play);
      return {
        calls: 1,
        reached: ['size/limit', 'order/kept'],
        boundaries: input.phase === 'boundary' ? [play.input.n === 9 ? 'n/limit' : 'n/limit+1'] : [],
        breaches: [],
        ...observed,
      };
    },
    redact: (text) => text.replaceAll('s3cr3t', '[hidden]'),
    alive: async () => true,
    close: async () => {},
    ...more,
  };
}

/** A contract that is fuzzed by a session. */
export function fakeContract(session: () => FuzzSession | Promise<FuzzSession>): Contract {
  return {
    name: 'fake',
    revision: 1,
    requirements: [...fakeIds, fakeShould].map((id) => ({
      id,
      level: id === fakeShould ? 'SHOULD' : 'MUST',
      stage: 'alpha',
      party: 'driver',
      text: `${id} holds`,
      rationale: '',
      source: '',
    })),
    checks: [],
    link: (id) => `https://example.com/${id}`,
    open: () => Promise.reject(new Error('a fake contract makes no checks')),
    grpcurl: () => '',
    fuzz: async () => ({ open: async () => session() }),
  };
}

/** What a campaign came to. */
export interface FakeCampaign {
  readonly events: readonly FuzzEvent[];
  readonly findings: readonly Finding[];
  readonly phases: readonly FuzzPhaseEvent[];
  readonly footer: FuzzFooterEvent;
}

/** Runs a campaign to its end; 100 inputs and every phase unless said. */
export async function runFake(
  session: FuzzSession | (() => Promise<FuzzSession>),
  options: Partial<CampaignOptions> = {},
): Promise<FakeCampaign> {
  const contract = fakeContract(typeof session === 'function' ? session : () => session);
  const endpoint = parseEndpoint('unix:///fake.sock');
  const events: FuzzEvent[] = [];
  const all = campaign(contract, 'fake', async () => ({ endpoint, text: 'fake' }), {
    ...campaignDefaults,
    profile: {},
    seed: 1,
    budget: { runs: 100 },
    ...options,
  });
  for await (const event of all) events.push(event);
  // Whatever a campaign came to, its events can be read back.
  const lines = Readable.from(events.map((event) => `${JSON.stringify(event)}\n`));
  for await (const _ of readFuzzEvents(lines, 'the events'));
  const of = <T extends FuzzEvent['type']>(type: T) =>
    events.filter((event): event is Extract<FuzzEvent, { type: T }> => event.type === type);
  return {
    events,
    findings: of('finding').map(({ finding }) => finding),
    phases: of('phase'),
    footer: of('footer')[0] as FuzzFooterEvent,
  };
}

/** How many inputs of a phase were played on the session's own connection. */
export function played(session: { readonly plays: readonly FakePlay[] }, phase: Phase): readonly FakeInput[] {
  return session.plays
    .filter(({ input, fresh }) => input.phase === phase && !fresh)
    .map(({ input }) => input);
}
