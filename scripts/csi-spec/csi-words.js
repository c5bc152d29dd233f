/**
 * Words of this project and what CSI calls the same thing.
 *
 * @type {readonly (readonly [RegExp, string])[]}
 */
const words = [
  [/\bThe driver\b/g, 'The Plugin'],
  [/\bA driver\b/g, 'A Plugin'],
  [/\bdriver's\b/g, "Plugin's"],
  [/\bdriver\b/g, 'Plugin'],
  [/\bProviderClass\b/g, 'class'],
  [/\bpod's\b/g, "workload's"],
  [/\bpods\b/g, 'workloads'],
  [/\bpod\b/g, 'workload'],
];

/** What CSI writes as code beside the names of the proto. */
const codes = [
  'OK',
  'INVALID_ARGUMENT',
  'NOT_FOUND',
  'PERMISSION_DENIED',
  'RESOURCE_EXHAUSTED',
  'OUT_OF_RANGE',
  'UNIMPLEMENTED',
  'INTERNAL',
  'UNAVAILABLE',
  'DEADLINE_EXCEEDED',
];

/**
 * Says a sentence of a requirement in the words of CSI.
 *
 * @param {string} sentence
 * @param {readonly string[]} names what the proto names: RPCs, enum values, and fields whose names are no plain words
 */
export function inCsiWords(sentence, names) {
  const code = new RegExp(`\\b(?:${[...codes, ...names].join('|')})\\b`, 'g');
  return sentence
    .split(/(`[^`]*`)/)
    .map((part) =>
      part.startsWith('`')
        ? part
        : words
            .reduce((text, [from, to]) => text.replace(from, to), part)
            .replace(code, (name) => `\`${name}\``),
    )
    .join('');
}
