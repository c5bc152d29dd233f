import { type Breakage, type DriverGone, findingFormatVersion } from '../finding.js';

/** A finding of the fake contract. */
export const sampleFinding: Breakage = {
  format: 'csi-env/finding',
  formatVersion: findingFormatVersion,
  kind: 'breach',
  tool: { name: 'conformance', version: '0.1.0' },
  contract: { name: 'fake', revision: 1 },
  foundAt: '2027-01-31T12:00:00.000Z',
  endpoint: 'unix:///fake.sock',
  driver: { name: 'fake', vendorVersion: '1', embedded: false },
  stage: 'alpha',
  client: 'wire',
  seed: 1,
  timeoutMs: 5000,
  phase: 'fuzz',
  index: 7,
  requirement: 'size/limit',
  cause: 'wrong',
  mismatches: ['it was wrong'],
  expected: 'it is right',
  input: { phase: 'fuzz', title: 'N is 500', n: 500, list: [] },
  shrinkPlays: 12,
  confirmed: { failed: 2, plays: 2 },
  flaky: false,
};

const {
  phase,
  index,
  requirement: _requirement,
  cause: _cause,
  mismatches: _mismatches,
  expected: _expected,
  input,
  shrinkPlays: _shrinkPlays,
  confirmed: _confirmed,
  flaky: _flaky,
  ...origin
} = sampleFinding;

/** A finding of a driver that went away. */
export const sampleGone: DriverGone = { ...origin, kind: 'gone', inputs: [{ phase, index, input }] };
