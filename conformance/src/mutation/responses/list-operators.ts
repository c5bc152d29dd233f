import type { WireNode } from './wire-tree.js';

/** Changes the elements of a repeated field, or a message as the only one. */
export interface ListOperator {
  readonly name: string;
  /** What it does, after "it". */
  readonly says: string;
  /** Whether it says anything of a field that is not repeated. */
  readonly single: boolean;
  /** @param at index of the element that is changed */
  apply(elements: readonly WireNode[], at: number): readonly WireNode[];
}

/** Every way in which elements are changed. */
export const listOperators: readonly ListOperator[] = [
  {
    name: 'drop',
    says: 'is left out',
    single: true,
    apply: (elements, at) => elements.filter((_, index) => index !== at),
  },
  { name: 'drop-all', says: 'has no elements', single: false, apply: () => [] },
  {
    name: 'duplicate',
    says: 'is there twice',
    single: false,
    apply: (elements, at) =>
      elements.flatMap((element, index) => (index === at ? [element, element] : element)),
  },
  {
    name: 'duplicate-over',
    says: 'takes the place of its neighbour, too',
    single: false,
    apply: (elements, at) =>
      elements.map((element, index) =>
        index === (at === 0 ? 1 : at - 1) ? (elements[at] ?? element) : element,
      ),
  },
  {
    name: 'swap',
    says: 'changes places with its neighbour',
    single: false,
    apply: (elements, at) => exchange(elements, at, at === 0 ? 1 : at - 1),
  },
  {
    name: 'swap-ends',
    says: 'has its first and last element exchanged',
    single: false,
    apply: (elements) => exchange(elements, 0, elements.length - 1),
  },
  {
    name: 'swap-rotated',
    says: 'has its last element first',
    single: false,
    apply: (elements) => [...elements.slice(-1), ...elements.slice(0, -1)],
  },
  {
    name: 'truncate-half',
    says: 'has half its elements',
    single: false,
    apply: (elements) => elements.slice(0, Math.ceil(elements.length / 2)),
  },
  {
    name: 'extend-empty',
    says: 'is followed by an empty element',
    single: false,
    apply: (elements, at) =>
      elements.flatMap((element, index) => (index === at ? [element, emptyLike(element)] : element)),
  },
  {
    name: 'blank',
    says: 'is empty',
    single: true,
    apply: (elements, at) => elements.map((element, index) => (index === at ? emptyLike(element) : element)),
  },
];

function exchange(elements: readonly WireNode[], a: number, b: number): readonly WireNode[] {
  const one = elements[a];
  const other = elements[b];
  if (one === undefined || other === undefined) return elements;
  return elements.map((element, index) => (index === a ? other : index === b ? one : element));
}

function emptyLike({ no, value }: WireNode): WireNode {
  return { no, value: typeof value === 'bigint' ? 0n : Array.isArray(value) ? [] : new Uint8Array() };
}
