import { frame, frameFlag, frameType, headerBlock, type RawHeader } from '../../src/driver/raw-frames.js';

const { END_HEADERS, END_STREAM } = frameFlag;
const mostInFrame = 16_384;

/** The head of a gRPC answer as it should be. */
export const grpcHead: readonly RawHeader[] = [
  [':status', '200'],
  ['content-type', 'application/grpc'],
];

/** The trailers of a gRPC answer as they should be. */
export const grpcOk: readonly RawHeader[] = [['grpc-status', '0']];

/** A HEADERS frame with what has no room in it in CONTINUATION frames. */
export function headers(stream: number, list: readonly RawHeader[], end = false): Buffer {
  const block = headerBlock(list);
  const frames: Buffer[] = [];
  for (let at = 0; at === 0 || at < block.length; at += mostInFrame) {
    const last = at + mostInFrame >= block.length ? END_HEADERS : 0;
    const part = block.subarray(at, at + mostInFrame);
    frames.push(
      at === 0
        ? frame(frameType.HEADERS, last | (end ? END_STREAM : 0), stream, part)
        : frame(frameType.CONTINUATION, last, stream, part),
    );
  }
  return Buffer.concat(frames);
}

/** DATA frames with these bytes. */
export function data(stream: number, bytes: Uint8Array, end = false): Buffer {
  const frames: Buffer[] = [];
  for (let at = 0; at === 0 || at < bytes.length; at += mostInFrame) {
    const last = end && at + mostInFrame >= bytes.length ? END_STREAM : 0;
    frames.push(frame(frameType.DATA, last, stream, bytes.subarray(at, at + mostInFrame)));
  }
  return Buffer.concat(frames);
}

/** A message behind its gRPC prefix; `announced` is the length that the prefix claims. */
export function message(bytes: Uint8Array, flag = 0, announced = bytes.length): Buffer {
  const prefix = Buffer.alloc(5);
  prefix[0] = flag;
  prefix.writeUInt32BE(announced, 1);
  return Buffer.concat([prefix, bytes]);
}

/** A whole answer: head, message and trailers. */
export function answer(
  stream: number,
  body: Uint8Array,
  trailers: readonly RawHeader[] = grpcOk,
  head: readonly RawHeader[] = grpcHead,
): Buffer {
  return Buffer.concat([headers(stream, head), data(stream, body), headers(stream, trailers, true)]);
}

/** A GOAWAY frame. */
export function goAway(code: number, lastStream = 0): Buffer {
  const payload = Buffer.alloc(8);
  payload.writeUInt32BE(lastStream, 0);
  payload.writeUInt32BE(code, 4);
  return frame(frameType.GOAWAY, 0, 0, payload);
}

/** A frame whose payload is one number of 32 bits: RST_STREAM and WINDOW_UPDATE. */
export function numberFrame(type: number, stream: number, value: number): Buffer {
  const payload = Buffer.alloc(4);
  payload.writeUInt32BE(value, 0);
  return frame(type, 0, stream, payload);
}
