const PRESENCE = /\bThis field is (REQUIRED|OPTIONAL)\b/;
const PRESENCE_WORD = /\b(?:REQUIRED|OPTIONAL)\b/g;
const OVERRIDE = 'This field overrides the general CSI size limit.';
const OVERRIDE_WORDS = /\boverrid|\bsize limit\b/i;
const SIZE =
  /\bThe size of this field is at most (\d+) bytes(?: unless the plugin advertises another [a-z_]+)?\./g;
const AMOUNT = /\b\d+(?:[,._]\d+)*\s*(?:bytes?|[KM]i?B)\b/gi;
const BETA = 'This is a beta field.';
const DEFAULT = /\bthe default is (\d+) (?:bytes|seconds|calls)\./g;
const MESSAGE_SIZE = /\bThe serialized message is at most (\d+) bytes\b/g;

/**
 * What the comment of a field says, in the conventions of CSI.
 *
 * @typedef {object} FieldComment
 * @property {'REQUIRED' | 'OPTIONAL'} presence
 * @property {number | null} size the size in bytes that overrides the general limit, null for none
 * @property {boolean} beta
 * @property {number | null} defaultValue what holds when the field is zero
 */

/**
 * Reads the comment of a field.
 * Nothing is guessed: what is missing, said twice or said in other words is an error.
 *
 * @param {string} comment as it stands in the proto; how it is wrapped does not matter
 * @param {{sized: boolean}} field whether CSI limits the size of a field of this type
 * @returns {FieldComment}
 * @throws {Error} saying what is wrong; the caller names the field
 */
export function parseFieldComment(comment, { sized }) {
  const text = unwrap(comment);
  return {
    presence: presenceOf(text),
    size: sizeOf(text, sized),
    beta: betaOf(text),
    defaultValue: onlyNumber(text, DEFAULT, /\bdefault\b/i, 'a default'),
  };
}

/**
 * Reads the largest serialized size from the comment of a message.
 *
 * @param {string} comment
 * @returns {number | null} bytes, null where the comment states none
 * @throws {Error} when it states one in other words
 */
export function parseMessageComment(comment) {
  return onlyNumber(unwrap(comment), MESSAGE_SIZE, AMOUNT, 'a serialized size');
}

/** @param {string} text */
function presenceOf(text) {
  const words = text.match(PRESENCE_WORD) ?? [];
  if (words.length === 0) {
    throw new Error('the comment says neither REQUIRED nor OPTIONAL');
  }
  if (words.length > 1) {
    throw new Error(`the comment says ${words.join(' and ')}, and has to say one of them once`);
  }
  const presence = PRESENCE.exec(text)?.[1];
  if (presence !== 'REQUIRED' && presence !== 'OPTIONAL') {
    throw new Error(`the comment has ${words[0]} outside "This field is ${words[0]}"`);
  }
  return presence;
}

/**
 * @param {string} text
 * @param {boolean} sized
 */
function sizeOf(text, sized) {
  const overrides = text.includes(OVERRIDE);
  const sizes = [...text.matchAll(SIZE)].map((match) => Number(match[1]));
  if (!sized) {
    if (overrides || sizes.length > 0) {
      throw new Error('the comment states a size, but CSI limits only strings and maps of strings');
    }
    return null;
  }
  if (!overrides && OVERRIDE_WORDS.test(text)) {
    throw new Error(`the comment tells of a size limit in other words than "${OVERRIDE}"`);
  }
  const amounts = text.match(AMOUNT) ?? [];
  if (!overrides && amounts.length > 0) {
    throw new Error(`the comment states ${amounts[0]} without "${OVERRIDE}"`);
  }
  if (!overrides) {
    return null;
  }
  if (sizes.length !== 1 || amounts.length !== 1) {
    throw new Error('the override has to state one size as "The size of this field is at most <n> bytes."');
  }
  const [size] = sizes;
  if (!size || !Number.isSafeInteger(size)) {
    throw new Error(`the override states a size of ${size} bytes, which nothing fits`);
  }
  return size;
}

/** @param {string} text */
function betaOf(text) {
  const beta = text.includes(BETA);
  if (!beta && /\bbeta\b/i.test(text)) {
    throw new Error(`the comment tells of beta in other words than "${BETA}"`);
  }
  return beta;
}

/**
 * @param {string} text
 * @param {RegExp} pattern global, with the number as its group
 * @param {RegExp} hint what must not occur without the pattern
 * @param {string} what
 */
function onlyNumber(text, pattern, hint, what) {
  const numbers = [...text.matchAll(pattern)].map((match) => Number(match[1]));
  if (numbers.length > 1) {
    throw new Error(`the comment states ${what} more than once`);
  }
  if (numbers.length === 0 && text.search(hint) >= 0) {
    throw new Error(`the comment states ${what} in a form that is not understood`);
  }
  return numbers[0] ?? null;
}

/** @param {string} comment */
function unwrap(comment) {
  return comment.replace(/\s+/g, ' ').trim();
}
