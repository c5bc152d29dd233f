import { expect, it } from 'vitest';
import { withNotPublished } from './not-published.mjs';

const page = (text) => `---\ntitle: A page\n---\n\n${text}\n`;

it.each(['Run `npx @csi-env/conformance doctor`.', '```sh\nnpx --yes @csi-env/conformance\n```'])(
  'a page with %j says at its beginning how to run the command until it is published',
  (text) => {
    const noted = withNotPublished(page(text));
    expect(noted).toMatch(/^---\ntitle: A page\n---\n\n:::note\[Not on npm yet\]\n/);
    expect(noted).toContain('npm ci && npx conformance');
    expect(noted.endsWith(page(text).slice('---\ntitle: A page\n---\n'.length))).toBe(true);
    expect(noted).toContain('npm pack --workspaces');
  },
);

it('a page that only installs the packages says how to pack them, too', () => {
  expect(withNotPublished(page('npm install --save-dev @csi-env/proto'))).toContain('npm pack --workspaces');
});

it('any other page stays as it is', () => {
  expect(withNotPublished(page('Run `npx conformance`.'))).toBe(page('Run `npx conformance`.'));
});
