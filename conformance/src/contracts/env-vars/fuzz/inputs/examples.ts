import { fromJson } from '@bufbuild/protobuf';
import { NodeGetEnvVarsRequestSchema } from '@csi-env/proto';
import { expandRequest } from '@csi-env/spec-tests';
import type { FuzzInput } from '../../../../fuzz/fuzz-target.js';
import { cases } from '../../../../gen/cases.js';
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
