import fc from 'fast-check';
import type { Key } from '../../../../profile/profile.js';
import type { EnvRequest } from '../../request.js';
import { limits } from '../model/violations.js';
import { type Breaker, breakers } from './breakers.js';
import { flags, naming, queriesOf } from './drafts.js';
import { everyCall, type Family } from './family.js';
import { callInput, type Material } from './material.js';

/** Larger payload limits are for the boundary phase: so many large requests would measure the machine. */
const fuzzedPayload = 256 * 1024;

/** Malformed requests: one broken rule at a time, several at once, and beside other failures. */
export function brokenFamilies(material: Material): readonly Family[] {
  const { good, missing, denied, failing, oversized } = material;
  const keys: readonly Key[] = [
    ...good,
    ...good,
    ...missing,
    ...denied,
    ...failing.slice(0, 1),
    ...oversized.slice(0, 1),
  ];
  const plain = fc.array(fc.nat(good.length - 1), { minLength: 1, maxLength: 5, size: 'max' });
  const mixed = fc.array(fc.nat(keys.length - 1), { minLength: 1, maxLength: 5, size: 'max' });
  const n = fc.nat(4095);
  const families: Family[] = breakers.map((breaker) => ({
    name: `broken/${breaker.say}`,
    weight: 1,
    reaches: [...everyCall, breaker.requirement, 'optional/not-a-bypass'],
    arbitrary: fc.tuple(plain, naming, flags, n, n).map(([picks, how, bits, variant, at]) => {
      const request = material.request(
        queriesOf(
          picks.map((pick) => good[pick] as Key),
          how,
          bits,
        ),
      );
      return callInput('fuzz', breaker.say, breaker.break(request, variant, at));
    }),
  }));
  families.push(
    {
      name: 'broken-beside-failing',
      weight: 6,
      reaches: [...everyCall, ...requirements, 'errors/precedence', 'optional/not-a-bypass'],
      arbitrary: fc
        .tuple(mixed, fc.nat(breakers.length - 1), flags, n, n)
        .map(([picks, which, bits, variant, at]) => {
          const breaker = breakers[which] as Breaker;
          const request = material.request(
            queriesOf(
              picks.map((pick) => keys[pick] as Key),
              { style: 'plain' },
              bits,
            ),
          );
          return callInput(
            'fuzz',
            `${breaker.say} beside other failures`,
            breaker.break(request, variant, at),
          );
        }),
    },
    {
      name: 'several-broken',
      weight: 4,
      reaches: [...everyCall, ...requirements, 'errors/precedence', 'optional/not-a-bypass'],
      arbitrary: fc
        .tuple(
          mixed,
          fc.array(fc.tuple(fc.nat(breakers.length - 1), n, n), { minLength: 2, maxLength: 4, size: 'max' }),
          flags,
        )
        .map(([picks, list, bits]) => {
          const request = material.request(
            queriesOf(
              picks.map((pick) => keys[pick] as Key),
              { style: 'plain' },
              bits,
            ),
          );
          const broken = list.reduce<EnvRequest>(
            (made, [which, variant, at]) => (breakers[which] as Breaker).break(made, variant, at),
            request,
          );
          return callInput('fuzz', 'several broken rules at once', broken);
        }),
    },
  );
  if (material.facts.limits.payloadBytes <= fuzzedPayload) families.push(payload(material));
  return families;
}

const requirements = [...new Set(breakers.map(({ requirement }) => requirement))];

/** Requests around the total payload: filled with long keys that do not exist, so that the answer is no larger than a status. */
function payload(material: Material): Family {
  const limit = material.facts.limits.payloadBytes;
  const [missing = { key: 'csi-env-conformance/none', parameters: {} }] = material.missing;
  const each = limits.key + 16;
  return {
    name: 'payload',
    weight: 1,
    reaches: [...everyCall, 'request/payload-size', 'request/legal-served'],
    arbitrary: fc
      .tuple(fc.integer({ min: -6, max: 12 }), fc.nat(limits.key - missing.key.length - 1))
      .map(([more, shorter]) => {
        const count = Math.max(1, Math.floor(limit / each) + more);
        const queries = Array.from({ length: count }, (_, index) => ({
          name: `N${index}`,
          key: missing.key.padEnd(index === 0 ? limits.key - shorter : limits.key, 'a'),
          ...(Object.keys(missing.parameters).length > 0 ? { parameters: { ...missing.parameters } } : {}),
        }));
        return callInput('fuzz', 'a request about as large as it may be', material.request(queries));
      }),
  };
}
