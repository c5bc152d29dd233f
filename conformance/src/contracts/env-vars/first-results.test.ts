import { create, toBinary } from '@bufbuild/protobuf';
import { NodeGetEnvVarsResponseSchema } from '@csi-env/proto';
import { describe, expect, it } from 'vitest';
import { countResults, firstResults } from './first-results.js';
import { decodeResponse } from './request.js';

const response = (count: number): Uint8Array =>
  toBinary(
    NodeGetEnvVarsResponseSchema,
    create(NodeGetEnvVarsResponseSchema, {
      results: Array.from({ length: count }, (_, i) => ({ name: `N${i}`, value: 'v'.repeat(i * 50) })),
    }),
  );
const names = (bytes: Uint8Array): string[] | undefined => decodeResponse(bytes)?.map(({ name }) => name);

describe('the first results of a response', () => {
  it('are those at its beginning', () => {
    for (const most of [1, 2, 9]) {
      expect(names(firstResults(response(10), most))).toEqual(names(response(10))?.slice(0, most));
    }
  });

  it('are all where there are no more', () => {
    for (const most of [10, 11]) expect(firstResults(response(10), most)).toEqual(response(10));
    expect(firstResults(new Uint8Array(), 1)).toHaveLength(0);
  });

  it('are found behind fields that nobody knows', () => {
    const unknown = Buffer.from('9a0602abcd100f19000000000000000025000000003a00', 'hex');
    const bytes = Buffer.concat([unknown, response(3)]);
    expect(names(firstResults(bytes, 2))).toEqual(['N0', 'N1']);
    expect(countResults(bytes)).toBe(3);
  });

  it('leave a malformed message as it is', () => {
    for (const hex of ['0a', '0aff', 'ffffffffffffffffffff', '0b0a00', '0a0a00']) {
      const bytes = Buffer.from(hex, 'hex');
      expect(firstResults(bytes, 1)).toBe(bytes);
      expect(countResults(bytes)).toBe(0);
    }
  });

  it('are read and the others counted without making a million objects', () => {
    const bytes = Buffer.alloc(2_000_000, Buffer.of(0x0a, 0));
    expect(decodeResponse(bytes, 3)).toHaveLength(3);
    expect(countResults(bytes)).toBe(1_000_000);
  });
});
