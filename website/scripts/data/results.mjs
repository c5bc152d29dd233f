import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repository } from '../lib/folders.mjs';

/** Where vendors put results, a folder for each driver and version. */
export const resultFolder = 'results';

/** Every published result with its report as it was written, drivers in alphabetical order. */
export function loadResults() {
  const folder = join(repository, resultFolder);
  const folders = (path) =>
    existsSync(path)
      ? readdirSync(path, { withFileTypes: true })
          .filter((entry) => entry.isDirectory())
          .map(({ name }) => name)
          .sort()
      : [];
  return folders(folder).flatMap((driver) =>
    folders(join(folder, driver)).map((version) => {
      const own = join(folder, driver, version);
      return {
        driver,
        version,
        folder: own,
        report: JSON.parse(readFileSync(join(own, 'report.json'), 'utf8')),
        readme: readFileSync(join(own, 'README.md'), 'utf8'),
      };
    }),
  );
}
