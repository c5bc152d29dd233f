import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readSpecification } from '../../../spec-tests/scripts/read-specification.js';
import { website } from '../lib/folders.mjs';

const { limits } = readSpecification('env-vars').contract;
/** What the guide says in words of its own, or on another page. */
const elsewhere = ['retries', 'retryBackoffMs', 'grpcMessageBytes'];

it('the guide to limits has the limits of the contract and no other', () => {
  const guide = readFileSync(join(website, 'docs/guides/limits.md'), 'utf8');
  const defaults = guide.slice(guide.indexOf('## The defaults')).split('\n## ')[0];
  const said = [...defaults.matchAll(/^\| [^|]+ \| ([\d,]+)( s)?/gm)].map(
    ([, number, seconds]) => Number(number.replaceAll(',', '')) * (seconds === undefined ? 1 : 1000),
  );
  const known = Object.entries(limits).filter(([name]) => !elsewhere.includes(name));
  expect(new Set(said)).toEqual(new Set(known.map(([, value]) => value)));
});
