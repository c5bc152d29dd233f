import type { Circumstance } from './circumstances.js';
import type { ListOperator } from './list-operators.js';
import type { NumberOperator } from './number-operators.js';
import type { ShapeField, Target } from './shape.js';
import type { TextOperator } from './text-operators.js';
import { nodesOf, type WireNode } from './wire-tree.js';

/** What is done to a target. */
export type FieldChange =
  | { readonly to: 'text'; readonly operator: TextOperator }
  | { readonly to: 'number'; readonly operator: NumberOperator }
  | { readonly to: 'elements'; readonly operator: ListOperator }
  /** Exchanges the target of one element with that of its neighbour, or with the next text of its own message. */
  | { readonly to: 'places'; readonly with: 'neighbour' | ShapeField };

/** A message in a tree that holds a target, and its place among those of its list. */
interface Holder {
  readonly nodes: WireNode[];
  readonly index: number;
  readonly size: number;
}

/** Changes the target in every place of a message that the circumstance names; the tree is changed in place. */
export function changeTree(
  tree: WireNode[],
  { steps }: Target,
  change: FieldChange,
  circumstance: Circumstance,
): void {
  const field = steps.at(-1) as ShapeField;
  const holders = holdersOf({ nodes: tree, index: 0, size: 1 }, steps.slice(0, -1));
  if (change.to === 'elements') {
    for (const holder of holders)
      changeElements(holder, field, change.operator, circumstance, steps.length > 1);
    return;
  }
  const meant = holders.filter(({ index, size }) => circumstance.element?.(index, size) ?? true);
  if (change.to === 'places') {
    if (change.with !== 'neighbour') {
      for (const { nodes } of meant) exchange(nodes, field, nodes, change.with, circumstance);
      return;
    }
    const done = new Set<Holder>();
    for (const holder of meant) {
      const other = holders[holders.indexOf(holder) === 0 ? 1 : holders.indexOf(holder) - 1];
      if (other === undefined || done.has(holder) || done.has(other)) continue;
      exchange(holder.nodes, field, other.nodes, field, circumstance);
      done.add(holder).add(other);
    }
    return;
  }
  for (const { nodes } of meant) changeScalar(nodes, field, change, circumstance);
}

function holdersOf(from: Holder, steps: readonly ShapeField[]): readonly Holder[] {
  const [step, ...rest] = steps;
  if (step === undefined) return [from];
  const inner = nodesOf(from.nodes, step).flatMap(({ value }) => (Array.isArray(value) ? [value] : []));
  return inner.flatMap((nodes, index) => {
    const place = step.repeated ? { index, size: inner.length } : { index: from.index, size: from.size };
    return holdersOf({ nodes, ...place }, rest);
  });
}

function changeElements(
  { nodes, index, size }: Holder,
  field: ShapeField,
  operator: ListOperator,
  circumstance: Circumstance,
  nested: boolean,
): void {
  const elements = nodesOf(nodes, field);
  let at = elements.length - 1;
  if (circumstance.element !== undefined) {
    const { element } = circumstance;
    if (field.repeated && !nested) {
      at = elements.findIndex((_, place) => element(place, elements.length));
      if (at < 0) return;
    } else if (!element(index, size)) return;
  }
  if (elements.length === 0 && operator.name !== 'extend-empty') return;
  replace(nodes, field, operator.apply(elements, at));
}

/** Puts nodes where those of the field were; fields of other numbers keep their order. */
function replace(nodes: WireNode[], field: ShapeField, by: readonly WireNode[]): void {
  const first = nodes.findIndex(({ no }) => no === field.no);
  const others = nodes.filter(({ no }) => no !== field.no);
  const before = first < 0 ? others.length : nodes.slice(0, first).filter(({ no }) => no !== field.no).length;
  nodes.splice(0, nodes.length, ...others.slice(0, before), ...by, ...others.slice(before));
}

function changeScalar(
  nodes: WireNode[],
  field: ShapeField,
  change: Extract<FieldChange, { to: 'text' | 'number' }>,
  circumstance: Circumstance,
): void {
  const own = nodesOf(nodes, field);
  // A oneof that has another member must not get a second one, and a list of scalars is changed as a list.
  if ((own.length === 0 && field.oneof !== undefined) || own.length > 1) return;
  const value = own[0]?.value;
  if (change.to === 'number') {
    const number = typeof value === 'bigint' ? value : 0n;
    replace(nodes, field, [{ no: field.no, value: change.operator.apply(number) }]);
    return;
  }
  const text = value instanceof Uint8Array ? Buffer.from(value).toString() : '';
  if (circumstance.text?.(text) === false) return;
  const changed = change.operator.apply(text);
  replace(nodes, field, [
    { no: field.no, value: typeof changed === 'string' ? Buffer.from(changed) : changed },
  ]);
}

/** Exchanges two fields of two messages, or of one. */
function exchange(
  a: WireNode[],
  fieldA: ShapeField,
  b: WireNode[],
  fieldB: ShapeField,
  circumstance: Circumstance,
): void {
  const [one] = nodesOf(a, fieldA);
  const [other] = nodesOf(b, fieldB);
  const text = one?.value instanceof Uint8Array ? Buffer.from(one.value).toString() : '';
  if (circumstance.text?.(text) === false) return;
  replace(a, fieldA, other === undefined ? [] : [{ no: fieldA.no, value: other.value }]);
  replace(b, fieldB, one === undefined ? [] : [{ no: fieldB.no, value: one.value }]);
}
