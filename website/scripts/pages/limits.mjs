import { editUrl, link, requirementLink } from '../lib/links.mjs';
import { page, table } from '../lib/markdown.mjs';

/** What each number of `contract.yaml` limits, how it is measured, and what tests it. */
const meanings = {
  totalPayloadBytes: [
    'serialized request, serialized response',
    'bytes',
    ['request/payload-size', 'values/response-size', 'co/oversize'],
  ],
  valueBytes: ['a value', 'bytes of UTF-8', ['values/size']],
  providerClassNameBytes: ['provider_class_name', 'bytes, an override of CSI', ['request/field-size']],
  keyBytes: ['a key', 'bytes, an override of CSI', ['request/field-size']],
  resultErrorBytes: ['the error of a result', 'bytes, an override of CSI', ['optional/error-size']],
  stringBytes: [
    'any other string',
    'bytes, the general limit of CSI',
    ['request/field-size', 'capability/hints-size'],
  ],
  mapBytes: [
    'class_parameters, query_parameters of a query, pod_context',
    'bytes of keys and values in sum, the general limit of CSI',
    ['request/field-size'],
  ],
  rpcTimeoutMs: [
    'a call',
    "milliseconds; the driver's hint, else the class's parameter, else this",
    ['co/timeout-order', 'co/deadline'],
  ],
  inFlightCalls: [
    'calls of NodeGetEnvVars in flight to a driver',
    'calls',
    ['concurrency/in-flight', 'co/in-flight'],
  ],
  retries: ['retries of a call', 'retries', ['co/retry']],
  retryBackoffMs: ['wait before the retry', 'milliseconds, growing exponentially', ['co/retry']],
  grpcMessageBytes: [
    "a message that the driver's gRPC stack receives unless configured",
    'bytes',
    ['transport/oversize-message'],
  ],
};

/** All limits of the contract. */
export function limitsPage({ contract }) {
  const rows = Object.entries(contract.limits).map(([name, value]) => {
    const meaning = meanings[name];
    if (meaning === undefined)
      throw new Error(`limit ${name} of contract.yaml has no meaning in ${import.meta.url}`);
    const [what, unit, requirements] = meaning;
    return [what, value.toLocaleString('en'), unit, requirements.map(requirementLink).join(' ')];
  });
  const { required, optional } = contract.podContext;
  return {
    path: 'spec/limits.mdx',
    text: page(
      {
        title: 'Limits',
        slug: '/spec/limits/',
        description: 'Every limit of the contract with its default, how it is measured, and what tests it.',
        custom_edit_url: editUrl('spec-tests/env-vars/contract.yaml'),
      },
      `A driver may advertise its own limits with ${link('hints', '/spec/wire/get-plugin-capabilities/#EnvVarInjectionCapability')}; these hold where it does not.`,
      table(['what', 'limit', 'measured in', 'tested by'], rows),
      '"Serialized" is the uncompressed protobuf message as it came over the wire. A value has to fit both its own limit and what the response leaves.',
      '## Keys of pod_context',
      `Required: ${required.map((key) => `\`${key}\``).join(', ')}. Optional: ${optional.map((key) => `\`${key}\``).join(', ')}. A driver ignores others, since more may come.`,
    ),
  };
}
