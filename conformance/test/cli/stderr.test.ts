import { expect, it } from 'vitest';
import { conformance } from './command.js';

it.each([
  ['wire', []],
  ['grpc-js', ['--run', 'transport/**', '--run', 'identity/**']],
  ['connect', ['--run', 'transport/**', '--run', 'identity/**']],
])(
  'a run on the embedded driver with client %s says nothing on stderr',
  async (client, words) => {
    const { stderr, stdout } = await conformance(['--client', client, ...words]);
    expect(stderr).toBe('');
    expect(stdout).toContain('embedded reference driver');
  },
  120_000,
);
