// Generated from csi/v1_10/csi.proto by proto/plugin: change that and run `npm run generate`.

import type { FieldEntry, MessageEntry, RpcEntry } from '../field-table.js';

/** Every field of every message, in the order of the proto. */
export const fields: readonly FieldEntry[] = [
  {
    path: "GetPluginInfoResponse.name",
    message: "csi.v1.GetPluginInfoResponse",
    field: "name",
    localName: "name",
    number: 1,
    type: "scalar",
    of: "string",
    mapKey: null,
    oneof: null,
    presence: "REQUIRED",
    sizeLimit: 128,
    sizeOf: "utf8",
    sizeOverride: false,
    defaultValue: null,
    secret: false,
    stage: "stable",
    direction: "response",
    rpcs: [
      "/csi.v1.Identity/GetPluginInfo"
    ],
    uses: [
      {
        rpc: "/csi.v1.Identity/GetPluginInfo",
        direction: "response",
        path: "name"
      }
    ]
  },
  {
    path: "GetPluginInfoResponse.vendor_version",
    message: "csi.v1.GetPluginInfoResponse",
    field: "vendor_version",
    localName: "vendorVersion",
    number: 2,
    type: "scalar",
    of: "string",
    mapKey: null,
    oneof: null,
    presence: "REQUIRED",
    sizeLimit: 128,
    sizeOf: "utf8",
    sizeOverride: false,
    defaultValue: null,
    secret: false,
    stage: "stable",
    direction: "response",
    rpcs: [
      "/csi.v1.Identity/GetPluginInfo"
    ],
    uses: [
      {
        rpc: "/csi.v1.Identity/GetPluginInfo",
        direction: "response",
        path: "vendor_version"
      }
    ]
  },
  {
    path: "GetPluginInfoResponse.manifest",
    message: "csi.v1.GetPluginInfoResponse",
    field: "manifest",
    localName: "manifest",
    number: 3,
    type: "map",
    of: "string",
    mapKey: "string",
    oneof: null,
    presence: "OPTIONAL",
    sizeLimit: 4096,
    sizeOf: "map-sum",
    sizeOverride: false,
    defaultValue: null,
    secret: false,
    stage: "stable",
    direction: "response",
    rpcs: [
      "/csi.v1.Identity/GetPluginInfo"
    ],
    uses: [
      {
        rpc: "/csi.v1.Identity/GetPluginInfo",
        direction: "response",
        path: "manifest"
      }
    ]
  },
  {
    path: "GetPluginCapabilitiesResponse.capabilities",
    message: "csi.v1.GetPluginCapabilitiesResponse",
    field: "capabilities",
    localName: "capabilities",
    number: 1,
    type: "repeated",
    of: "csi.v1.PluginCapability",
    mapKey: null,
    oneof: null,
    presence: "OPTIONAL",
    sizeLimit: null,
    sizeOf: null,
    sizeOverride: false,
    defaultValue: null,
    secret: false,
    stage: "stable",
    direction: "response",
    rpcs: [
      "/csi.v1.Identity/GetPluginCapabilities"
    ],
    uses: [
      {
        rpc: "/csi.v1.Identity/GetPluginCapabilities",
        direction: "response",
        path: "capabilities"
      }
    ]
  },
  {
    path: "PluginCapability.service",
    message: "csi.v1.PluginCapability",
    field: "service",
    localName: "service",
    number: 1,
    type: "message",
    of: "csi.v1.PluginCapability.Service",
    mapKey: null,
    oneof: "type",
    presence: "OPTIONAL",
    sizeLimit: null,
    sizeOf: null,
    sizeOverride: false,
    defaultValue: null,
    secret: false,
    stage: "stable",
    direction: "response",
    rpcs: [
      "/csi.v1.Identity/GetPluginCapabilities"
    ],
    uses: [
      {
        rpc: "/csi.v1.Identity/GetPluginCapabilities",
        direction: "response",
        path: "capabilities[].service"
      }
    ]
  },
  {
    path: "PluginCapability.volume_expansion",
    message: "csi.v1.PluginCapability",
    field: "volume_expansion",
    localName: "volumeExpansion",
    number: 2,
    type: "message",
    of: "csi.v1.PluginCapability.VolumeExpansion",
    mapKey: null,
    oneof: "type",
    presence: "OPTIONAL",
    sizeLimit: null,
    sizeOf: null,
    sizeOverride: false,
    defaultValue: null,
    secret: false,
    stage: "stable",
    direction: "response",
    rpcs: [
      "/csi.v1.Identity/GetPluginCapabilities"
    ],
    uses: [
      {
        rpc: "/csi.v1.Identity/GetPluginCapabilities",
        direction: "response",
        path: "capabilities[].volume_expansion"
      }
    ]
  },
  {
    path: "PluginCapability.env_var_injection",
    message: "csi.v1.PluginCapability",
    field: "env_var_injection",
    localName: "envVarInjection",
    number: 3,
    type: "message",
    of: "csi.v1.EnvVarInjectionCapability",
    mapKey: null,
    oneof: "type",
    presence: "OPTIONAL",
    sizeLimit: null,
    sizeOf: null,
    sizeOverride: false,
    defaultValue: null,
    secret: false,
    stage: "alpha",
    direction: "response",
    rpcs: [
      "/csi.v1.Identity/GetPluginCapabilities"
    ],
    uses: [
      {
        rpc: "/csi.v1.Identity/GetPluginCapabilities",
        direction: "response",
        path: "capabilities[].env_var_injection"
      }
    ]
  },
  {
    path: "PluginCapability.Service.type",
    message: "csi.v1.PluginCapability.Service",
    field: "type",
    localName: "type",
    number: 1,
    type: "enum",
    of: "csi.v1.PluginCapability.Service.Type",
    mapKey: null,
    oneof: null,
    presence: "REQUIRED",
    sizeLimit: null,
    sizeOf: null,
    sizeOverride: false,
    defaultValue: null,
    secret: false,
    stage: "stable",
    direction: "response",
    rpcs: [
      "/csi.v1.Identity/GetPluginCapabilities"
    ],
    uses: [
      {
        rpc: "/csi.v1.Identity/GetPluginCapabilities",
        direction: "response",
        path: "capabilities[].service.type"
      }
    ]
  },
  {
    path: "PluginCapability.VolumeExpansion.type",
    message: "csi.v1.PluginCapability.VolumeExpansion",
    field: "type",
    localName: "type",
    number: 1,
    type: "enum",
    of: "csi.v1.PluginCapability.VolumeExpansion.Type",
    mapKey: null,
    oneof: null,
    presence: "REQUIRED",
    sizeLimit: null,
    sizeOf: null,
    sizeOverride: false,
    defaultValue: null,
    secret: false,
    stage: "stable",
    direction: "response",
    rpcs: [
      "/csi.v1.Identity/GetPluginCapabilities"
    ],
    uses: [
      {
        rpc: "/csi.v1.Identity/GetPluginCapabilities",
        direction: "response",
        path: "capabilities[].volume_expansion.type"
      }
    ]
  },
  {
    path: "EnvVarInjectionCapability.max_total_payload_bytes",
    message: "csi.v1.EnvVarInjectionCapability",
    field: "max_total_payload_bytes",
    localName: "maxTotalPayloadBytes",
    number: 1,
    type: "scalar",
    of: "uint32",
    mapKey: null,
    oneof: null,
    presence: "OPTIONAL",
    sizeLimit: null,
    sizeOf: null,
    sizeOverride: false,
    defaultValue: 65536,
    secret: false,
    stage: "alpha",
    direction: "response",
    rpcs: [
      "/csi.v1.Identity/GetPluginCapabilities"
    ],
    uses: [
      {
        rpc: "/csi.v1.Identity/GetPluginCapabilities",
        direction: "response",
        path: "capabilities[].env_var_injection.max_total_payload_bytes"
      }
    ]
  },
  {
    path: "EnvVarInjectionCapability.max_value_length_bytes",
    message: "csi.v1.EnvVarInjectionCapability",
    field: "max_value_length_bytes",
    localName: "maxValueLengthBytes",
    number: 2,
    type: "scalar",
    of: "uint32",
    mapKey: null,
    oneof: null,
    presence: "OPTIONAL",
    sizeLimit: null,
    sizeOf: null,
    sizeOverride: false,
    defaultValue: 16384,
    secret: false,
    stage: "alpha",
    direction: "response",
    rpcs: [
      "/csi.v1.Identity/GetPluginCapabilities"
    ],
    uses: [
      {
        rpc: "/csi.v1.Identity/GetPluginCapabilities",
        direction: "response",
        path: "capabilities[].env_var_injection.max_value_length_bytes"
      }
    ]
  },
  {
    path: "EnvVarInjectionCapability.preferred_rpc_timeout_seconds",
    message: "csi.v1.EnvVarInjectionCapability",
    field: "preferred_rpc_timeout_seconds",
    localName: "preferredRpcTimeoutSeconds",
    number: 3,
    type: "scalar",
    of: "uint32",
    mapKey: null,
    oneof: null,
    presence: "OPTIONAL",
    sizeLimit: null,
    sizeOf: null,
    sizeOverride: false,
    defaultValue: null,
    secret: false,
    stage: "alpha",
    direction: "response",
    rpcs: [
      "/csi.v1.Identity/GetPluginCapabilities"
    ],
    uses: [
      {
        rpc: "/csi.v1.Identity/GetPluginCapabilities",
        direction: "response",
        path: "capabilities[].env_var_injection.preferred_rpc_timeout_seconds"
      }
    ]
  },
  {
    path: "EnvVarInjectionCapability.max_inflight_requests",
    message: "csi.v1.EnvVarInjectionCapability",
    field: "max_inflight_requests",
    localName: "maxInflightRequests",
    number: 4,
    type: "scalar",
    of: "uint32",
    mapKey: null,
    oneof: null,
    presence: "OPTIONAL",
    sizeLimit: null,
    sizeOf: null,
    sizeOverride: false,
    defaultValue: 100,
    secret: false,
    stage: "alpha",
    direction: "response",
    rpcs: [
      "/csi.v1.Identity/GetPluginCapabilities"
    ],
    uses: [
      {
        rpc: "/csi.v1.Identity/GetPluginCapabilities",
        direction: "response",
        path: "capabilities[].env_var_injection.max_inflight_requests"
      }
    ]
  },
  {
    path: "EnvVarInjectionCapability.description",
    message: "csi.v1.EnvVarInjectionCapability",
    field: "description",
    localName: "description",
    number: 5,
    type: "scalar",
    of: "string",
    mapKey: null,
    oneof: null,
    presence: "OPTIONAL",
    sizeLimit: 128,
    sizeOf: "utf8",
    sizeOverride: false,
    defaultValue: null,
    secret: false,
    stage: "alpha",
    direction: "response",
    rpcs: [
      "/csi.v1.Identity/GetPluginCapabilities"
    ],
    uses: [
      {
        rpc: "/csi.v1.Identity/GetPluginCapabilities",
        direction: "response",
        path: "capabilities[].env_var_injection.description"
      }
    ]
  },
  {
    path: "EnvVarInjectionCapability.optional_queries",
    message: "csi.v1.EnvVarInjectionCapability",
    field: "optional_queries",
    localName: "optionalQueries",
    number: 6,
    type: "scalar",
    of: "bool",
    mapKey: null,
    oneof: null,
    presence: "OPTIONAL",
    sizeLimit: null,
    sizeOf: null,
    sizeOverride: false,
    defaultValue: null,
    secret: false,
    stage: "beta",
    direction: "response",
    rpcs: [
      "/csi.v1.Identity/GetPluginCapabilities"
    ],
    uses: [
      {
        rpc: "/csi.v1.Identity/GetPluginCapabilities",
        direction: "response",
        path: "capabilities[].env_var_injection.optional_queries"
      }
    ]
  },
  {
    path: "ProbeResponse.ready",
    message: "csi.v1.ProbeResponse",
    field: "ready",
    localName: "ready",
    number: 1,
    type: "message",
    of: "google.protobuf.BoolValue",
    mapKey: null,
    oneof: null,
    presence: "OPTIONAL",
    sizeLimit: null,
    sizeOf: null,
    sizeOverride: false,
    defaultValue: null,
    secret: false,
    stage: "stable",
    direction: "response",
    rpcs: [
      "/csi.v1.Identity/Probe"
    ],
    uses: [
      {
        rpc: "/csi.v1.Identity/Probe",
        direction: "response",
        path: "ready"
      }
    ]
  },
  {
    path: "NodeGetCapabilitiesResponse.capabilities",
    message: "csi.v1.NodeGetCapabilitiesResponse",
    field: "capabilities",
    localName: "capabilities",
    number: 1,
    type: "repeated",
    of: "csi.v1.NodeServiceCapability",
    mapKey: null,
    oneof: null,
    presence: "OPTIONAL",
    sizeLimit: null,
    sizeOf: null,
    sizeOverride: false,
    defaultValue: null,
    secret: false,
    stage: "stable",
    direction: "response",
    rpcs: [
      "/csi.v1.Node/NodeGetCapabilities"
    ],
    uses: [
      {
        rpc: "/csi.v1.Node/NodeGetCapabilities",
        direction: "response",
        path: "capabilities"
      }
    ]
  },
  {
    path: "NodeServiceCapability.rpc",
    message: "csi.v1.NodeServiceCapability",
    field: "rpc",
    localName: "rpc",
    number: 1,
    type: "message",
    of: "csi.v1.NodeServiceCapability.RPC",
    mapKey: null,
    oneof: "type",
    presence: "OPTIONAL",
    sizeLimit: null,
    sizeOf: null,
    sizeOverride: false,
    defaultValue: null,
    secret: false,
    stage: "stable",
    direction: "response",
    rpcs: [
      "/csi.v1.Node/NodeGetCapabilities"
    ],
    uses: [
      {
        rpc: "/csi.v1.Node/NodeGetCapabilities",
        direction: "response",
        path: "capabilities[].rpc"
      }
    ]
  },
  {
    path: "NodeServiceCapability.RPC.type",
    message: "csi.v1.NodeServiceCapability.RPC",
    field: "type",
    localName: "type",
    number: 1,
    type: "enum",
    of: "csi.v1.NodeServiceCapability.RPC.Type",
    mapKey: null,
    oneof: null,
    presence: "REQUIRED",
    sizeLimit: null,
    sizeOf: null,
    sizeOverride: false,
    defaultValue: null,
    secret: false,
    stage: "stable",
    direction: "response",
    rpcs: [
      "/csi.v1.Node/NodeGetCapabilities"
    ],
    uses: [
      {
        rpc: "/csi.v1.Node/NodeGetCapabilities",
        direction: "response",
        path: "capabilities[].rpc.type"
      }
    ]
  },
  {
    path: "NodeGetInfoResponse.node_id",
    message: "csi.v1.NodeGetInfoResponse",
    field: "node_id",
    localName: "nodeId",
    number: 1,
    type: "scalar",
    of: "string",
    mapKey: null,
    oneof: null,
    presence: "REQUIRED",
    sizeLimit: 256,
    sizeOf: "utf8",
    sizeOverride: true,
    defaultValue: null,
    secret: false,
    stage: "stable",
    direction: "response",
    rpcs: [
      "/csi.v1.Node/NodeGetInfo"
    ],
    uses: [
      {
        rpc: "/csi.v1.Node/NodeGetInfo",
        direction: "response",
        path: "node_id"
      }
    ]
  },
  {
    path: "NodeGetInfoResponse.max_volumes_per_node",
    message: "csi.v1.NodeGetInfoResponse",
    field: "max_volumes_per_node",
    localName: "maxVolumesPerNode",
    number: 2,
    type: "scalar",
    of: "int64",
    mapKey: null,
    oneof: null,
    presence: "OPTIONAL",
    sizeLimit: null,
    sizeOf: null,
    sizeOverride: false,
    defaultValue: null,
    secret: false,
    stage: "stable",
    direction: "response",
    rpcs: [
      "/csi.v1.Node/NodeGetInfo"
    ],
    uses: [
      {
        rpc: "/csi.v1.Node/NodeGetInfo",
        direction: "response",
        path: "max_volumes_per_node"
      }
    ]
  },
  {
    path: "NodeGetInfoResponse.accessible_topology",
    message: "csi.v1.NodeGetInfoResponse",
    field: "accessible_topology",
    localName: "accessibleTopology",
    number: 3,
    type: "message",
    of: "csi.v1.Topology",
    mapKey: null,
    oneof: null,
    presence: "OPTIONAL",
    sizeLimit: null,
    sizeOf: null,
    sizeOverride: false,
    defaultValue: null,
    secret: false,
    stage: "stable",
    direction: "response",
    rpcs: [
      "/csi.v1.Node/NodeGetInfo"
    ],
    uses: [
      {
        rpc: "/csi.v1.Node/NodeGetInfo",
        direction: "response",
        path: "accessible_topology"
      }
    ]
  },
  {
    path: "Topology.segments",
    message: "csi.v1.Topology",
    field: "segments",
    localName: "segments",
    number: 1,
    type: "map",
    of: "string",
    mapKey: "string",
    oneof: null,
    presence: "OPTIONAL",
    sizeLimit: 4096,
    sizeOf: "map-sum",
    sizeOverride: false,
    defaultValue: null,
    secret: false,
    stage: "stable",
    direction: "response",
    rpcs: [
      "/csi.v1.Node/NodeGetInfo"
    ],
    uses: [
      {
        rpc: "/csi.v1.Node/NodeGetInfo",
        direction: "response",
        path: "accessible_topology.segments"
      }
    ]
  },
  {
    path: "NodeGetEnvVarsRequest.provider_class_name",
    message: "csi.v1.NodeGetEnvVarsRequest",
    field: "provider_class_name",
    localName: "providerClassName",
    number: 1,
    type: "scalar",
    of: "string",
    mapKey: null,
    oneof: null,
    presence: "REQUIRED",
    sizeLimit: 253,
    sizeOf: "utf8",
    sizeOverride: true,
    defaultValue: null,
    secret: false,
    stage: "alpha",
    direction: "request",
    rpcs: [
      "/csi.v1.Node/NodeGetEnvVars"
    ],
    uses: [
      {
        rpc: "/csi.v1.Node/NodeGetEnvVars",
        direction: "request",
        path: "provider_class_name"
      }
    ]
  },
  {
    path: "NodeGetEnvVarsRequest.class_parameters",
    message: "csi.v1.NodeGetEnvVarsRequest",
    field: "class_parameters",
    localName: "classParameters",
    number: 2,
    type: "map",
    of: "string",
    mapKey: "string",
    oneof: null,
    presence: "OPTIONAL",
    sizeLimit: 4096,
    sizeOf: "map-sum",
    sizeOverride: false,
    defaultValue: null,
    secret: false,
    stage: "alpha",
    direction: "request",
    rpcs: [
      "/csi.v1.Node/NodeGetEnvVars"
    ],
    uses: [
      {
        rpc: "/csi.v1.Node/NodeGetEnvVars",
        direction: "request",
        path: "class_parameters"
      }
    ]
  },
  {
    path: "NodeGetEnvVarsRequest.queries",
    message: "csi.v1.NodeGetEnvVarsRequest",
    field: "queries",
    localName: "queries",
    number: 3,
    type: "repeated",
    of: "csi.v1.EnvVarQuery",
    mapKey: null,
    oneof: null,
    presence: "REQUIRED",
    sizeLimit: null,
    sizeOf: null,
    sizeOverride: false,
    defaultValue: null,
    secret: false,
    stage: "alpha",
    direction: "request",
    rpcs: [
      "/csi.v1.Node/NodeGetEnvVars"
    ],
    uses: [
      {
        rpc: "/csi.v1.Node/NodeGetEnvVars",
        direction: "request",
        path: "queries"
      }
    ]
  },
  {
    path: "NodeGetEnvVarsRequest.pod_context",
    message: "csi.v1.NodeGetEnvVarsRequest",
    field: "pod_context",
    localName: "podContext",
    number: 4,
    type: "map",
    of: "string",
    mapKey: "string",
    oneof: null,
    presence: "REQUIRED",
    sizeLimit: 4096,
    sizeOf: "map-sum",
    sizeOverride: false,
    defaultValue: null,
    secret: false,
    stage: "alpha",
    direction: "request",
    rpcs: [
      "/csi.v1.Node/NodeGetEnvVars"
    ],
    uses: [
      {
        rpc: "/csi.v1.Node/NodeGetEnvVars",
        direction: "request",
        path: "pod_context"
      }
    ]
  },
  {
    path: "NodeGetEnvVarsRequest.version",
    message: "csi.v1.NodeGetEnvVarsRequest",
    field: "version",
    localName: "version",
    number: 5,
    type: "scalar",
    of: "string",
    mapKey: null,
    oneof: null,
    presence: "OPTIONAL",
    sizeLimit: 128,
    sizeOf: "utf8",
    sizeOverride: false,
    defaultValue: null,
    secret: false,
    stage: "alpha",
    direction: "request",
    rpcs: [
      "/csi.v1.Node/NodeGetEnvVars"
    ],
    uses: [
      {
        rpc: "/csi.v1.Node/NodeGetEnvVars",
        direction: "request",
        path: "version"
      }
    ]
  },
  {
    path: "EnvVarQuery.name",
    message: "csi.v1.EnvVarQuery",
    field: "name",
    localName: "name",
    number: 1,
    type: "scalar",
    of: "string",
    mapKey: null,
    oneof: null,
    presence: "REQUIRED",
    sizeLimit: 128,
    sizeOf: "utf8",
    sizeOverride: false,
    defaultValue: null,
    secret: false,
    stage: "alpha",
    direction: "request",
    rpcs: [
      "/csi.v1.Node/NodeGetEnvVars"
    ],
    uses: [
      {
        rpc: "/csi.v1.Node/NodeGetEnvVars",
        direction: "request",
        path: "queries[].name"
      }
    ]
  },
  {
    path: "EnvVarQuery.key",
    message: "csi.v1.EnvVarQuery",
    field: "key",
    localName: "key",
    number: 2,
    type: "scalar",
    of: "string",
    mapKey: null,
    oneof: null,
    presence: "REQUIRED",
    sizeLimit: 1024,
    sizeOf: "utf8",
    sizeOverride: true,
    defaultValue: null,
    secret: false,
    stage: "alpha",
    direction: "request",
    rpcs: [
      "/csi.v1.Node/NodeGetEnvVars"
    ],
    uses: [
      {
        rpc: "/csi.v1.Node/NodeGetEnvVars",
        direction: "request",
        path: "queries[].key"
      }
    ]
  },
  {
    path: "EnvVarQuery.query_parameters",
    message: "csi.v1.EnvVarQuery",
    field: "query_parameters",
    localName: "queryParameters",
    number: 3,
    type: "map",
    of: "string",
    mapKey: "string",
    oneof: null,
    presence: "OPTIONAL",
    sizeLimit: 4096,
    sizeOf: "map-sum",
    sizeOverride: false,
    defaultValue: null,
    secret: false,
    stage: "alpha",
    direction: "request",
    rpcs: [
      "/csi.v1.Node/NodeGetEnvVars"
    ],
    uses: [
      {
        rpc: "/csi.v1.Node/NodeGetEnvVars",
        direction: "request",
        path: "queries[].query_parameters"
      }
    ]
  },
  {
    path: "EnvVarQuery.optional",
    message: "csi.v1.EnvVarQuery",
    field: "optional",
    localName: "optional",
    number: 4,
    type: "scalar",
    of: "bool",
    mapKey: null,
    oneof: null,
    presence: "OPTIONAL",
    sizeLimit: null,
    sizeOf: null,
    sizeOverride: false,
    defaultValue: null,
    secret: false,
    stage: "beta",
    direction: "request",
    rpcs: [
      "/csi.v1.Node/NodeGetEnvVars"
    ],
    uses: [
      {
        rpc: "/csi.v1.Node/NodeGetEnvVars",
        direction: "request",
        path: "queries[].optional"
      }
    ]
  },
  {
    path: "NodeGetEnvVarsResponse.results",
    message: "csi.v1.NodeGetEnvVarsResponse",
    field: "results",
    localName: "results",
    number: 1,
    type: "repeated",
    of: "csi.v1.EnvVarResult",
    mapKey: null,
    oneof: null,
    presence: "REQUIRED",
    sizeLimit: null,
    sizeOf: null,
    sizeOverride: false,
    defaultValue: null,
    secret: false,
    stage: "alpha",
    direction: "response",
    rpcs: [
      "/csi.v1.Node/NodeGetEnvVars"
    ],
    uses: [
      {
        rpc: "/csi.v1.Node/NodeGetEnvVars",
        direction: "response",
        path: "results"
      }
    ]
  },
  {
    path: "EnvVarResult.name",
    message: "csi.v1.EnvVarResult",
    field: "name",
    localName: "name",
    number: 1,
    type: "scalar",
    of: "string",
    mapKey: null,
    oneof: null,
    presence: "REQUIRED",
    sizeLimit: 128,
    sizeOf: "utf8",
    sizeOverride: false,
    defaultValue: null,
    secret: false,
    stage: "alpha",
    direction: "response",
    rpcs: [
      "/csi.v1.Node/NodeGetEnvVars"
    ],
    uses: [
      {
        rpc: "/csi.v1.Node/NodeGetEnvVars",
        direction: "response",
        path: "results[].name"
      }
    ]
  },
  {
    path: "EnvVarResult.value",
    message: "csi.v1.EnvVarResult",
    field: "value",
    localName: "value",
    number: 2,
    type: "scalar",
    of: "string",
    mapKey: null,
    oneof: null,
    presence: "OPTIONAL",
    sizeLimit: 16384,
    sizeOf: "utf8",
    sizeOverride: true,
    defaultValue: null,
    secret: true,
    stage: "alpha",
    direction: "response",
    rpcs: [
      "/csi.v1.Node/NodeGetEnvVars"
    ],
    uses: [
      {
        rpc: "/csi.v1.Node/NodeGetEnvVars",
        direction: "response",
        path: "results[].value"
      }
    ]
  },
  {
    path: "EnvVarResult.error",
    message: "csi.v1.EnvVarResult",
    field: "error",
    localName: "error",
    number: 3,
    type: "scalar",
    of: "string",
    mapKey: null,
    oneof: null,
    presence: "OPTIONAL",
    sizeLimit: 1024,
    sizeOf: "utf8",
    sizeOverride: true,
    defaultValue: null,
    secret: false,
    stage: "alpha",
    direction: "response",
    rpcs: [
      "/csi.v1.Node/NodeGetEnvVars"
    ],
    uses: [
      {
        rpc: "/csi.v1.Node/NodeGetEnvVars",
        direction: "response",
        path: "results[].error"
      }
    ]
  }
];

/** Every message, in the order of the proto. */
export const messages: readonly MessageEntry[] = [
  {
    message: "csi.v1.GetPluginInfoRequest",
    stage: "stable",
    sizeLimit: null,
    direction: "request",
    rpcs: [
      "/csi.v1.Identity/GetPluginInfo"
    ]
  },
  {
    message: "csi.v1.GetPluginInfoResponse",
    stage: "stable",
    sizeLimit: null,
    direction: "response",
    rpcs: [
      "/csi.v1.Identity/GetPluginInfo"
    ]
  },
  {
    message: "csi.v1.GetPluginCapabilitiesRequest",
    stage: "stable",
    sizeLimit: null,
    direction: "request",
    rpcs: [
      "/csi.v1.Identity/GetPluginCapabilities"
    ]
  },
  {
    message: "csi.v1.GetPluginCapabilitiesResponse",
    stage: "stable",
    sizeLimit: null,
    direction: "response",
    rpcs: [
      "/csi.v1.Identity/GetPluginCapabilities"
    ]
  },
  {
    message: "csi.v1.PluginCapability",
    stage: "stable",
    sizeLimit: null,
    direction: "response",
    rpcs: [
      "/csi.v1.Identity/GetPluginCapabilities"
    ]
  },
  {
    message: "csi.v1.PluginCapability.Service",
    stage: "stable",
    sizeLimit: null,
    direction: "response",
    rpcs: [
      "/csi.v1.Identity/GetPluginCapabilities"
    ]
  },
  {
    message: "csi.v1.PluginCapability.VolumeExpansion",
    stage: "stable",
    sizeLimit: null,
    direction: "response",
    rpcs: [
      "/csi.v1.Identity/GetPluginCapabilities"
    ]
  },
  {
    message: "csi.v1.EnvVarInjectionCapability",
    stage: "alpha",
    sizeLimit: null,
    direction: "response",
    rpcs: [
      "/csi.v1.Identity/GetPluginCapabilities"
    ]
  },
  {
    message: "csi.v1.ProbeRequest",
    stage: "stable",
    sizeLimit: null,
    direction: "request",
    rpcs: [
      "/csi.v1.Identity/Probe"
    ]
  },
  {
    message: "csi.v1.ProbeResponse",
    stage: "stable",
    sizeLimit: null,
    direction: "response",
    rpcs: [
      "/csi.v1.Identity/Probe"
    ]
  },
  {
    message: "csi.v1.NodeGetCapabilitiesRequest",
    stage: "stable",
    sizeLimit: null,
    direction: "request",
    rpcs: [
      "/csi.v1.Node/NodeGetCapabilities"
    ]
  },
  {
    message: "csi.v1.NodeGetCapabilitiesResponse",
    stage: "stable",
    sizeLimit: null,
    direction: "response",
    rpcs: [
      "/csi.v1.Node/NodeGetCapabilities"
    ]
  },
  {
    message: "csi.v1.NodeServiceCapability",
    stage: "stable",
    sizeLimit: null,
    direction: "response",
    rpcs: [
      "/csi.v1.Node/NodeGetCapabilities"
    ]
  },
  {
    message: "csi.v1.NodeServiceCapability.RPC",
    stage: "stable",
    sizeLimit: null,
    direction: "response",
    rpcs: [
      "/csi.v1.Node/NodeGetCapabilities"
    ]
  },
  {
    message: "csi.v1.NodeGetInfoRequest",
    stage: "stable",
    sizeLimit: null,
    direction: "request",
    rpcs: [
      "/csi.v1.Node/NodeGetInfo"
    ]
  },
  {
    message: "csi.v1.NodeGetInfoResponse",
    stage: "stable",
    sizeLimit: null,
    direction: "response",
    rpcs: [
      "/csi.v1.Node/NodeGetInfo"
    ]
  },
  {
    message: "csi.v1.Topology",
    stage: "stable",
    sizeLimit: null,
    direction: "response",
    rpcs: [
      "/csi.v1.Node/NodeGetInfo"
    ]
  },
  {
    message: "csi.v1.NodeGetEnvVarsRequest",
    stage: "alpha",
    sizeLimit: 65536,
    direction: "request",
    rpcs: [
      "/csi.v1.Node/NodeGetEnvVars"
    ]
  },
  {
    message: "csi.v1.EnvVarQuery",
    stage: "alpha",
    sizeLimit: null,
    direction: "request",
    rpcs: [
      "/csi.v1.Node/NodeGetEnvVars"
    ]
  },
  {
    message: "csi.v1.NodeGetEnvVarsResponse",
    stage: "alpha",
    sizeLimit: 65536,
    direction: "response",
    rpcs: [
      "/csi.v1.Node/NodeGetEnvVars"
    ]
  },
  {
    message: "csi.v1.EnvVarResult",
    stage: "alpha",
    sizeLimit: null,
    direction: "response",
    rpcs: [
      "/csi.v1.Node/NodeGetEnvVars"
    ]
  }
];

/** Every rpc, in the order of the proto. */
export const rpcs: readonly RpcEntry[] = [
  {
    path: "/csi.v1.Identity/GetPluginInfo",
    service: "csi.v1.Identity",
    method: "GetPluginInfo",
    stage: "stable",
    request: "csi.v1.GetPluginInfoRequest",
    response: "csi.v1.GetPluginInfoResponse"
  },
  {
    path: "/csi.v1.Identity/GetPluginCapabilities",
    service: "csi.v1.Identity",
    method: "GetPluginCapabilities",
    stage: "stable",
    request: "csi.v1.GetPluginCapabilitiesRequest",
    response: "csi.v1.GetPluginCapabilitiesResponse"
  },
  {
    path: "/csi.v1.Identity/Probe",
    service: "csi.v1.Identity",
    method: "Probe",
    stage: "stable",
    request: "csi.v1.ProbeRequest",
    response: "csi.v1.ProbeResponse"
  },
  {
    path: "/csi.v1.Node/NodeGetCapabilities",
    service: "csi.v1.Node",
    method: "NodeGetCapabilities",
    stage: "stable",
    request: "csi.v1.NodeGetCapabilitiesRequest",
    response: "csi.v1.NodeGetCapabilitiesResponse"
  },
  {
    path: "/csi.v1.Node/NodeGetInfo",
    service: "csi.v1.Node",
    method: "NodeGetInfo",
    stage: "stable",
    request: "csi.v1.NodeGetInfoRequest",
    response: "csi.v1.NodeGetInfoResponse"
  },
  {
    path: "/csi.v1.Node/NodeGetEnvVars",
    service: "csi.v1.Node",
    method: "NodeGetEnvVars",
    stage: "alpha",
    request: "csi.v1.NodeGetEnvVarsRequest",
    response: "csi.v1.NodeGetEnvVarsResponse"
  }
];
