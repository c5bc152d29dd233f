// Generated from spec-tests by npm run generate; do not edit.

import type { ContractData, DecisionData, RequirementData } from '@csi-env/spec-tests';

/** The contract: name, revisions and limits. */
export const contract: ContractData = {
  "name": "env-vars",
  "title": "CSI NodeGetEnvVars",
  "revision": 1,
  "revisions": [
    {
      "revision": 1,
      "date": "2026-11-21",
      "summary": "The first revision, after the public drafts and the decisions of this project."
    }
  ],
  "limits": {
    "totalPayloadBytes": 65536,
    "valueBytes": 16384,
    "providerClassNameBytes": 253,
    "keyBytes": 1024,
    "resultErrorBytes": 1024,
    "stringBytes": 128,
    "mapBytes": 4096,
    "rpcTimeoutMs": 5000,
    "inFlightCalls": 100,
    "retries": 1,
    "retryBackoffMs": 100,
    "grpcMessageBytes": 4194304
  },
  "podContext": {
    "required": [
      "namespace",
      "serviceAccount",
      "podName",
      "podUID"
    ],
    "optional": [
      "nodeName"
    ]
  }
};

/** What was decided where the drafts were open, by number. */
export const decisions: readonly DecisionData[] = [
  {
    "n": 1,
    "question": "Which number does ENV_VAR_INJECTION have?",
    "decision": "10, as the drafts say, provisionally and kept in one constant.",
    "reason": "No upstream reference has ever used 10.\nUpstream numbers without gaps: v1.12.0 used up to 6, v1.13.0 took 7 and 8, so 9 would be its next, and the number may yet change."
  },
  {
    "n": 2,
    "question": "Where do the hints live?",
    "decision": "In the oneof of PluginCapability as field 3, read with GetPluginCapabilities.",
    "reason": "That is what the prose of the proposal says.\nThe other place of the drafts, a second member of the oneof of NodeServiceCapability, breaks clients that expect `rpc` to be set; in csi-sanity it fails every Node spec, where this one fails a single spec."
  },
  {
    "n": 3,
    "question": "Which call tells whether a driver serves NodeGetEnvVars?",
    "decision": "NodeGetCapabilities.",
    "reason": "`NODE_GET_ENV_VARS` in one answer of the proposal is a slip."
  },
  {
    "n": 4,
    "question": "May class_parameters be empty?",
    "decision": "It may.",
    "reason": "A ProviderClass may have no parameters.\nCSI forbids an empty map in a REQUIRED field, so the field is not REQUIRED."
  },
  {
    "n": 5,
    "question": "What is in pod_context?",
    "decision": "namespace, serviceAccount, podName and podUID, optionally nodeName, and never a token.",
    "reason": "CVE-2023-2878 and CVE-2024-3744 came from tokens in a map that was not marked as secret."
  },
  {
    "n": 6,
    "question": "Which code does an allowlist refuse with, and which code wins when queries fail differently?",
    "decision": "PERMISSION_DENIED; and the ranking of `errors/precedence`.",
    "reason": "The proposal's table says PERMISSION_DENIED, and its one example with InvalidArgument is a slip.\nA fixed ranking keeps a status from depending on the order of a map."
  },
  {
    "n": 7,
    "question": "What does `optional` cover?",
    "decision": "A missing key and a backend failure of that query; never authorization or a bad request.",
    "reason": "A misconfiguration that turns into silence is found late."
  },
  {
    "n": 8,
    "question": "Which sizes hold?",
    "decision": "The limits of `contract.yaml`; each override of a general CSI limit is stated in the comment of its field.",
    "reason": "CSI demands that a field with another limit says so in its description."
  },
  {
    "n": 9,
    "question": "Which bytes can a variable carry?",
    "decision": "UTF-8 without U+0000; binary data is base64-encoded by the backend or the driver.",
    "reason": "A proto3 string is UTF-8; `execve` ends a text at a zero byte."
  },
  {
    "n": 10,
    "question": "What happens to queries that share a name?",
    "decision": "They are answered position by position, and the CO decides which wins.",
    "reason": "The order of the pod spec is known to the CO alone."
  },
  {
    "n": 11,
    "question": "Which names are legal?",
    "decision": "Printable ASCII without `=`.",
    "reason": "That is the relaxed rule of Kubernetes."
  },
  {
    "n": 12,
    "question": "How many calls may be open at once?",
    "decision": "As many as the contract's own rules say.",
    "reason": "The rule of CSI is per volume, and there is no volume here."
  },
  {
    "n": 13,
    "question": "Which codes are worth a retry?",
    "decision": "DEADLINE_EXCEEDED, UNAVAILABLE and INTERNAL once; RESOURCE_EXHAUSTED after a backoff; the rest is terminal.",
    "reason": "Only these can change without somebody changing the pod or the class."
  },
  {
    "n": 14,
    "question": "What does `version` mean?",
    "decision": "It is opaque and never a reason to refuse.",
    "reason": "CSI negotiates by capability."
  },
  {
    "n": 15,
    "question": "May a driver log a value?",
    "decision": "It must not.",
    "reason": "The proposal says so; the word of CSI for plugins is a weaker one."
  },
  {
    "n": 16,
    "question": "May an OK response carry errors?",
    "decision": "Under beta semantics only.",
    "reason": "An error per query in an OK response is new to CSI."
  },
  {
    "n": 17,
    "question": "How does a CO learn that a driver has beta semantics?",
    "decision": "By optional_queries in the hints.",
    "reason": "A capability says what a driver does; a version does not."
  },
  {
    "n": 18,
    "question": "What does a cache do to authorization?",
    "decision": "Nothing; authorization is checked on every call, before the cache.",
    "reason": "A value that is cached for one pod is not thereby allowed for another."
  },
  {
    "n": 19,
    "question": "May a refusal tell whether a key exists?",
    "decision": "It may not.",
    "reason": "The names of secrets are worth hiding, too."
  },
  {
    "n": 20,
    "question": "What is the time-out in the hints?",
    "decision": "A hint, not a negotiation; a CO may cap it.",
    "reason": "CSI leaves time-outs to the CO."
  },
  {
    "n": 21,
    "question": "What about Windows?",
    "decision": "Named pipes, provisionally.",
    "reason": "CSI allows only Unix sockets."
  },
  {
    "n": 22,
    "question": "What is a podUID?",
    "decision": "Any text that is not empty.",
    "reason": "The proposal's own example is no UUID."
  },
  {
    "n": 23,
    "question": "Whose words does the normative text use?",
    "decision": "CO and workload; Kubernetes terms stand in notes, and the names of fields stay as drafted.",
    "reason": "CSI is neutral; whether fields are renamed is an open question."
  },
  {
    "n": 24,
    "question": "May class_parameters carry secrets?",
    "decision": "They may not.",
    "reason": "Classes are cluster objects that many can read."
  },
  {
    "n": 25,
    "question": "How do allowlists match?",
    "decision": "Lists are separated by commas, items are trimmed, and an empty list permits nothing.\n`*` matches within one path segment and `**` across segments, where `a/**` needs the slash.\nKeys are normalised before they are matched (percent-decoding, dot segments, empty segments, outer slashes, but not case), and a key that changes thereby is refused.",
    "reason": "An allowlist is worth only as much as the agreement of driver and backend on what a key means."
  }
];

/** Every requirement of every revision; `requirementsAt` selects. */
export const requirements: readonly RequirementData[] = [
  {
    "id": "authorization/namespace",
    "level": "MUST",
    "stage": "alpha",
    "party": "driver",
    "title": "Pods outside allowedNamespaces are refused",
    "text": "Where the class has allowedNamespaces, the driver MUST refuse a pod whose namespace is not in that list.\nAn empty list permits nothing.",
    "rationale": "The list is the only thing between a cluster-wide class and every namespace of the cluster.",
    "source": [
      "KEP"
    ],
    "decisions": [
      6,
      25
    ],
    "since": 1,
    "cause": "The list is not read, an empty list is taken for no list, or a namespace matches by prefix.",
    "fix": "Split the list at commas, trim the items, and match the whole namespace."
  },
  {
    "id": "authorization/field",
    "level": "MUST",
    "stage": "alpha",
    "party": "driver",
    "title": "Keys outside allowedFields are refused in every spelling",
    "text": "Where the class has allowedFields, the driver MUST refuse a key that the list does not permit, and MUST NOT yield a value for any spelling of it: dot segments, empty segments, outer slashes, percent-encoding, changes of case.\nIt MUST refuse an allowed key that changes when it is normalised.\nThe code MUST be PERMISSION_DENIED for the plain spelling; an odd spelling MAY get INVALID_ARGUMENT, and NOT_FOUND where the list covers it literally.",
    "rationale": "A key is matched by the driver and resolved by the backend; where the two read it differently, the allowlist is worth nothing.",
    "source": [
      "KEP",
      "project"
    ],
    "decisions": [
      6,
      25
    ],
    "since": 1,
    "cause": "The pattern is matched against the raw key while the backend normalises it.",
    "fix": "Normalise first, refuse a key that changes, and match the pattern against the whole key: `*` within a segment, `**` across segments."
  },
  {
    "id": "authorization/identity",
    "level": "SHOULD",
    "stage": "alpha",
    "party": "driver",
    "title": "Service accounts that the class does not permit are refused",
    "text": "The driver SHOULD refuse a pod whose service account the class does not permit.",
    "rationale": "Namespaces are shared; not every workload in one needs the same secrets.\nNot every backend knows service accounts, hence no more than a recommendation.",
    "source": [
      "KEP"
    ],
    "decisions": [
      6
    ],
    "since": 1,
    "cause": "Only the namespace is looked at.",
    "fix": "Pass the service account to the backend's policy or check it against the class."
  },
  {
    "id": "authorization/no-cached-bypass",
    "level": "MUST",
    "stage": "alpha",
    "party": "driver",
    "title": "A cache does not widen permission",
    "text": "The driver MUST refuse a pod that is not permitted also when the value is cached for a pod that is.",
    "rationale": "Authorization is checked on every call, before the cache is.",
    "source": [
      "project"
    ],
    "decisions": [
      18
    ],
    "since": 1,
    "cause": "The cache is keyed by class and key alone and is asked first.",
    "fix": "Authorize before the lookup in the cache."
  },
  {
    "id": "batch/all-or-nothing",
    "level": "MUST",
    "stage": "alpha",
    "party": "driver",
    "title": "One failing query fails the call",
    "text": "If a query that is not optional fails, the call MUST fail with a non-OK status and without results, whatever the position of the query and the kind of its failure.",
    "rationale": "A workload that starts with a part of its configuration fails later and elsewhere.",
    "source": [
      "KEP"
    ],
    "since": 1,
    "cause": "The failing query is skipped, answered with an empty value, or only failures of the first query count.",
    "fix": "Collect the outcome of every query, and return the status that ranks first if any has failed."
  },
  {
    "id": "batch/no-error-in-ok",
    "level": "MUST",
    "stage": "alpha",
    "party": "driver",
    "title": "Under alpha semantics an OK response carries no error",
    "text": "A driver that does not advertise optional_queries MUST NOT return an OK response in which a result has an error.",
    "rationale": "Errors per query are new to CSI and belong to the beta semantics; an alpha CO does not look for them.",
    "source": [
      "KEP",
      "project"
    ],
    "decisions": [
      16,
      17
    ],
    "since": 1,
    "cause": "The driver reports failures per query without having said that it does.",
    "fix": "Fail the call, or advertise optional_queries and honour the flag."
  },
  {
    "id": "batch/scales",
    "level": "MUST",
    "stage": "alpha",
    "party": "driver",
    "title": "Large batches are answered by the one call",
    "text": "The driver MUST answer 50 queries, and as many queries as fit the payload limit in both directions, in the one call.",
    "rationale": "The call is a batch so that a container starts with one round trip.",
    "source": [
      "KEP"
    ],
    "since": 1,
    "cause": "A page size, a worker pool or a rate limit of the backend bounds the number of queries.",
    "fix": "Resolve a batch with bounded parallelism, and use the backend's own batch call where there is one."
  },
  {
    "id": "capability/advertised",
    "level": "MUST",
    "stage": "alpha",
    "party": "driver",
    "title": "A driver that serves the call lists the capability",
    "text": "A driver that serves NodeGetEnvVars MUST list ENV_VAR_INJECTION in its answer to NodeGetCapabilities.",
    "rationale": "A CO makes no call to a driver that does not list the capability, so an unlisted one is a feature that nobody can use.",
    "source": [
      "KEP",
      "CSI"
    ],
    "decisions": [
      1,
      3
    ],
    "since": 1,
    "cause": "The entry is missing, has another number, or sits in GetPluginCapabilities alone.",
    "fix": "Add an entry with `rpc.type = ENV_VAR_INJECTION` (10) to the NodeGetCapabilities answer."
  },
  {
    "id": "capability/unadvertised",
    "level": "MUST",
    "stage": "alpha",
    "party": "driver",
    "title": "Without the capability the call is unimplemented",
    "text": "A driver that does not list ENV_VAR_INJECTION MUST answer NodeGetEnvVars with UNIMPLEMENTED.\nIt MUST do so before it looks at the request.",
    "rationale": "The code tells a CO not to retry.\nA validation error would suggest that another request could succeed.",
    "source": [
      "CSI"
    ],
    "decisions": [
      3
    ],
    "since": 1,
    "cause": "The handler is registered although the feature is switched off, and validates first.",
    "fix": "Make the switch the first statement of the handler, or do not register the method."
  },
  {
    "id": "capability/implemented",
    "level": "MUST",
    "stage": "alpha",
    "party": "driver",
    "title": "A listed capability is implemented",
    "text": "A driver that lists ENV_VAR_INJECTION MUST NOT answer a well-formed NodeGetEnvVars call with UNIMPLEMENTED.",
    "rationale": "UNIMPLEMENTED contradicts the capability and makes a CO give up for good.\nA frame that was cut short is not well formed; some gRPC stacks answer that one so without asking the driver.",
    "source": [
      "CSI"
    ],
    "since": 1,
    "cause": "Only a part of the call is implemented, or an unsupported parameter is reported with the wrong code.",
    "fix": "Answer an unsupported parameter with INVALID_ARGUMENT, and leave UNIMPLEMENTED to a driver without the feature."
  },
  {
    "id": "capability/hints-imply",
    "level": "MUST",
    "stage": "alpha",
    "party": "driver",
    "title": "Hints come with the capability, once",
    "text": "A driver that gives an `env_var_injection` entry in GetPluginCapabilities MUST also list ENV_VAR_INJECTION in NodeGetCapabilities.\nIt MUST NOT give more than one such entry.",
    "rationale": "Hints without the capability describe nothing, and two sets of hints leave the CO to guess which one binds.",
    "source": [
      "project"
    ],
    "decisions": [
      2,
      3
    ],
    "since": 1,
    "cause": "The two capability answers are built from different switches.",
    "fix": "Build both answers from one setting, and merge the hints into one entry."
  },
  {
    "id": "capability/hints-sane",
    "level": "MUST",
    "stage": "alpha",
    "party": "driver",
    "title": "The value limit fits the payload limit",
    "text": "When both are given, max_value_length_bytes MUST be less than or equal to max_total_payload_bytes.",
    "rationale": "A value that is legal by itself but can never be sent is a limit that nobody can rely on.",
    "source": [
      "project"
    ],
    "decisions": [
      2
    ],
    "since": 1,
    "cause": "One of the limits was raised without the other, or the two are swapped.",
    "fix": "Lower max_value_length_bytes or raise max_total_payload_bytes, within what the gRPC stack receives."
  },
  {
    "id": "capability/hints-size",
    "level": "MUST",
    "stage": "alpha",
    "party": "driver",
    "title": "The hints' description is short",
    "text": "The description in EnvVarInjectionCapability MUST be at most 128 bytes of UTF-8.",
    "rationale": "The general CSI limit of a string applies, because the field states no other.",
    "source": [
      "CSI"
    ],
    "decisions": [
      8
    ],
    "since": 1,
    "cause": "A paragraph of documentation was put into the field.",
    "fix": "Shorten the description to one sentence and count bytes, not characters."
  },
  {
    "id": "capability/tolerates-unknown",
    "level": "SHOULD",
    "stage": "alpha",
    "party": "driver",
    "title": "Unknown fields are ignored",
    "text": "The driver SHOULD ignore fields of a request that it does not know.",
    "rationale": "proto3 parsers skip what they do not know, which is what lets a newer CO talk to an older driver.\nA gRPC stack that validates by itself may do otherwise, hence no more than a recommendation.",
    "source": [
      "project"
    ],
    "since": 1,
    "cause": "The driver uses a strict parser or counts unknown fields as an error.",
    "fix": "Use the parser's default of keeping or dropping unknown fields."
  },
  {
    "id": "co/capability-first",
    "level": "MUST",
    "stage": "alpha",
    "party": "co",
    "title": "The CO asks for the capability first",
    "text": "The CO MUST call NodeGetCapabilities before the first NodeGetEnvVars.\nWithout ENV_VAR_INJECTION in the answer it MUST NOT make the call and MUST report a clear failure.",
    "rationale": "A driver without the feature answers every call with an error that says less.",
    "source": [
      "KEP",
      "CSI"
    ],
    "decisions": [
      3
    ],
    "since": 1,
    "cause": "The CO relies on hints, a label or a version.",
    "fix": "Ask after each connection to a plugin and remember the answer.",
    "untestable": "A driver suite is on the other end of the socket and sees only a CO that it plays itself.\nIt takes a simulated driver that watches a CO, of which this repository has none yet."
  },
  {
    "id": "co/batch",
    "level": "MUST",
    "stage": "alpha",
    "party": "co",
    "title": "One call per container and ProviderClass",
    "text": "The CO MUST make one call per container and ProviderClass, with all queries of that pair in it.",
    "rationale": "A container starts with as few round trips as it has classes.",
    "source": [
      "KEP"
    ],
    "since": 1,
    "cause": "Each variable is resolved by itself.",
    "fix": "Group the variables by class before the first call.",
    "untestable": "A driver suite is on the other end of the socket and sees only a CO that it plays itself.\nIt takes a simulated driver that watches a CO, of which this repository has none yet."
  },
  {
    "id": "co/pod-context",
    "level": "MUST",
    "stage": "alpha",
    "party": "co",
    "title": "The context is the real pod's",
    "text": "The CO MUST send `namespace`, `serviceAccount`, `podName` and `podUID` of the real pod.\nIt MUST NOT put tokens or other credentials into pod_context.",
    "rationale": "The driver authorizes by what the CO says about the pod; nobody else can vouch for it.",
    "source": [
      "KEP"
    ],
    "decisions": [
      5
    ],
    "since": 1,
    "cause": "The context is taken from a template or from user input.",
    "fix": "Fill the map from the pod object that the CO itself holds.",
    "untestable": "A driver suite is on the other end of the socket and sees only a CO that it plays itself.\nIt takes a simulated driver that watches a CO, of which this repository has none yet."
  },
  {
    "id": "co/timeout-order",
    "level": "MUST",
    "stage": "alpha",
    "party": "co",
    "title": "Limits are taken in a fixed order",
    "text": "The CO MUST take time-out and limits from the driver's hints, else from the parameters of the ProviderClass, else from the defaults.\nIt MUST count each fallback.",
    "rationale": "The driver knows its backend best, and a class knows it better than a default.",
    "source": [
      "KEP"
    ],
    "decisions": [
      20
    ],
    "since": 1,
    "cause": "A flag of the CO overrides the hints without a trace.",
    "fix": "Resolve each limit in one function that also counts.",
    "untestable": "A driver suite is on the other end of the socket and sees only a CO that it plays itself.\nIt takes a simulated driver that watches a CO, of which this repository has none yet."
  },
  {
    "id": "co/deadline",
    "level": "MUST",
    "stage": "alpha",
    "party": "co",
    "title": "Every call has a deadline",
    "text": "Every call MUST have a deadline, by default of 5 seconds.",
    "rationale": "A driver that hangs may not hold up a node.",
    "source": [
      "KEP"
    ],
    "decisions": [
      20
    ],
    "since": 1,
    "cause": "A call is made without a context.",
    "fix": "Set the deadline where the call is made.",
    "untestable": "A driver suite is on the other end of the socket and sees only a CO that it plays itself.\nIt takes a simulated driver that watches a CO, of which this repository has none yet."
  },
  {
    "id": "co/retry",
    "level": "MUST",
    "stage": "alpha",
    "party": "co",
    "title": "Retries are few and depend on the code",
    "text": "After DEADLINE_EXCEEDED, UNAVAILABLE or INTERNAL the CO MUST retry no more than once by default, after an exponential backoff that starts at 100 ms.\nAfter RESOURCE_EXHAUSTED it MUST wait for a backoff before it tries again.\nAfter any other code it MUST NOT retry.\nTime-out, retries and backoff MUST be configurable by the flags --csi-env-injection-rpc-timeout, --csi-env-injection-rpc-retries and --csi-env-injection-retry-backoff.",
    "rationale": "Only these codes can change without somebody changing the pod or the class.",
    "source": [
      "KEP"
    ],
    "decisions": [
      13
    ],
    "since": 1,
    "cause": "A generic retry policy handles every code alike.",
    "fix": "Decide by code in one place.",
    "untestable": "A driver suite is on the other end of the socket and sees only a CO that it plays itself.\nIt takes a simulated driver that watches a CO, of which this repository has none yet."
  },
  {
    "id": "co/oversize",
    "level": "MUST",
    "stage": "alpha",
    "party": "co",
    "title": "An oversize request is not sent",
    "text": "The CO MUST refuse a request over the payload limit before it sends it, and count it with error_type `oversize`.",
    "rationale": "The driver would refuse it anyway, after a copy.",
    "source": [
      "KEP"
    ],
    "decisions": [
      8
    ],
    "since": 1,
    "cause": "The size is left to the driver.",
    "fix": "Measure the serialized request against the limit in force.",
    "untestable": "A driver suite is on the other end of the socket and sees only a CO that it plays itself.\nIt takes a simulated driver that watches a CO, of which this repository has none yet."
  },
  {
    "id": "co/in-flight",
    "level": "MUST",
    "stage": "alpha",
    "party": "co",
    "title": "The in-flight limit is kept",
    "text": "The CO MUST NOT have more calls open to a driver than its limit allows, by default 100.",
    "rationale": "A driver sizes its pools by the limit that it advertises.",
    "source": [
      "KEP"
    ],
    "decisions": [
      12
    ],
    "since": 1,
    "cause": "The limit is kept per pod or per class, not per driver.",
    "fix": "Hold one semaphore per driver.",
    "untestable": "A driver suite is on the other end of the socket and sees only a CO that it plays itself.\nIt takes a simulated driver that watches a CO, of which this repository has none yet."
  },
  {
    "id": "co/validates",
    "level": "MUST",
    "stage": "alpha",
    "party": "co",
    "title": "A response is validated before it is used",
    "text": "The CO MUST treat a response as an error when the number, order or names of its results do not match the queries, when a result has both a value and an error, when a value has U+0000 in it, or when it is over a limit.\nOf such a response it MUST NOT inject anything.",
    "rationale": "A value under the wrong name is worse than no value.",
    "source": [
      "KEP",
      "project"
    ],
    "decisions": [
      9,
      16
    ],
    "since": 1,
    "cause": "Results are looked up by name.",
    "fix": "Compare position by position before the first value is used.",
    "untestable": "A driver suite is on the other end of the socket and sees only a CO that it plays itself.\nIt takes a simulated driver that watches a CO, of which this repository has none yet."
  },
  {
    "id": "co/all-or-nothing",
    "level": "MUST",
    "stage": "alpha",
    "party": "co",
    "title": "No container with a part of its environment",
    "text": "When a call fails, the CO MUST NOT create the container.\nUnder beta semantics a failed optional query MUST leave its variable unset.",
    "rationale": "A workload cannot tell a variable that failed from one that nobody set.",
    "source": [
      "KEP"
    ],
    "decisions": [
      7,
      16
    ],
    "since": 1,
    "cause": "A failed query becomes an empty variable.",
    "fix": "Build the whole environment before the container is created.",
    "untestable": "A driver suite is on the other end of the socket and sees only a CO that it plays itself.\nIt takes a simulated driver that watches a CO, of which this repository has none yet."
  },
  {
    "id": "co/merge",
    "level": "MUST",
    "stage": "alpha",
    "party": "co",
    "title": "Variables keep the order of the pod spec",
    "text": "The CO MUST join the variables from the driver with the container's other variables in the order of the pod spec; of a duplicated name the last MUST win.",
    "rationale": "That is what pod authors know from every other source.",
    "source": [
      "KEP"
    ],
    "decisions": [
      10
    ],
    "since": 1,
    "cause": "Variables from drivers are appended after all others.",
    "fix": "Resolve in place.",
    "untestable": "A driver suite is on the other end of the socket and sees only a CO that it plays itself.\nIt takes a simulated driver that watches a CO, of which this repository has none yet."
  },
  {
    "id": "co/events",
    "level": "MUST",
    "stage": "alpha",
    "party": "co",
    "title": "Outcomes are events of the pod",
    "text": "The CO MUST record the events EnvVarInjectionSuccess, EnvVarInjectionFailed, ProviderClassNotFound and DriverCapabilityMissing where they apply.",
    "rationale": "The author of a pod reads events, not the log of a node.",
    "source": [
      "KEP"
    ],
    "since": 1,
    "cause": "Failures are only logged.",
    "fix": "Record the event where the failure is decided, without any value.",
    "untestable": "A driver suite is on the other end of the socket and sees only a CO that it plays itself.\nIt takes a simulated driver that watches a CO, of which this repository has none yet."
  },
  {
    "id": "co/metrics",
    "level": "MUST",
    "stage": "alpha",
    "party": "co",
    "title": "Calls are counted and timed",
    "text": "The CO MUST publish the metrics of the contract: requests by result, durations, errors by type, fallbacks by reason, and calls in flight, each by driver.",
    "rationale": "Alerts and objectives are written against these names.",
    "source": [
      "KEP"
    ],
    "since": 1,
    "cause": "Names or labels differ from the contract's.",
    "fix": "Register the metrics under the names of the contract.",
    "untestable": "A driver suite is on the other end of the socket and sees only a CO that it plays itself.\nIt takes a simulated driver that watches a CO, of which this repository has none yet."
  },
  {
    "id": "co/no-values",
    "level": "MUST",
    "stage": "alpha",
    "party": "co",
    "title": "No value leaves the CO but to the container",
    "text": "The CO MUST NOT write a value to logs, events, metrics, errors or disk.",
    "rationale": "Values live in memory and in the environment of the container.",
    "source": [
      "KEP"
    ],
    "decisions": [
      15
    ],
    "since": 1,
    "cause": "A response or a container configuration is logged whole.",
    "fix": "Strip fields that are marked csi_secret before anything is logged.",
    "untestable": "A driver suite is on the other end of the socket and sees only a CO that it plays itself.\nIt takes a simulated driver that watches a CO, of which this repository has none yet."
  },
  {
    "id": "co/local-only",
    "level": "MUST",
    "stage": "alpha",
    "party": "co",
    "title": "Local endpoints only",
    "text": "The CO MUST call a driver over local sockets or pipes only.",
    "rationale": "The call carries secrets without encryption and without authentication.",
    "source": [
      "KEP",
      "CSI"
    ],
    "decisions": [
      21
    ],
    "since": 1,
    "cause": "An endpoint is taken from configuration unchecked.",
    "fix": "Accept `unix:` and, on Windows, `npipe:` endpoints and nothing else.",
    "untestable": "A driver suite is on the other end of the socket and sees only a CO that it plays itself.\nIt takes a simulated driver that watches a CO, of which this repository has none yet."
  },
  {
    "id": "concurrency/in-flight",
    "level": "MUST",
    "stage": "alpha",
    "party": "driver",
    "title": "As many calls as advertised are served at once",
    "text": "The driver MUST serve max_inflight_requests calls that are open at the same time, or 100 where it gives no such hint.",
    "rationale": "A CO sends up to that many when a node starts.\nA limit of one is legal.",
    "source": [
      "KEP",
      "project"
    ],
    "decisions": [
      12
    ],
    "since": 1,
    "cause": "A smaller worker pool, rate limit or stream limit refuses or starves some of the calls.",
    "fix": "Advertise what the driver really holds, or make its pools as large as what it advertises."
  },
  {
    "id": "concurrency/overload",
    "level": "MUST",
    "stage": "alpha",
    "party": "driver",
    "title": "More calls than advertised do no harm",
    "text": "A call beyond the limit MUST be served, queued, or refused with RESOURCE_EXHAUSTED.\nCalls after the burst MUST be served.",
    "rationale": "The code tells a CO to back off; anything else looks like a fault of the backend.",
    "source": [
      "KEP",
      "project"
    ],
    "decisions": [
      12,
      13
    ],
    "since": 1,
    "cause": "Refusals use another code, or a refused call never gives its slot back.",
    "fix": "Refuse with RESOURCE_EXHAUSTED and release the slot on every way out of the call."
  },
  {
    "id": "concurrency/isolation",
    "level": "MUST",
    "stage": "alpha",
    "party": "driver",
    "title": "Simultaneous calls do not mix",
    "text": "Simultaneous calls for different pods, classes and queries MUST each get the answer that they would get alone.",
    "rationale": "A mixed answer hands a secret to another workload.",
    "source": [
      "KEP",
      "project"
    ],
    "decisions": [
      12
    ],
    "since": 1,
    "cause": "A field of the handler, a shared buffer or a coalescing key that leaves out the pod or the parameters.",
    "fix": "Keep the state of a call in the call, and let a coalescing key cover class, parameters, key and identity."
  },
  {
    "id": "concurrency/deadline",
    "level": "SHOULD",
    "stage": "alpha",
    "party": "driver",
    "title": "A call past its deadline ends with its work",
    "text": "A call that is past its deadline SHOULD end, and SHOULD end the work behind it.",
    "rationale": "Work that nobody waits for holds slots that others need.",
    "source": [
      "KEP",
      "project"
    ],
    "decisions": [
      12
    ],
    "since": 1,
    "cause": "The context of the call is not passed on to the backend client.",
    "fix": "Pass the deadline and the cancellation of the call to every backend call."
  },
  {
    "id": "documentation/cache",
    "level": "MUST",
    "stage": "alpha",
    "party": "driver",
    "title": "Cache lifetime and invalidation are documented",
    "text": "The driver MUST document how long it keeps a value in a cache and what ends that lifetime earlier.",
    "rationale": "Who rotates a secret has to know when the old value is gone.",
    "source": [
      "KEP"
    ],
    "decisions": [
      18
    ],
    "since": 1,
    "cause": "The documentation has no such section, or the profile does not name it.",
    "fix": "Document lifetime and invalidation, or that there is no cache, and name the page as `documents.cache` in the profile."
  },
  {
    "id": "errors/not-found",
    "level": "MUST",
    "stage": "alpha",
    "party": "driver",
    "title": "A key that does not exist is NOT_FOUND",
    "text": "The driver MUST answer NOT_FOUND when a query that is not optional asks for a permitted key that does not exist.",
    "rationale": "The code is terminal: a CO does not retry it, and the user reads that the key is wrong.",
    "source": [
      "KEP"
    ],
    "decisions": [
      6
    ],
    "since": 1,
    "cause": "The backend's own error is passed on as INTERNAL or UNKNOWN, or an empty value is returned.",
    "fix": "Map the backend's \"no such key\" to NOT_FOUND."
  },
  {
    "id": "errors/permission-denied",
    "level": "MUST",
    "stage": "alpha",
    "party": "driver",
    "title": "What is not allowed is PERMISSION_DENIED",
    "text": "The driver MUST answer PERMISSION_DENIED when the namespace, the key or the identity of the pod is not allowed.",
    "rationale": "A user who reads NOT_FOUND looks for the key, not for the permission.",
    "source": [
      "KEP",
      "CSI"
    ],
    "decisions": [
      6
    ],
    "since": 1,
    "cause": "A refusal is reported as INVALID_ARGUMENT, NOT_FOUND or UNAUTHENTICATED.",
    "fix": "Answer PERMISSION_DENIED for every refusal by an allowlist or by the backend's policy."
  },
  {
    "id": "errors/precedence",
    "level": "MUST",
    "stage": "alpha",
    "party": "driver",
    "title": "Mixed failures have a ranking",
    "text": "When parts of a request fail differently, the status MUST be the first that applies of INVALID_ARGUMENT for a malformed request, PERMISSION_DENIED, NOT_FOUND, and INTERNAL or UNAVAILABLE for a backend failure.",
    "rationale": "Without a ranking the status depends on the order of a map or of parallel calls.",
    "source": [
      "project"
    ],
    "decisions": [
      6
    ],
    "since": 1,
    "cause": "The first failure in query order, or the first to arrive, decides.",
    "fix": "Validate the whole request, then authorize all queries, then resolve them, and report the failure that ranks first."
  },
  {
    "id": "errors/no-existence-oracle",
    "level": "MUST",
    "stage": "alpha",
    "party": "driver",
    "title": "A refusal does not tell whether the key exists",
    "text": "A denied key MUST get the same code and a message of the same shape whether or not it exists.",
    "rationale": "The names of secrets are worth hiding, too.\nTexts of the request, digits, and tokens that also vary between equal calls do not count as a difference.",
    "source": [
      "project"
    ],
    "decisions": [
      19
    ],
    "since": 1,
    "cause": "The backend is asked before authorization, or its message is passed on.",
    "fix": "Authorize before the lookup and use one message for every refusal."
  },
  {
    "id": "errors/backend",
    "level": "MUST",
    "stage": "alpha",
    "party": "driver",
    "title": "A backend failure is reported in time and passes",
    "text": "When the backend fails, the driver MUST answer INTERNAL or UNAVAILABLE within its time-out hint capped at 30 seconds, or within 5 seconds without a hint.\nIt MUST serve again when the backend does.\nA value that is still cached MAY be served meanwhile.",
    "rationale": "Both codes make a CO retry once; a call that hangs holds up the start of a node's pods.",
    "source": [
      "KEP",
      "project"
    ],
    "decisions": [
      13,
      20
    ],
    "since": 1,
    "cause": "The backend client has no deadline, retries for longer than the hint, or keeps a broken connection.",
    "fix": "Give the backend call a deadline that is shorter than the hint, and connect again after a failure."
  },
  {
    "id": "errors/message",
    "level": "MUST",
    "stage": "alpha",
    "party": "driver",
    "title": "A failure has a message",
    "text": "A non-OK status of the driver MUST have a message that is not empty.",
    "rationale": "CSI asks for a text that a human can read; it ends up in an event.",
    "source": [
      "CSI"
    ],
    "since": 1,
    "cause": "The status is made from a code alone.",
    "fix": "Say what was wrong with which field or query, without any value."
  },
  {
    "id": "errors/details",
    "level": "MUST",
    "stage": "alpha",
    "party": "driver",
    "title": "A failure has no details",
    "text": "The details of a non-OK status of the driver MUST be empty.",
    "rationale": "CSI reserves the field.",
    "source": [
      "CSI"
    ],
    "since": 1,
    "cause": "A framework attaches error details, a stack trace or retry information.",
    "fix": "Return a plain status."
  },
  {
    "id": "errors/canonical",
    "level": "MUST",
    "stage": "alpha",
    "party": "driver",
    "title": "Only canonical codes",
    "text": "The driver MUST use only the canonical gRPC status codes, 0 to 16.",
    "rationale": "A CO decides about retries by the code and cannot know another.",
    "source": [
      "CSI"
    ],
    "since": 1,
    "cause": "A code of the backend, such as an HTTP status, is used as a gRPC code.",
    "fix": "Map each backend error to a canonical code in one place."
  },
  {
    "id": "errors/documented-retry",
    "level": "MUST",
    "stage": "alpha",
    "party": "driver",
    "title": "Retriable codes are documented",
    "text": "The driver MUST document which of its codes are worth a retry.",
    "rationale": "Operators set retry flags by it.",
    "source": [
      "KEP"
    ],
    "decisions": [
      13
    ],
    "since": 1,
    "cause": "The documentation has no such section, or the profile does not name it.",
    "fix": "Document the codes and name the page as `documents.retriableCodes` in the profile."
  },
  {
    "id": "idempotency/repeat",
    "level": "MUST",
    "stage": "alpha",
    "party": "driver",
    "title": "A repeated request gets the same results",
    "text": "The same request sent again MUST get the same results, on the same and on another connection, as long as the backend does not change.",
    "rationale": "A container that restarts expects the environment that it had.",
    "source": [
      "KEP"
    ],
    "since": 1,
    "cause": "The second answer comes from a cache that stores something else than was sent, or a lease is used up by the first.",
    "fix": "Return from the cache exactly what the backend gave."
  },
  {
    "id": "idempotency/concurrent",
    "level": "MUST",
    "stage": "alpha",
    "party": "driver",
    "title": "Equal requests at once get the same results",
    "text": "Equal requests that are open at the same time MUST get the same results.",
    "rationale": "The replicas of a workload start together.",
    "source": [
      "KEP"
    ],
    "since": 1,
    "cause": "Requests share a buffer, or all but one of a group of coalesced requests go without an answer.",
    "fix": "Keep the state of a call in the call, and hand the one backend answer to every waiting caller."
  },
  {
    "id": "idempotency/after-cancel",
    "level": "MUST",
    "stage": "alpha",
    "party": "driver",
    "title": "A cancelled call leaves nothing behind",
    "text": "After a call was cancelled, the same request MUST get the results that it would have got without the cancelled one.",
    "rationale": "A cancelled call may hold its in-flight slot until its work ends; it may not spoil what follows.",
    "source": [
      "KEP"
    ],
    "since": 1,
    "cause": "The cancellation is cached as the outcome, or it also cancels a backend call that others wait for.",
    "fix": "Do not cache cancellations, and give up a slot or a lock on every way out of the call."
  },
  {
    "id": "idempotency/after-restart",
    "level": "MUST",
    "stage": "alpha",
    "party": "driver",
    "title": "A restart changes no result",
    "text": "After the driver restarts, the same request MUST get the same results.",
    "rationale": "A driver is upgraded under running nodes.",
    "source": [
      "KEP"
    ],
    "since": 1,
    "cause": "The stale socket is not replaced, or something that is needed lived only in memory.",
    "fix": "Recover everything from configuration and backend at start, and take over a socket that nobody listens on."
  },
  {
    "id": "idempotency/no-side-effects",
    "level": "MUST",
    "stage": "alpha",
    "party": "driver",
    "title": "A call only reads",
    "text": "A call MUST NOT change anything in the backend beyond what reading and authenticating do.",
    "rationale": "A call that a CO may repeat cannot rotate, create or consume.",
    "source": [
      "KEP"
    ],
    "since": 1,
    "cause": "A key is created when it is missing, or a credential is issued per call.",
    "fix": "Move everything that writes out of the call."
  },
  {
    "id": "identity/plugin-name",
    "level": "MUST",
    "stage": "alpha",
    "party": "driver",
    "title": "The plugin name is well formed",
    "text": "The name in GetPluginInfoResponse MUST be 1 to 63 characters long.\nIt MUST start and end with a letter or digit of ASCII and contain only letters, digits, `-` and `.` between.",
    "rationale": "A CO uses the name in object names, paths and metric labels, so it has to fit all of them.\nA name of a single character is legal.",
    "source": [
      "CSI"
    ],
    "since": 1,
    "cause": "The name is empty, carries an underscore, a slash or a version, or ends in punctuation.",
    "fix": "Answer GetPluginInfo with a name in domain style, for example `env.csi.example.com`, and keep it the same for the life of the product.\nPut the version into vendor_version."
  },
  {
    "id": "identity/vendor-version",
    "level": "MUST",
    "stage": "alpha",
    "party": "driver",
    "title": "The vendor version is given",
    "text": "The vendor_version in GetPluginInfoResponse MUST NOT be empty.",
    "rationale": "Whoever reads a report or a log has to know which build was running.",
    "source": [
      "CSI"
    ],
    "since": 1,
    "cause": "The build did not stamp a version into the binary.",
    "fix": "Fill vendor_version from the build, and fall back to a fixed word such as `dev` rather than to an empty text."
  },
  {
    "id": "identity/manifest-size",
    "level": "MUST",
    "stage": "alpha",
    "party": "driver",
    "title": "The manifest keeps the size of a map",
    "text": "The manifest in GetPluginInfoResponse MUST be at most 4096 bytes, counted as the sum of the UTF-8 bytes of its keys and values.",
    "rationale": "The general CSI limit of a map binds plugin and CO alike, and the field states no other size.",
    "source": [
      "CSI"
    ],
    "since": 1,
    "cause": "Build information or a list of features is copied into the manifest whole.",
    "fix": "Leave only short labels in the manifest and publish the rest in the documentation."
  },
  {
    "id": "identity/probe",
    "level": "MUST",
    "stage": "alpha",
    "party": "driver",
    "title": "Probe reports readiness",
    "text": "Once the driver serves, Probe MUST answer OK with `ready` absent or true.\nWhile it starts, it MAY answer OK with `ready` false, FAILED_PRECONDITION or UNAVAILABLE.",
    "rationale": "A CO routes calls to a plugin only after it has said that it is ready.\nAn absent `ready` means that the plugin does not distinguish, and counts as ready.",
    "source": [
      "CSI"
    ],
    "since": 1,
    "cause": "Probe is not implemented, or readiness hangs on something that the driver does not need to serve.",
    "fix": "Implement Probe and answer `ready: true` as soon as NodeGetEnvVars can be served, within ten seconds of the start or within what `--startup-timeout` allows."
  },
  {
    "id": "identity/stable-capabilities",
    "level": "MUST",
    "stage": "alpha",
    "party": "driver",
    "title": "Capabilities do not change",
    "text": "GetPluginCapabilities and NodeGetCapabilities MUST each answer with the same set of entries on every call and on every connection.\nThe order of the entries is free.",
    "rationale": "A CO asks once and caches what it heard.\nA set that changes makes half of the nodes behave unlike the other half.",
    "source": [
      "CSI"
    ],
    "since": 1,
    "cause": "The set is built from the state of the backend or from a map that several calls write to.",
    "fix": "Compute the capabilities once at start and return that same set from both calls."
  },
  {
    "id": "identity/version-free",
    "level": "MUST",
    "stage": "alpha",
    "party": "driver",
    "title": "The request version is never a reason to refuse",
    "text": "The driver MUST serve a request without `version`, or with a `version` that it does not know, as it would serve the same request with a version that it knows.",
    "rationale": "CSI negotiates by capability; the field is an opaque text for whoever reads a trace.\nRefusing by version would break a node during every rolling upgrade.",
    "source": [
      "CSI",
      "project"
    ],
    "decisions": [
      14
    ],
    "since": 1,
    "cause": "The driver compares `version` with a list and answers INVALID_ARGUMENT or UNIMPLEMENTED.",
    "fix": "Remove the comparison.\nOnly the size of the field may be checked."
  },
  {
    "id": "optional/missing",
    "level": "MUST",
    "stage": "beta",
    "party": "driver",
    "title": "An optional query for a key that does not exist does not fail the call",
    "text": "When the key of an optional query does not exist, the driver MUST answer OK with an error in that result and the values in the others.",
    "rationale": "The flag exists so that a workload can start with its defaults.",
    "source": [
      "KEP"
    ],
    "decisions": [
      7,
      16
    ],
    "since": 1,
    "cause": "The flag is not read, or a missing optional key is answered with an empty value and no error.",
    "fix": "Put a short error into the result of the query, and leave its value empty."
  },
  {
    "id": "optional/required-fails",
    "level": "MUST",
    "stage": "beta",
    "party": "driver",
    "title": "Required queries still fail the call",
    "text": "A failing query without the flag MUST fail the call, also beside optional queries.",
    "rationale": "One optional query does not make its neighbours optional.",
    "source": [
      "KEP"
    ],
    "decisions": [
      7
    ],
    "since": 1,
    "cause": "The flag is read once for the whole batch.",
    "fix": "Decide query by query."
  },
  {
    "id": "optional/all-missing",
    "level": "MUST",
    "stage": "beta",
    "party": "driver",
    "title": "A batch of optional queries for missing keys is OK",
    "text": "When every query is optional and no key exists, the driver MUST answer OK with an error in every result.",
    "rationale": "Nothing that was required is missing.",
    "source": [
      "KEP"
    ],
    "decisions": [
      7
    ],
    "since": 1,
    "cause": "An empty set of values is taken for a failure of the call.",
    "fix": "Return one result with an error for each query."
  },
  {
    "id": "optional/not-a-bypass",
    "level": "MUST",
    "stage": "beta",
    "party": "driver",
    "title": "The flag masks no refusal",
    "text": "The `optional` flag MUST NOT turn INVALID_ARGUMENT or PERMISSION_DENIED into an OK response.",
    "rationale": "It covers a missing key and a backend failure of that query.\nA refusal that became a quiet error would hide a misconfiguration and let a pod probe for keys.",
    "source": [
      "KEP",
      "project"
    ],
    "decisions": [
      7,
      19
    ],
    "since": 1,
    "cause": "All failures of an optional query are handled alike.",
    "fix": "Validate and authorize the whole request first, without regard to the flag."
  },
  {
    "id": "optional/error-size",
    "level": "MUST",
    "stage": "beta",
    "party": "driver",
    "title": "A result error is short and not empty",
    "text": "The error of a failed optional query MUST NOT be empty and MUST be at most 1024 bytes of UTF-8.",
    "rationale": "An empty error cannot be told from an empty value.",
    "source": [
      "KEP"
    ],
    "decisions": [
      8
    ],
    "since": 1,
    "cause": "The backend's error is passed on whole, or an empty text marks the failure.",
    "fix": "Write a sentence of your own and cut it to the limit at a character boundary."
  },
  {
    "id": "optional/alpha-ignores",
    "level": "MUST",
    "stage": "alpha",
    "party": "driver",
    "title": "Without optional_queries the flag is ignored",
    "text": "A driver that does not advertise optional_queries MUST treat an optional query as a required one.",
    "rationale": "Otherwise its behaviour could not be told from what it advertises.",
    "source": [
      "KEP",
      "project"
    ],
    "decisions": [
      7,
      17
    ],
    "since": 1,
    "cause": "The flag is honoured, but the hint is not given.",
    "fix": "Advertise optional_queries, or do not read the flag."
  },
  {
    "id": "ordering/one-per-query",
    "level": "MUST",
    "stage": "alpha",
    "party": "driver",
    "title": "One result per query",
    "text": "An OK response MUST carry exactly one result for each query of the request.",
    "rationale": "A CO that cannot pair results with queries has to refuse all of them.",
    "source": [
      "KEP"
    ],
    "since": 1,
    "cause": "Results are collected in a map by name or key, or failed and empty ones are left out.",
    "fix": "Allocate as many results as there are queries and fill them by index."
  },
  {
    "id": "ordering/same-order",
    "level": "MUST",
    "stage": "alpha",
    "party": "driver",
    "title": "Results come in query order",
    "text": "The result at each position MUST answer the query at that position.",
    "rationale": "Names may repeat, so position is the only thing that pairs a result with its query.",
    "source": [
      "KEP"
    ],
    "since": 1,
    "cause": "Results are appended as parallel backend calls end, sorted, or read out of a map.",
    "fix": "Write each result to the index of its query."
  },
  {
    "id": "ordering/name-echo",
    "level": "MUST",
    "stage": "alpha",
    "party": "driver",
    "title": "Each result carries its query's name",
    "text": "The name of each result MUST equal the name of the query that it answers, byte for byte.",
    "rationale": "The echo lets a CO notice a shuffled response before it injects a value under the wrong name.",
    "source": [
      "KEP"
    ],
    "since": 1,
    "cause": "The key is returned instead of the name, or the name is trimmed, folded in case or left empty.",
    "fix": "Copy the name from the query."
  },
  {
    "id": "ordering/duplicate-names",
    "level": "MUST",
    "stage": "alpha",
    "party": "driver",
    "title": "Queries that share a name are answered apart",
    "text": "The driver MUST answer queries that share a name position by position and MUST NOT merge, reorder or refuse them.",
    "rationale": "Which of them wins is for the CO to decide, as it does for all duplicates of a pod spec.",
    "source": [
      "project"
    ],
    "decisions": [
      10
    ],
    "since": 1,
    "cause": "Results are kept in a map by name, so that the last one wins at both positions.",
    "fix": "Index results by position and never by name."
  },
  {
    "id": "ordering/permutation",
    "level": "MUST",
    "stage": "alpha",
    "party": "driver",
    "title": "Permuting queries permutes results",
    "text": "A request with the same queries in another order MUST get the same results in that order and no other difference.",
    "rationale": "A value that depends on its neighbours is a value that nobody can debug.",
    "source": [
      "KEP"
    ],
    "since": 1,
    "cause": "State is carried from one query to the next, such as parameters, a token or a cursor.",
    "fix": "Resolve each query from its own key and parameters alone."
  },
  {
    "id": "performance/latency",
    "level": "SHOULD",
    "stage": "alpha",
    "party": "driver",
    "title": "A call is answered within the budget of its backend",
    "text": "The 99th percentile of a call SHOULD be under 10 ms for local data, under 50 ms for cloud metadata with a median under 20 ms, and under 100 ms for a secret store.",
    "rationale": "The call is on the way of every container start.",
    "source": [
      "KEP"
    ],
    "since": 1,
    "cause": "Every call opens a new backend connection or authenticates again.",
    "fix": "Keep connections and tokens, and cache what may be cached."
  },
  {
    "id": "performance/batch",
    "level": "SHOULD",
    "stage": "alpha",
    "party": "driver",
    "title": "A batch costs less than its queries",
    "text": "A call with 50 queries SHOULD take clearly less time than 50 calls with one query.",
    "rationale": "That is what the batch is for.",
    "source": [
      "KEP"
    ],
    "since": 1,
    "cause": "Queries are resolved one after the other.",
    "fix": "Resolve in parallel or by the backend's batch call."
  },
  {
    "id": "performance/cache",
    "level": "SHOULD",
    "stage": "alpha",
    "party": "driver",
    "title": "A documented cache is hit",
    "text": "Where the driver documents a cache, at least 80 % of repeated queries SHOULD be answered from it in the steady state.",
    "rationale": "A backend sees one request per key and lifetime, not one per container.",
    "source": [
      "KEP"
    ],
    "since": 1,
    "cause": "The cache's key has something in it that differs from call to call, such as podUID.",
    "fix": "Key the cache by what decides the value, and authorize before the lookup."
  },
  {
    "id": "performance/memory",
    "level": "SHOULD",
    "stage": "alpha",
    "party": "driver",
    "title": "Memory stays bounded",
    "text": "Resident memory SHOULD stay under 100 MB idle and under 500 MB under load.",
    "rationale": "The driver runs on every node.",
    "source": [
      "KEP"
    ],
    "since": 1,
    "cause": "An unbounded cache, queue or number of workers.",
    "fix": "Bound the cache by bytes and the queue by the in-flight limit."
  },
  {
    "id": "performance/churn",
    "level": "SHOULD",
    "stage": "alpha",
    "party": "driver",
    "title": "A thousand callers are all answered",
    "text": "1000 callers that share the driver's in-flight slots SHOULD all be answered, without errors other than RESOURCE_EXHAUSTED.",
    "rationale": "A node that comes back starts all of its pods at once.",
    "source": [
      "KEP"
    ],
    "decisions": [
      12
    ],
    "since": 1,
    "cause": "Connections, file descriptors or backend sessions run out.",
    "fix": "Share backend connections, and refuse what is over the limit early."
  },
  {
    "id": "privacy/logs",
    "level": "MUST",
    "stage": "alpha",
    "party": "driver",
    "title": "No value in the log",
    "text": "The driver MUST NOT write a value, an encoding of it, or a piece of either to its output or to its log files.",
    "rationale": "Two published vulnerabilities of CSI drivers were tokens in a log at a raised verbosity.",
    "source": [
      "KEP",
      "CSI"
    ],
    "decisions": [
      15
    ],
    "since": 1,
    "cause": "A request or response is logged whole, often only at a raised verbosity or on an error.",
    "fix": "Log names, keys, codes and durations, and let the logging interceptor strip fields that are marked csi_secret."
  },
  {
    "id": "privacy/errors",
    "level": "MUST",
    "stage": "alpha",
    "party": "driver",
    "title": "No value in an error",
    "text": "A status message or a result error MUST NOT have a value, an encoding of it, or a piece of either in it.",
    "rationale": "A CO may show the text to end users as an event.",
    "source": [
      "KEP",
      "CSI"
    ],
    "decisions": [
      15
    ],
    "since": 1,
    "cause": "The backend's answer or a failed conversion is quoted in the message.",
    "fix": "Write messages of your own, from key and reason."
  },
  {
    "id": "privacy/metadata",
    "level": "MUST",
    "stage": "alpha",
    "party": "driver",
    "title": "No value in headers or trailers",
    "text": "Response headers and trailers MUST NOT have a value, an encoding of it, or a piece of either in them.",
    "rationale": "Proxies and tracing libraries record metadata.",
    "source": [
      "KEP"
    ],
    "decisions": [
      15
    ],
    "since": 1,
    "cause": "A tracing or debugging interceptor copies parts of the response.",
    "fix": "Remove the interceptor or restrict it to ids of its own."
  },
  {
    "id": "privacy/disk",
    "level": "MUST",
    "stage": "alpha",
    "party": "driver",
    "title": "No value on disk",
    "text": "The driver MUST NOT leave a value, an encoding of it, or a piece of either in the name or the content of a file.",
    "rationale": "The feature exists so that secrets need no file.",
    "source": [
      "KEP"
    ],
    "decisions": [
      15
    ],
    "since": 1,
    "cause": "A cache, a temporary file or a crash dump is written.",
    "fix": "Keep caches in memory and switch off dumps."
  },
  {
    "id": "privacy/process",
    "level": "MUST",
    "stage": "alpha",
    "party": "driver",
    "title": "No value in command line or environment",
    "text": "The driver's command line and environment MUST NOT have a value, an encoding of it, or a piece of either in them.",
    "rationale": "Both can be read by other processes of the node.",
    "source": [
      "KEP"
    ],
    "decisions": [
      15
    ],
    "since": 1,
    "cause": "A helper is started with the value as an argument, or the driver is configured with the data itself.",
    "fix": "Hand data to a helper through a pipe."
  },
  {
    "id": "privacy/metrics",
    "level": "MUST",
    "stage": "alpha",
    "party": "driver",
    "title": "No value in the metrics",
    "text": "The driver's metrics page MUST NOT have a value, an encoding of it, or a piece of either in it.",
    "rationale": "Metrics are stored for long and read by many.",
    "source": [
      "KEP"
    ],
    "decisions": [
      15
    ],
    "since": 1,
    "cause": "A value or an error text became a label.",
    "fix": "Label by code and backend type."
  },
  {
    "id": "request/required-fields",
    "level": "MUST",
    "stage": "alpha",
    "party": "driver",
    "title": "A missing required field is refused",
    "text": "The driver MUST answer INVALID_ARGUMENT when provider_class_name is empty, when there are no queries, when pod_context is empty, or when any query is without a name or without a key.",
    "rationale": "CSI names this code for a required field that was not specified.\nA query in the middle of a batch counts like the first one.",
    "source": [
      "CSI",
      "KEP"
    ],
    "decisions": [
      4,
      5
    ],
    "since": 1,
    "cause": "The field is not checked, only checked in the first query, or its absence surfaces as NOT_FOUND or INTERNAL from the backend.",
    "fix": "Validate every field and every query before the first backend call, and name the field in the message.\nLeave class_parameters alone: an empty map is legal there."
  },
  {
    "id": "request/pod-context-keys",
    "level": "MUST",
    "stage": "alpha",
    "party": "driver",
    "title": "Each required pod_context key is present and not empty",
    "text": "The driver MUST answer INVALID_ARGUMENT when any of `namespace`, `serviceAccount`, `podName` or `podUID` is absent from pod_context or has an empty value.",
    "rationale": "Authorization and audit stand on these four.\nAn empty namespace that is treated as a wildcard is a hole.",
    "source": [
      "CSI",
      "KEP"
    ],
    "decisions": [
      5
    ],
    "since": 1,
    "cause": "A lookup in the map returns an empty text for an absent key and nobody looks at it.",
    "fix": "Check the four keys by name, treating absent and empty alike, before authorization."
  },
  {
    "id": "request/extra-context",
    "level": "MUST",
    "stage": "alpha",
    "party": "driver",
    "title": "Other pod_context keys are ignored",
    "text": "The driver MUST ignore keys of pod_context that it does not know: they MUST NOT change the status or the results.",
    "rationale": "More keys may come with a newer CO.",
    "source": [
      "CSI",
      "KEP"
    ],
    "decisions": [
      5
    ],
    "since": 1,
    "cause": "The driver compares the map with a fixed set of keys.",
    "fix": "Read the keys that are needed and leave the rest."
  },
  {
    "id": "request/env-name",
    "level": "MUST",
    "stage": "alpha",
    "party": "driver",
    "title": "A name with = or outside printable ASCII is refused",
    "text": "The driver MUST answer INVALID_ARGUMENT when the name of a query has `=` in it or any character outside printable ASCII, that is outside 0x20 to 0x7e.",
    "rationale": "`=` ends the name in the process environment, and control characters have forged lines in more than one log.\nThe rule is the relaxed rule of Kubernetes.",
    "source": [
      "project"
    ],
    "decisions": [
      11
    ],
    "since": 1,
    "cause": "Names are not checked, or only the first character or the first query is.",
    "fix": "Match each name against `^[\\x20-\\x3c\\x3e-\\x7e]+$` for the whole text, with an anchor that a trailing newline does not satisfy."
  },
  {
    "id": "request/field-size",
    "level": "MUST",
    "stage": "alpha",
    "party": "driver",
    "title": "A field over its limit is refused",
    "text": "The driver MUST answer INVALID_ARGUMENT when a field is over its limit, counted in bytes of UTF-8: 253 for provider_class_name, 1024 for a key, 128 for a name and for version, and 4096 for each of class_parameters, query_parameters and pod_context as the sum of the bytes of keys and values.",
    "rationale": "Limits bind both sides, so that neither has to allocate what the other invents.\nCharacters are not bytes: a text of 127 characters may well be over 128 bytes.",
    "source": [
      "CSI",
      "project"
    ],
    "decisions": [
      8
    ],
    "since": 1,
    "cause": "The limit is not checked, is checked in characters or UTF-16 units, or only in the first query.",
    "fix": "Measure the UTF-8 encoding, and sum keys and values of a map."
  },
  {
    "id": "request/payload-size",
    "level": "MUST",
    "stage": "alpha",
    "party": "driver",
    "title": "A request over the payload limit is refused",
    "text": "The driver MUST answer INVALID_ARGUMENT to a request whose serialized size is over max_total_payload_bytes, or over 65536 bytes where it gives no such hint.\nIt MUST serve a request of exactly that size.\nAbove 4194304 bytes the gRPC stack MAY answer first with RESOURCE_EXHAUSTED or OUT_OF_RANGE.",
    "rationale": "The limit is measured on the uncompressed message as it came over the wire.\nThe value counts that the driver advertises, since the CO has nothing else to go by.",
    "source": [
      "CSI",
      "KEP"
    ],
    "decisions": [
      8
    ],
    "since": 1,
    "cause": "The size is not checked, is taken from the gRPC stack's own limit, or is compared with `>=`.",
    "fix": "Compare the serialized size of the decoded request with the advertised limit, refuse only what is greater, and let the gRPC stack receive at least that much."
  },
  {
    "id": "request/legal-served",
    "level": "MUST",
    "stage": "alpha",
    "party": "driver",
    "title": "What is legal is served",
    "text": "The driver MUST NOT answer INVALID_ARGUMENT to a legal request: each field at its limit, names of any printable ASCII without `=`, a podUID that is no UUID, no nodeName, and no class_parameters where the class has none.\nIt MUST serve such a request for the class, pods and keys that it permits and holds.",
    "rationale": "A driver that refuses more than the contract does makes a legal workload fail on this driver alone.\nWith an invented class, pod or key, NOT_FOUND and PERMISSION_DENIED are answers to the invention and no fault.",
    "source": [
      "CSI",
      "project"
    ],
    "decisions": [
      4,
      8,
      11,
      22
    ],
    "since": 1,
    "cause": "A stricter pattern than the contract's, a limit that is off by one, or a UUID parser for podUID.",
    "fix": "Loosen the check to what the contract says: compare with `>`, take any non-empty podUID, and treat nodeName as absent when it is."
  },
  {
    "id": "transport/socket",
    "level": "MUST",
    "stage": "alpha",
    "party": "driver",
    "title": "The endpoint is a Unix socket",
    "text": "The endpoint of the driver MUST be a Unix socket whose path ends in `.sock`.",
    "rationale": "CSI allows no other transport, and a CO discovers plugins by that ending.\nAbstract sockets and TCP are for tests and are not judged.",
    "source": [
      "CSI"
    ],
    "since": 1,
    "cause": "The path is a regular file or a folder, or has another ending.",
    "fix": "Listen on the path that CSI_ENDPOINT gives."
  },
  {
    "id": "transport/socket-mode",
    "level": "SHOULD",
    "stage": "alpha",
    "party": "driver",
    "title": "The socket is not open to everybody",
    "text": "The socket SHOULD NOT be writable by users other than its owner and group.",
    "rationale": "Whoever can write to the socket can ask for any pod's values.\nCSI prescribes no mode, hence no more than a recommendation.",
    "source": [
      "project"
    ],
    "since": 1,
    "cause": "The socket is made under a permissive umask or changed to 0777 afterwards.",
    "fix": "Set the umask before listening, or change the mode to 0660."
  },
  {
    "id": "transport/reconnect",
    "level": "MUST",
    "stage": "alpha",
    "party": "driver",
    "title": "A new connection works after a cut one",
    "text": "After a connection was cut, the driver MUST serve on a new one.",
    "rationale": "A CO restarts without its plugins.",
    "source": [
      "CSI"
    ],
    "since": 1,
    "cause": "The driver serves one connection, or stops when a connection breaks.",
    "fix": "Accept connections in a loop and treat a broken one as the end of that connection alone."
  },
  {
    "id": "transport/authority",
    "level": "MUST",
    "stage": "alpha",
    "party": "driver",
    "title": "The authority localhost is accepted",
    "text": "The driver MUST accept calls whose `:authority` is `localhost`.\nIt MAY refuse others, such as the path of the socket that older Go clients send.",
    "rationale": "Over a Unix socket there is no host, and this is what current clients send.",
    "source": [
      "CSI",
      "project"
    ],
    "since": 1,
    "cause": "A proxy or a filter in front of the driver routes by host.",
    "fix": "Accept `localhost` or do not look at the authority."
  },
  {
    "id": "transport/malformed",
    "level": "MUST",
    "stage": "alpha",
    "party": "driver",
    "title": "Malformed traffic does no harm",
    "text": "Malformed protobuf, frames or metadata MUST leave the driver serving.\nA legal request followed by the single byte 0xff MUST get an error, whichever.",
    "rationale": "One broken client may not take the node's plugin down.",
    "source": [
      "CSI",
      "project"
    ],
    "since": 1,
    "cause": "A parser's exception ends the process, or bytes after a message are ignored.",
    "fix": "Leave parsing to the gRPC stack, and turn every exception of a handler into a status."
  },
  {
    "id": "transport/oversize-message",
    "level": "MUST",
    "stage": "alpha",
    "party": "driver",
    "title": "A message over the gRPC limit gets an error",
    "text": "A message over the limit of the gRPC stack MUST get an error and leave the driver serving.\nThe code MUST be RESOURCE_EXHAUSTED, OUT_OF_RANGE, or INVALID_ARGUMENT where the stack takes larger messages.",
    "rationale": "A flood may cost an answer, not the plugin.",
    "source": [
      "CSI",
      "project"
    ],
    "since": 1,
    "cause": "The limit of the stack was lifted, so that the driver runs out of memory.",
    "fix": "Leave the limit of 4 MiB as it is, or a little above what the driver advertises."
  },
  {
    "id": "transport/named-pipe",
    "level": "MUST",
    "stage": "beta",
    "party": "driver",
    "title": "On Windows the contract holds over a named pipe",
    "text": "A driver on Windows that listens on `npipe:////./pipe/<name>` MUST keep the same contract there.",
    "rationale": "CSI knows only Unix sockets, so this requirement is provisional.",
    "source": [
      "project"
    ],
    "decisions": [
      21
    ],
    "since": 1,
    "cause": "The pipe is made in message mode, or with an access list that keeps the CO out.",
    "fix": "Make the pipe in byte mode and grant access to the CO's account."
  },
  {
    "id": "values/exact",
    "level": "MUST",
    "stage": "alpha",
    "party": "driver",
    "title": "The value is the backend's",
    "text": "The value of a result MUST be the backend's value byte for byte.\nA driver that can neither carry a value as UTF-8 without U+0000 nor encode it MUST answer INTERNAL.",
    "rationale": "A trimmed newline or a changed line end breaks a key or a password in a way that is hard to see.\nBinary data reaches a workload as base64, made by the backend or by the driver.",
    "source": [
      "KEP",
      "project"
    ],
    "decisions": [
      9
    ],
    "since": 1,
    "cause": "The value is trimmed, normalised, decoded with replacement characters, or served from a stale copy.",
    "fix": "Pass the bytes through, and encode as padded standard base64 what is no valid UTF-8 or has U+0000 in it."
  },
  {
    "id": "values/value-xor-error",
    "level": "MUST",
    "stage": "alpha",
    "party": "driver",
    "title": "A value or an error, never both",
    "text": "A result MUST NOT carry both a value and an error.\nAn empty value without an error is a legal, empty value.",
    "rationale": "With both, one CO injects what another refuses.",
    "source": [
      "KEP"
    ],
    "decisions": [
      16
    ],
    "since": 1,
    "cause": "The error is added to a result that already had a default or a cached value.",
    "fix": "Clear the value wherever an error is set."
  },
  {
    "id": "values/no-nul",
    "level": "MUST",
    "stage": "alpha",
    "party": "driver",
    "title": "No U+0000 in a value",
    "text": "A value MUST NOT have U+0000 in it.",
    "rationale": "The process environment is made of texts that end in that byte, so the rest would be lost in silence.",
    "source": [
      "project"
    ],
    "decisions": [
      9
    ],
    "since": 1,
    "cause": "Binary data of the backend is passed through as if it were text.",
    "fix": "Encode such a value as base64, or answer INTERNAL."
  },
  {
    "id": "values/size",
    "level": "MUST",
    "stage": "alpha",
    "party": "driver",
    "title": "A value keeps its limit and is never cut",
    "text": "A value MUST be at most max_value_length_bytes long, or 16384 bytes where the driver gives no such hint.\nThe driver MUST answer INVALID_ARGUMENT where the backend's value is longer and MUST NOT truncate it.",
    "rationale": "Half a certificate is worse than none, because it is found out late.",
    "source": [
      "KEP"
    ],
    "decisions": [
      8
    ],
    "since": 1,
    "cause": "The limit is not checked after the backend call, is checked in characters, or the value is cut to fit.",
    "fix": "Compare the UTF-8 length of the backend's value with the advertised limit and fail the call when it is greater."
  },
  {
    "id": "values/response-size",
    "level": "MUST",
    "stage": "alpha",
    "party": "driver",
    "title": "The response keeps the payload limit",
    "text": "The serialized response MUST be at most max_total_payload_bytes, or 65536 bytes where the driver gives no such hint.\nWhere the values do not fit, the call MUST fail with a non-OK status; INVALID_ARGUMENT is RECOMMENDED.",
    "rationale": "The limit holds in each direction, and a CO may drop what is over it.",
    "source": [
      "KEP"
    ],
    "decisions": [
      8
    ],
    "since": 1,
    "cause": "Only the request is measured, or the values are summed without names and framing.",
    "fix": "Measure the serialized response before it is sent."
  }
];
