import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { parseEndpoint } from '../../driver/endpoint.js';
import { grpcurlCommand } from './grpcurl.js';

const importPath = (): string => {
  const command = grpcurlCommand(parseEndpoint('unix:///csi/csi.sock'), '/csi.v1.Node/NodeGetEnvVars', {});
  return /-import-path (\S+)/.exec(command)?.[1] ?? '';
};

it('the import path of a grpcurl command is where the .proto file is, whatever the working folder', () => {
  const folder = mkdtempSync(join(tmpdir(), 'csi-env-grpcurl-'));
  const before = process.cwd();
  process.chdir(folder);
  onTestFinished(() => {
    process.chdir(before);
    rmSync(folder, { recursive: true });
  });
  expect(existsSync(join(importPath(), 'csi/v1_10/csi.proto'))).toBe(true);
  mkdirSync(join(folder, 'node_modules/@csi-env/proto/csi'), { recursive: true });
  expect(importPath()).toBe('node_modules/@csi-env/proto');
});
