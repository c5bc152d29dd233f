import { siteBase } from '../../scripts/lib/address.mjs';

/** The faces of the site under addresses that do not change, so that a page can ask for the first one early. */
export const faces = [
  { family: 'Site Sans', weight: 400, file: 'sans-400.woff2' },
  { family: 'Site Sans', weight: 600, file: 'sans-600.woff2' },
  { family: 'Site Mono', weight: 400, file: 'mono-400.woff2' },
];

/** The rules that name them. A face that comes late is left out, so that no text moves. */
export const faceRules = faces
  .map(
    ({ family, weight, file }) =>
      `@font-face{font-family:"${family}";font-weight:${weight};font-display:optional;src:url("${siteBase}fonts/${file}") format("woff2")}`,
  )
  .join('');
