import type { DescField, DescMessage, DescMethod } from '@bufbuild/protobuf';
import { ScalarType } from '@bufbuild/protobuf';

/** What a message looks like on the wire: maps and wrappers are the messages that they are sent as. */
export interface Shape {
  readonly fields: readonly ShapeField[];
}

/** One field of a {@link Shape}. */
export interface ShapeField {
  readonly no: number;
  /** Name in the proto. */
  readonly name: string;
  readonly kind: 'text' | 'number' | 'message';
  readonly repeated: boolean;
  /** The oneof that it belongs to. */
  readonly oneof?: string;
  /** Shape of a message; read on demand, since messages may hold themselves. */
  shape?(): Shape;
}

/** A place in the answers of one method that can be changed. */
export interface Target {
  /** The method and the way from its message to the field: `NodeGetEnvVars.results.value`. */
  readonly path: string;
  readonly method: string;
  /** The fields on the way, the target last. */
  readonly steps: readonly ShapeField[];
}

/** Longest way to a target; deeper messages are changed as a whole. */
const deepest = 5;

/** Shape of a message. */
export function shapeOf(message: DescMessage): Shape {
  return { fields: message.fields.map(shapeOfField) };
}

function shapeOfField(field: DescField): ShapeField {
  const { number: no, name } = field;
  const oneof = field.oneof === undefined ? {} : { oneof: field.oneof.name };
  const base = { no, name, ...oneof };
  if (field.fieldKind === 'map') {
    const value = field.message === undefined ? plain(field.scalar) : { kind: 'message' as const };
    const { message } = field;
    const entry: Shape = {
      fields: [
        { no: 1, name: 'key', repeated: false, ...plain(field.mapKey) },
        {
          no: 2,
          name: 'value',
          repeated: false,
          ...value,
          ...(message === undefined ? {} : { shape: () => shapeOf(message) }),
        },
      ],
    };
    return { ...base, kind: 'message', repeated: true, shape: () => entry };
  }
  const repeated = field.fieldKind === 'list';
  const { message } = field;
  if (message !== undefined) return { ...base, kind: 'message', repeated, shape: () => shapeOf(message) };
  return { ...base, repeated, ...plain(field.scalar) };
}

/** Kind of a scalar; an enum has none and is a number. */
function plain(scalar: ScalarType | undefined): { kind: 'text' | 'number' } {
  return { kind: scalar === ScalarType.STRING || scalar === ScalarType.BYTES ? 'text' : 'number' };
}

/** Every field of every answer of the methods, from the descriptors alone. */
export function targetsOf(methods: readonly DescMethod[]): readonly Target[] {
  return methods.flatMap(({ name, output }) => below(name, [], shapeOf(output)));
}

function below(method: string, before: readonly ShapeField[], { fields }: Shape): readonly Target[] {
  return fields.flatMap((field) => {
    const steps = [...before, field];
    const path = [method, ...steps.map((step) => step.name)].join('.');
    const own: Target = { path, method, steps };
    const shape = steps.length < deepest ? field.shape?.() : undefined;
    return shape === undefined ? [own] : [own, ...below(method, steps, shape)];
  });
}
