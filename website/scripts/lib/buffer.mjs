// Node's Buffer for code of the toolkit that runs in pages; esbuild puts it in where it is used.
import { Buffer } from 'buffer/';

// Node also looks for the bytes of a Uint8Array that is no Buffer.
const { indexOf } = Buffer.prototype;
Buffer.prototype.indexOf = function (value, ...rest) {
  const isBytes = value instanceof Uint8Array && !Buffer.isBuffer(value);
  const wanted = isBytes ? Buffer.from(value.buffer, value.byteOffset, value.length) : value;
  return indexOf.call(this, wanted, ...rest);
};

export { Buffer };
