import { describe, expect, it } from 'vitest';
import { badge } from './badge.js';
import { defaultRenderOptions } from './reporter.js';
import { type RunName, runNames, runs, stream, text } from './testdata/events.js';

const render = (name: RunName): Promise<string> =>
  text(badge.render(stream(runs[name]), defaultRenderOptions));
const face = async (name: RunName): Promise<string> => {
  const { schemaVersion, label, message, color } = JSON.parse(await render(name));
  expect({ schemaVersion, label }).toEqual({ schemaVersion: 1, label: 'env-vars r1' });
  return `${message}, ${color}`;
};

describe('the badge', () => {
  it('is what shields.io reads', async () => {
    expect(await render('conformant')).toBe(
      '{\n  "schemaVersion": 1,\n  "label": "env-vars r1",\n  "message": "conformant",\n  "color": "brightgreen"\n}\n',
    );
  });

  it('says the verdict', async () => {
    expect(await face('partial')).toBe('partial, yellow');
    expect(await face('failing')).toBe('nonconformant, red');
    expect(await face('error')).toBe('error, lightgrey');
    expect(await face('unreached')).toBe('error, lightgrey');
    expect(await face('interrupted')).toBe('interrupted, lightgrey');
    expect(await face('nothing')).toBe('not supported, lightgrey');
  });

  it('of the embedded reference driver says so', async () => {
    expect(await face('embedded')).toBe('conformant (reference driver), lightgrey');
  });

  it('is green for a conformant driver and for nothing else', async () => {
    const green: string[] = [];
    for (const name of runNames) if ((await face(name)).endsWith('green')) green.push(name);
    expect(green).toEqual(['conformant', 'warned']);
  });
});
