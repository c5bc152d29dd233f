import { BinaryReader, BinaryWriter, WireType } from '@bufbuild/protobuf/wire';
import type { Shape, ShapeField } from './shape.js';

/** One field of a serialized message: a number, bytes, or the fields of a message in it. */
export interface WireNode {
  readonly no: number;
  readonly value: bigint | Uint8Array | WireNode[];
}

/** Reads a serialized message into its fields, messages in it by their shape. */
export function readTree(bytes: Uint8Array, shape: Shape): WireNode[] {
  const reader = new BinaryReader(bytes);
  const nodes: WireNode[] = [];
  while (reader.pos < reader.len) {
    const [no, wireType] = reader.tag();
    if (wireType === WireType.Varint) {
      nodes.push({ no, value: BigInt(reader.uint64()) });
    } else if (wireType === WireType.LengthDelimited) {
      const data = reader.bytes();
      const inner = shape.fields.find((field) => field.no === no)?.shape?.();
      nodes.push({ no, value: inner === undefined ? data : readTree(data, inner) });
    } else {
      throw new Error(`field ${no} has wire type ${wireType}, which no answer of the contract has`);
    }
  }
  return nodes;
}

/** Serializes fields in their order. */
export function writeTree(nodes: readonly WireNode[]): Uint8Array {
  const writer = new BinaryWriter();
  for (const { no, value } of nodes) {
    if (typeof value === 'bigint') writer.tag(no, WireType.Varint).uint64(value);
    else writer.tag(no, WireType.LengthDelimited).bytes(Array.isArray(value) ? writeTree(value) : value);
  }
  return writer.finish();
}

/** Nodes of a field among others. */
export function nodesOf(nodes: readonly WireNode[], { no }: ShapeField): readonly WireNode[] {
  return nodes.filter((node) => node.no === no);
}
