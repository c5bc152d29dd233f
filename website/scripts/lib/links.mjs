const sources = 'https://github.com/csi-env/csi-env';

/** Page of a requirement. */
export const requirementPath = (id) => `/spec/env-vars/${id}/`;
/** Page of an area. */
export const areaPath = (area) => `/spec/env-vars/${area}/`;
/** Page of a decision. */
export const decisionPath = (n) => `/spec/decisions/${n}/`;
/** Page of a flow. */
export const flowPath = (name) => `/spec/flows/${name}/`;
/** Anchor of a check on the page of its requirement: what its name adds to the requirement's id. */
export const checkAnchor = (name) => `check-${name.split('/').slice(2).join('-')}`;
/** Page of an rpc. */
export const rpcPath = (method) => `/spec/wire/${dashed(method)}/`;
/** A field, on the page of the first call that carries it. */
export const fieldPath = ({ path, rpcs }) => `${rpcPath(rpcs[0].split('/').at(-1))}#${path}`;
/** Where a file of the repository is edited. */
export const editUrl = (path) => `${sources}/edit/main/${path}`;
/** Where a file of the repository is read. */
export const sourceUrl = (path) => `${sources}/blob/main/${path}`;
/** A link in Markdown. */
export const link = (text, path) => `[${text}](${path})`;
/** A requirement's id as a link to its page. */
export const requirementLink = (id) => link(`\`${id}\``, requirementPath(id));

/** `NodeGetEnvVars` as `node-get-env-vars`. */
export function dashed(name) {
  return name.replace(/(?<=[a-z])(?=[A-Z])/g, '-').toLowerCase();
}
