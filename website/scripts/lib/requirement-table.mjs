import { link, requirementPath } from './links.mjs';
import { prose, table } from './markdown.mjs';

/** Requirements as rows: name, level, sentence, number of checks and mutants. */
export function requirementTable(requirements, { toolkit }) {
  const rows = requirements.map(({ id, level, stage, text }) => [
    link(`\`${id}\``, requirementPath(id)),
    stage === 'beta' ? `${level}, beta` : level,
    prose(text),
    String(toolkit.checks.filter((check) => check.requirement === id).length),
    String(toolkit.mutants.filter(({ breaks }) => breaks.includes(id)).length),
  ]);
  return table(['requirement', 'level', 'what it says', 'checks', 'mutants'], rows);
}
