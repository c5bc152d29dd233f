/** @typedef {{requirement?: string, file?: string, step?: string}} Evidence */
/** @typedef {{id: string, text: string, state: 'measured' | 'cluster' | 'people', evidence?: Evidence[], missing?: string}} Criterion */

/** States as readers see them. */
export const stateNames = { measured: 'measured', cluster: 'needs a cluster', people: 'needs people' };

const page = 'https://csi-env.dev/spec/env-vars/';

/**
 * A table in Markdown.
 *
 * @param {readonly string[]} head
 * @param {readonly (readonly string[])[]} rows
 */
export function table(head, rows) {
  const line = (/** @type {readonly string[]} */ cells) =>
    `| ${cells.map((cell) => cell.replaceAll('\n', ' ').replaceAll('|', '\\|')).join(' | ')} |\n`;
  return line(head) + line(head.map(() => '---')) + rows.map(line).join('');
}

/**
 * Criteria as a list for people in a hurry.
 *
 * @param {readonly Criterion[]} criteria
 */
export function criteriaList(criteria) {
  return criteria.map(({ text, state }) => `- ${text} (${stateNames[state]})\n`).join('');
}

/**
 * Criteria with their evidence and what is missing.
 *
 * @param {readonly Criterion[]} criteria
 */
export function evidenceTable(criteria) {
  return table(
    ['id', 'criterion', 'state', 'evidence today', 'missing'],
    criteria.map(({ id, text, state, evidence = [], missing = '' }) => [
      `\`${id}\``,
      text,
      stateNames[state],
      evidence.map(evidenceText).join(', '),
      missing,
    ]),
  );
}

/**
 * How many criteria of each stage are in which state.
 *
 * @param {readonly {stage: string, criteria: readonly Criterion[]}[]} stages
 */
export function summaryTable(stages) {
  const states = /** @type {(keyof typeof stateNames)[]} */ (Object.keys(stateNames));
  return table(
    ['stage', ...states.map((state) => stateNames[state]), 'criteria'],
    stages.map(({ stage, criteria }) => [
      stage === 'ga' ? 'GA' : stage,
      ...states.map((state) => String(criteria.filter((criterion) => criterion.state === state).length)),
      String(criteria.length),
    ]),
  );
}

/** @param {Evidence} evidence */
function evidenceText({ requirement, file, step }) {
  if (requirement !== undefined) return `[${requirement}](${page}${requirement})`;
  return file === undefined ? `step "${step}"` : `\`${file}\``;
}
