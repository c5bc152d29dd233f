import { inCsiWords } from './csi-words.js';

/** @typedef {{requirement: string, sentences?: number[]} | {text: string, from?: string[]}} Sentence */
/** @typedef {{condition: string, code: string, description: string, recovery: string, from: string[]}} ErrorRow */
/** @typedef {{section: Sentence[][], concurrency: Sentence[], secrets: Sentence[], errors: ErrorRow[], omitted: {why: string, requirements: string[]}[]}} SectionData */

/** Numbers of the gRPC codes that the errors table names. */
const codeNumbers = /** @type {Record<string, number>} */ ({
  INVALID_ARGUMENT: 3,
  NOT_FOUND: 5,
  PERMISSION_DENIED: 7,
  RESOURCE_EXHAUSTED: 8,
  UNIMPLEMENTED: 12,
  INTERNAL: 13,
  UNAVAILABLE: 14,
});

/**
 * The lines of a paragraph, one sentence each.
 *
 * @param {readonly Sentence[]} sentences
 * @param {ReadonlyMap<string, string>} texts of the requirements, by id
 * @param {readonly string[]} names what the proto names
 * @returns {string[]}
 */
export function paragraph(sentences, texts, names) {
  return sentences.flatMap((sentence) => {
    if ('text' in sentence) return [sentence.text];
    const lines = texts.get(sentence.requirement)?.split('\n');
    if (lines === undefined) throw new Error(`there is no requirement ${sentence.requirement}`);
    const chosen = sentence.sentences?.map((n) => {
      const line = lines[n - 1];
      if (line === undefined) throw new Error(`${sentence.requirement} has no sentence ${n}`);
      return line;
    });
    return (chosen ?? lines).map((line) => inCsiWords(line, names));
  });
}

/**
 * The errors of an RPC in the form of CSI: the standard sentences and the table.
 *
 * @param {string} rpc
 * @param {readonly ErrorRow[]} rows
 * @returns {string[]} lines
 */
export function errorsSection(rpc, rows) {
  return [
    `##### ${rpc} Errors`,
    '',
    `If the plugin is unable to complete the ${rpc} call successfully, it MUST return a non-ok gRPC code in the gRPC status.`,
    'If the conditions defined below are encountered, the plugin MUST return the specified gRPC error code.',
    'The CO MUST implement the specified error recovery behavior when it encounters the gRPC error code.',
    '',
    '| Condition | gRPC Code | Description | Recovery Behavior |',
    '|-----------|-----------|-------------|-------------------|',
    ...rows.map(({ condition, code, description, recovery }) => {
      const number = codeNumbers[code];
      if (number === undefined) throw new Error(`no number is known of the code ${code}`);
      return `| ${condition} | ${number} ${code} | ${description} | ${recovery} |`;
    }),
  ];
}

/**
 * What is wrong with the data of the section: requirements that are nowhere, or that do not exist.
 *
 * @param {SectionData} data
 * @param {readonly string[]} ids of all requirements
 * @returns {string[]} one line each
 */
export function coverageProblems({ section, concurrency, secrets, errors, omitted }, ids) {
  const said = [...section.flat(), ...concurrency, ...secrets].flatMap((sentence) =>
    'text' in sentence ? (sentence.from ?? []) : [sentence.requirement],
  );
  const placed = [...said, ...errors.flatMap(({ from }) => from)];
  const left = omitted.flatMap(({ requirements }) => requirements);
  return [
    ...ids
      .filter((id) => !placed.includes(id) && !left.includes(id))
      .map((id) => `${id} is neither said nor omitted with a reason`),
    ...[...new Set([...placed, ...left])]
      .filter((id) => !ids.includes(id))
      .map((id) => `there is no requirement ${id}`),
    ...left.filter((id) => placed.includes(id)).map((id) => `${id} is said and omitted`),
  ];
}
