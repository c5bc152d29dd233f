import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, parseDocument } from 'yaml';
import { readProposalData, readSpecification } from '../../spec-tests/scripts/read-specification.js';
import { root } from '../run-buf.js';
import { regionTexts } from './region-texts.js';
import { siteAddresses } from './site-addresses.js';

/**
 * Everything that the rules look at.
 *
 * @typedef {object} Kep
 * @property {Readonly<Record<string, string>>} files texts of the folder, by path in it
 * @property {any} observability metrics, events, alerts and objectives as data
 * @property {any} graduation criteria as data
 * @property {readonly string[]} requirements ids
 * @property {readonly string[]} steps names of the steps of `.ci/run`
 * @property {(path: string) => boolean} exists whether the repository has a file or folder
 * @property {ReadonlySet<string>} addresses of pages of the site, and of the anchors that the specification keeps
 * @property {Readonly<Record<string, string>>} regions what the generated regions say, by name
 */

/** @typedef {{file: string, line?: number, message: string}} Problem */

/**
 * Reads a KEP and the data that it is held against.
 *
 * @param {string} folder
 * @returns {Kep}
 * @throws {Error} when the folder or the data cannot be read
 */
export function readKep(folder) {
  const files = Object.fromEntries(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .map((path) => [
        path
          .slice(folder.length)
          .replace(/^[\\/]/, '')
          .replaceAll('\\', '/'),
        path,
      ])
      .map(([name = '', path = '']) => [name, readFileSync(path, 'utf8')]),
  );
  const specification = readSpecification('env-vars');
  const proposal = readProposalData('env-vars');
  const section = parse(readFileSync(join(root, 'kep/csi-spec/section.yaml'), 'utf8'));
  const steps = readFileSync(join(root, '.ci/steps.js'), 'utf8').matchAll(/\bname: '([^']+)'/g);
  return {
    files,
    ...proposal,
    requirements: specification.requirements.map((/** @type {any} */ { id }) => id),
    steps: [...steps].map(([, name]) => name ?? ''),
    exists: (path) => existsSync(join(root, path)),
    addresses: siteAddresses(),
    regions: regionTexts(specification, proposal, section),
  };
}

/**
 * The pages of a KEP, by path.
 *
 * @param {Pick<Kep, 'files'>} kep
 * @returns {[file: string, text: string][]}
 */
export function pagesOf({ files }) {
  return Object.entries(files).filter(([file]) => file.endsWith('.md'));
}

/**
 * What kep.yaml says, as far as it can be read; whether it is as it should be is for the rule of its keys.
 *
 * @param {Pick<Kep, 'files'>} kep
 * @returns {Record<string, any> | undefined} undefined when there is nothing to read
 */
export function metadataOf({ files }) {
  return membersOf(files['kep.yaml'] ?? '');
}

/**
 * Members of a YAML document, as far as it can be read.
 *
 * @param {string} text
 * @returns {Record<string, any> | undefined} undefined when there are none to read
 */
export function membersOf(text) {
  try {
    const data = parseDocument(text, { logLevel: 'silent' }).toJS();
    return typeof data === 'object' && data !== null ? data : undefined;
  } catch {
    return undefined;
  }
}
