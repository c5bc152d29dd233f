import { expect, it } from 'vitest';
import { contractLimits } from '../../src/contracts/env-vars/reference-driver/limits.js';
import { conformance, driver } from './command.js';

it('a report says what the driver declares, and the console does with --verbose', async () => {
  const { endpoint } = await driver({ stage: 'beta', limits: { ...contractLimits, maxInflightRequests: 7 } });
  const words = ['--endpoint', endpoint, '--run', 'identity/plugin-name'];
  const { stdout } = await conformance([...words, '--reporter', 'json']);
  const declares = [
    'ENV_VAR_INJECTION',
    'stage beta (by optional_queries)',
    'optional_queries true (hint)',
    'max_total_payload_bytes 65536 (hint)',
    'max_value_length_bytes 16384 (hint)',
    'preferred_rpc_timeout_seconds 5 (hint)',
    'max_inflight_requests 7 (hint)',
  ];
  expect(JSON.parse(stdout).driver.declares).toEqual(declares);
  const block = ['the driver declares', ...declares.map((one) => `  ${one}`)].join('\n');
  expect((await conformance([...words, '--verbose'])).stdout).toContain(block);
  expect((await conformance(words)).stdout).not.toContain('the driver declares');
});
