import { create, type DescEnum, type DescMessage, fromBinary, getOption, toBinary } from '@bufbuild/protobuf';
import { getDeclarationString } from '@bufbuild/protoplugin';
import * as proto from '@csi-env/proto';
import {
  alpha_enum_value,
  alpha_field,
  alpha_message,
  alpha_method,
  csi_secret,
  EnvVarInjectionCapabilitySchema,
  EnvVarQuerySchema,
  EnvVarResultSchema,
  GetPluginCapabilitiesResponseSchema,
  GetPluginInfoResponseSchema,
  Identity,
  Node,
  NodeGetCapabilitiesResponseSchema,
  NodeGetEnvVarsRequestSchema,
  NodeGetEnvVarsResponseSchema,
  NodeGetInfoResponseSchema,
  NodeServiceCapability_RPC_Type,
  NodeServiceCapability_RPC_TypeSchema,
  NodeServiceCapability_RPCSchema,
  NodeServiceCapabilitySchema,
  PluginCapability_Service_Type,
  PluginCapability_Service_TypeSchema,
  PluginCapability_VolumeExpansion_TypeSchema,
  PluginCapabilitySchema,
  ProbeResponseSchema,
  TopologySchema,
} from '@csi-env/proto';
import { describe, expect, test } from 'vitest';
import * as generated from '../src/gen/csi/v1_10/csi_pb.js';

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
const bytes = (text: string) => new Uint8Array(Buffer.from(text, 'hex'));

describe('golden bytes', () => {
  const capabilities = create(NodeGetCapabilitiesResponseSchema, {
    capabilities: [
      NodeServiceCapability_RPC_Type.ENV_VAR_INJECTION,
      NodeServiceCapability_RPC_Type.STAGE_UNSTAGE_VOLUME,
    ].map((type) => ({ type: { case: 'rpc' as const, value: { type } } })),
  });
  const plugin = create(GetPluginCapabilitiesResponseSchema, {
    capabilities: [
      { type: { case: 'envVarInjection', value: { maxTotalPayloadBytes: 65536 } } },
      { type: { case: 'service', value: { type: PluginCapability_Service_Type.CONTROLLER_SERVICE } } },
    ],
  });

  test('of NodeGetCapabilitiesResponse with 10 and 1', () => {
    expect(hex(toBinary(NodeGetCapabilitiesResponseSchema, capabilities))).toBe('0a040a02080a0a040a020801');
    expect(fromBinary(NodeGetCapabilitiesResponseSchema, bytes('0a040a02080a0a040a020801'))).toEqual(
      capabilities,
    );
  });

  test('of GetPluginCapabilitiesResponse with hints and the controller service', () => {
    expect(hex(toBinary(GetPluginCapabilitiesResponseSchema, plugin))).toBe('0a061a04088080040a040a020801');
    expect(fromBinary(GetPluginCapabilitiesResponseSchema, bytes('0a061a04088080040a040a020801'))).toEqual(
      plugin,
    );
  });
});

describe('descriptors', () => {
  test.each<[DescMessage, string[]]>([
    [
      NodeGetEnvVarsRequestSchema,
      [
        'string provider_class_name = 1',
        'map<string, string> class_parameters = 2',
        'repeated csi.v1.EnvVarQuery queries = 3',
        'map<string, string> pod_context = 4',
        'string version = 5',
      ],
    ],
    [
      EnvVarQuerySchema,
      ['string name = 1', 'string key = 2', 'map<string, string> query_parameters = 3', 'bool optional = 4'],
    ],
    [NodeGetEnvVarsResponseSchema, ['repeated csi.v1.EnvVarResult results = 1']],
    [EnvVarResultSchema, ['string name = 1', 'string value = 2', 'string error = 3']],
    [
      EnvVarInjectionCapabilitySchema,
      [
        'uint32 max_total_payload_bytes = 1',
        'uint32 max_value_length_bytes = 2',
        'uint32 preferred_rpc_timeout_seconds = 3',
        'uint32 max_inflight_requests = 4',
        'string description = 5',
        'bool optional_queries = 6',
      ],
    ],
    [
      PluginCapabilitySchema,
      [
        'csi.v1.PluginCapability.Service service = 1',
        'csi.v1.PluginCapability.VolumeExpansion volume_expansion = 2',
        'csi.v1.EnvVarInjectionCapability env_var_injection = 3',
      ],
    ],
    [
      GetPluginInfoResponseSchema,
      ['string name = 1', 'string vendor_version = 2', 'map<string, string> manifest = 3'],
    ],
    [GetPluginCapabilitiesResponseSchema, ['repeated csi.v1.PluginCapability capabilities = 1']],
    [ProbeResponseSchema, ['google.protobuf.BoolValue ready = 1']],
    [NodeGetCapabilitiesResponseSchema, ['repeated csi.v1.NodeServiceCapability capabilities = 1']],
    [NodeServiceCapabilitySchema, ['csi.v1.NodeServiceCapability.RPC rpc = 1']],
    [NodeServiceCapability_RPCSchema, ['csi.v1.NodeServiceCapability.RPC.Type type = 1']],
    [
      NodeGetInfoResponseSchema,
      ['string node_id = 1', 'int64 max_volumes_per_node = 2', 'csi.v1.Topology accessible_topology = 3'],
    ],
    [TopologySchema, ['map<string, string> segments = 1']],
  ])('of %s have the fields of the contract', (message, expected) => {
    expect(message.fields.map(getDeclarationString)).toEqual(expected);
  });

  test.each<[DescEnum, Record<string, number>]>([
    [
      NodeServiceCapability_RPC_TypeSchema,
      {
        UNKNOWN: 0,
        STAGE_UNSTAGE_VOLUME: 1,
        GET_VOLUME_STATS: 2,
        EXPAND_VOLUME: 3,
        VOLUME_CONDITION: 4,
        SINGLE_NODE_MULTI_WRITER: 5,
        VOLUME_MOUNT_GROUP: 6,
        ENV_VAR_INJECTION: 10,
      },
    ],
    [
      PluginCapability_Service_TypeSchema,
      {
        UNKNOWN: 0,
        CONTROLLER_SERVICE: 1,
        VOLUME_ACCESSIBILITY_CONSTRAINTS: 2,
        GROUP_CONTROLLER_SERVICE: 3,
        SNAPSHOT_METADATA_SERVICE: 4,
      },
    ],
    [PluginCapability_VolumeExpansion_TypeSchema, { UNKNOWN: 0, ONLINE: 1, OFFLINE: 2 }],
  ])('of %s have the values of the contract', (desc, expected) => {
    expect(Object.fromEntries(desc.values.map((value) => [value.name, value.number]))).toEqual(expected);
  });

  test('put the hints beside the other plugin capabilities', () => {
    expect(PluginCapabilitySchema.fields.map((field) => field.oneof?.name)).toEqual(['type', 'type', 'type']);
    expect(EnvVarInjectionCapabilitySchema.typeName).toBe('csi.v1.EnvVarInjectionCapability');
  });

  test('have the methods of the contract', () => {
    const names = (service: typeof Identity | typeof Node) => service.methods.map((method) => method.name);
    expect(names(Identity)).toEqual(['GetPluginInfo', 'GetPluginCapabilities', 'Probe']);
    expect(names(Node)).toEqual(['NodeGetCapabilities', 'NodeGetInfo', 'NodeGetEnvVars']);
  });
});

describe('options', () => {
  const { messages } = proto.file_csi_v1_10_csi;

  test('mark the value, and nothing else, as secret', () => {
    const fields = messages.flatMap((message) => message.fields);
    expect(fields.filter((field) => getOption(field, csi_secret)).map(String)).toEqual([
      'field csi.v1.EnvVarResult.value',
    ]);
  });

  test('mark the extension as alpha', () => {
    expect(
      Node.methods.filter((method) => getOption(method, alpha_method)).map((method) => method.name),
    ).toEqual(['NodeGetEnvVars']);
    expect(
      messages.filter((message) => getOption(message, alpha_message)).map((message) => message.name),
    ).toEqual([
      'EnvVarInjectionCapability',
      'NodeGetEnvVarsRequest',
      'EnvVarQuery',
      'NodeGetEnvVarsResponse',
      'EnvVarResult',
    ]);
    expect(getOption(PluginCapabilitySchema.field.envVarInjection, alpha_field)).toBe(true);
    expect(
      NodeServiceCapability_RPC_TypeSchema.values
        .filter((value) => getOption(value, alpha_enum_value))
        .map((value) => value.name),
    ).toEqual(['VOLUME_CONDITION', 'SINGLE_NODE_MULTI_WRITER', 'ENV_VAR_INJECTION']);
  });

  test('have the numbers of upstream', () => {
    const numbers = proto.file_csi_v1_10_csi.extensions.map((extension) => [
      extension.name,
      extension.number,
    ]);
    expect(Object.fromEntries(numbers)).toEqual({
      alpha_enum: 1060,
      alpha_enum_value: 1060,
      csi_secret: 1059,
      alpha_field: 1060,
      alpha_message: 1060,
      alpha_method: 1060,
      alpha_service: 1060,
    });
  });
});

test('the package exports everything that is generated', () => {
  expect(Object.keys(proto).sort()).toEqual(Object.keys(generated).sort());
});
