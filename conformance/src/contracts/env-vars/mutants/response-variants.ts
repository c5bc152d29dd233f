import { create, type DescMethod, fromBinary, type Message, toBinary } from '@bufbuild/protobuf';
import { Identity, Node } from '@csi-env/proto';
import { movesOf } from '../../../mutation/responses/moves.js';
import { type ResponseMutator, responseMutator } from '../../../mutation/responses/mutator.js';
import type { Outcome } from '../../../mutation/responses/outcome.js';
import { seedOf, type Variant, variantOf } from '../../../mutation/responses/variant.js';
import type { Hooks } from '../reference-driver/hooks.js';
import type { CsiService, IncomingCall } from '../reference-driver/service.js';
import { StatusError, statusCode } from '../reference-driver/status.js';
import type { Oddity } from './oddities.js';

const methods: readonly DescMethod[] = [...Identity.methods, ...Node.methods];
const moves = movesOf(methods);

/** The method that the contract is about is changed most; what the contract hardly speaks of, least. */
const weights = {
  NodeGetEnvVars: 14,
  NodeGetCapabilities: 3,
  GetPluginCapabilities: 3,
  GetPluginInfo: 2,
  Probe: 2,
};

/** The change of the driver's answers that a seed gives. */
export function responseVariant(seed: number): Variant {
  return variantOf(seed, moves, weights);
}

/** The reference driver whose answers are changed on their way out, and what counts the changes. */
export interface ChangedDriver {
  readonly variation: Oddity;
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
