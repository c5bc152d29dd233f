import { elementsOf } from './proto-elements.js';

/** @typedef {import('./proto-elements.js').View} View */
/** @typedef {import('./proto-elements.js').Element} Element */

/**
 * One way in which a view departs from the original.
 *
 * @typedef {object} Difference
 * @property {string} name full name of the element
 * @property {string} aspect `options`, `number`, `missing`, and so on
 * @property {string} message one line
 * @property {unknown} [ours]
 * @property {unknown} [theirs]
 */

/**
 * Compares a partial view of a proto file with the original.
 *
 * What both have must be identical: kind, name, number, type, label, oneof and every option.
 * A message or enum that both have must be there whole; a service may lack methods.
 * What the view adds must be marked alpha, so that a misspelt name is no addition, and must take no
 * name or number that the original uses or reserves.
 *
 * @param {View} ours
 * @param {View} theirs
 * @returns {Difference[]} empty when the view is true
 */
export function compareViews(ours, theirs) {
  const mine = elementsOf(ours);
  const original = elementsOf(theirs);
  return [
    ...compareFacts('file', fileFacts(ours), fileFacts(theirs)),
    ...[...mine.values()].flatMap((element) => {
      const other = original.get(element.name);
      return other ? compareShared(element, other) : compareAddition(element, original, theirs);
    }),
    ...[...original.values()].flatMap((other) => compareMissing(other, mine, original)),
  ];
}

/**
 * Whether a difference from an earlier release is only that an alpha mark has gone since.
 *
 * @param {Difference} difference
 */
export function isGraduation({ aspect, ours, theirs }) {
  if (aspect !== 'options') {
    return false;
  }
  const mine = /** @type {Record<string, unknown>} */ (ours);
  const earlier = Object.entries(/** @type {Record<string, unknown>} */ (theirs));
  const rest = Object.fromEntries(earlier.filter(([name]) => !ALPHA.test(name)));
  return earlier.some(([name]) => ALPHA.test(name)) && same(mine, rest);
}

const ALPHA = /^\[[\w.]*\.alpha_\w+\]$/;

/**
 * @param {Element} element
 * @param {Element} other
 * @returns {Difference[]}
 */
function compareShared(element, other) {
  if (element.kind !== other.kind) {
    return [
      difference(element.name, 'kind', `is ${element.kind} here, ${other.kind} upstream`, element, other),
    ];
  }
  return [
    ...compareFacts(element.name, element.facts, other.facts),
    ...(same(element.options, other.options)
      ? []
      : [differs(element.name, 'options', element.options, other.options)]),
  ];
}

/**
 * @param {Element} element
 * @param {Map<string, Element>} original
 * @param {View} theirs
 * @returns {Difference[]}
 */
function compareAddition(element, original, theirs) {
  const { name, slot, scope, parent } = element;
  /** @type {Difference[]} */
  const found = [];
  const alpha = Object.keys(element.options).some((option) => ALPHA.test(option));
  // What is inside a message that we add is covered by that message's mark.
  const inAddition = parent !== null && !original.has(parent);
  if (!alpha && !inAddition) {
    found.push(
      difference(name, 'addition', `upstream lacks this ${element.kind}, and it is not marked alpha`),
    );
  }
  const taken = slot === null ? undefined : [...original.values()].find((other) => other.slot === slot);
  if (taken) {
    found.push(difference(name, 'collision', `takes the number of ${taken.name} upstream`));
  }
  const named = [...original.values()].find(
    (other) => other.scope === name || (scope !== null && (other.scope === scope || other.name === scope)),
  );
  if (named) {
    found.push(difference(name, 'collision', `takes the name of ${named.name} upstream`));
  }
  if (reserves(theirs, element)) {
    found.push(difference(name, 'collision', 'takes a name or number that upstream reserves'));
  }
  return found;
}

/**
 * @param {Element} other
 * @param {Map<string, Element>} mine
 * @param {Map<string, Element>} original
 * @returns {Difference[]}
 */
function compareMissing(other, mine, original) {
  const holder = other.parent === null ? undefined : original.get(other.parent);
  if (mine.has(other.name) || !holder?.whole || !mine.has(holder.name)) {
    return [];
  }
  return [
    difference(
      other.name,
      'missing',
      `upstream has this ${other.kind}, and this view of its parent lacks it`,
    ),
  ];
}

/**
 * @param {View} view
 * @param {Element} element
 */
function reserves({ registry }, { kind, parent, name, facts }) {
  const number = Number(facts.number);
  const short = name.slice(name.lastIndexOf('.') + 1);
  if (kind === 'field' && parent !== null) {
    const proto = registry.getMessage(parent)?.proto;
    // The end of a message's range is exclusive, that of an enum's inclusive.
    return (
      proto !== undefined &&
      (proto.reservedName.includes(short) ||
        [...proto.reservedRange, ...proto.extensionRange].some(
          (range) => number >= range.start && number < range.end,
        ))
    );
  }
  if (kind === 'enum value' && parent !== null) {
    const proto = registry.getEnum(parent)?.proto;
    return (
      proto !== undefined &&
      (proto.reservedName.includes(short) ||
        proto.reservedRange.some((range) => number >= range.start && number <= range.end))
    );
  }
  return false;
}

/** @param {View} view */
function fileFacts({ file }) {
  return { package: file.proto.package, syntax: file.proto.syntax };
}

/**
 * @param {string} name
 * @param {Record<string, unknown>} ours
 * @param {Record<string, unknown>} theirs
 */
function compareFacts(name, ours, theirs) {
  return Object.keys(ours)
    .filter((aspect) => !same(ours[aspect], theirs[aspect]))
    .map((aspect) => differs(name, aspect, ours[aspect], theirs[aspect]));
}

/**
 * @param {string} name
 * @param {string} aspect
 * @param {unknown} ours
 * @param {unknown} theirs
 */
function differs(name, aspect, ours, theirs) {
  const text = `has ${aspect} ${JSON.stringify(ours)}, upstream ${JSON.stringify(theirs)}`;
  return difference(name, aspect, text, ours, theirs);
}

/**
 * @param {string} name
 * @param {string} aspect
 * @param {string} text
 * @param {unknown} [ours]
 * @param {unknown} [theirs]
 * @returns {Difference}
 */
function difference(name, aspect, text, ours, theirs) {
  return { name, aspect, message: `${name}: ${text}`, ours, theirs };
}

/**
 * @param {unknown} a
 * @param {unknown} b
 */
function same(a, b) {
  return JSON.stringify(sorted(a)) === JSON.stringify(sorted(b));
}

/**
 * @param {unknown} value
 * @returns {unknown}
 */
function sorted(value) {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return value;
  }
  return Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
}
