import { describe, expect, it } from 'vitest';
import type { RequestData } from '../src/case.js';
import { expandRequest, type Fixtures, invented } from '../src/expand-request.js';
import { specification } from './read.js';

const fixtures: Fixtures = {
  class: { name: 'vault', parameters: { role: 'app' } },
  pod: { namespace: 'production', serviceAccount: 'myapp', podName: 'myapp-0', podUID: 'one' },
  available: [{ key: 'db', parameters: { field: 'password' } }, { key: 'host' }],
  missing: [{ key: 'none' }],
};
const of = (request: RequestData, given: Fixtures = fixtures) => {
  const expansion = expandRequest(request, given);
  return expansion.kind === 'request' ? expansion.request : expansion.reason;
};
const size = (map: object) =>
  Object.entries(map).reduce((sum, entry) => sum + Buffer.byteLength(entry.join('')), 0);

// biome-ignore-start lint/suspicious/noTemplateCurlyInString: placeholders of requests
describe('a request', () => {
  it('gets texts and maps in place of placeholders, and leaves out what stands for nothing', () => {
    expect(
      of({
        provider_class_name: '${class.name}',
        class_parameters: '${class.parameters}',
        queries: [{ key: '${available[1].key}', query_parameters: '${available[1].parameters}' }],
        pod_context: { podName: 'x-${pod.podName}', nodeName: '${pod.nodeName}' },
      }),
    ).toEqual({
      provider_class_name: 'vault',
      class_parameters: { role: 'app' },
      queries: [{ key: 'host' }],
      pod_context: { podName: 'x-myapp-0' },
    });
  });

  it('is invented where nothing is given', () => {
    expect(
      of({ a: '${class.name}', b: '${class.parameters}', c: '${available[0].key}', d: '${pod.podUID}' }, {}),
    ).toEqual({
      a: invented,
      c: invented,
      d: invented,
    });
  });

  it.each([
    ['a', 254, 254, 254],
    ['é', 254, 127, 254],
    ['é', 129, 65, 130],
    ['ab.', 5, 5, 5],
  ])('repeats %s up to %i bytes: %i characters, %i bytes', (repeat, goal, characters, got) => {
    const text = (of({ text: { repeat, bytes: goal } }) as { text: string }).text;
    expect([text.length, Buffer.byteLength(text)]).toEqual([characters, got]);
  });

  it('counts the prefix of a text', () => {
    expect(of({ key: { prefix: '${missing[0].key}', repeat: 'x', bytes: 6 } })).toEqual({ key: 'nonexx' });
  });

  it.each([4096, 4097])(
    'fills a map up to %i bytes of keys and values, with what was spread into it',
    (mapBytes) => {
      const request = of({
        class_parameters: { '...': '${class.parameters}', filler: { repeat: 'a', mapBytes } },
      });
      const map = (request as { class_parameters: Record<string, string> }).class_parameters;
      expect(map.role).toBe('app');
      expect(size(map)).toBe(mapBytes);
    },
  );

  it('is impossible when a text would have to be shorter than its prefix', () => {
    expect(of({ key: { prefix: 'long', repeat: 'x', bytes: 3 } })).toBe(
      'a text of 3 bytes has no room for 4',
    );
  });

  it('of every case and premise can be made from a profile, and has no placeholder left', () => {
    const key = [{ key: 'a/b', parameters: {} }, { key: 'a/c' }];
    const pod = { namespace: 'n', serviceAccount: 's', podName: 'p', podUID: 'u' };
    const whole: Fixtures = {
      ...fixtures,
      available: key,
      missing: key,
      denied: key,
      oversized: key,
      failing: key,
      deniedNamespace: [pod],
      deniedIdentity: [pod],
    };
    for (const { request } of [...specification.cases, ...Object.values(specification.premises)]) {
      const expansion = expandRequest(request, whole);
      expect(expansion.kind).toBe('request');
      expect(JSON.stringify(expansion)).not.toMatch(/\$\{|"repeat"|"\.\.\."/);
    }
  });
});
// biome-ignore-end lint/suspicious/noTemplateCurlyInString: placeholders of requests
