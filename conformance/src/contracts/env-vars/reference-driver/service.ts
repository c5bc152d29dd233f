import type { Message } from '@bufbuild/protobuf';
import type {
  GetPluginCapabilitiesRequest,
  GetPluginCapabilitiesResponse,
  GetPluginInfoRequest,
  GetPluginInfoResponse,
  NodeGetCapabilitiesRequest,
  NodeGetCapabilitiesResponse,
  NodeGetEnvVarsRequest,
  NodeGetEnvVarsResponse,
  NodeGetInfoRequest,
  NodeGetInfoResponse,
  ProbeRequest,
  ProbeResponse,
} from '@csi-env/proto';
import { nodeCapabilities, pluginCapabilities } from './capabilities.js';
import type { Driver } from './driver.js';
import type { AnswerMetadata, CallContext, EnvVarsContext } from './hooks.js';
import { nodeInfo, pluginInfo, probe } from './identity.js';
import { logLine } from './log-line.js';
import { nodeGetEnvVars } from './node-get-env-vars.js';
import { codeName, statusCode, toStatus } from './status.js';

/** A call as a gRPC stack hands it to the service. */
export interface IncomingCall {
  /** Aborted when the caller no longer waits; its reason has the status code. */
  readonly signal: AbortSignal;
  /** Size of the serialized request: as it came over the wire where the stack tells, else of its canonical encoding. */
  readonly requestBytes: number;
  /** Metadata to send with the answer. */
  readonly metadata: AnswerMetadata;
}

type Unary<I extends Message, O extends Message> = (request: I, call: IncomingCall) => Promise<O>;

/** The two CSI services, free of any gRPC stack. A failing call throws a StatusError. */
export interface CsiService {
  readonly getPluginInfo: Unary<GetPluginInfoRequest, GetPluginInfoResponse>;
  readonly getPluginCapabilities: Unary<GetPluginCapabilitiesRequest, GetPluginCapabilitiesResponse>;
  readonly probe: Unary<ProbeRequest, ProbeResponse>;
  readonly nodeGetCapabilities: Unary<NodeGetCapabilitiesRequest, NodeGetCapabilitiesResponse>;
  readonly nodeGetInfo: Unary<NodeGetInfoRequest, NodeGetInfoResponse>;
  readonly nodeGetEnvVars: Unary<NodeGetEnvVarsRequest, NodeGetEnvVarsResponse>;
}

/** Makes the service of a driver. */
export function csiService(driver: Driver): CsiService {
  const { hooks, options } = driver;
  const { advertised, limits, stage } = options;
  return {
    getPluginInfo: unary('GetPluginInfo', async (_, __, context) => hooks.pluginInfo(pluginInfo(), context)),
    getPluginCapabilities: unary('GetPluginCapabilities', async (_, __, context) =>
      hooks.pluginCapabilities(pluginCapabilities(advertised, limits, stage === 'beta'), context),
    ),
    probe: unary('Probe', async (_, __, context) => hooks.probe(probe(), context)),
    nodeGetCapabilities: unary('NodeGetCapabilities', async (_, __, context) =>
      hooks.nodeCapabilities(nodeCapabilities(advertised), context),
    ),
    nodeGetInfo: unary('NodeGetInfo', async (_, __, context) => hooks.nodeInfo(nodeInfo(), context)),
    nodeGetEnvVars: unary('NodeGetEnvVars', (request, call, context, seen) =>
      nodeGetEnvVars(driver, request, call, context, seen),
    ),
  };

  /** Counts, logs and names the failure of every call of a method. */
  function unary<I extends Message, O extends Message>(
    method: string,
    answer: (
      request: I,
      call: IncomingCall,
      context: CallContext,
      seen: (context: EnvVarsContext) => void,
    ) => Promise<O>,
  ): Unary<I, O> {
    return async (request, call) => {
      const number = (driver.counters.calls.get(method) ?? 0) + 1;
      driver.counters.calls.set(method, number);
      let context: CallContext | EnvVarsContext = callContext(driver, method, number, call);
      const seen = (more: EnvVarsContext): void => {
        context = more;
      };
      let code: number = statusCode.OK;
      try {
        return await answer(request, call, context, seen);
      } catch (reason) {
        const status = await hooks.status(toStatus(reason), context);
        code = status.code;
        throw status;
      } finally {
        const name = codeName(code);
        driver.counters.codes.set(name, (driver.counters.codes.get(name) ?? 0) + 1);
        hooks.metadata(call.metadata, context);
        options.log(hooks.log(logLine(method, name, context), context));
      }
    };
  }
}

function callContext(driver: Driver, method: string, call: number, incoming: IncomingCall): CallContext {
  return {
    method,
    call,
    starts: driver.starts,
    upMs: performance.now() - driver.startedAt,
    get inFlight() {
      return driver.inFlight.count;
    },
    get peakInFlight() {
      return driver.inFlight.peak;
    },
    stage: driver.options.stage,
    server: driver.options.server,
    limits: driver.limits,
    backend: driver.backend,
    stateDirectory: driver.stateDirectory,
    signal: incoming.signal,
  };
}
