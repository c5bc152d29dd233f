import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * The licences of the packages that bundled files come from, each once, by name; packages of this workspace have the
 * project's own.
 *
 * @param {readonly string[]} files absolute paths of bundled source files
 * @returns {string} the text of THIRD-PARTY-LICENSES
 */
export function licensesOf(files) {
  const folders = new Set(files.filter((file) => file.includes('/node_modules/')).map(packageFolder));
  const packages = [...folders]
    .map((folder) => ({ folder, ...JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  const sections = packages.map(({ folder, name, version, license }) => {
    return `${name} ${version} (${license})\n\n${licenseText(folder, name)}`;
  });
  return `The bundled files of this package contain code of these packages.\n\n${sections.join(`\n\n${'-'.repeat(80)}\n\n`)}\n`;
}

/** The nearest folder above a file whose package.json names a package; inner ones only say `type`. */
function packageFolder(file) {
  for (let folder = dirname(file); folder !== dirname(folder); folder = dirname(folder)) {
    const manifest = join(folder, 'package.json');
    if (existsSync(manifest) && JSON.parse(readFileSync(manifest, 'utf8')).version !== undefined)
      return folder;
  }
  throw new Error(`${file} belongs to no package`);
}

function licenseText(folder, name) {
  const file = readdirSync(folder).find((entry) => /^(licen[cs]e|copying)(\.|$)/i.test(entry));
  if (file !== undefined) return readFileSync(join(folder, file), 'utf8').trim();
  const { license, author, contributors } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  if (license === undefined) throw new Error(`${name} has no licence`);
  return `The package has no licence file. It is licensed under ${license}; author: ${JSON.stringify(author ?? contributors ?? 'not named')}.`;
}
