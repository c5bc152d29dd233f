// The search finds beginnings of words. A name of several words, such as csi_env_vars_errors_total or NodeGetEnvVars, is one word to
// it, so that it is indexed from each of its words on as well.

/** Where a word begins inside a name: behind what joins words, and where a capital follows a small letter or a digit. */
const beginnings =
  /(?<=[._/:=@#()[\]"'`{}])[\p{L}\p{N}]|(?<=[\p{Ll}\p{N}])\p{Lu}|(?<=\p{Lu})\p{Lu}(?=\p{Ll})/gu;

/** Longer ones are digests and sample text. */
const longestName = 80;
const shortestPart = 3;

/**
 * The parts of a name from each of its words on but the first, as offsets.
 *
 * @param {string} name as it is written
 * @returns {number[]}
 */
export function partsOf(name) {
  if (name.length > longestName) return [];
  return [...name.matchAll(beginnings)]
    .map(({ index }) => index)
    .filter((offset) => offset > 0 && name.length - offset >= shortestPart);
}

/**
 * Lets an index find names by the words in them.
 *
 * @param {typeof import('lunr')} lunr what builds the index
 */
export function findNamesByTheirWords(lunr) {
  const tokenize = lunr.tokenizer;
  if (tokenize.findsParts) return;
  lunr.tokenizer = Object.assign(
    (text, metadata) => {
      const tokens = tokenize(text, metadata);
      const written = String(text ?? '');
      return tokens.flatMap((token) => {
        const [start, length] = token.metadata.position ?? [];
        if (start === undefined) return token;
        const name = written.slice(start, start + length);
        const parts = partsOf(name).map(
          (offset) =>
            new lunr.Token(token.str.slice(offset), {
              ...token.metadata,
              position: [start + offset, length - offset],
            }),
        );
        return [token, ...parts];
      });
    },
    tokenize,
    { findsParts: true },
  );
}
