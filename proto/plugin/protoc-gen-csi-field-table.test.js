import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { runBuf } from '../../scripts/run-buf.js';

// Each test runs buf.
vi.setConfig({ testTimeout: 60_000 });

const plugin = fileURLToPath(new URL('protoc-gen-csi-field-table.js', import.meta.url));
const proto = readFileSync(new URL('../csi/v1_10/csi.proto', import.meta.url), 'utf8');
const committed = readFileSync(new URL('../../conformance/src/gen/field-table.ts', import.meta.url), 'utf8');

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'csi-env-plugin-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** What the plugin writes for csi.proto after an edit. */
function generate(from, to) {
  expect(proto).toContain(from);
  mkdirSync(join(folder, 'csi/v1_10'), { recursive: true });
  writeFileSync(join(folder, 'csi/v1_10/csi.proto'), proto.replace(from, to));
  const template = { version: 'v2', plugins: [{ local: ['node', plugin], out: 'out', opt: ['target=ts'] }] };
  runBuf(['generate', '--template', JSON.stringify(template)], { cwd: folder });
  return readFileSync(join(folder, 'out/field-table.ts'), 'utf8');
}

test('the plugin makes the committed table from the committed proto', () => {
  expect(generate('at most 253 bytes', 'at most 253 bytes')).toBe(committed);
});

test('a changed limit in a comment changes the table and nothing else', () => {
  expect(generate('at most 253 bytes', 'at most 200 bytes')).toBe(
    committed.replace('sizeLimit: 253', 'sizeLimit: 200'),
  );
});

test('a field that loses its mark is no secret in the table', () => {
  expect(generate('string value = 2 [(csi_secret) = true]', 'string value = 2')).not.toContain(
    'secret: true',
  );
});

test('a comment that breaks a rule fails the generation and names the field', () => {
  expect(() => generate('at most 253 bytes', 'below 254 bytes')).toThrow(
    'NodeGetEnvVarsRequest.provider_class_name: the override has to state one size',
  );
});
