import type { DescMethod } from '@bufbuild/protobuf';
import { type AnswerOperator, answerOperators } from './answer-operators.js';
import type { FieldChange } from './change-tree.js';
import {
  type Circumstance,
  callCircumstances,
  elementCircumstances,
  sizeCircumstances,
  textCircumstances,
} from './circumstances.js';
import { listOperators } from './list-operators.js';
import { numberOperators } from './number-operators.js';
import { type ShapeField, type Target, targetsOf } from './shape.js';
import { type TextOperator, textOperators } from './text-operators.js';

/** One thing that can be done to the answers of one method, without saying when. */
export interface Move {
  readonly method: string;
  /** Kind of the change: `drop`, `re-encode`, `other-caller`. */
  readonly family: string;
  readonly operator: string;
  /** What is changed: a field, the status or another part of the answer. */
  readonly field: string;
  /** What it does, as a sentence without subject. */
  readonly says: string;
  readonly circumstances: readonly Circumstance[];
  readonly change:
    | { readonly of: 'field'; readonly target: Target; readonly change: FieldChange }
    | { readonly of: 'status'; readonly operator: TextOperator }
    | { readonly of: 'answer'; readonly operator: AnswerOperator };
}

/** Families whose names have a hyphen. */
const hyphened = ['re-case', 're-encode', 'other-caller'];

/** The kind of a change by the name of its operator. */
export function familyOf(operator: string): string {
  return hyphened.find((family) => operator.startsWith(family)) ?? (operator.split('-')[0] as string);
}

/** Everything that can be done to the answers of the methods, from their descriptors. */
export function movesOf(methods: readonly DescMethod[]): readonly Move[] {
  return [
    ...targetsOf(methods).flatMap((target) => fieldMoves(target)),
    ...methods.flatMap(({ name }) => [...statusMoves(name), ...answerMoves(name)]),
  ];
}

function fieldMoves(target: Target): readonly Move[] {
  const field = target.steps.at(-1) as ShapeField;
  const inList = target.steps.some(({ repeated }) => repeated);
  const circumstances = [
    ...callCircumstances,
    ...sizeCircumstances,
    ...(inList ? elementCircumstances : []),
    ...(field.kind === 'text' && !field.repeated ? textCircumstances : []),
  ];
  const move = (operator: string, says: string, change: FieldChange): Move => ({
    method: target.method,
    family: familyOf(operator),
    operator,
    field: target.path,
    says: `${target.path} ${says}`,
    circumstances,
    change: { of: 'field', target, change },
  });
  const changes = ((): Move[] => {
    if (field.kind === 'message' || field.repeated) {
      return listOperators
        .filter(({ single }) => single || field.repeated)
        .map((operator) => move(operator.name, operator.says, { to: 'elements', operator }));
    }
    return field.kind === 'text'
      ? textOperators.map((operator) => move(operator.name, operator.says, { to: 'text', operator }))
      : numberOperators.map((operator) => move(operator.name, operator.says, { to: 'number', operator }));
  })();
  const exchanges = ((): Move[] => {
    if (field.repeated || !inList) return [];
    const neighbour = move('swap-neighbour', 'changes places with that of its neighbour', {
      to: 'places',
      with: 'neighbour',
    });
    return [
      neighbour,
      ...siblingsOf(target).map((sibling) =>
        move(`swap-with-${sibling.name}`, `changes places with ${sibling.name}`, {
          to: 'places',
          with: sibling,
        }),
      ),
    ];
  })();
  return [...changes, ...exchanges];
}

/** Other texts of the message that holds a text. */
function siblingsOf({ steps }: Target): readonly ShapeField[] {
  const field = steps.at(-1) as ShapeField;
  const holder = steps.at(-2)?.shape?.();
  if (field.kind !== 'text' || holder === undefined) return [];
  return holder.fields.filter(
    ({ no, kind, repeated, oneof }) => no !== field.no && kind === 'text' && !repeated && oneof === undefined,
  );
}

function statusMoves(method: string): readonly Move[] {
  return textOperators.map((operator) => ({
    method,
    family: familyOf(operator.name),
    operator: operator.name,
    field: `${method}.status.message`,
    says: `the message of a failure of ${method} ${operator.says}`,
    circumstances: [...callCircumstances, ...textCircumstances],
    change: { of: 'status', operator },
  }));
}

function answerMoves(method: string): readonly Move[] {
  return answerOperators.map((operator) => ({
    method,
    family: operator.family,
    operator: operator.name,
    field: `${method}.${operator.part}`,
    says: `${method} ${operator.says}`,
    circumstances: [
      ...callCircumstances.filter(({ name }) => operator.rare !== true || rare.includes(name)),
      ...(operator.on === 'ok' ? sizeCircumstances : []),
    ],
    change: { of: 'answer', operator },
  }));
}

/** Circumstances that few calls meet. */
const rare = ['second-call', 'every-tenth', 'fifth-call', 'after-failure'];
