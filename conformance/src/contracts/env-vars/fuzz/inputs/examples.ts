import { fromJson } from '@bufbuild/protobuf';
import { NodeGetEnvVarsRequestSchema } from '@csi-env/proto';
import { expandRequest } from '@csi-env/spec-tests';
import type { FuzzInput } from '../../../../fuzz/fuzz-target.js';
import { cases } from '../../../../gen/cases.js';
import type { Key } from '../../../../profile/profile.js';
import { fixturesOf, needsOf } from '../../checks/cases/given.js';
import { plain } from '../../checks/request/request-fields.js';
import { malformedProtobuf } from '../../checks/transport/malformed-protobuf.js';
import { encodeRequest, podContext } from '../../request.js';
import { getEnvVars } from '../../tools.js';
import { rawInput } from './family-raw.js';
import { callInput, type Material, queryFor } from './material.js';

/** The hand-picked inputs: the requests of the declarative cases, and everything that the profile names, by itself. */
export function examples(material: Material): readonly FuzzInput[] {
  return distinct([...ofCases(material), ...ofProfile(material), ...ofProtobuf(material)]);
}

function ofCases({ known, safe }: Material): FuzzInput[] {
  const { profile } = known;
  const fixtures = fixturesOf(profile);
  return cases.flatMap((data) => {
    if (data.method !== 'NodeGetEnvVars' || (safe && data.disturbs === true)) return [];
    if (needsOf(data.given).some((need) => !need.met(profile))) return [];
    const expansion = expandRequest(data.request, fixtures);
    if (expansion.kind === 'impossible') return [];
    const request = plain(fromJson(NodeGetEnvVarsRequestSchema, expansion.request as never));
    if (data.append === undefined) return [callInput('examples', data.stimulus, request)];
    const message = Buffer.concat([encodeRequest(request), Buffer.from(data.append, 'hex')]);
    return safe
      ? []
      : [rawInput('examples', data.stimulus, data.append === 'ff' ? 'unreadable' : 'unclear', { message })];
  });
}

function ofProfile(material: Material): FuzzInput[] {
  const { good, known } = material;
  const [first] = good;
  const inputs: FuzzInput[] = known.keys.flatMap((key, index) => {
    const query = queryFor(key, 'CSI_ENV_0');
    const list = [callInput('examples', `a key of keys.${key.kind} (${index})`, material.request([query]))];
    if (key.kind !== 'available' && first !== undefined) {
      list.push(
        callInput(
          'examples',
          `a key of keys.${key.kind} behind an available one (${index})`,
          material.request([queryFor(first, 'CSI_ENV_1'), query]),
        ),
        callInput(
          'examples',
          `an optional key of keys.${key.kind} (${index})`,
          material.request([queryFor(first, 'CSI_ENV_1'), { ...query, optional: true }]),
        ),
      );
    }
    return list;
  });
  if (first === undefined) return inputs;
  inputs.push(...inBatches(material));
  for (const [list, pods] of [
    ['pods', material.pods],
    ['deniedPods', material.deniedPods],
  ] as const) {
    for (const [index, pod] of pods.entries())
      inputs.push(
        callInput(
          'examples',
          `${list}[${index}]`,
          material.request([queryFor(first, 'CSI_ENV_0')], { podContext: podContext(pod) }),
        ),
      );
  }
  return inputs;
}

/** Each way to fail in batches of the sizes at which careless drivers begin to err, at their ends and in the middle. */
function inBatches(material: Material): FuzzInput[] {
  const { good, missing, denied, oversized, failing, deniedPods, pods } = material;
  const short = good.toSorted((a, b) => (a.value?.length ?? 64) - (b.value?.length ?? 64)).slice(0, 24);
  const batch = (size: number) =>
    Array.from({ length: size }, (_, index) =>
      queryFor(short[index % short.length] as Key, `CSI_ENV_${index}`),
    );
  return [9, 21, 51].flatMap((size) => [
    ...[missing, denied, oversized, failing].flatMap(([key]) =>
      key === undefined
        ? []
        : [0, Math.floor(size / 2), size - 1].map((at) => {
            const queries = batch(size).map((query, index) =>
              index === at ? queryFor(key, query.name) : query,
            );
            return callInput(
              'examples',
              `${key.key} in place ${at + 1} of ${size}`,
              material.request(queries),
            );
          }),
    ),
    ...[...deniedPods, ...pods.slice(0, 2)].map((pod) =>
      callInput(
        'examples',
        `${size} queries of another pod`,
        material.request(batch(size), { podContext: podContext(pod) }),
      ),
    ),
  ]);
}

function ofProtobuf(material: Material): FuzzInput[] {
  const [first] = material.good;
  if (material.safe || first === undefined) return [];
  const message = encodeRequest(material.request([queryFor(first, 'CSI_ENV_0')]));
  return malformedProtobuf.map((stimulus) =>
    rawInput('examples', `malformed protobuf: ${stimulus.slug}`, 'unclear', {
      message: stimulus.message?.({ path: getEnvVars, message } as never) ?? new Uint8Array(),
    }),
  );
}

/** Each input once, whatever it is called. */
function distinct(inputs: readonly FuzzInput[]): FuzzInput[] {
  const seen = new Set<string>();
  return inputs.filter(({ title: _, ...rest }) => {
    const id = JSON.stringify(rest);
    return !seen.has(id) && seen.add(id);
  });
}
