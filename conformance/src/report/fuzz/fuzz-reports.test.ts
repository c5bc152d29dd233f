import { describe, expect, it } from 'vitest';
import type { FuzzEvent, FuzzFooterEvent } from '../../fuzz/fuzz-events.js';
import { sampleFinding, sampleGone } from '../../fuzz/testing/sample-finding.js';
import { checkDocument } from '../digest.js';
import { readFuzzEvents } from '../read-events.js';
import { defaultRenderOptions } from '../reporter.js';
import { fuzzReporters } from './reporters.js';

async function read(text: string): Promise<FuzzEvent[]> {
  async function* source() {
    yield text;
  }
  const events: FuzzEvent[] = [];
  for await (const event of readFuzzEvents(source(), 'e.ndjson')) events.push(event);
  return events;
}

const header: FuzzEvent = {
  type: 'header',
  format: 'csi-env/fuzz-events',
  formatVersion: 1,
  tool: { name: 'conformance', version: '0.1.0' },
  contract: { name: 'fake', revision: 1 },
  startedAt: '2027-01-31T12:00:00.000Z',
  platform: { os: 'linux', arch: 'x64', node: '20.19.0' },
  endpoint: 'unix:///fake.sock',
  client: 'wire',
  seed: 42,
  links: 'https://example.com/',
  phases: ['examples', 'boundary', 'fuzz', 'stateful'],
  selection: { run: [], skip: [], safe: false },
  budget: { runs: 100 },
};
const driver: FuzzEvent = {
  type: 'driver',
  name: 'fake \u001b[31m',
  vendorVersion: '1',
  stage: 'alpha',
  embedded: false,
  atOnce: 4,
};
const phase = (more: Partial<Extract<FuzzEvent, { type: 'phase' }>>): FuzzEvent => ({
  type: 'phase',
  phase: 'fuzz',
  inputs: 10,
  inconclusive: 0,
  calls: 12,
  durationMs: 1500,
  ...more,
});
const requirement = {
  id: 'size/limit',
  level: 'MUST',
  text: 'Sizes\nMUST hold.',
  link: 'https://example.com/size/limit',
} as const;
const found: FuzzEvent = {
  type: 'finding',
  finding: { ...sampleFinding, original: { ...sampleFinding.input, n: 777 } },
  requirement,
  file: 'findings/size-limit-1.json',
  replay: 'npx @csi-env/conformance replay findings/size-limit-1.json',
};
const flaky: FuzzEvent = {
  type: 'finding',
  finding: { ...sampleFinding, flaky: true, cause: 'late', confirmed: { failed: 3, plays: 10 } },
  requirement,
};
const footer: FuzzFooterEvent = {
  type: 'footer',
  verdict: 'found',
  exitCode: 1,
  interrupted: false,
  durationMs: 3200,
  inputs: 100,
  calls: 140,
  findings: { plain: 1, flaky: 1, warnings: 0 },
  repeated: [],
  outside: ['order/kept'],
  inconclusive: { inputs: 2, reasons: ['the hook failed'] },
  requirements: [
    { id: 'size/limit', inputs: 90 },
    { id: 'order/kept', inputs: 0 },
  ],
  boundaries: [{ id: 'n/limit', inputs: 1 }],
};
const whole: readonly FuzzEvent[] = [
  header,
  driver,
  phase({ phase: 'examples', inputs: 2, of: 2 }),
  phase({ phase: 'boundary', inputs: 1, of: 3 }),
  found,
  flaky,
  phase({ inconclusive: 2 }),
  phase({ phase: 'stateful', inputs: 0, without: 'the profile has no hooks' }),
  footer,
];

async function render(name: string, events: readonly FuzzEvent[], verbose = false): Promise<string> {
  const reporter = await fuzzReporters.load(name);
  const source = (async function* () {
    yield* events;
  })();
  let text = '';
  for await (const piece of reporter.render(source, { ...defaultRenderOptions, verbose })) text += piece;
  return text;
}

describe('the console report of a campaign', () => {
  it('shows a card for each finding, what was played and reached, and the verdict', async () => {
    expect(await render('console', whole)).toMatchInlineSnapshot(`
      "✗ size/limit  MUST
        Sizes MUST hold.

        stimulus    N is 500
        acceptable  it is right
        happened    - it was wrong
        cause       wrong
        found       phase fuzz, input 7, made smaller in 12 plays
        confirmed   failed in 2 of 2 plays on fresh connections
        reproduce   npx @csi-env/conformance replay findings/size-limit-1.json
        input       {"phase":"fuzz","title":"N is 500","n":500,"list":[]}
        more        https://example.com/size/limit

      ? size/limit  MUST  flaky
        Sizes MUST hold.

        stimulus    N is 500
        acceptable  it is right
        happened    - it was wrong
        cause       late
        found       phase fuzz, input 7
        confirmed   failed in 3 of 10 plays on fresh connections
        input       {"phase":"fuzz","title":"N is 500","n":500,"list":[]}
        more        https://example.com/size/limit

      played
        examples  2 inputs in 1.5 s
        boundary  1 of 3 inputs in 1.5 s
        fuzz      10 inputs, 2 more that could not be judged in 1.5 s
        stateful  nothing: the profile has no hooks

      reached
        1 of 2 requirements, never order/kept
        1 of 1 boundaries

      2 inputs could not be judged
        ? the hook failed

      failed too, though left out by --run or --skip: order/kept

      fake \\x1b[31m 1, alpha at unix:///fake.sock, fake revision 1, client wire

      ✗ 1 finding, 1 flaky · 100 inputs, 140 calls in 3.2 s · seed 42 · exit 1
      "
    `);
  });

  it('tells with verbose how many inputs reached each', async () => {
    const text = await render('console', whole, true);
    expect(text).toContain('    size/limit  90\n');
    expect(text).toContain('    n/limit  1\n');
  });

  it('cuts long texts of an input, and has them whole with verbose', async () => {
    const long = 'x'.repeat(5000);
    const input = { ...sampleFinding.input, long };
    const events = [header, { ...found, finding: { ...sampleFinding, input } } as FuzzEvent, footer];
    expect(
      Math.max(...(await render('console', events)).split('\n').map((line) => line.length)),
    ).toBeLessThan(120);
    expect(await render('console', events, true)).toContain(long);
  });

  it('shows a broken SHOULD as a warning, which the verdict counts apart', async () => {
    const warning = { ...found, requirement: { ...requirement, level: 'SHOULD' } } as const;
    const counted = { ...footer, findings: { plain: 0, flaky: 0, warnings: 1 } };
    const verdictOf = async (last: FuzzEvent): Promise<string | undefined> =>
      (await render('console', [header, driver, warning, last])).trimEnd().split('\n').at(-1);
    const text = await render('console', [header, driver, warning, footer]);
    expect(text.split('\n')[0]).toBe('! size/limit  SHOULD');
    expect(text).toContain('reproduce   npx @csi-env/conformance replay findings/size-limit-1.json');
    expect(await verdictOf({ ...counted, verdict: 'nothing found', exitCode: 0 })).toMatch(
      /^✓ nothing found, 1 warning · 100 inputs, .* · exit 0$/,
    );
    expect(await verdictOf({ ...counted, findings: { plain: 2, flaky: 1, warnings: 2 } })).toMatch(
      /^✗ 2 findings, 1 flaky, 2 warnings · /,
    );
    expect(await verdictOf({ ...counted, verdict: 'unclear', exitCode: 4, reason: 'too late' })).toMatch(
      /^\? unclear: 1 warning: too late · /,
    );
  });

  it('tells a driver that went away', async () => {
    const { inputs } = sampleGone;
    const text = await render('console', [
      header,
      driver,
      { type: 'finding', finding: { ...sampleGone, inputs: [...inputs, ...inputs] } },
      {
        ...footer,
        verdict: 'unclear',
        exitCode: 3,
        reason: 'the driver no longer answers',
        findings: { plain: 0, flaky: 0, warnings: 0 },
      },
    ]);
    expect(text).toContain('✗ the driver is gone\n');
    expect(text).toContain('it no longer answers after 2 inputs, of which the last may have ended it');
    expect(text).toContain('? unclear: the driver no longer answers · 100 inputs');
  });

  it('tells a driver that was never reached', async () => {
    const text = await render('console', [
      header,
      {
        ...footer,
        verdict: 'unclear',
        exitCode: 3,
        reason: 'no such file',
        inputs: 0,
        requirements: [],
        boundaries: [],
        outside: [],
        findings: { plain: 0, flaky: 0, warnings: 0 },
        inconclusive: { inputs: 0, reasons: [] },
      },
    ]);
    expect(text).toBe(
      'driver never reached at unix:///fake.sock, fake revision 1, client wire\n\n? unclear: no such file · 0 inputs, 140 calls in 3.2 s · seed 42 · exit 3\n',
    );
  });
});

describe('every report of a campaign', () => {
  it.each(fuzzReporters.names)('%s has nothing that a terminal obeys', async (name) => {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
    expect(await render(name, whole)).not.toMatch(/[\u0000-\u0009\u000b-\u001f]/);
  });

  it.each(['console', 'json'])('%s refuses half a campaign', async (name) => {
    await expect(render(name, whole.slice(0, -1))).rejects.toThrow(
      'the events of the campaign are incomplete',
    );
  });

  it('json holds all that the events say', async () => {
    const report = JSON.parse(await render('json', whole));
    expect(report).toMatchObject({
      format: 'csi-env/fuzz-report',
      seed: 42,
      counts: { plain: 1, flaky: 1, warnings: 0 },
      exitCode: 1,
    });
    expect(report.findings.map(({ finding }: { finding: { cause: string } }) => finding.cause)).toEqual([
      'wrong',
      'late',
    ]);
    expect(report.phases).toHaveLength(4);
  });

  it('json ends with a digest of all before it', async () => {
    const text = await render('json', whole);
    expect(checkDocument(text)?.holds).toBe(true);
    expect(checkDocument(text.replace('"seed": 42', '"seed": 43'))?.holds).toBe(false);
  });

  it('ndjson gives each event back', async () => {
    expect(await read(await render('ndjson', whole))).toEqual(whole);
  });

  const changed = 'it was changed after it was written: its digest does not match';
  const withoutDigest = (lines: string[]): string[] =>
    lines.with(-1, (lines.at(-1) ?? '').replace(/,"digest":"[^"]*"/, ''));
  const replaced =
    (line: number, from: string, to: string) =>
    (lines: string[]): string[] => {
      expect(lines.at(line)).toContain(from);
      return lines.with(line, (lines.at(line) ?? '').replace(from, to));
    };

  it('events without a digest are read all the same', async () => {
    const lines = (await render('ndjson', whole)).trimEnd().split('\n');
    expect(await read(withoutDigest(lines).join('\n'))).toEqual(whole);
  });

  it.each<[string, (lines: string[]) => string[], string]>([
    ['an edited line', replaced(0, '"seed":42', '"seed":43'), changed],
    ['another verdict', replaced(-1, '"found"', '"nothing found"'), changed],
    ['a line less', (lines) => [...lines.slice(0, 2), ...lines.slice(3)], changed],
    [
      'a finding less',
      (lines) => withoutDigest([...lines.slice(0, 4), ...lines.slice(5)]),
      'the footer counts 2 findings, the lines before it 1',
    ],
    ['its end cut off', (lines) => lines.slice(0, -1), 'it is truncated: there is no footer'],
    [
      'a wrong member',
      replaced(1, '"atOnce":4', '"atOnce":"4"'),
      'line 2 is no event: atOnce is not a number',
    ],
    [
      'a wrong finding',
      replaced(4, '"mismatches":[', '"mismatches":[7,'),
      'line 5 is no event: finding.mismatches[0] is not a string',
    ],
    [
      'a finding that is none',
      replaced(4, '"finding":{', '"finding":null,"x":{'),
      'line 5 is no event: finding is not an object',
    ],
    [
      'a later format',
      replaced(0, '"formatVersion":1', '"formatVersion":2'),
      'it has format version 2, this tool reads 1',
    ],
  ])('events with %s are refused in one line', async (_, change, why) => {
    const lines = (await render('ndjson', whole)).trimEnd().split('\n');
    await expect(read(change(lines).join('\n'))).rejects.toThrow(
      expect.objectContaining({ name: 'UsageError', message: `cannot read events from e.ndjson: ${why}` }),
    );
  });
});
