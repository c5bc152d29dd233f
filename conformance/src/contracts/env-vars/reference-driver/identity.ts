import { create } from '@bufbuild/protobuf';
import {
  type GetPluginInfoResponse,
  GetPluginInfoResponseSchema,
  type NodeGetInfoResponse,
  NodeGetInfoResponseSchema,
  type ProbeResponse,
  ProbeResponseSchema,
} from '@csi-env/proto';

/** Who the driver is. */
export const identity = { name: 'reference.csi-env.example', vendorVersion: '1.0.0' };

/** `identity/plugin-name`, `identity/vendor-version`: who the driver is. */
export function pluginInfo(): GetPluginInfoResponse {
  return create(GetPluginInfoResponseSchema, identity);
}

/** `identity/probe`: a driver that listens is ready. */
export function probe(): ProbeResponse {
  return create(ProbeResponseSchema, { ready: true });
}

/** The node, as CSI asks of every node plugin. */
export function nodeInfo(): NodeGetInfoResponse {
  return create(NodeGetInfoResponseSchema, { nodeId: 'reference-node' });
}
