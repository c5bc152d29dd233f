import { createHash } from 'node:crypto';

/** The release of mermaid that renders; its npm package is checked against the digest below. */
export const mermaid = {
  version: '11.17.2',
  integrity:
    'sha512-V6K3C8EBdEsPFZXSKMJe6ppQOENxuHARr9GvHX4hh47lAbhMRD9qf4oEK7LoaRQxULMa80/qt5gHO73aCleBBg==',
};

/** What mermaid is told; it is part of what a picture is made from. */
export const settings = {
  startOnLoad: false,
  theme: 'neutral',
  fontFamily: 'sans-serif',
  securityLevel: 'strict',
  // GitHub shows no HTML inside a picture.
  htmlLabels: false,
  sequence: { useMaxWidth: true, wrap: false, mirrorActors: true, actorMargin: 40, bottomMarginAdj: 16 },
};

/**
 * Digest of what a picture is made from: source, settings and release of mermaid.
 * Pictures carry it, so that a stale one is found without rendering and without comparing glyphs.
 *
 * @param {string} source text of a .mmd file
 */
export function digestOf(source) {
  const all = JSON.stringify([mermaid.version, settings, source.replaceAll('\r\n', '\n')]);
  return `sha256-${createHash('sha256').update(all).digest('hex')}`;
}

/**
 * The digest that a picture carries.
 *
 * @param {string} svg
 * @returns {string | undefined}
 */
export function digestIn(svg) {
  return /<metadata>source (sha256-[0-9a-f]{64})<\/metadata>/.exec(svg)?.[1];
}

/**
 * Puts the digest and a white ground into a picture, so that it is readable on dark pages too.
 *
 * @param {string} svg as mermaid renders it
 * @param {string} digest
 * @throws {Error} when it is no picture that has been drawn
 */
export function finish(svg, digest) {
  const [open] = /^<svg\b[^>]*>/.exec(svg) ?? [];
  if (open === undefined || !/viewBox="[^"]+"/.test(open)) {
    throw new Error('cannot finish a picture: it is no svg with a viewBox');
  }
  const [, x, y, width, height] = /viewBox="(\S+) (\S+) (\S+) (\S+)"/.exec(open) ?? [];
  const ground = `<rect x="${x}" y="${y}" width="${width}" height="${height}" fill="#fff"/>`;
  return `${open}<metadata>source ${digest}</metadata>${ground}${svg.slice(open.length)}\n`;
}

/**
 * What a source says about itself.
 *
 * @param {string} source
 * @returns {{title: string, description: string, requirements: string[]}} empty where it says nothing
 */
export function aboutDiagram(source) {
  const line = (/** @type {RegExp} */ pattern) => pattern.exec(source)?.[1]?.trim() ?? '';
  const requirements = line(/^%% requirements: (.*)$/m);
  return {
    title: line(/^\s*accTitle: (.*)$/m),
    description: line(/^\s*accDescr: (.*)$/m),
    requirements: requirements === '' ? [] : requirements.split(',').map((id) => id.trim()),
  };
}
