import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { siteAddresses } from '../../scripts/kep/site-addresses.js';
import { importSources } from '../scripts/data/bundle.mjs';
import { siteUrl } from '../scripts/lib/address.mjs';
import { repository, website } from '../scripts/lib/folders.mjs';
import { checkAnchor } from '../scripts/lib/links.mjs';
import { currentAddresses } from '../scripts/list-addresses.mjs';
import { htmlFiles, problemOf, targetsOf } from './html.mjs';

const listed = readFileSync(join(website, 'permanent-addresses.txt'), 'utf8').trim().split('\n');

it('keeps every address that it ever had', () => {
  expect(listed.length).toBeGreaterThan(1000);
  expect(
    listed.flatMap((address) =>
      problemOf(address) === undefined ? [] : [`${address}: ${problemOf(address)}`],
    ),
  ).toEqual([]);
});

it('lists every address of the specification: npm run addresses adds what is new', () => {
  const known = new Set(listed);
  expect(currentAddresses().filter((address) => !known.has(address))).toEqual([]);
});

it('lists an address for each check', async () => {
  const { checks } = await importSources(
    'checks',
    "import { envVarsChecks } from './contracts/env-vars/contract.js'; export const checks = envVarsChecks.map(({ name }) => name);",
  );
  const current = currentAddresses();
  const addresses = checks.map((name) => {
    const [area, requirement] = name.split('/');
    return `/spec/env-vars/${area}/${requirement}/#${checkAnchor(
      name,
      checks.filter((one) => one.startsWith(`${area}/${requirement}/`)),
    )}`;
  });
  expect(checks.length).toBeGreaterThan(1000);
  expect(addresses.filter((address) => !current.includes(address))).toEqual([]);
  expect(new Set(addresses).size).toBe(addresses.length);
});

it('gives each anchor of a page to one element', () => {
  const twice = [...htmlFiles()].flatMap(([page, text]) => {
    const ids = [...text.replace(/<svg[\s\S]*?<\/svg>/g, '').matchAll(/<[^<>]* id="?([^\s">]+)/g)].map(
      ([, id]) => id,
    );
    return [...new Set(ids.filter((id, at) => ids.indexOf(id) !== at))].map((id) => `${page}#${id}`);
  });
  expect(twice).toEqual([]);
});

it('has a page wherever the command links to', async () => {
  const { defaultLinkBase, requirements } = await importSources(
    'links',
    "export { defaultLinkBase } from './contracts/env-vars/contract.js'; export { requirements } from './gen/requirements.js';",
  );
  expect(defaultLinkBase.startsWith(siteUrl)).toBe(true);
  expect(requirements.length).toBeGreaterThan(90);
  const lost = requirements
    .map(({ id }) => `${defaultLinkBase}${id}`.slice(siteUrl.length))
    .filter((path) => problemOf(path) !== undefined);
  expect(lost).toEqual([]);
});

it('has every page that the KEP may link to', () => {
  expect([...siteAddresses()].filter((address) => problemOf(address) !== undefined)).toEqual([]);
});

it('has a page wherever a profile of the repository says that something is documented', () => {
  const profiles = ['examples', 'results'].flatMap((folder) =>
    readdirSync(join(repository, folder), { recursive: true })
      .filter((file) => /\.ya?ml$/.test(file))
      .map((file) => join(folder, file)),
  );
  const named = profiles.flatMap((file) =>
    [...readFileSync(join(repository, file), 'utf8').matchAll(/https:\/\/csi-env\.dev[^\s"'`,)}\]]*/g)].map(
      ([address]) => ({ file, address: address.slice('https://csi-env.dev'.length) || '/' }),
    ),
  );
  expect(named.length).toBeGreaterThanOrEqual(2);
  const lost = named.flatMap(({ file, address }) => {
    const problem = problemOf(address);
    return problem === undefined ? [] : [`${file} names ${address}: ${problem}`];
  });
  expect(lost).toEqual([]);
});

it('links to nothing within the site that is not there', () => {
  const lost = [];
  let looked = 0;
  for (const [page, text] of htmlFiles())
    for (const target of targetsOf(text)) {
      if (/^[a-z]+:/.test(target) && !target.startsWith(siteUrl)) continue;
      // Docusaurus names a canonical address for the page that stands where there is none.
      if (page === '/404.html' && target === `${siteUrl}/404.html/`) continue;
      looked++;
      const address = new URL(target.replace(siteUrl, ''), `http://site${page}`);
      const problem = problemOf(address.pathname + address.hash);
      if (problem !== undefined) lost.push(`${page} links to ${target}: ${problem}`);
    }
  expect(looked).toBeGreaterThan(5000);
  expect([...new Set(lost)]).toEqual([]);
});

it('shows no mark of a note as text', () => {
  const pages = [...htmlFiles()].filter(([, text]) => /:::[a-z]/.test(text)).map(([page]) => page);
  expect(pages).toEqual([]);
});

it('links to nothing in the repository that is not there', () => {
  const lost = new Set();
  let looked = 0;
  for (const [page, text] of htmlFiles())
    for (const target of targetsOf(text)) {
      const [, how, path] =
        /^https:\/\/github\.com\/csi-env\/csi-env\/(\w+)\/main(?:\/([^#?]*))?/.exec(target) ?? [];
      if (how === undefined) continue;
      looked++;
      const found = statSync(join(repository, decodeURIComponent(path ?? '')), { throwIfNoEntry: false });
      const is = found === undefined ? 'nothing' : found.isDirectory() ? 'a folder' : 'a file';
      if (is !== (how === 'tree' ? 'a folder' : 'a file'))
        lost.add(`${page} links to ${target}, which is ${is}`);
    }
  expect(looked).toBeGreaterThan(200);
  expect([...lost]).toEqual([]);
});

it('links to other hosts by https and nothing else', () => {
  const odd = [];
  for (const [page, text] of htmlFiles())
    for (const target of targetsOf(text))
      if (/^[a-z]+:/.test(target) && !/^(https:\/\/[\w.-]+(\/|$)|data:|mailto:)/.test(target))
        odd.push(`${page} links to ${target}`);
  expect(odd).toEqual([]);
});
