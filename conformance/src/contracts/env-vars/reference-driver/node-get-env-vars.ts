import { create, toBinary } from '@bufbuild/protobuf';
import {
  type NodeGetEnvVarsRequest,
  type NodeGetEnvVarsResponse,
  NodeGetEnvVarsResponseSchema,
} from '@csi-env/proto';
import { answerQueries } from './answer-queries.js';
import { authorize } from './authorize.js';
import { withinTime } from './deadline.js';
import type { Driver } from './driver.js';
import type { CallContext, EnvVarsContext } from './hooks.js';
import type { IncomingCall } from './service.js';
import { StatusError, statusCode, toStatus } from './status.js';
import { validateRequest } from './validate-request.js';

/**
 * Answers one call of NodeGetEnvVars: slot, validation, authorization, look-up, response, in this order.
 *
 * @param base what is known of the call
 * @param seen told of the request as soon as it is read
 */
export async function nodeGetEnvVars(
  driver: Driver,
  request: NodeGetEnvVarsRequest,
  call: IncomingCall,
  base: CallContext,
  seen: (context: EnvVarsContext) => void,
): Promise<NodeGetEnvVarsResponse> {
  const { hooks, limits } = driver;
  const received = envVarsContext(driver, base, request, call);
  seen(received);
  // capability/unadvertised: before anything in the request is looked at
  if (!driver.options.advertised) {
    throw new StatusError(statusCode.UNIMPLEMENTED, 'the driver does not inject environment variables');
  }
  await hooks.messageReceived(received);
  const release = await driver.inFlight.enter(call.signal);
  let failed: StatusError | undefined;
  try {
    // concurrency/deadline, errors/backend: the work ends with the call, and before a caller who follows the hint gives up
    return await withinTime(hooks.onCancel(call.signal, received), backendMs(driver), async (signal) => {
      const context: EnvVarsContext = Object.assign(Object.create(received), { signal });
      await refuse(context);
      const results = await hooks.results(await answerQueries(driver, context), context);
      const response = await hooks.response(create(NodeGetEnvVarsResponseSchema, { results }), context);
      // values/response-size
      const bytes = toBinary(NodeGetEnvVarsResponseSchema, response).length;
      if (hooks.tooLarge(bytes > limits.maxTotalPayloadBytes, context)) {
        throw new StatusError(
          statusCode.INVALID_ARGUMENT,
          `the values together are longer than ${limits.maxTotalPayloadBytes} bytes allow`,
        );
      }
      return response;
    });
  } catch (reason) {
    failed = toStatus(reason);
    throw reason;
  } finally {
    hooks.releaseSlot(release, received, failed);
  }

  /** `errors/precedence`: a malformed request before a refused one, and both before anything is looked up. */
  async function refuse(context: EnvVarsContext): Promise<void> {
    const found = validateRequest(request, call.requestBytes, limits.maxTotalPayloadBytes);
    const violation = hooks.validate(found, context)[0];
    if (violation !== undefined) throw new StatusError(statusCode.INVALID_ARGUMENT, violation.message);
    const refusal = (await hooks.authorize(authorize(request), context))[0];
    if (refusal !== undefined) throw new StatusError(statusCode.PERMISSION_DENIED, refusal.message);
  }
}

/** Leaves a fifth of the time-out hint for the way back. */
function backendMs(driver: Driver): number {
  return driver.limits.preferredRpcTimeoutSeconds * 800;
}

function envVarsContext(
  driver: Driver,
  base: CallContext,
  request: NodeGetEnvVarsRequest,
  call: IncomingCall,
): EnvVarsContext {
  const context: EnvVarsContext = Object.assign(Object.create(base), {
    request,
    requestBytes: call.requestBytes,
    cached: (key: string) => driver.cache.get(driver.hooks.cacheKey(key, context)) !== undefined,
  });
  return context;
}
