import { editUrl, link, sourceUrl } from '../lib/links.mjs';
import { code, page, prose, table } from '../lib/markdown.mjs';

/** What the long measurements came to, each with the revision at which it ran. */
export function nightlyPage({ nightly }) {
  return {
    path: 'evidence/nightly.mdx',
    text: page(
      {
        title: 'Long measurements',
        slug: '/evidence/nightly/',
        description: 'What takes hours and is measured at full size, and what each part came to.',
        custom_edit_url: editUrl('website/scripts/pages/nightly.mjs'),
      },
      'CI runs a part of everything at each change. These run all of it, part by part, and each leaves a file with its command, the revision, the machine and what went wrong.',
      code('bash', 'scripts/nightly'),
      table(
        ['part', 'what it shows', 'outcome', 'passed', 'seconds', 'revision'],
        nightly.map(({ name, says, result }) =>
          result === undefined
            ? [`\`${name}\``, prose(says), 'never run to its end', '', '', '']
            : [
                link(`\`${name}\``, sourceUrl(`results/nightly/${name}.json`)),
                prose(says),
                result.outcome,
                `${result.passed} of ${result.passed + result.failed}`,
                String(result.seconds),
                `\`${result.revision.slice(0, 12)}\``,
              ],
        ),
      ),
    ),
  };
}
