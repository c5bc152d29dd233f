import { posix } from 'node:path';
import { headingsOf, linksOf, undefinedReferences } from '../markdown.js';
import { pagesOf } from '../read-kep.js';

const site = 'csi-env.dev';

/**
 * Relative links lead to files of the folder and to headings in them, links to the site to pages that it has, and links
 * to other places have the form of one.
 * The folder is moved to another repository, so nothing in it may link to what is beside it here.
 *
 * @param {import('../read-kep.js').Kep} kep
 * @returns {import('../read-kep.js').Problem[]}
 */
export function links(kep) {
  return pagesOf(kep).flatMap(([file, text]) => [
    ...linksOf(text).flatMap(({ target, line }) => {
      const message = /^[a-z][a-z+.-]*:/i.test(target)
        ? externalProblem(target, kep.addresses)
        : relativeProblem(target, file, kep.files);
      return message === undefined ? [] : [{ file, line, message }];
    }),
    ...undefinedReferences(text).map(({ name, line }) => ({
      file,
      line,
      message: `no line says where [${name}] leads`,
    })),
  ]);
}

/**
 * @param {string} target
 * @param {ReadonlySet<string>} addresses
 */
function externalProblem(target, addresses) {
  if (!URL.canParse(target)) return `${target} is no address`;
  const { protocol, hostname, pathname, hash } = new URL(target);
  if (protocol !== 'https:') return `${target} is not an https address`;
  if (!hostname.includes('.')) return `${target} names no host`;
  if (hostname !== site) return undefined;
  const page = pathname.replace(/\/?$/, '/');
  if (!addresses.has(page)) return `the site has no page ${page}`;
  const keepsAnchors = [...addresses].some((address) => address.startsWith(`${page}#`));
  return hash === '' || !keepsAnchors || addresses.has(page + hash)
    ? undefined
    : `the site has no anchor ${page}${hash}`;
}

/**
 * @param {string} target
 * @param {string} file
 * @param {Readonly<Record<string, string>>} files
 */
function relativeProblem(target, file, files) {
  const [path = '', anchor] = target.split('#');
  const to = path === '' ? file : posix.normalize(posix.join(posix.dirname(file), path));
  if (target === '') return 'a link leads nowhere';
  if (to.startsWith('..') || path.startsWith('/')) return `${target} leads out of the folder`;
  const page = files[to];
  if (page === undefined) return `there is no ${to}`;
  if (anchor === undefined) return undefined;
  return headingsOf(page).some(({ slug }) => slug === anchor) ? undefined : `${to} has no heading #${anchor}`;
}
