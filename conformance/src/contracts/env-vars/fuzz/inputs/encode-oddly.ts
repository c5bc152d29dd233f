import type { EnvRequest } from '../../request.js';

/** A field on the wire: its number, its wire type and the bytes after the tag. */
export interface WireField {
  readonly number: number;
  readonly wireType: number;
  readonly data: Uint8Array;
}

/** A varint of at least so many bytes: zeros on top that a correct reader takes. */
export function varint(value: number, width = 1): Uint8Array {
  const bytes: number[] = [];
  let rest = value;
  do {
    bytes.push(rest % 128);
    rest = Math.floor(rest / 128);
  } while (rest > 0);
  while (bytes.length < width) bytes.push(0);
  return Uint8Array.from(bytes, (byte, index) => (index < bytes.length - 1 ? byte | 128 : byte));
}

/** A field with a length. */
export function lengthField(number: number, content: Uint8Array, width = 1): WireField {
  return { number, wireType: 2, data: Buffer.concat([varint(content.length, width), content]) };
}

/** A text field. */
export function textField(number: number, text: string, width = 1): WireField {
  return lengthField(number, Buffer.from(text), width);
}

/** Writes fields one after the other. */
export function writeFields(fields: readonly WireField[]): Uint8Array {
  return Buffer.concat(fields.flatMap(({ number, wireType, data }) => [varint(number * 8 + wireType), data]));
}

const mapFields = (number: number, map: Readonly<Record<string, string>>): WireField[] =>
  Object.entries(map).map(([key, value]) =>
    lengthField(number, writeFields([textField(1, key), textField(2, value)])),
  );

/** The fields of a query (EnvVarQuery). */
export function queryFields(query: EnvRequest['queries'][number]): WireField[] {
  return [
    textField(1, query.name),
    textField(2, query.key),
    ...mapFields(3, query.parameters ?? {}),
    ...(query.optional === true ? [{ number: 4, wireType: 0, data: varint(1) }] : []),
  ];
}

/** The fields of a request (NodeGetEnvVarsRequest). */
export function requestFieldsOf(request: EnvRequest): WireField[] {
  return [
    textField(1, request.className),
    ...mapFields(2, request.classParameters),
    ...request.queries.map((query) => lengthField(3, writeFields(queryFields(query)))),
    ...mapFields(4, request.podContext),
    ...(request.version === undefined ? [] : [textField(5, request.version)]),
  ];
}
