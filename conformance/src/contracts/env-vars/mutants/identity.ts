import { create } from '@bufbuild/protobuf';
import { NodeServiceCapability_RPC_Type, NodeServiceCapabilitySchema } from '@csi-env/proto';
import { StatusError, statusCode } from '../reference-driver/status.js';
import { failsToo, type Mutant, mutant, otherCodesToo } from './mutant.js';

const nameIs = (name: string) => ({ pluginInfo: (info: never) => Object.assign(info, { name }) });

/** A capability that a driver may have, for lists that change. */
const volumeStats = () =>
  create(NodeServiceCapabilitySchema, {
    type: { case: 'rpc', value: { type: NodeServiceCapability_RPC_Type.GET_VOLUME_STATS } },
  });

/** Mutants of the area identity. */
export const identityMutants: readonly Mutant[] = [
  mutant('identity/plugin-name/empty', 'has no name', nameIs('')),
  mutant('identity/plugin-name/underscore', 'has an underscore in its name', nameIs('env_vars.csi.example')),
  mutant('identity/plugin-name/slash', 'has a slash in its name', nameIs('csi.example/env')),
  mutant('identity/plugin-name/too-long', 'has a name of 64 characters', nameIs('a'.repeat(64))),
  mutant('identity/plugin-name/trailing-dot', 'has a name that ends with a dot', nameIs('csi.example.')),
  mutant('identity/plugin-name/leading-dash', 'has a name that starts with a dash', nameIs('-csi.example')),
  mutant('identity/plugin-name/line-break', 'has a line break after its name', nameIs('csi.example\n')),
  mutant('identity/plugin-name/non-ascii', 'has a letter outside ASCII in its name', nameIs('cși.example')),
  mutant('identity/vendor-version/empty', 'has no vendor version', {
    pluginInfo: (info) => ({ ...info, vendorVersion: '' }),
  }),
  mutant('identity/vendor-version/second-call', 'has no vendor version from the second call on', {
    pluginInfo: (info, { call }) => (call > 1 ? { ...info, vendorVersion: '' } : info),
  }),
  mutant('identity/manifest-size/over', 'has a manifest of 4097 bytes', {
    pluginInfo: (info) => ({ ...info, manifest: { key: 'x'.repeat(4094) } }),
  }),
  mutant('identity/manifest-size/keys', 'has a manifest whose keys take it over the limit', {
    pluginInfo: (info) => ({ ...info, manifest: { ['k'.repeat(2100)]: 'x'.repeat(2000) } }),
  }),
  mutant('identity/manifest-size/multibyte', 'has a manifest of 2100 characters in 4200 bytes', {
    pluginInfo: (info) => ({ ...info, manifest: { key: 'é'.repeat(2100) } }),
  }),
  mutant('identity/probe/never-ready', 'says for ever that it is not ready', {
    probe: (response) => ({ ...response, ready: false }),
  }),
  mutant('identity/probe/failed-precondition', 'fails Probe for ever', {
    probe: () => {
      throw new StatusError(statusCode.FAILED_PRECONDITION, 'the backend is not configured');
    },
  }),
  mutant('identity/probe/unimplemented', 'does not have Probe', {
    probe: () => {
      throw new StatusError(statusCode.UNIMPLEMENTED, 'there is no Probe');
    },
  }),
  mutant('identity/probe/second-call', 'says from the second Probe on that it is not ready', {
    probe: (response, { call }) => (call < 2 ? response : { ...response, ready: false }),
  }),
  mutant('identity/stable-capabilities/node-alternates', 'lists another capability on every second call', {
    nodeCapabilities: (response, { call }) =>
      call % 2 === 1 ? response : { ...response, capabilities: [...response.capabilities, volumeStats()] },
  }),
  mutant(
    'identity/stable-capabilities/node-duplicates',
    'lists its capability twice from the third call on',
    {
      nodeCapabilities: (response, { call }) =>
        call < 3
          ? response
          : { ...response, capabilities: [...response.capabilities, ...response.capabilities] },
    },
  ),
  mutant('identity/stable-capabilities/backend-down', 'lists no capability while its backend is down', {
    nodeCapabilities: (response, { backend }) =>
      backend.isDown() ? { ...response, capabilities: [] } : response,
  }),
  mutant('identity/stable-capabilities/hints-change', 'gives another description on every second call', {
    pluginCapabilities: (response, { call }) => {
      for (const { type } of response.capabilities) {
        if (type.case === 'envVarInjection' && call % 2 === 0) type.value.description += '.';
      }
      return response;
    },
  }),
  mutant(
    'identity/stable-capabilities/per-connection',
    'lists another capability after a second connection was made',
    () => {
      let connections = 0;
      return {
        connection: ({ number }) => {
          connections = number;
        },
        nodeCapabilities: (response) =>
          connections < 2
            ? response
            : { ...response, capabilities: [...response.capabilities, volumeStats()] },
      };
    },
    { server: 'connect' },
  ),
  ...(
    [
      ['absent', 'refuses requests without version', (version: string) => version === ''],
      [
        'unknown',
        'refuses versions that do not start with v1',
        (version: string) => !/^(v1.*)?$/.test(version),
      ],
      ['present', 'refuses every request with a version', (version: string) => version !== ''],
      ['long', 'refuses versions of more than 32 characters', (version: string) => version.length > 32],
    ] as const
  ).map(([name, description, refuses]) =>
    mutant(
      `identity/version-free/${name}`,
      description,
      {
        messageReceived: ({ request }) => {
          if (refuses(request.version)) {
            throw new StatusError(statusCode.INVALID_ARGUMENT, 'the version is not supported');
          }
        },
      },
      {
        also: [
          ...failsToo('a legal request is refused', 'request/legal-served', 'values/size').also,
          ...otherCodesToo('a version is refused whatever else is wrong with the request').also,
        ],
      },
    ),
  ),
];
