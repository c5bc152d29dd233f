import { readFileSync } from 'node:fs';
import { createRegistry, fromBinary, fromJson, type JsonValue, toBinary, toJson } from '@bufbuild/protobuf';
import { describe, expect, it } from 'vitest';
import { file_csi_v1_10_csi } from '../../proto/src/gen/csi/v1_10/csi_pb.js';

const vectors = JSON.parse(
  readFileSync(new URL('../env-vars/vectors.json', import.meta.url), 'utf8'),
) as readonly {
  readonly id: string;
  readonly message: string;
  readonly json: JsonValue;
  readonly hex: string;
}[];
const registry = createRegistry(file_csi_v1_10_csi);

describe.each(vectors)('the golden bytes $id', ({ message, json, hex }) => {
  const schema = registry.getMessage(message);
  if (schema === undefined) throw new Error(`there is no message ${message}`);

  it('are the canonical encoding of the JSON beside them', () => {
    expect(Buffer.from(toBinary(schema, fromJson(schema, json))).toString('hex')).toBe(hex);
  });

  it('read as the JSON beside them', () => {
    expect(toJson(schema, fromBinary(schema, Buffer.from(hex, 'hex')), { useProtoFieldName: true })).toEqual(
      json,
    );
  });
});
