import type { Permitted } from '../../../mutation/trial.js';

const others = '{GetPluginInfo,GetPluginCapabilities,Probe,NodeGetCapabilities,NodeGetInfo}';
/** Changes that leave a text that has something in it with something in it. */
const rewritten =
  '{duplicate,swap-ends,swap-halves,truncate-*,extend-*,blank,blank-default,re-case-*,re-encode-*}';

/** Changes of the driver's answers that the contract permits, as narrow as what permits them. */
export const permittedResponses: readonly Permitted[] = [
  {
    pattern:
      'response/add-{x-request-id,x-empty,x-trace-bin,x-large,content-language}/*.{headers,trailers}/*',
    why: 'metadata that tells no value is the driver’s own affair',
  },
  {
    pattern: `response/add-x-debug{,-hex,-bin,-reversed,-piece}/${others}.{headers,trailers}/*`,
    why: 'these answers have no values, so metadata made of their texts tells none',
  },
  {
    pattern: `response/add-grpc-status-details-bin/${others}.{headers,trailers}/*`,
    why: 'errors/details is about statuses other than OK, and these methods answer OK',
  },
  {
    pattern: 'response/add-grpc-status-details-bin/NodeGetEnvVars.{headers,trailers}/fifth-call',
    why: 'errors/details is about statuses other than OK, and the fifth call, which asks for a key that is served, gets OK',
  },
  {
    pattern: `response/delay-{20ms,200ms,1s,4s}/${others}.answer/*`,
    why: 'the contract bounds the time of no answer but those of NodeGetEnvVars',
  },
  {
    pattern: 'response/delay-{20ms,200ms,1s,4s}/NodeGetEnvVars.answer/*',
    why: 'only a failing backend has a time to be answered in, the time-out hint; performance/latency is a SHOULD and looks at a percentile',
    takesTime: true,
  },
  {
    pattern: 'response/delay-8s/*.answer/{second-call,fifth-call}',
    why: 'one call without an answer in time may be the machine: what waited for it is asked again',
  },
  {
    pattern: 'response/*/NodeGetInfo.{node_id,max_volumes_per_node,status,answer}/*',
    why: 'the contract asks nothing of NodeGetInfo, which is about volumes',
  },
  {
    pattern: `response/${rewritten}/GetPluginInfo.vendor_version/*`,
    why: 'identity/vendor-version asks that the text is not empty, whatever it says',
  },
  {
    pattern:
      'response/{swap-ends,swap-halves,truncate-*,extend-letter,blank-default,re-case-*,re-encode-hex,re-encode-reversed,duplicate}/GetPluginInfo.name/*',
    why: 'the name keeps the form that identity/plugin-name asks for',
  },
  {
    pattern: 'response/{drop,blank}/Probe.ready/*',
    why: 'ready may be absent: identity/probe takes that for true',
  },
  {
    pattern: 'response/*/Probe.{ready,ready.value,status}/{first-time,second-call}',
    why: 'a driver may take its time until it is ready: identity/probe waits until --startup-timeout',
  },
  {
    pattern: `response/${rewritten}/NodeGetEnvVars.status.message/*`,
    why: 'errors/message asks that a message is not empty; what it says is for people',
  },
  {
    pattern:
      'response/{duplicate,swap-ends,swap-halves,truncate-*,blank,blank-default,re-case-*,re-encode-*}/NodeGetEnvVars.results.error/*',
    why: 'optional/error-size asks that an error is not empty and not too long; what it says is for people',
  },
  {
    pattern: 'response/*/GetPluginCapabilities.capabilities.env_var_injection.description/spaces',
    why: 'a description says what it likes within its size, and it has the same spaces each time',
  },
  {
    pattern: `response/*/GetPluginCapabilities.capabilities.env_var_injection.{description,preferred_rpc_timeout_seconds}/{always,alone}`,
    why: 'a description says what it likes within its size, and the time-out hint is a hint (decision 20)',
  },
  {
    pattern:
      'response/{drop,blank,truncate-*}/GetPluginCapabilities.capabilities.env_var_injection.max_inflight_requests/{always,alone}',
    why: 'a driver may serve more calls at once than it says',
  },
  {
    pattern:
      'response/{drop,drop-all,blank,extend-empty}/GetPluginCapabilities.{capabilities,capabilities.env_var_injection}/{always,alone}',
    why: 'hints are optional, zero is not advertised, and capabilities that nobody knows are ignored',
  },
  {
    pattern: 'response/{extend-empty,duplicate}/NodeGetCapabilities.capabilities/{always,alone}',
    why: 'a list may have entries that nobody knows, and the same one twice',
  },
];
