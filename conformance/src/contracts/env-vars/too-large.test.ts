import { expect, it } from 'vitest';
import { statusCode } from '../../driver/answer.js';
import { encodeRequest } from './request.js';
import { whyTooLarge } from './too-large.js';

const request = {
  className: 'class',
  classParameters: {},
  podContext: {},
  queries: [
    { name: 'A', key: 'long' },
    { name: 'B', key: 'unknown' },
  ],
};
const size = encodeRequest(request).length;
const why = (code: number, limit: number, valueBytes = 0, failure?: 'deadline') =>
  whyTooLarge(
    request,
    size,
    { code, ...(failure === undefined ? {} : { failure }) },
    limit,
    new Map([['long', valueBytes]]),
  );

it('a request over the payload explains INVALID_ARGUMENT, and no other status', () => {
  expect(why(statusCode.INVALID_ARGUMENT, size - 1)).toBe(
    `the request has ${size} bytes, and the driver's max_total_payload_bytes is ${size - 1}`,
  );
  expect(why(statusCode.INTERNAL, size - 1)).toBeUndefined();
  // The values would be over it as well, but the request comes first.
  expect(why(statusCode.INTERNAL, size - 1, 1000)).toBeUndefined();
});

it('values over the payload explain every status but OK', () => {
  for (const code of [statusCode.INVALID_ARGUMENT, statusCode.INTERNAL])
    expect(why(code, size, size)).toMatch(
      /^the answer has \d+ bytes, and the driver's max_total_payload_bytes is/,
    );
  expect(why(statusCode.OK, size, size)).toBeUndefined();
});

it('nothing explains a refusal where both fit, nor a call without a status', () => {
  expect(why(statusCode.INVALID_ARGUMENT, size)).toBeUndefined();
  expect(why(statusCode.DEADLINE_EXCEEDED, size - 1, 1000, 'deadline')).toBeUndefined();
});
