import { insertAfter } from './edit.js';
import { coverageProblems, errorsSection, paragraph } from './prose.js';
import { memberText, messageText } from './proto-text.js';

/** The release of CSI that the patch is against. */
export const upstreamVersion = 'v1.12.0';

const rpc = 'NodeGetEnvVars';

/**
 * The text of spec.md with the change.
 *
 * @param {string} upstream text of spec.md
 * @param {{proto: string, data: import('./prose.js').SectionData, requirements: readonly {id: string, text: string}[]}} ours
 * @throws {Error} when upstream is not as expected, or a requirement is forgotten
 */
export function patchedSpec(upstream, { proto, data, requirements }) {
  const problems = coverageProblems(
    data,
    requirements.map(({ id }) => id),
  );
  if (problems.length > 0) throw new Error(`cannot write the section: ${problems.join('; ')}`);
  const texts = new Map(requirements.map(({ id, text }) => [id, text]));
  const names = protoNames(proto);
  const say = (/** @type {readonly import('./prose.js').Sentence[]} */ sentences) =>
    paragraph(sentences, texts, names);
  const edits = [
    {
      below: 'service Node {',
      after: '    returns (NodeGetInfoResponse) {}',
      insert: [
        '',
        `  rpc ${rpc} (${rpc}Request)`,
        `    returns (${rpc}Response) {`,
        '        option (alpha_method) = true;',
        '    }',
      ],
    },
    {
      below: '#### Concurrency',
      after:
        'The error code `ABORTED` MAY be returned by the plugin in this case (see the [Error Scheme](#error-scheme) section for details).',
      insert: say(data.concurrency),
    },
    {
      below: '### Secrets Requirements',
      after: 'This information is sensitive and MUST be treated as such (not logged, etc.) by the CO.',
      insert: ['', ...say(data.secrets)],
    },
    {
      below: 'message PluginCapability {',
      after: '    VolumeExpansion volume_expansion = 2;',
      insert: ['', ...memberText(proto, /EnvVarInjectionCapability env_var_injection = /)],
    },
    {
      below: 'message PluginCapability {',
      after: '}',
      insert: ['', ...messageText(proto, 'EnvVarInjectionCapability')],
    },
    {
      below: 'message NodeServiceCapability {',
      after: '      VOLUME_MOUNT_GROUP = 6;',
      insert: ['', ...memberText(proto, /^\s*ENV_VAR_INJECTION = /)],
    },
    {
      below: '##### NodeExpandVolume Errors',
      after: upstreamLastError,
      insert: ['', ...section(data, proto, say)],
    },
  ];
  return edits.reduce(insertAfter, upstream.split('\n')).join('\n');
}

const upstreamLastError =
  '| Unsupported capacity_range | 11 OUT_OF_RANGE | Indicates that the capacity range is not allowed by the Plugin. More human-readable information MAY be provided in the gRPC `status.message` field. | Caller MUST fix the capacity range before retrying. |';

/**
 * @param {import('./prose.js').SectionData} data
 * @param {string} proto
 * @param {(sentences: readonly import('./prose.js').Sentence[]) => string[]} say
 */
function section(data, proto, say) {
  const messages = [`${rpc}Request`, 'EnvVarQuery', `${rpc}Response`, 'EnvVarResult'];
  return [
    `#### \`${rpc}\``,
    '',
    '**ALPHA FEATURE**',
    '',
    ...data.section.flatMap((sentences) => [...say(sentences), '']),
    '```protobuf',
    ...messages.flatMap((name, index) => [...(index === 0 ? [] : ['']), ...messageText(proto, name)]),
    '```',
    '',
    ...errorsSection(rpc, data.errors),
  ];
}

/**
 * Names of the proto that are no plain words: RPCs, enum values, and fields with an underscore.
 *
 * @param {string} proto
 * @returns {string[]}
 */
export function protoNames(proto) {
  const found = [
    ...[...proto.matchAll(/^\s*rpc (\w+)/gm)].map(([, name]) => name ?? ''),
    ...[...proto.matchAll(/^\s*([A-Z][A-Z_]*_[A-Z_]*) = \d+/gm)].map(([, name]) => name ?? ''),
    ...[...proto.matchAll(/^\s+[\w<>., ]+ ([a-z]\w*_\w*) = \d+/gm)].map(([, name]) => name ?? ''),
  ];
  return [...new Set(found)].sort((a, b) => b.length - a.length);
}
