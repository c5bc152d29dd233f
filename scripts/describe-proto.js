import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createFileRegistry, fromBinary } from '@bufbuild/protobuf';
import { FileDescriptorSetSchema } from '@bufbuild/protobuf/wkt';
import { runBuf } from './run-buf.js';

/**
 * Compiles the text of one proto file, which may import google/protobuf only.
 *
 * @param {string} text
 * @returns {{file: import('@bufbuild/protobuf').DescFile, registry: import('@bufbuild/protobuf').FileRegistry}}
 *   its descriptor with comments, and all descriptors in its reach
 * @throws {Error} when it does not compile
 */
export function describeProto(text) {
  const folder = mkdtempSync(join(tmpdir(), 'csi-env-proto-'));
  try {
    writeFileSync(join(folder, 'csi.proto'), text);
    const image = join(folder, 'image.binpb');
    runBuf(['build', folder, '--as-file-descriptor-set', '--output', image]);
    const registry = createFileRegistry(fromBinary(FileDescriptorSetSchema, readFileSync(image)));
    const file = registry.getFile('csi.proto');
    if (!file) {
      throw new Error('buf made no descriptor of csi.proto');
    }
    return { file, registry };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
