import { create } from '@bufbuild/protobuf';
import {
  type GetPluginCapabilitiesResponse,
  GetPluginCapabilitiesResponseSchema,
  type NodeGetCapabilitiesResponse,
  NodeGetCapabilitiesResponseSchema,
  NodeServiceCapability_RPC_Type,
} from '@csi-env/proto';
import type { Limits } from './limits.js';

/**
 * `capability/advertised`: what the node service can do; this is the call that decides (D3).
 *
 * @param advertised whether the driver serves NodeGetEnvVars
 */
export function nodeCapabilities(advertised: boolean): NodeGetCapabilitiesResponse {
  const type = NodeServiceCapability_RPC_Type.ENV_VAR_INJECTION;
  return create(NodeGetCapabilitiesResponseSchema, {
    capabilities: advertised ? [{ type: { case: 'rpc', value: { type } } }] : [],
  });
}

/**
 * `capability/hints-imply`, `capability/hints-sane`: the hints (D2), at most one entry, none where the driver has nothing to
 * say.
 *
 * @param limits the limits to advertise
 * @param optionalQueries beta: whether `EnvVarQuery.optional` is honoured (D17)
 */
export function pluginCapabilities(
  advertised: boolean,
  limits: Limits | 'none',
  optionalQueries: boolean,
): GetPluginCapabilitiesResponse {
  if (!advertised || (limits === 'none' && !optionalQueries))
    return create(GetPluginCapabilitiesResponseSchema);
  const numbers = limits === 'none' ? {} : limits;
  const hints = { ...numbers, description: limits === 'none' ? '' : 'values in memory', optionalQueries };
  return create(GetPluginCapabilitiesResponseSchema, {
    capabilities: [{ type: { case: 'envVarInjection', value: hints } }],
  });
}
