import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { validate } from './read.js';

const folder = new URL('../schemas/', import.meta.url);
const names = readdirSync(folder).map((file) => file.replace('.schema.json', ''));
const read = (name: string) => JSON.parse(readFileSync(new URL(`${name}.schema.json`, folder), 'utf8'));

type Node = Readonly<Record<string, unknown>>;
const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Every member that a schema declares, with its place; rules under if, then, else and allOf declare nothing. */
function members(schema: Node, place: string): readonly (readonly [string, Node])[] {
  return Object.entries(schema).flatMap(([keyword, value]) => {
    if (['if', 'then', 'else', 'allOf', 'not', 'const', 'examples', 'enum'].includes(keyword)) return [];
    if (keyword === 'properties' && isNode(value)) {
      return Object.entries(value).flatMap(([name, member]) =>
        isNode(member) ? [[`${place}.${name}`, member] as const, ...members(member, `${place}.${name}`)] : [],
      );
    }
    if (Array.isArray(value)) return value.filter(isNode).flatMap((entry) => members(entry, place));
    return isNode(value) ? members(value, keyword === 'properties' ? place : `${place}`) : [];
  });
}

const resolve = (root: Node, member: Node): Node => {
  const [, name] = /^#\/\$defs\/(.+)$/.exec(String(member.$ref ?? '')) ?? [];
  const target = name === undefined ? undefined : (root.$defs as Record<string, Node>)[name];
  return target === undefined ? member : { ...resolve(root, target), ...member };
};

describe.each(names)('the schema %s', (name) => {
  const schema = read(name) as Node;

  it('is of draft 2020-12 and named as its file', () => {
    expect(schema.$schema).toBe('https://json-schema.org/draft/2020-12/schema');
    expect(schema.$id).toBe(`${name}.schema.json`);
    expect(schema.title).toBeTypeOf('string');
    expect(schema.description).toBeTypeOf('string');
  });

  it('says of every member what it is, with an example', () => {
    const bare = members(schema, name)
      .map(([place, member]) => [place, resolve(schema, member)] as const)
      .filter(([, member]) => !['title', 'description', 'examples'].every((word) => word in member));
    expect(bare.map(([place]) => place)).toEqual([]);
  });
});

describe('a requirement file', () => {
  const file = {
    area: 'tea',
    title: 'Tea',
    intro: 'Tea.',
    requirements: [
      {
        id: 'tea/hot',
        level: 'MUST',
        stage: 'alpha',
        party: 'driver',
        title: 'Tea is hot',
        text: 'Tea MUST be hot.',
        rationale: 'Taste.',
        source: ['project'],
        since: 1,
        cause: 'The pot was open.',
        fix: 'Close the pot.',
      },
    ],
  };
  const changed = (members: object) => ({ ...file, requirements: [{ ...file.requirements[0], ...members }] });

  it('is taken when it is whole', () => {
    expect(validate('requirement', 'tea.yaml', file)).toBe(file);
  });

  it.each([
    ['an unknown member', { level2: 'MUST' }],
    ['an unknown level', { level: 'SHALL' }],
    ['an unknown party', { party: 'user' }],
    ['an id that is no path', { id: 'Tea' }],
    ['no reason', { rationale: '' }],
    ['a title with a full stop', { title: 'Tea is hot.' }],
    ['a decision that is no number', { decisions: ['6'] }],
    ['an empty change', { revisions: { 2: {} } }],
    ['a change by no revision', { revisions: { two: { title: 'Hot' } } }],
  ])('is refused with %s', (_, members) => {
    expect(() => validate('requirement', 'tea.yaml', changed(members))).toThrow('cannot read tea.yaml');
  });
});

describe('a case file', () => {
  const entry = {
    id: 'tea/hot/cup',
    requirement: 'tea/hot',
    since: 1,
    stimulus: 'a cup',
    request: {},
    expect: { code: ['NOT_FOUND'] },
    why: 'Cups.',
  };
  const file = (members: object) => ({ area: 'tea', cases: [{ ...entry, ...members }] });

  it('is taken when it is whole', () => {
    expect(() => validate('case', 'tea.yaml', file({}))).not.toThrow();
  });

  it.each([
    ['an unknown code', { expect: { code: ['NOTFOUND'] } }],
    ['nothing expected', { expect: {} }],
    ['a request and a likeness', { like: 'one' }],
    ['a change to nothing', { change: {} }],
    ['an unknown need', { given: { keys: 1 } }],
    ['half a byte', { append: 'f' }],
    ['a permutation of nothing', { expect: { ok: { permuted: [0] } } }],
  ])('is refused with %s', (_, members) => {
    expect(() => validate('case', 'tea.yaml', file(members))).toThrow('cannot read tea.yaml');
  });
});

describe('a profile', () => {
  const profile = {
    endpoint: 'unix:///csi/csi.sock',
    backend: 'secret',
    providerClass: './providerclass.yaml',
    pod: { namespace: 'production', serviceAccount: 'myapp', podName: 'myapp-0', podUID: 'one' },
    pods: [{ namespace: 'staging', serviceAccount: 'myapp', podName: 'myapp-1', podUID: 'two' }],
    deniedPods: [{ namespace: 'elsewhere', serviceAccount: 'myapp' }],
    keys: {
      available: [
        'a',
        { key: 'b', parameters: { field: 'password' }, value: { env: 'EXPECTED' }, volatile: true },
      ],
      missing: ['secret/data/none', { key: 'b', parameters: { field: 'none' } }],
      denied: ['secret/data/other-team', { key: 'secret/data/ghost', exists: false }],
      oversized: ['secret/data/huge'],
      failing: ['secret/data/broken'],
    },
    logs: [{ file: '/var/log/driver.log' }, { command: 'kubectl logs ds/driver' }],
    watch: {
      directories: ['/var/lib/driver'],
      ignore: ['fixtures/**'],
      metrics: 'http://127.0.0.1:9090/metrics',
      pid: 1234,
    },
    hooks: {
      rotate: './rotate.sh',
      restart: { command: 'systemctl restart driver', shell: true, timeout: '60s' },
    },
    documents: {
      retriableCodes: 'https://example.com/codes',
      cache: 'https://example.com/cache',
      cacheTtl: '30s',
    },
    implementation: {
      organization: 'Example',
      project: 'csi',
      url: 'https://example.com',
      version: 'v1',
      contact: ['@example'],
    },
  };

  it('is taken with every member that there is, and with none', () => {
    expect(() => validate('profile', 'conformance.yaml', profile)).not.toThrow();
    expect(() => validate('profile', 'conformance.yaml', {})).not.toThrow();
    expect(() => validate('profile', 'conformance.yaml', { exec: ['./driver', '{socket}'] })).not.toThrow();
    expect(() =>
      validate('profile', 'conformance.yaml', {
        providerClass: { name: 'vault', parameters: {} },
        watch: { pid: { file: 'pid' } },
      }),
    ).not.toThrow();
  });

  it.each([
    ['an unknown member', { endpoints: 'unix:///csi/csi.sock' }],
    ['two ways to a driver', { exec: ['./driver'] }],
    ['an empty endpoint', { endpoint: '' }],
    ['an unknown backend', { backend: 'disk' }],
    ['a pod without a UID', { pod: { namespace: 'a', serviceAccount: 'b', podName: 'c' } }],
    ['an unknown list of keys', { keys: { absent: [] } }],
    ['a key without a key', { keys: { missing: [{ parameters: {} }] } }],
    ['a value from nowhere', { keys: { available: [{ key: 'a', value: {} }] } }],
    ['a value from two places', { keys: { available: [{ key: 'a', value: { env: 'A', file: 'b' } }] } }],
    ['a parameter that is no text', { keys: { missing: [{ key: 'a', parameters: { version: 1 } }] } }],
    ['a duration without a unit', { documents: { cacheTtl: '30' } }],
    ['an unknown hook', { hooks: { stop: './stop.sh' } }],
    ['a log from nowhere', { logs: [{}] }],
  ])('is refused with %s', (_, members) => {
    expect(() => validate('profile', 'conformance.yaml', { ...profile, ...members })).toThrow();
  });
});

describe('a list of known failures', () => {
  it('needs id, reason and a day for each', () => {
    const entry = { id: 'values/size', reason: 'see issue 12', until: '2027-03-31' };
    expect(() => validate('known-failures', 'known.yaml', [entry])).not.toThrow();
    expect(() => validate('known-failures', 'known.yaml', [{ ...entry, until: 'soon' }])).toThrow();
    expect(() => validate('known-failures', 'known.yaml', [{ id: entry.id, until: entry.until }])).toThrow();
    expect(() => validate('known-failures', 'known.yaml', [{ ...entry, reason: ' ' }])).toThrow();
  });
});

describe('a ProviderClass', () => {
  const manifest = {
    apiVersion: 'storage.k8s.io/v1alpha1',
    kind: 'ProviderClass',
    metadata: { name: 'vault', labels: { a: 'b' } },
    spec: { driver: 'env.csi.example.com', parameters: { allowedNamespaces: 'production' } },
  };

  it.each(['v1', 'v1beta1', 'v2alpha3'])('is taken in version %s', (version) => {
    expect(() =>
      validate('providerclass', 'c.yaml', { ...manifest, apiVersion: `storage.k8s.io/${version}` }),
    ).not.toThrow();
  });

  it.each([
    ['another group', { apiVersion: 'apps/v1' }],
    ['another kind', { kind: 'StorageClass' }],
    ['no name', { metadata: {} }],
    ['no driver', { spec: {} }],
    ['a parameter that is no text', { spec: { driver: 'a', parameters: { ttl: 30 } } }],
  ])('is refused with %s', (_, members) => {
    expect(() => validate('providerclass', 'c.yaml', { ...manifest, ...members })).toThrow();
  });
});
