import { type DescMessage, fromBinary, toBinary } from '@bufbuild/protobuf';
import { NodeGetEnvVarsRequestSchema } from '@csi-env/proto';
import type { Verdict } from '../../../../contract.js';
import { codeName, statusCode } from '../../../../driver/answer.js';
import { fields, messages, rpcs } from '../../../../gen/field-table.js';
import { conditions, needs, wellFormed } from '../../needs.js';
import { encodeRequest, queriesFor } from '../../request.js';
import { blocked, describe, type EnvCheck, failed, getEnvVars } from '../../tools.js';
import { alone, hasStatus, noStatus } from '../blame.js';
import { baseBatch, places } from '../once.js';

/** A field on the wire that no proto has, as protobuf-es keeps it. */
interface Unknown {
  readonly no: number;
  readonly wireType: number;
  readonly data: Uint8Array;
}

/** Wire types, each with a value of its kind. */
const kinds = [
  { slug: 'number', wireType: 0, data: [0x96, 0x01] },
  { slug: 'fixed64', wireType: 1, data: [1, 2, 3, 4, 5, 6, 7, 8] },
  { slug: 'text', wireType: 2, data: [3, 0x61, 0x62, 0x63] },
  { slug: 'fixed32', wireType: 5, data: [1, 2, 3, 4] },
] as const;

/** Numbers that a message does not have: the next one, and a far one. */
function freeNumbers(message: string): readonly number[] {
  const used = fields.filter((field) => field.message === message).map((field) => field.number);
  return [Math.max(0, ...used) + 1, 12_345];
}

function unknownsOf(message: string): Unknown[] {
  return freeNumbers(message).flatMap((no) =>
    kinds.map(({ wireType, data }) => ({ no, wireType, data: Uint8Array.from(data) })),
  );
}

type Holder = Record<string, unknown> & { $unknown?: Unknown[] };

/** Ways from a NodeGetEnvVars request to each message in it: `''` for itself, `queries[]` for each query. */
const nested = messages
  .filter(({ rpcs: uses, direction }) => uses.includes(getEnvVars) && direction !== 'response')
  .flatMap(({ message }) => {
    const [use] = fields.filter((field) => field.message === message).flatMap((field) => field.uses);
    return use === undefined ? [] : [{ message, path: use.path.split('.').slice(0, -1) }];
  });

function localName(field: string): string {
  return field.replace('[]', '').replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

/** Adds unknown fields to one message within a serialized request. */
function withUnknowns(
  request: Uint8Array,
  path: readonly string[],
  index: number,
  unknowns: Unknown[],
): Uint8Array {
  const schema: DescMessage = NodeGetEnvVarsRequestSchema;
  const message = fromBinary(schema, request);
  let holder = message as unknown as Holder;
  for (const step of path) {
    const next = holder[localName(step)];
    holder = (step.endsWith('[]') ? (next as Holder[])[index] : next) as Holder;
  }
  holder.$unknown = unknowns;
  return toBinary(schema, message);
}

const tag = ({ no, wireType, data }: Unknown): number[] => {
  const bytes: number[] = [];
  for (let left = no * 8 + wireType; ; left = Math.floor(left / 128)) {
    if (left < 128) return [...bytes, left, ...data];
    bytes.push((left % 128) + 128);
  }
};

const expects = 'the same answer as without';

/** Checks of `capability/tolerates-unknown`, made from the field table: unknown fields in every request message. */
export const unknownFieldChecks: readonly EnvCheck[] = [
  ...nested.flatMap(({ message, path }) =>
    (path.length === 0 ? places.slice(0, 1) : places).map((place): EnvCheck => {
      const name = message.split('.').at(-1) ?? message;
      const slug = name.replace(/(?<=[a-z])(?=[A-Z])/g, '-').toLowerCase();
      return {
        name: ['capability/tolerates-unknown', slug, ...(path.length === 0 ? [] : [place.slug])].join('/'),
        requirement: 'capability/tolerates-unknown',
        stimulus: `unknown fields of every wire type in ${name}${path.length === 0 ? '' : `, ${place.say}`}`,
        expects: 'OK, as without them',
        needs: wellFormed,
        when: [conditions.advertised],
        async run(tools): Promise<Verdict> {
          const request = await baseBatch(tools, place.size);
          const bytes = withUnknowns(encodeRequest(request), path, place.index, unknownsOf(message));
          if (bytes.length > tools.facts.limits.payloadBytes)
            return { outcome: 'not-applicable', reason: "that would not fit the driver's payload" };
          const reply = await tools.call(request, { bytes });
          if (!hasStatus(reply)) return noStatus(reply, 'a request with unknown fields');
          if (reply.code === statusCode.UNIMPLEMENTED)
            return blocked('capability/implemented', 'the call got UNIMPLEMENTED');
          return reply.ok ? { outcome: 'pass' } : failed(`unknown fields got ${describe(reply)}`, reply);
        },
      };
    }),
  ),
  {
    name: 'capability/tolerates-unknown/missing-key',
    requirement: 'capability/tolerates-unknown',
    stimulus: 'unknown fields beside a query for a missing key',
    expects: 'the same status as without',
    needs: [...wellFormed, needs.missing],
    when: [conditions.advertised],
    async run(tools) {
      const before = await alone(tools, 'missing');
      const request = tools.request(queriesFor(tools.profile.keys.missing.slice(0, 1), 'CSI_ENV_UNKNOWN_'));
      const bytes = withUnknowns(encodeRequest(request), [], 0, unknownsOf('csi.v1.NodeGetEnvVarsRequest'));
      const reply = await tools.call(request, { bytes, observe: false });
      if (before === undefined || !hasStatus(before))
        return { outcome: 'error', message: 'a missing key by itself got no status' };
      if (!hasStatus(reply)) return noStatus(reply, 'a request with unknown fields');
      return reply.code === before.code
        ? { outcome: 'pass' }
        : failed(
            `a missing key got ${codeName(before.code)}, and ${describe(reply)} beside unknown fields`,
            reply,
          );
    },
  },
  ...rpcs
    .filter(({ path }) => path !== getEnvVars)
    .map(
      ({ path, method, request }): EnvCheck => ({
        name: `capability/tolerates-unknown/${method.replace(/(?<=[a-z])(?=[A-Z])/g, '-').toLowerCase()}`,
        requirement: 'capability/tolerates-unknown',
        stimulus: `unknown fields in a request of ${method}`,
        expects,
        async run(tools) {
          const plain = await tools.invoke(path, new Uint8Array());
          const bytes = Uint8Array.from(unknownsOf(request).flatMap(tag));
          const answer = await tools.invoke(path, bytes);
          if (plain.failure !== undefined || answer.failure !== undefined) {
            return {
              outcome: 'error',
              message: `${method} got no status (${(plain.failure === undefined ? answer : plain).message})`,
            };
          }
          if (plain.code === answer.code) return { outcome: 'pass' };
          return failed(
            `${method} got ${codeName(plain.code)}, and ${codeName(answer.code)} with unknown fields`,
          );
        },
      }),
    ),
];
