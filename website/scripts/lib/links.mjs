import { statSync } from 'node:fs';
import { join } from 'node:path';
import { repository } from './folders.mjs';

const sources = 'https://github.com/csi-env/csi-env';

/** Page of a requirement. */
export const requirementPath = (id) => `/spec/env-vars/${id}/`;
/** Page of an area. */
export const areaPath = (area) => `/spec/env-vars/${area}/`;
/** Page of a decision. */
export const decisionPath = (n) => `/spec/decisions/${n}/`;
/** Page of a flow. */
export const flowPath = (name) => `/spec/flows/${name}/`;
/**
 * Anchor of a check on the page of its requirement: what its name adds to the requirement's id, with hyphens for slashes; with
 * dots where a name without a slash there would have the same.
 *
 * @param names those of all checks of the requirement
 */
export function checkAnchor(name, names) {
  const parts = name.split('/').slice(2);
  const plain = parts.join('-');
  const isTaken = parts.length > 1 && names.some((other) => other.split('/').slice(2).join('/') === plain);
  return `check-${isTaken ? parts.join('.') : plain}`;
}
/** Page of an rpc. */
export const rpcPath = (method) => `/spec/wire/${dashed(method)}/`;
/** A field, on the page of the first call that carries it. */
export const fieldPath = ({ path, rpcs }) => `${rpcPath(rpcs[0].split('/').at(-1))}#${path}`;
/** Where a file of the repository is edited. */
export function editUrl(path) {
  if (isFolder(path)) throw new Error(`${path} is a folder, which nobody can edit`);
  return `${sources}/edit/main/${path}`;
}
/** Where a file or folder of the repository is read. */
export const sourceUrl = (path) => `${sources}/${isFolder(path) ? 'tree' : 'blob'}/main/${path}`;
/** A link in Markdown. */
export const link = (text, path) => `[${text}](${path})`;
/** A requirement's id as a link to its page. */
export const requirementLink = (id) => link(`\`${id}\``, requirementPath(id));

/** Markdown of the specification with links from the requirements, and from the file of limits, that it names as code. */
export function withLinks(markdown, requirements) {
  const ids = new Set(requirements.map(({ id }) => id));
  return markdown.replace(/`([^`\n]+)`/g, (span, text) => {
    if (ids.has(text)) return requirementLink(text);
    return text === 'contract.yaml' ? link(span, '/spec/limits/') : span;
  });
}

/** Whether a path of the repository is a folder; throws where nothing is. */
function isFolder(path) {
  return statSync(join(repository, path)).isDirectory();
}

/** `NodeGetEnvVars` as `node-get-env-vars`. */
export function dashed(name) {
  return name.replace(/(?<=[a-z])(?=[A-Z])/g, '-').toLowerCase();
}
