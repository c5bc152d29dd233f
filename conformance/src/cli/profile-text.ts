import type { Hints } from '../contracts/env-vars/facts.js';
import { invocation } from '../invocation.js';
import { visibleJson } from '../report/visible.js';
import type { DriverAnswers } from './ask-driver.js';
import { driverWords } from './driver-words.js';

/** A profile with what is known filled in and all else to be filled in as comments; valid as it is. */
export function profileText(endpoint: string, answers: DriverAnswers): string {
  const { name, vendorVersion, advertised, hints } = answers;
  return `# What the vendor tells about the driver; every member is optional, and what is left out makes the checks that need it
# untested. Fill in what applies and take the # away. ${invocation} validate FILE checks the file.
#
# The driver says of itself: ${comment(name)} ${comment(vendorVersion)}, ${advertised ? 'lists' : 'does NOT list'} ENV_VAR_INJECTION
# ${hintsLine(hints)}

endpoint: ${quoted(endpoint)}
# exec: ["./driver", "--socket", "{socket}"]    # in place of endpoint: the tool starts the driver, and reads its output

# Which latency budget applies: local (data of the node), cloud (metadata service) or secret (secret store).
# backend: secret

# The class to ask with: a ProviderClass manifest, or name and parameters.
# providerClass: ./providerclass.yaml
# providerClass: {name: my-class, parameters: {}}

# A pod that the class permits, further ones, and ones that it does not permit.
# pod: {namespace: production, serviceAccount: myapp, podName: myapp-0, podUID: 7f9c2d1e-3b4a-4c5d-8e6f-0a1b2c3d4e5f}
# pods:
#   - {namespace: staging, serviceAccount: myapp, podName: myapp-1, podUID: 0b1d5a3e-8a0c-4f6e-9d57-2f1a1f0f9a11}
# deniedPods:
#   - {namespace: elsewhere, serviceAccount: myapp}

# Keys of the backend. Expected values come from the environment or from files, never from here.
# keys:
#   available:
#     - {key: path/of/a/key, value: {env: EXPECTED_VALUE}}
#     - {key: path/of/another, value: {file: ./expected/another}}
#   missing: [path/of/none]
#   denied: [{key: path/of/others, exists: true}, {key: path/of/ghost, exists: false}]
#   oversized: [path/of/a/huge/one]      # the value is longer than the driver's limit
#   failing: [path/of/a/broken/one]      # the backend fails for it

# Where values must never show up.
# logs: [{file: /var/log/driver.log}, {command: "kubectl logs -n kube-system ds/driver --since=1m"}]
# watch: {directories: [/var/lib/driver], ignore: [], metrics: "http://127.0.0.1:9090/metrics", pid: {file: /run/driver.pid}}

# Commands that change the world around the driver; exit status 0 says that it took effect.
# hooks: {rotate: ./rotate.sh, restart: ./restart.sh, backendDown: ./down.sh, backendUp: ./up.sh, backendLog: ./reads.sh}

# documents: {retriableCodes: "https://example.com/errors", cache: "https://example.com/cache", cacheTtl: 30s}

# Who made the driver; goes into the report.
${implementation(name, vendorVersion)}`;
}

function implementation(name: string, version: string): string {
  if (name === '' && version === '')
    return '# implementation: {organization: Example, project: example-csi}\n';
  const lines = [
    'implementation:',
    ...(name === '' ? [] : [`  project: ${quoted(name)}`]),
    ...(version === '' ? [] : [`  version: ${quoted(version)}`]),
    '  # organization: Example',
    '  # url: https://example.com/csi',
    '  # contact: ["@example"]',
  ];
  return `${lines.join('\n')}\n`;
}

function hintsLine(hints: Hints | undefined): string {
  if (hints === undefined) return 'It gives no hints: the limits of the contract apply.';
  const given = [
    [hints.maxTotalPayloadBytes, 'bytes a message'],
    [hints.maxValueLengthBytes, 'bytes a value'],
    [hints.preferredRpcTimeoutSeconds, 's a call'],
    [hints.maxInflightRequests, 'calls at once'],
  ] as const;
  const texts = given.filter(([number]) => number > 0).map(([number, unit]) => `${number} ${unit}`);
  return `Its hints: ${texts.length === 0 ? 'no limits' : texts.join(', ')}; optional queries (beta): ${hints.optionalQueries ? 'yes' : 'no'}.`;
}

/** A driver's own words may hold anything. */
function comment(text: string): string {
  return text === '' ? '(nothing)' : driverWords(text);
}

/** JSON is YAML, and no character of it can end the string. */
function quoted(text: string): string {
  return visibleJson(text.slice(0, 1000));
}
