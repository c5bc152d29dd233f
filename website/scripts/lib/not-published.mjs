import { link, sourceUrl } from './links.mjs';

const title = 'Not on npm yet';
const checkout = link('a checkout of the repository', sourceUrl('README.md'));
const run = 'npm ci && npx conformance';

/** How to run the command until its package is on npm; when it is, this file and its uses go. */
export const notPublished = {
  title,
  says: 'npm answers 404 for this name until the package is published. Until then, run it from a checkout of the repository:',
  command: run,
};

const says = `The packages \`@csi-env/…\` are not published yet: npm answers 404 for them. Until they are, take ${checkout}, run \`${run}\` there, and write \`npx conformance\` where this page says \`npx @csi-env/conformance\`; where ours is not installed, the short name is another project's package.`;
const installs =
  'To run it elsewhere, install the packages into that folder: run `npm ci && npm pack --workspaces` in the checkout, and give `npm install` the three `.tgz` files that this makes in place of the names.';

/** The same as a note for a page in Markdown. */
export function notPublishedNote() {
  return `:::note[${title}]\n\n${says}\n\n${installs}\n\n:::`;
}

/** A page with the note at its beginning if it tells a reader to run or install what is not published. */
export function withNotPublished(text) {
  if (!/npm install .*@csi-env\/|npx (--yes )?@csi-env\/conformance/.test(text)) return text;
  return text.replace(/^---\n[\s\S]*?\n---\n/, (members) => `${members}\n${notPublishedNote()}\n`);
}
