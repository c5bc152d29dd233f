// Legal oddities: flags of grpcio/oddities.py, and what the profile has to say then. The suite must fail none of them.

const without = (member) => (profile) =>
  profile.replace(new RegExp(`^${member}:.*\\n(?:[ #].*\\n)*`, 'm'), '');
const words = [
  '{ key: app/true, value: "true" }',
  '{ key: app/pod, value: myapp-0 }',
  '{ key: app/namespace, value: production }',
  '{ key: app/password, value: password }',
  '{ key: app/itself/and-more, value: app/itself/and-more }',
  '{ key: app/class, value: example }',
  '{ key: app/one, value: "1" }',
];

export const oddities = [
  // Its threads cannot be stopped in their work; concurrency/deadline is a SHOULD.
  { id: '800 ms per call', flags: ['--delay', '0.8'], slow: true, may: ['concurrency/deadline'] },
  { id: 'one call at a time, others refused', flags: ['--inflight', '1', '--delay', '0.005'], slow: true },
  {
    id: 'one call at a time, others wait',
    flags: ['--inflight', '1', '--queue', '--delay', '0.005'],
    slow: true,
  },
  { id: 'four threads for 64 calls', flags: ['--threads', '4', '--delay', '0.01'], slow: true },
  { id: 'no hints', flags: ['--hints', 'none', '--inflight', '100'] },
  { id: 'all hints zero', flags: ['--hints', 'zero', '--inflight', '100'] },
  { id: 'one hint only', flags: ['--hints', 'inflight', '--inflight', '3'] },
  { id: 'unknown capabilities', flags: ['--unknown-capabilities'] },
  { id: 'unknown fields in answers', flags: ['--unknown-fields', '--beta'], stage: 'beta' },
  { id: 'no NodeGetInfo', flags: ['--no-node-info'] },
  { id: 'headers of its own', flags: ['--headers'] },
  { id: 'Probe without ready', flags: ['--probe', 'silent'] },
  { id: 'a start of three seconds', flags: ['--start', '3'] },
  { id: 'compressed responses', flags: ['--compress', '--beta'], stage: 'beta' },
  { id: 'GOAWAY every second', flags: ['--max-age', '1000'] },
  { id: 'GOAWAY every second, grpc-js', flags: ['--max-age', '1000'], run: ['--client', 'grpc-js'] },
  { id: 'eight streams a connection', flags: ['--streams', '8'] },
  { id: 'keys and names in the log', flags: ['--talkative'] },
  {
    id: 'values that are words or in the request, and keys in the log',
    flags: ['--words', '--talkative', '--echo', '--beta'],
    stage: 'beta',
    profile: (text) =>
      text.replace('  available:\n', `  available:\n${words.map((word) => `    - ${word}\n`).join('')}`),
  },
  { id: 'its own namespace only', flags: ['--only-namespace', 'production'], profile: without('pods') },
  {
    id: 'its own namespace only, though the profile lists another',
    flags: ['--only-namespace', 'production'],
  },
  { id: 'no class or pod but the known ones', flags: ['--only-known'] },
  { id: 'no parameters but the known ones', flags: ['--no-parameters'] },
  { id: 'a class without lists', flags: [], profile: (text) => without('deniedPods')(withoutLists(text)) },
  { id: 'a name of one character', flags: ['--name', 'x'] },
  { id: 'a name of 63 characters', flags: ['--name', `${'a'.repeat(30)}.${'B'.repeat(30)}-9`] },
  { id: 'tiny limits', flags: ['--payload', '2048', '--value', '256', '--beta'], stage: 'beta' },
  { id: 'a value limit of one byte more than half', flags: ['--payload', '4096', '--value', '2049'] },
  { id: 'huge limits', flags: ['--payload', '8388608', '--value', '1048576'] },
  { id: 'messages that vary', flags: ['--varying', '--beta'], stage: 'beta' },
  { id: 'messages that repeat the request', flags: ['--echo'] },
  { id: 'a backend that is slow to fail', flags: ['--internal', '1.5'] },
  { id: 'values that do not fit: RESOURCE_EXHAUSTED', flags: ['--too-large', 'RESOURCE_EXHAUSTED'] },
  { id: 'no capability', flags: ['--no-capability'], profile: without('keys') },
];

/** Takes the lists and what needs them out of the class and the keys. */
function withoutLists(text) {
  return text.replace(/^ {2}parameters:\n(?: {4}.*\n)*/m, '').replace(/^ {2}denied:\n(?: {4}.*\n)*/m, '');
}
