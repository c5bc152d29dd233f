import { randomFrom } from './noise.js';

const base64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const services = ['vault', 'kubelet', 'etcd', 'csi-driver', 'metadata', 'billing', 'gateway', 'scheduler'];
const verbs = ['GET', 'POST', 'PUT', 'DELETE', 'PATCH'];
const messages = [
  ...['served batch', 'cache lookup', 'connection refused', 'lease renewed', 'request denied', 'reading key'],
  ...['context deadline exceeded', 'reconciling object', 'certificate rotated', 'starting workers'],
];
const agents = ['Go-http-client/2.0', 'kube-probe/1.31', 'curl/8.5.0', 'Prometheus/2.53.0', 'okhttp/4.12.0'];
const classes = [
  'io.grpc.internal.ServerImpl',
  'io.netty.channel.AbstractChannel',
  'com.example.csi.NodeService',
];

/** Kinds of ordinary output. */
export const logKinds = [
  ...['json', 'klog', 'logfmt', 'access', 'java', 'certificate', 'metrics', 'hex dump', 'ids', 'go panic'],
] as const;

/**
 * Ordinary output of `size` characters and a little more, as services, proxies and runtimes write it: stamps down to nanoseconds,
 * UUIDs, trace ids, digests, addresses, URLs, stack traces, certificates, metrics pages and dumps. The same seed gives the same text.
 */
export function ordinaryLogs(seed: number, size: number): string {
  const random = randomFrom(seed);
  const pick = <T>(from: readonly T[]): T => from[random() % from.length] as T;
  const number = (below: number, width = 0): string => `${random() % below}`.padStart(width, '0');
  const hex = (digits: number): string => {
    let text = '';
    while (text.length < digits) text += random().toString(16).padStart(8, '0');
    return text.slice(0, digits);
  };
  const blob = (length: number): string => {
    let text = '';
    for (let left = length; left > 0; left -= 5) {
      let bits = random();
      for (let i = 0; i < Math.min(5, left); i++, bits >>>= 6) text += base64[bits & 63];
    }
    return text;
  };
  const uuid = (): string => `${hex(8)}-${hex(4)}-4${hex(3)}-b${hex(3)}-${hex(12)}`;
  const ip = (): string => `10.${number(256)}.${number(256)}.${number(256)}`;
  const clock = (): string => `${number(24, 2)}:${number(60, 2)}:${number(60, 2)}`;
  const stamp = (): string => `2026-11-${number(30, 2)}T${clock()}.${number(1_000_000_000, 9)}Z`;
  const path = (): string =>
    `/apis/v1/namespaces/production/pods/${pick(services)}-${hex(10)}-${blob(5).toLowerCase()}`;
  const writers: readonly (() => string)[] = [
    () =>
      `{"time":"${stamp()}","level":"${pick(['INFO', 'WARN', 'ERROR'])}","msg":"${pick(messages)}","trace_id":"${hex(32)}","span_id":"${hex(16)}","duration_ns":${random()},"peer":"${ip()}:${number(65_536)}"}`,
    () =>
      `I11${number(30, 2)} ${clock()}.${number(1_000_000, 6)} ${number(100_000, 7)} server.go:${number(900)}] "${pick(messages)}" pod="production/${pick(services)}-${hex(9)}" podUID="${uuid()}" latency="${number(900)}.${number(1_000_000, 6)}ms"`,
    () =>
      `time="${stamp()}" level=info msg="${pick(messages)}" digest=sha256:${hex(64)} version=v1.${number(40)}.${number(20)} url=https://${pick(services)}.svc.cluster.local:8443${path()}`,
    () =>
      `${ip()} - - [21/Nov/2026:${clock()} +0000] "${pick(verbs)} ${path()}?watch=true&resourceVersion=${random()} HTTP/2.0" ${pick([200, 201, 304, 403, 404, 500])} ${number(100_000)} "-" "${pick(agents)}" rt=0.${number(1000, 3)} id=${hex(32)}`,
    () =>
      `${stamp()} [grpc-default-executor-${number(40)}] WARN ${pick(classes)} - ${pick(messages)}\njava.lang.IllegalStateException: ${pick(messages)} after ${number(1_000_000_000, 9)}ns\n${Array.from({ length: 6 }, () => `\tat ${pick(classes)}.${pick(['handle', 'invoke', 'run', 'read'])}(${pick(services)}.java:${number(2000)})`).join('\n')}\nCaused by: java.io.IOException: stream ${random()} reset at 0x${hex(12)}`,
    () =>
      `-----BEGIN CERTIFICATE-----\n${Array.from({ length: 12 }, () => blob(64)).join('\n')}\n${blob(30)}==\n-----END CERTIFICATE-----`,
    () =>
      `# HELP grpc_server_handled_total Calls that ended.\n# TYPE grpc_server_handled_total counter\n${Array.from({ length: 8 }, () => `grpc_server_handled_total{grpc_code="OK",grpc_method="NodeGetEnvVars",instance="${ip()}:9090",le="0.${number(1000, 3)}"} ${number(1_000_000)}.${number(1_000_000_000, 9)}e+0${number(9)}`).join('\n')}`,
    () => `${hex(8)}  ${Array.from({ length: 16 }, () => hex(2)).join(' ')}  |${blob(16)}|`,
    () =>
      `${clock()} ${uuid()} ${hex(40)} ${random()}${number(1_000_000, 6)} etag="${blob(27)}=" ${hex(16).toUpperCase()}`,
    () =>
      `goroutine ${number(9000)} [select, ${number(60)} minutes]:\nk8s.io/client-go/tools/cache.(*Reflector).watch(0xc${hex(9)}, {0x0, 0x0}, 0xc${hex(9)}, 0xc${hex(9)})\n\t/go/pkg/mod/k8s.io/client-go@v0.31.${number(9)}/tools/cache/reflector.go:${number(900)} +0x${hex(3)}`,
  ];
  const parts: string[] = [];
  for (let length = 0; length < size; ) {
    const part = (writers[random() % writers.length] as () => string)();
    parts.push(part);
    length += part.length + 1;
  }
  return `${parts.join('\n')}\n`;
}
