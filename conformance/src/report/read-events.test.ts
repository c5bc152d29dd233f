import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import type { RunEvent } from '../runner/events.js';
import { ndjson } from './ndjson.js';
import { openSource, readEvents } from './read-events.js';
import { defaultRenderOptions } from './reporter.js';
import { runNames, runs, stream, text } from './testdata/events.js';

const written = (events: readonly RunEvent[]): Promise<string> =>
  text(ndjson.render(stream(events), defaultRenderOptions));

async function read(...pieces: readonly (string | Uint8Array)[]): Promise<RunEvent[]> {
  async function* source() {
    yield* pieces;
  }
  const events: RunEvent[] = [];
  for await (const event of readEvents(source(), 'events.ndjson')) events.push(event);
  return events;
}

/** The lines of the conformant run: header, plan, driver, three checks, footer. */
async function conformant(): Promise<string[]> {
  return (await written(runs.conformant)).trimEnd().split('\n');
}

const withoutDigest = (text: string): string => text.replace(/,"digest":"[^"]*"/, '');

const refusal = (why: string) =>
  expect.objectContaining({ name: 'UsageError', message: `cannot read events from events.ndjson: ${why}` });

describe('an event file', () => {
  it.each(runNames)('of the %s run comes back as it was', async (name) => {
    expect(await read(await written(runs[name]))).toEqual(runs[name]);
  });

  it('may come in pieces of any size, with carriage returns, a byte order mark and no last line break', async () => {
    const bytes = new TextEncoder().encode(
      `\ufeff${(await written(runs.hostile)).trimEnd().replaceAll('\n', '\r\n')}`,
    );
    expect(await read(...Array.from(bytes, (byte) => Uint8Array.of(byte)))).toEqual(runs.hostile);
  });

  it('may hold separators inside of strings that other readers take for line breaks', async () => {
    const lines = (await conformant()).join('\n').replace('unix:///csi/csi.sock', 'a\u2028b');
    expect((await read(withoutDigest(lines)))[0]).toMatchObject({ endpoint: 'a\u2028b' });
  });

  it('trap: a truncated event stream read as complete', async () => {
    const lines = await conformant();
    await expect(read(lines.slice(0, -1).join('\n'))).rejects.toThrow(
      refusal('it is truncated: there is no footer'),
    );
    await expect(read(lines.join('\n').slice(0, -5))).rejects.toThrow(
      refusal('it is truncated: line 7 is cut short'),
    );
    await expect(read([...lines.slice(0, 4), ...lines.slice(5)].join('\n'))).rejects.toThrow(
      refusal('the footer counts 2 checks as pass, the lines before it 1'),
    );
    await expect(read('')).rejects.toThrow(refusal('it is empty'));
  });

  it.each<[string, (lines: string[]) => string[], string]>([
    ['without a header', (lines) => lines.slice(1), 'it does not begin with a header'],
    ['with two headers', (lines) => [lines[0] ?? '', ...lines], 'line 2 is a second header'],
    [
      'with something after the footer',
      (lines) => [...lines, lines[3] ?? ''],
      'line 8 comes after the footer',
    ],
    ['with a broken line', (lines) => lines.with(2, '{"type":'), 'line 3 is not JSON'],
    [
      'that is a document of JSON',
      (lines) => ['{', '  "format": "csi-env/report"', '}', ...lines],
      'it is one JSON document, and events stand on a line each',
    ],
    [
      'with a line that is no object',
      (lines) => lines.with(2, '7'),
      'line 3 is no event: it is not an object',
    ],
    [
      'of an unknown type',
      (lines) => lines.with(2, '{"type":"toString"}'),
      'line 3 is no event: it has no type that this tool knows',
    ],
    [
      'with a member missing',
      (lines) => lines.with(0, (lines[0] ?? '').replace('"seed"', '"sed"')),
      'line 1 is no event: seed is missing',
    ],
    [
      'with a wrong member',
      (lines) => lines.with(3, (lines[3] ?? '').replace('"pass"', '"fine"')),
      'line 4 is no event: outcome is none of pass, fail, error, untested, not-applicable, skipped',
    ],
    [
      'with a wrong member inside',
      (lines) => lines.with(1, (lines[1] ?? '').replace('"run"', '"go"')),
      'line 2 is no event: requirements[0].checks[0].decision is none of run, untested, skipped, not-applicable',
    ],
    [
      'of a later format',
      (lines) => lines.with(0, (lines[0] ?? '').replace('"formatVersion":1', '"formatVersion":2')),
      'it has format version 2, this tool reads 1',
    ],
    [
      'of another tool',
      (lines) => lines.with(0, (lines[0] ?? '').replace('csi-env/events', 'other')),
      'line 1 is no event: format is none of csi-env/events',
    ],
    [
      'of a campaign',
      (lines) => lines.with(0, (lines[0] ?? '').replace('csi-env/events', 'csi-env/fuzz-events')),
      'it holds the events of a campaign, not of a run',
    ],
    [
      'with a check twice',
      (lines) => lines.with(4, lines[3] ?? ''),
      'line 5 is a second event of check identity/plugin-name/characters',
    ],
    [
      'with a check that was not planned',
      (lines) => lines.with(3, (lines[3] ?? '').replace('characters', 'x')),
      'line 4 is of check identity/plugin-name/x, which the plan does not have',
    ],
  ])('%s is refused in one line', async (_, change, why) => {
    await expect(read(change(await conformant()).join('\n'))).rejects.toThrow(refusal(why));
  });

  const changed = 'it was changed after it was written: its digest does not match';

  it.each<[string, (lines: string[]) => string[]]>([
    ['an edited line', (lines) => lines.with(0, (lines[0] ?? '').replace('"seed":42', '"seed":43'))],
    ['another profile', (lines) => lines.with(0, (lines[0] ?? '').replace('00ff', '00fe'))],
    ['lines in another order', (lines) => lines.with(3, lines[4] ?? '').with(4, lines[3] ?? '')],
    ['a member more', (lines) => lines.with(2, (lines[2] ?? '').replace('{', '{"note":"fine",'))],
    ['another verdict', (lines) => lines.with(6, (lines[6] ?? '').replace('conformant', 'nonconformant'))],
    ['another digest', (lines) => lines.with(6, (lines[6] ?? '').replace(/sha256:./, 'sha256:x'))],
    ['a digest that is not at the end', (lines) => lines.with(6, (lines[6] ?? '').replace(/}$/, ',"x":1}'))],
  ])('with %s is refused by its digest', async (_, change) => {
    await expect(read(change(await conformant()).join('\n'))).rejects.toThrow(refusal(changed));
  });

  it('without a digest is read, but not where the digest is asked for', async () => {
    const plain = withoutDigest(await written(runs.conformant));
    expect(await read(plain)).toEqual(runs.conformant);
    const asked = async (): Promise<void> => {
      for await (const _ of readEvents(Readable.from([plain]), 'events.ndjson', () => {}));
    };
    await expect(asked()).rejects.toThrow(
      refusal('its footer has no digest, so nothing shows that it is whole'),
    );
  });

  it('tells its digest once the footer proved right', async () => {
    const whole = await written(runs.conformant);
    const told: string[] = [];
    for await (const _ of readEvents(Readable.from([whole]), 'events.ndjson', (digest) => told.push(digest)));
    expect(told).toEqual([/"(sha256:[0-9a-f]+)"}\n$/.exec(whole)?.[1]]);
  });

  it('that is not UTF-8 is refused', async () => {
    await expect(read(Uint8Array.of(0xff, 0xfe, 0x0a))).rejects.toThrow(
      refusal('line 1 or one soon after it is not UTF-8'),
    );
  });

  it('is read by its path', async () => {
    const path = join(await mkdtemp(join(tmpdir(), 'events-')), 'run.ndjson');
    await writeFile(path, await written(runs.failing));
    const events: RunEvent[] = [];
    for await (const event of readEvents(openSource(path), path)) events.push(event);
    expect(events).toEqual(runs.failing);
  });

  it('that is absent is refused by its path', async () => {
    const path = '/nowhere/run.ndjson';
    await expect(readEvents(openSource(path), path).next()).rejects.toThrow(
      'cannot read events from /nowhere/run.ndjson: no such file',
    );
  });
});
