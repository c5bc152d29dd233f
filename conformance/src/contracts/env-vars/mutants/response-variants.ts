import { create, type DescMethod, fromBinary, type Message, toBinary } from '@bufbuild/protobuf';
import { Identity, Node } from '@csi-env/proto';
import { type Move, movesOf } from '../../../mutation/responses/moves.js';
import { type ResponseMutator, responseMutator } from '../../../mutation/responses/mutator.js';
import type { Outcome } from '../../../mutation/responses/outcome.js';
import { seedOf, type Variant, variantOf } from '../../../mutation/responses/variant.js';
import type { Hooks } from '../reference-driver/hooks.js';
import type { DriverStage } from '../reference-driver/options.js';
import type { CsiService, IncomingCall } from '../reference-driver/service.js';
import { StatusError, statusCode } from '../reference-driver/status.js';
import type { Variation } from './oddities.js';

const methods: readonly DescMethod[] = [...Identity.methods, ...Node.methods];

/** What the reference driver never answers: to change it changes nothing. */
const absent = [
  'GetPluginInfo.manifest',
  'NodeGetInfo.accessible_topology',
  'GetPluginCapabilities.capabilities.volume_expansion',
  'GetPluginCapabilities.capabilities.service',
];

/** Circumstances that the few small answers of the other methods meet. */
const common = [
  'always',
  'second-call',
  'repeated',
  'first-time',
  'every-third',
  'fifth-call',
  'alone',
  'long',
  'short',
  'spaces',
];

const isMain = ({ method }: Move): boolean => method === 'NodeGetEnvVars';
const isFailure = ({ change, field }: Move): boolean =>
  change.of === 'status' ||
  (change.of === 'answer' && change.operator.on === 'failure') ||
  field.endsWith('.status.message');

/** Changes of a list that do nothing where it has one element, as the lists of the other methods have. */
const needSeveral = [
  'swap',
  'swap-ends',
  'swap-rotated',
  'swap-neighbour',
  'duplicate-over',
  'truncate-half',
];
const isIdle = ({ change, operator }: Move): boolean =>
  change.of === 'field' &&
  change.change.to !== 'text' &&
  change.change.to !== 'number' &&
  needSeveral.includes(operator);

/** What can be done to the driver's answers: to what there is, and when it is there. */
const moves = movesOf(methods)
  .filter(({ field }) => !absent.some((path) => field.startsWith(path)))
  // NodeGetEnvVars alone fails.
  .filter((move) => isMain(move) || !(isFailure(move) || isIdle(move)))
  .map((move) =>
    isMain(move)
      ? move
      : { ...move, circumstances: move.circumstances.filter(({ name }) => common.includes(name)) },
  );

/** The method that the contract is about is changed most, and of its fields those that the contract says most of. */
const weights = {
  NodeGetEnvVars: 14,
  NodeGetCapabilities: 3,
  GetPluginCapabilities: 3,
  GetPluginInfo: 2,
  Probe: 2,
  'NodeGetEnvVars.results': 4,
  'NodeGetEnvVars.results.value': 5,
  'NodeGetEnvVars.results.name': 4,
};

/** The change of the driver's answers that a seed gives, and the stage that it needs. */
export function responseVariant(seed: number): Variant & { readonly stage?: DriverStage } {
  const variant = variantOf(seed, moves, weights);
  // Errors of results are a matter of beta.
  return variant.move.field === 'NodeGetEnvVars.results.error' ? { ...variant, stage: 'beta' } : variant;
}

/** The reference driver whose answers are changed on their way out, and what counts the changes. */
export interface ChangedDriver {
  readonly variation: Variation;
  readonly mutator: ResponseMutator;
}

/**
 * The reference driver with the change that an id names.
 *
 * @returns undefined when the id is not one of a variant
 */
export function changedDriver(id: string): ChangedDriver | undefined {
  const seed = seedOf(id);
  const variant = seed === undefined ? undefined : responseVariant(seed);
  if (variant?.id !== id) return undefined;
  const mutator = responseMutator(variant);
  const { description } = variant;
  return {
    mutator,
    variation: { id, description, server: 'grpc-js', apply: () => ({ hooks: hooksOf(mutator) }) },
  };
}

function hooksOf(mutator: ResponseMutator): Partial<Hooks> {
  /** Bytes of answers that no message stands for. */
  const raw = new WeakMap<object, Uint8Array>();
  return {
    encode: (encode, message) => raw.get(message) ?? encode(),
    service: (service) =>
      Object.fromEntries(
        methods.map((method) => [
          method.localName,
          async (request: Message, call: IncomingCall) => {
            const answer = mutator.begin(method, toBinary(method.input, request));
            const { code, message, body, headers, trailers } = await answer(
              await outcomeOf(method, service, request, call),
            );
            replace(call.metadata.headers, headers);
            replace(call.metadata.trailers, trailers);
            if (code !== statusCode.OK || body === undefined) throw new StatusError(code, message);
            const sent = read(method, body);
            raw.set(sent, body);
            return sent;
          },
        ]),
      ) as unknown as CsiService,
  };
}

/** What the driver itself answers. */
async function outcomeOf(
  method: DescMethod,
  service: CsiService,
  request: Message,
  call: IncomingCall,
): Promise<Outcome> {
  const { headers, trailers } = call.metadata;
  try {
    const serve = service[method.localName as keyof CsiService] as (
      request: Message,
      call: IncomingCall,
    ) => Promise<Message>;
    const body = toBinary(method.output, await serve(request, call));
    return { code: statusCode.OK, message: '', body, headers: new Map(headers), trailers: new Map(trailers) };
  } catch (reason) {
    const { code, message } = reason as StatusError;
    return { code, message, headers: new Map(headers), trailers: new Map(trailers) };
  }
}

function replace(map: Map<string, string>, by: ReadonlyMap<string, string>): void {
  map.clear();
  for (const [name, value] of by) map.set(name, value);
}

/** The message that bytes hold; an empty one where they hold none. */
function read(method: DescMethod, body: Uint8Array): Message {
  try {
    return fromBinary(method.output, body);
  } catch {
    return create(method.output);
  }
}
