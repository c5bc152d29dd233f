// Generated from spec-tests by npm run generate; do not edit.

import type { CaseData, PremiseData } from '@csi-env/spec-tests';

/** Requests that cases stand on, by name. */
export const premises: Readonly<Record<string, PremiseData>> = {
  "bad-name": {
    "says": "a name with = gets INVALID_ARGUMENT",
    "expect": {
      "code": [
        "INVALID_ARGUMENT"
      ]
    },
    "blockedBy": "request/env-name",
    "given": {},
    "method": "NodeGetEnvVars",
    "request": {
      "provider_class_name": "${class.name}",
      "class_parameters": "${class.parameters}",
      "queries": [
        {
          "name": "CSI=ENV",
          "key": "${available[0].key}",
          "query_parameters": "${available[0].parameters}"
        }
      ],
      "pod_context": {
        "namespace": "${pod.namespace}",
        "serviceAccount": "${pod.serviceAccount}",
        "podName": "${pod.podName}",
        "podUID": "${pod.podUID}",
        "nodeName": "${pod.nodeName}"
      }
    }
  },
  "denied-identity": {
    "says": "a pod of a denied identity gets PERMISSION_DENIED",
    "given": {
      "keys.available": 1,
      "deniedPods.identity": 1
    },
    "expect": {
      "code": [
        "PERMISSION_DENIED"
      ]
    },
    "blockedBy": "errors/permission-denied",
    "method": "NodeGetEnvVars",
    "request": {
      "provider_class_name": "${class.name}",
      "class_parameters": "${class.parameters}",
      "queries": [
        {
          "name": "CSI_ENV_A",
          "key": "${available[0].key}",
          "query_parameters": "${available[0].parameters}"
        }
      ],
      "pod_context": {
        "namespace": "${deniedIdentity[0].namespace}",
        "serviceAccount": "${deniedIdentity[0].serviceAccount}",
        "podName": "${deniedIdentity[0].podName}",
        "podUID": "${deniedIdentity[0].podUID}",
        "nodeName": "${pod.nodeName}"
      }
    }
  },
  "denied-identity-fails": {
    "says": "a pod of a denied identity is not served",
    "given": {
      "keys.available": 1,
      "deniedPods.identity": 1
    },
    "expect": {
      "not": [
        "OK"
      ]
    },
    "blockedBy": "authorization/identity",
    "method": "NodeGetEnvVars",
    "request": {
      "provider_class_name": "${class.name}",
      "class_parameters": "${class.parameters}",
      "queries": [
        {
          "name": "CSI_ENV_A",
          "key": "${available[0].key}",
          "query_parameters": "${available[0].parameters}"
        }
      ],
      "pod_context": {
        "namespace": "${deniedIdentity[0].namespace}",
        "serviceAccount": "${deniedIdentity[0].serviceAccount}",
        "podName": "${deniedIdentity[0].podName}",
        "podUID": "${deniedIdentity[0].podUID}",
        "nodeName": "${pod.nodeName}"
      }
    }
  },
  "denied-key": {
    "says": "a denied key gets PERMISSION_DENIED",
    "given": {
      "keys.denied": 1
    },
    "expect": {
      "code": [
        "PERMISSION_DENIED"
      ]
    },
    "blockedBy": "errors/permission-denied",
    "method": "NodeGetEnvVars",
    "request": {
      "provider_class_name": "${class.name}",
      "class_parameters": "${class.parameters}",
      "queries": [
        {
          "name": "CSI_ENV_A",
          "key": "${denied[0].key}",
          "query_parameters": "${denied[0].parameters}"
        }
      ],
      "pod_context": {
        "namespace": "${pod.namespace}",
        "serviceAccount": "${pod.serviceAccount}",
        "podName": "${pod.podName}",
        "podUID": "${pod.podUID}",
        "nodeName": "${pod.nodeName}"
      }
    }
  },
  "denied-key-fails": {
    "says": "a denied key is not served",
    "given": {
      "keys.denied": 1,
      "class.allowedFields": true
    },
    "expect": {
      "not": [
        "OK"
      ]
    },
    "blockedBy": "authorization/field",
    "method": "NodeGetEnvVars",
    "request": {
      "provider_class_name": "${class.name}",
      "class_parameters": "${class.parameters}",
      "queries": [
        {
          "name": "CSI_ENV_A",
          "key": "${denied[0].key}",
          "query_parameters": "${denied[0].parameters}"
        }
      ],
      "pod_context": {
        "namespace": "${pod.namespace}",
        "serviceAccount": "${pod.serviceAccount}",
        "podName": "${pod.podName}",
        "podUID": "${pod.podUID}",
        "nodeName": "${pod.nodeName}"
      }
    }
  },
  "denied-key-refused": {
    "says": "a denied key is refused in one way or another",
    "given": {
      "keys.denied": 1
    },
    "expect": {
      "not": [
        "OK"
      ]
    },
    "blockedBy": "errors/permission-denied",
    "method": "NodeGetEnvVars",
    "request": {
      "provider_class_name": "${class.name}",
      "class_parameters": "${class.parameters}",
      "queries": [
        {
          "name": "CSI_ENV_A",
          "key": "${denied[0].key}",
          "query_parameters": "${denied[0].parameters}"
        }
      ],
      "pod_context": {
        "namespace": "${pod.namespace}",
        "serviceAccount": "${pod.serviceAccount}",
        "podName": "${pod.podName}",
        "podUID": "${pod.podUID}",
        "nodeName": "${pod.nodeName}"
      }
    }
  },
  "denied-namespace": {
    "says": "a pod of a denied namespace gets PERMISSION_DENIED",
    "given": {
      "keys.available": 1,
      "deniedPods.namespace": 1
    },
    "expect": {
      "code": [
        "PERMISSION_DENIED"
      ]
    },
    "blockedBy": "errors/permission-denied",
    "method": "NodeGetEnvVars",
    "request": {
      "provider_class_name": "${class.name}",
      "class_parameters": "${class.parameters}",
      "queries": [
        {
          "name": "CSI_ENV_A",
          "key": "${available[0].key}",
          "query_parameters": "${available[0].parameters}"
        }
      ],
      "pod_context": {
        "namespace": "${deniedNamespace[0].namespace}",
        "serviceAccount": "${deniedNamespace[0].serviceAccount}",
        "podName": "${deniedNamespace[0].podName}",
        "podUID": "${deniedNamespace[0].podUID}",
        "nodeName": "${pod.nodeName}"
      }
    }
  },
  "denied-namespace-fails": {
    "says": "a pod of a denied namespace is not served",
    "given": {
      "keys.available": 1,
      "deniedPods.namespace": 1
    },
    "expect": {
      "not": [
        "OK"
      ]
    },
    "blockedBy": "authorization/namespace",
    "method": "NodeGetEnvVars",
    "request": {
      "provider_class_name": "${class.name}",
      "class_parameters": "${class.parameters}",
      "queries": [
        {
          "name": "CSI_ENV_A",
          "key": "${available[0].key}",
          "query_parameters": "${available[0].parameters}"
        }
      ],
      "pod_context": {
        "namespace": "${deniedNamespace[0].namespace}",
        "serviceAccount": "${deniedNamespace[0].serviceAccount}",
        "podName": "${deniedNamespace[0].podName}",
        "podUID": "${deniedNamespace[0].podUID}",
        "nodeName": "${pod.nodeName}"
      }
    }
  },
  "extra-class-parameter": {
    "says": "a short class parameter that the driver does not know is served",
    "given": {
      "keys.available": 1
    },
    "expect": {
      "ok": {}
    },
    "method": "NodeGetEnvVars",
    "request": {
      "provider_class_name": "${class.name}",
      "class_parameters": {
        "...": "${class.parameters}",
        "csi-env-conformance": "a"
      },
      "queries": [
        {
          "name": "CSI_ENV_A",
          "key": "${available[0].key}",
          "query_parameters": "${available[0].parameters}"
        }
      ],
      "pod_context": {
        "namespace": "${pod.namespace}",
        "serviceAccount": "${pod.serviceAccount}",
        "podName": "${pod.podName}",
        "podUID": "${pod.podUID}",
        "nodeName": "${pod.nodeName}"
      }
    }
  },
  "extra-query-parameter": {
    "says": "a short query parameter that the driver does not know is served",
    "given": {
      "keys.available": 1
    },
    "expect": {
      "ok": {}
    },
    "method": "NodeGetEnvVars",
    "request": {
      "provider_class_name": "${class.name}",
      "class_parameters": "${class.parameters}",
      "queries": [
        {
          "name": "CSI_ENV_A",
          "key": "${available[0].key}",
          "query_parameters": {
            "...": "${available[0].parameters}",
            "csi-env-conformance": "a"
          }
        }
      ],
      "pod_context": {
        "namespace": "${pod.namespace}",
        "serviceAccount": "${pod.serviceAccount}",
        "podName": "${pod.podName}",
        "podUID": "${pod.podUID}",
        "nodeName": "${pod.nodeName}"
      }
    }
  },
  "failing": {
    "says": "a key for which the backend fails gets a backend error",
    "given": {
      "keys.failing": 1
    },
    "expect": {
      "code": [
        "INTERNAL",
        "UNAVAILABLE"
      ]
    },
    "member": "keys.failing[0]",
    "method": "NodeGetEnvVars",
    "request": {
      "provider_class_name": "${class.name}",
      "class_parameters": "${class.parameters}",
      "queries": [
        {
          "name": "CSI_ENV_A",
          "key": "${failing[0].key}",
          "query_parameters": "${failing[0].parameters}"
        }
      ],
      "pod_context": {
        "namespace": "${pod.namespace}",
        "serviceAccount": "${pod.serviceAccount}",
        "podName": "${pod.podName}",
        "podUID": "${pod.podUID}",
        "nodeName": "${pod.nodeName}"
      }
    }
  },
  "implemented": {
    "says": "a legal request is not answered with UNIMPLEMENTED",
    "given": {
      "keys.available": 1
    },
    "expect": {
      "not": [
        "UNIMPLEMENTED"
      ]
    },
    "blockedBy": "capability/implemented",
    "method": "NodeGetEnvVars",
    "request": {
      "provider_class_name": "${class.name}",
      "class_parameters": "${class.parameters}",
      "queries": [
        {
          "name": "CSI_ENV_A",
          "key": "${available[0].key}",
          "query_parameters": "${available[0].parameters}"
        }
      ],
      "pod_context": {
        "namespace": "${pod.namespace}",
        "serviceAccount": "${pod.serviceAccount}",
        "podName": "${pod.podName}",
        "podUID": "${pod.podUID}",
        "nodeName": "${pod.nodeName}"
      }
    }
  },
  "long-key": {
    "says": "a key over its limit gets INVALID_ARGUMENT",
    "expect": {
      "code": [
        "INVALID_ARGUMENT"
      ]
    },
    "blockedBy": "request/field-size",
    "given": {},
    "method": "NodeGetEnvVars",
    "request": {
      "provider_class_name": "${class.name}",
      "class_parameters": "${class.parameters}",
      "queries": [
        {
          "name": "CSI_ENV_A",
          "key": {
            "repeat": "a",
            "bytes": 1025
          }
        }
      ],
      "pod_context": {
        "namespace": "${pod.namespace}",
        "serviceAccount": "${pod.serviceAccount}",
        "podName": "${pod.podName}",
        "podUID": "${pod.podUID}",
        "nodeName": "${pod.nodeName}"
      }
    }
  },
  "missing": {
    "says": "a missing key gets NOT_FOUND",
    "given": {
      "keys.missing": 1
    },
    "expect": {
      "code": [
        "NOT_FOUND"
      ]
    },
    "blockedBy": "errors/not-found",
    "method": "NodeGetEnvVars",
    "request": {
      "provider_class_name": "${class.name}",
      "class_parameters": "${class.parameters}",
      "queries": [
        {
          "name": "CSI_ENV_A",
          "key": "${missing[0].key}",
          "query_parameters": "${missing[0].parameters}"
        }
      ],
      "pod_context": {
        "namespace": "${pod.namespace}",
        "serviceAccount": "${pod.serviceAccount}",
        "podName": "${pod.podName}",
        "podUID": "${pod.podUID}",
        "nodeName": "${pod.nodeName}"
      }
    }
  },
  "missing-fails": {
    "says": "a missing key is not served",
    "given": {
      "keys.missing": 1
    },
    "expect": {
      "not": [
        "OK"
      ]
    },
    "blockedBy": "errors/not-found",
    "method": "NodeGetEnvVars",
    "request": {
      "provider_class_name": "${class.name}",
      "class_parameters": "${class.parameters}",
      "queries": [
        {
          "name": "CSI_ENV_A",
          "key": "${missing[0].key}",
          "query_parameters": "${missing[0].parameters}"
        }
      ],
      "pod_context": {
        "namespace": "${pod.namespace}",
        "serviceAccount": "${pod.serviceAccount}",
        "podName": "${pod.podName}",
        "podUID": "${pod.podUID}",
        "nodeName": "${pod.nodeName}"
      }
    }
  },
  "no-key": {
    "says": "a query without a key gets INVALID_ARGUMENT",
    "expect": {
      "code": [
        "INVALID_ARGUMENT"
      ]
    },
    "blockedBy": "request/required-fields",
    "given": {},
    "method": "NodeGetEnvVars",
    "request": {
      "provider_class_name": "${class.name}",
      "class_parameters": "${class.parameters}",
      "queries": [
        {
          "name": "CSI_ENV_A"
        }
      ],
      "pod_context": {
        "namespace": "${pod.namespace}",
        "serviceAccount": "${pod.serviceAccount}",
        "podName": "${pod.podName}",
        "podUID": "${pod.podUID}",
        "nodeName": "${pod.nodeName}"
      }
    }
  },
  "no-pod-name": {
    "says": "a pod_context without podName gets INVALID_ARGUMENT",
    "expect": {
      "code": [
        "INVALID_ARGUMENT"
      ]
    },
    "blockedBy": "request/pod-context-keys",
    "given": {},
    "method": "NodeGetEnvVars",
    "request": {
      "provider_class_name": "${class.name}",
      "class_parameters": "${class.parameters}",
      "queries": [
        {
          "name": "CSI_ENV_A",
          "key": "${available[0].key}",
          "query_parameters": "${available[0].parameters}"
        }
      ],
      "pod_context": {
        "namespace": "${pod.namespace}",
        "serviceAccount": "${pod.serviceAccount}",
        "podUID": "${pod.podUID}",
        "nodeName": "${pod.nodeName}"
      }
    }
  },
  "odd-names": {
    "says": "names in mixed case and with spaces are served",
    "given": {
      "keys.available": 2
    },
    "expect": {
      "ok": {}
    },
    "blockedBy": "request/legal-served",
    "method": "NodeGetEnvVars",
    "request": {
      "provider_class_name": "${class.name}",
      "class_parameters": "${class.parameters}",
      "queries": [
        {
          "name": "csi Env a",
          "key": "${available[0].key}",
          "query_parameters": "${available[0].parameters}"
        },
        {
          "name": " CSI.env-B",
          "key": "${available[1].key}",
          "query_parameters": "${available[1].parameters}"
        }
      ],
      "pod_context": {
        "namespace": "${pod.namespace}",
        "serviceAccount": "${pod.serviceAccount}",
        "podName": "${pod.podName}",
        "podUID": "${pod.podUID}",
        "nodeName": "${pod.nodeName}"
      }
    }
  },
  "one": {
    "says": "a query for an available key is served",
    "given": {
      "keys.available": 1
    },
    "request": {
      "provider_class_name": "${class.name}",
      "class_parameters": "${class.parameters}",
      "queries": [
        {
          "name": "CSI_ENV_A",
          "key": "${available[0].key}",
          "query_parameters": "${available[0].parameters}"
        }
      ],
      "pod_context": {
        "namespace": "${pod.namespace}",
        "serviceAccount": "${pod.serviceAccount}",
        "podName": "${pod.podName}",
        "podUID": "${pod.podUID}",
        "nodeName": "${pod.nodeName}"
      }
    },
    "expect": {
      "ok": {}
    },
    "blockedBy": "request/legal-served",
    "method": "NodeGetEnvVars"
  },
  "one-without-error": {
    "says": "a query for an available key gets a result without an error",
    "given": {
      "keys.available": 1
    },
    "expect": {
      "ok": {
        "results": [
          {
            "error": false
          }
        ]
      }
    },
    "blockedBy": "batch/no-error-in-ok",
    "method": "NodeGetEnvVars",
    "request": {
      "provider_class_name": "${class.name}",
      "class_parameters": "${class.parameters}",
      "queries": [
        {
          "name": "CSI_ENV_A",
          "key": "${available[0].key}",
          "query_parameters": "${available[0].parameters}"
        }
      ],
      "pod_context": {
        "namespace": "${pod.namespace}",
        "serviceAccount": "${pod.serviceAccount}",
        "podName": "${pod.podName}",
        "podUID": "${pod.podUID}",
        "nodeName": "${pod.nodeName}"
      }
    }
  },
  "optional-missing": {
    "says": "an optional query for a missing key is answered OK",
    "given": {
      "keys.missing": 1
    },
    "expect": {
      "ok": {
        "results": [
          {
            "name": "CSI_ENV_A",
            "error": true
          }
        ]
      }
    },
    "blockedBy": "optional/missing",
    "method": "NodeGetEnvVars",
    "request": {
      "provider_class_name": "${class.name}",
      "class_parameters": "${class.parameters}",
      "queries": [
        {
          "name": "CSI_ENV_A",
          "key": "${missing[0].key}",
          "query_parameters": "${missing[0].parameters}",
          "optional": true
        }
      ],
      "pod_context": {
        "namespace": "${pod.namespace}",
        "serviceAccount": "${pod.serviceAccount}",
        "podName": "${pod.podName}",
        "podUID": "${pod.podUID}",
        "nodeName": "${pod.nodeName}"
      }
    }
  },
  "oversized": {
    "says": "a key whose value is too long gets INVALID_ARGUMENT",
    "given": {
      "keys.oversized": 1
    },
    "expect": {
      "code": [
        "INVALID_ARGUMENT"
      ]
    },
    "member": "keys.oversized[0]",
    "method": "NodeGetEnvVars",
    "request": {
      "provider_class_name": "${class.name}",
      "class_parameters": "${class.parameters}",
      "queries": [
        {
          "name": "CSI_ENV_A",
          "key": "${oversized[0].key}",
          "query_parameters": "${oversized[0].parameters}"
        }
      ],
      "pod_context": {
        "namespace": "${pod.namespace}",
        "serviceAccount": "${pod.serviceAccount}",
        "podName": "${pod.podName}",
        "podUID": "${pod.podUID}",
        "nodeName": "${pod.nodeName}"
      }
    }
  },
  "three": {
    "says": "three queries for one available key are served",
    "given": {
      "keys.available": 1
    },
    "expect": {
      "ok": {}
    },
    "blockedBy": "batch/scales",
    "method": "NodeGetEnvVars",
    "request": {
      "provider_class_name": "${class.name}",
      "class_parameters": "${class.parameters}",
      "queries": [
        {
          "name": "CSI_ENV_A",
          "key": "${available[0].key}",
          "query_parameters": "${available[0].parameters}"
        },
        {
          "name": "CSI_ENV_B",
          "key": "${available[0].key}",
          "query_parameters": "${available[0].parameters}"
        },
        {
          "name": "CSI_ENV_C",
          "key": "${available[0].key}",
          "query_parameters": "${available[0].parameters}"
        }
      ],
      "pod_context": {
        "namespace": "${pod.namespace}",
        "serviceAccount": "${pod.serviceAccount}",
        "podName": "${pod.podName}",
        "podUID": "${pod.podUID}",
        "nodeName": "${pod.nodeName}"
      }
    }
  },
  "two": {
    "says": "queries for two available keys are served",
    "given": {
      "keys.available": 2
    },
    "expect": {
      "ok": {}
    },
    "member": "keys.available[1]",
    "method": "NodeGetEnvVars",
    "request": {
      "provider_class_name": "${class.name}",
      "class_parameters": "${class.parameters}",
      "queries": [
        {
          "name": "CSI_ENV_A",
          "key": "${available[0].key}",
          "query_parameters": "${available[0].parameters}"
        },
        {
          "name": "CSI_ENV_B",
          "key": "${available[1].key}",
          "query_parameters": "${available[1].parameters}"
        }
      ],
      "pod_context": {
        "namespace": "${pod.namespace}",
        "serviceAccount": "${pod.serviceAccount}",
        "podName": "${pod.podName}",
        "podUID": "${pod.podUID}",
        "nodeName": "${pod.nodeName}"
      }
    }
  },
  "two-in-order": {
    "says": "the results of two queries come in order",
    "given": {
      "keys.available": 2
    },
    "expect": {
      "ok": {
        "names": [
          "CSI_ENV_A",
          "CSI_ENV_B"
        ]
      }
    },
    "blockedBy": "ordering/same-order",
    "method": "NodeGetEnvVars",
    "request": {
      "provider_class_name": "${class.name}",
      "class_parameters": "${class.parameters}",
      "queries": [
        {
          "name": "CSI_ENV_A",
          "key": "${available[0].key}",
          "query_parameters": "${available[0].parameters}"
        },
        {
          "name": "CSI_ENV_B",
          "key": "${available[1].key}",
          "query_parameters": "${available[1].parameters}"
        }
      ],
      "pod_context": {
        "namespace": "${pod.namespace}",
        "serviceAccount": "${pod.serviceAccount}",
        "podName": "${pod.podName}",
        "podUID": "${pod.podUID}",
        "nodeName": "${pod.nodeName}"
      }
    }
  },
  "two-named": {
    "says": "the results of two queries carry their names",
    "given": {
      "keys.available": 2
    },
    "expect": {
      "ok": {
        "count": 2,
        "results": [
          {
            "name": "CSI_ENV_A"
          },
          {
            "name": "CSI_ENV_B"
          }
        ]
      }
    },
    "blockedBy": "ordering/name-echo",
    "method": "NodeGetEnvVars",
    "request": {
      "provider_class_name": "${class.name}",
      "class_parameters": "${class.parameters}",
      "queries": [
        {
          "name": "CSI_ENV_A",
          "key": "${available[0].key}",
          "query_parameters": "${available[0].parameters}"
        },
        {
          "name": "CSI_ENV_B",
          "key": "${available[1].key}",
          "query_parameters": "${available[1].parameters}"
        }
      ],
      "pod_context": {
        "namespace": "${pod.namespace}",
        "serviceAccount": "${pod.serviceAccount}",
        "podName": "${pod.podName}",
        "podUID": "${pod.podUID}",
        "nodeName": "${pod.nodeName}"
      }
    }
  },
  "versioned": {
    "says": "a request with a version is served",
    "given": {
      "keys.available": 1
    },
    "expect": {
      "ok": {}
    },
    "blockedBy": "identity/version-free",
    "method": "NodeGetEnvVars",
    "request": {
      "provider_class_name": "${class.name}",
      "class_parameters": "${class.parameters}",
      "queries": [
        {
          "name": "CSI_ENV_A",
          "key": "${available[0].key}",
          "query_parameters": "${available[0].parameters}"
        }
      ],
      "pod_context": {
        "namespace": "${pod.namespace}",
        "serviceAccount": "${pod.serviceAccount}",
        "podName": "${pod.podName}",
        "podUID": "${pod.podUID}",
        "nodeName": "${pod.nodeName}"
      },
      "version": "v1"
    }
  }
};

/** Every declarative case of every revision; `countsAt` selects. */
export const cases: readonly CaseData[] = [
  {
    "id": "authorization/field/denied-key",
    "requirement": "authorization/field",
    "since": 1,
    "given": {
      "keys.available": 1,
      "keys.denied": 1,
      "class.allowedFields": true
    },
    "stimulus": "one query, for a key that allowedFields does not permit",
    "premises": [
      "one"
    ],
    "expect": {
      "not": [
        "OK"
      ]
    },
    "why": "The list is not read.",
    "method": "NodeGetEnvVars",
    "request": {
      "provider_class_name": "${class.name}",
      "class_parameters": "${class.parameters}",
      "queries": [
        {
          "name": "CSI_ENV_A",
          "key": "${denied[0].key}",
          "query_parameters": "${denied[0].parameters}"
        }
      ],
      "pod_context": {
        "namespace": "${pod.namespace}",
        "serviceAccount": "${pod.serviceAccount}",
        "podName": "${pod.podName}",
        "podUID": "${pod.podUID}",
        "nodeName": "${pod.nodeName}"
      }
    }
  },
  {
    "id": "authorization/field/denied-key-last",
    "requirement": "authorization/field",
    "since": 1,
    "given": {
      "keys.available": 1,
      "keys.denied": 1,
      "class.allowedFields": true
    },
    "stimulus": "a key that allowedFields does not permit after one that it does",
    "premises": [
      "one"
    ],
    "expect": {
      "not": [
        "OK"
      ]
    },
    "why": "A check of the first key alone.",
    "method": "NodeGetEnvVars",
    "request": {
      "provider_class_name": "${class.name}",
      "class_parameters": "${class.parameters}",
      "queries": [
        {
          "name": "CSI_ENV_A",
          "key": "${available[0].key}",
          "query_parameters": "${available[0].parameters}"
        },
        {
          "name": "CSI_ENV_B",
          "key": "${denied[0].key}",
          "query_parameters": "${denied[0].parameters}"
        }
      ],
      "pod_context": {
        "namespace": "${pod.namespace}",
        "serviceAccount": "${pod.serviceAccount}",
        "podName": "${pod.podName}",
        "podUID": "${pod.podUID}",
        "nodeName": "${pod.nodeName}"
      }
    }
  },
  {
    "id": "authorization/field/denied-key-first",
    "requirement": "authorization/field",
    "since": 1,
    "given": {
      "keys.available": 1,
      "keys.denied": 1,
      "class.allowedFields": true
    },
    "stimulus": "a key that allowedFields does not permit before one that it does",
    "premises": [
      "one"
    ],
    "expect": {
      "not": [
        "OK"
      ]
    },
    "why": "A check of the last key alone.",
    "method": "NodeGetEnvVars",
    "request": {
      "provider_class_name": "${class.name}",
      "class_parameters": "${class.parameters}",
      "queries": [
        {
          "name": "CSI_ENV_A",
          "key": "${denied[0].key}",
          "query_parameters": "${denied[0].parameters}"
        },
        {
          "name": "CSI_ENV_B",
          "key": "${available[0].key}",
          "query_parameters": "${available[0].parameters}"
        }
      ],
      "pod_context": {
        "namespace": "${pod.namespace}",
        "serviceAccount": "${pod.serviceAccount}",
        "podName": "${pod.podName}",
        "podUID": "${pod.podUID}",
        "nodeName": "${pod.nodeName}"
      }
    }
  },
  {
    "id": "batch/all-or-nothing/missing-first",
    "requirement": "batch/all-or-nothing",
    "since": 1,
    "given": {
      "keys.available": 1,
      "keys.missing": 1
    },
    "stimulus": "three queries, the first of which asks for a missing key",
    "premises": [
      "three",
      "missing-fails"
    ],
    "expect": {
      "not": [
        "OK"
      ]
    },
    "why": "A failure that is skipped, or answered with an empty value.",
    "method": "NodeGetEnvVars",
    "request": {
      "provider_class_name": "${class.name}",
      "class_parameters": "${class.parameters}",
      "queries": [
        {
          "name": "CSI_ENV_A",
          "key": "${missing[0].key}",
          "query_parameters": "${missing[0].parameters}"
        },
        {
          "name": "CSI_ENV_B",
          "key": "${available[0].key}",
          "query_parameters": "${available[0].parameters}"
        },
        {
          "name": "CSI_ENV_C",
          "key": "${available[0].key}",
          "query_parameters": "${available[0].parameters}"
        }
      ],
      "pod_context": {
        "namespace": "${pod.namespace}",
        "serviceAccount": "${pod.serviceAccount}",
        "podName": "${pod.podName}",
        "podUID": "${pod.podUID}",
        "nodeName": "${pod.nodeName}"
      }
    }
  },
  {
    "id": "batch/all-or-nothing/missing-middle",
    "requirement": "batch/all-or-nothing",
    "since": 1,
    "given": {
      "keys.available": 1,
      "keys.missing": 1
    },
    "stimulus": "three queries, the middle of which asks for a missing key",
    "premises": [
      "three",
      "missing-fails"
    ],
    "expect": {
      "not": [
        "OK"
      ]
    },
    "why": "A failure that is skipped, or answered with an empty value.",
    "method": "NodeGetEnvVars",
    "request": {
      "provider_class_name": "${class.name}",
      "class_parameters": "${class.parameters}",
      "queries": [
        {
          "name": "CSI_ENV_A",
          "key": "${available[0].key}",
          "query_parameters": "${available[0].parameters}"
        },
        {
          "name": "CSI_ENV_B",
          "key": "${missing[0].key}",
          "query_parameters": "${missing[0].parameters}"
        },
        {
          "name": "CSI_ENV_C",
          "key": "${available[0].key}",
          "query_parameters": "${available[0].parameters}"
        }
      ],
      "pod_context": {
        "namespace": "${pod.namespace}",
        "serviceAccount": "${pod.serviceAccount}",
        "podName": "${pod.podName}",
        "podUID": "${pod.podUID}",
        "nodeName": "${pod.nodeName}"
      }
    }
  },
  {
    "id": "batch/all-or-nothing/missing-last",
    "requirement": "batch/all-or-nothing",
    "since": 1,
    "given": {
      "keys.available": 1,
      "keys.missing": 1
    },
    "stimulus": "three queries, the last of which asks for a missing key",
    "premises": [
      "three",
      "missing-fails"
    ],
    "expect": {
      "not": [
        "OK"
      ]
    },
    "why": "A failure that is skipped, or answered with an empty value.",
    "method": "NodeGetEnvVars",
    "request": {
      "provider_class_name": "${class.name}",
      "class_parameters": "${class.parameters}",
      "queries": [
        {
          "name": "CSI_ENV_A",
          "key": "${available[0].key}",
          "query_parameters": "${available[0].parameters}"
        },
        {
          "name": "CSI_ENV_B",
          "key": "${available[0].key}",
          "query_parameters": "${available[0].parameters}"
        },
        {
          "name": "CSI_ENV_C",
          "key": "${missing[0].key}",
          "query_parameters": "${missing[0].parameters}"
        }
      ],
      "pod_context": {
        "namespace": "${pod.namespace}",
        "serviceAccount": "${pod.serviceAccount}",
        "podName": "${pod.podName}",
        "podUID": "${pod.podUID}",
        "nodeName": "${pod.nodeName}"
      }
    }
  },
  {
    "id": "batch/all-or-nothing/denied-first",
    "requirement": "batch/all-or-nothing",
    "since": 1,
    "given": {
      "keys.available": 1,
      "keys.denied": 1
    },
    "stimulus": "three queries, the first of which asks for a denied key",
    "premises": [
      "three",
      "denied-key-refused"
    ],
    "expect": {
      "not": [
        "OK"
      ]
    },
    "why": "A failure that is skipped, or answered with an empty value.",
    "method": "NodeGetEnvVars",
    "request": {
      "provider_class_name": "${class.name}",
      "class_parameters": "${class.parameters}",
      "queries": [
        {
          "name": "CSI_ENV_A",
          "key": "${denied[0].key}",
          "query_parameters": "${denied[0].parameters}"
        },
        {
          "name": "CSI_ENV_B",
          "key": "${available[0].key}",
          "query_parameters": "${available[0].parameters}"
        },
        {
          "name": "CSI_ENV_C",
          "key": "${available[0].key}",
          "query_parameters": "${available[0].parameters}"
        }
      ],
      "pod_context": {
        "namespace": "${pod.namespace}",
        "serviceAccount": "${pod.serviceAccount}",
        "podName": "${pod.podName}",
        "podUID": "${pod.podUID}",
        "nodeName": "${pod.nodeName}"
      }
    }
  },
  {
    "id": "batch/all-or-nothing/denied-middle",
    "requirement": "batch/all-or-nothing",
    "since": 1,
    "given": {
      "keys.available": 1,
      "keys.denied": 1
    },
    "stimulus": "three queries, the middle of which asks for a denied key",
    "premises": [
      "three",
      "denied-key-refused"
    ],
    "expect": {
      "not": [
        "OK"
      ]
    },
    "why": "A failure that is skipped, or answered with an empty value.",
    "method": "NodeGetEnvVars",
    "request": {
      "provider_class_name": "${class.name}",
      "class_parameters": "${class.parameters}",
      "queries": [
        {
          "name": "CSI_ENV_A",
          "key": "${available[0].key}",
          "query_parameters": "${available[0].parameters}"
        },
        {
          "name": "CSI_ENV_B",
          "key": "${denied[0].key}",
          "query_parameters": "${denied[0].parameters}"
        },
        {
          "name": "CSI_ENV_C",
          "key": "${available[0].key}",
          "query_parameters": "${available[0].parameters}"
        }
      ],
      "pod_context": {
        "namespace": "${pod.namespace}",
        "serviceAccount": "${pod.serviceAccount}",
        "podName": "${pod.podName}",
        "podUID": "${pod.podUID}",
        "nodeName": "${pod.nodeName}"
      }
    }
  },
  {
    "id": "batch/all-or-nothing/denied-last",
    "requirement": "batch/all-or-nothing",
    "since": 1,
    "given": {
      "keys.available": 1,
      "keys.denied": 1
    },
    "stimulus": "three queries, the last of which asks for a denied key",
    "premises": [
      "three",
      "denied-key-refused"
    ],
    "expect": {
      "not": [
        "OK"
      ]
    },
    "why": "A failure that is skipped, or answered with an empty value.",
    "method": "NodeGetEnvVars",
    "request": {
      "provider_class_name": "${class.name}",
      "class_parameters": "${class.parameters}",
      "queries": [
        {
          "name": "CSI_ENV_A",
          "key": "${available[0].key}",
          "query_parameters": "${available[0].parameters}"
        },
        {
          "name": "CSI_ENV_B",
          "key": "${available[0].key}",
          "query_parameters": "${available[0].parameters}"
        },
        {
          "name": "CSI_ENV_C",
          "key": "${denied[0].key}",
          "query_parameters": "${denied[0].parameters}"
        }
      ],
      "pod_context": {
        "namespace": "${pod.namespace}",
        "serviceAccount": "${pod.serviceAccount}",
        "podName": "${pod.podName}",
        "podUID": "${pod.podUID}",
        "nodeName": "${pod.nodeName}"
      }
    }
  },
  {
    "id": "batch/all-or-nothing/oversized-first",
    "requirement": "batch/all-or-nothing",
    "since": 1,
    "given": {
      "keys.available": 1,
      "keys.oversized": 1
    },
    "stimulus": "three queries, the first of which asks for a key whose value is too long",
    "premises": [
      "three",
      "oversized"
    ],
    "expect": {
      "not": [
        "OK"
      ]
    },
    "why": "A failure that is skipped, or answered with an empty value.",
    "method": "NodeGetEnvVars",
    "request": {
      "provider_class_name": "${class.name}",
      "class_parameters": "${class.parameters}",
      "queries": [
        {
          "name": "CSI_ENV_A",
          "key": "${oversized[0].key}",
          "query_parameters": "${oversized[0].parameters}"
        },
        {
          "name": "CSI_ENV_B",
          "key": "${available[0].key}",
          "query_parameters": "${available[0].parameters}"
        },
        {
          "name": "CSI_ENV_C",
          "key": "${available[0].key}",
          "query_parameters": "${available[0].parameters}"
        }
      ],
      "pod_context": {
        "namespace": "${pod.namespace}",
        "serviceAccount": "${pod.serviceAccount}",
        "podName": "${pod.podName}",
        "podUID": "${pod.podUID}",
        "nodeName": "${pod.nodeName}"
      }
    }
  },
  {
    "id": "batch/all-or-nothing/oversized-middle",
    "requirement": "batch/all-or-nothing",
    "since": 1,
    "given": {
      "keys.available": 1,
      "keys.oversized": 1
    },
    "stimulus": "three queries, the middle of which asks for a key whose value is too long",
    "premises": [
      "three",
      "oversized"
    ],
    "expect": {
      "not": [
        "OK"
      ]
    },
    "why": "A failure that is skipped, or answered with an empty value.",
    "method": "NodeGetEnvVars",
    "request": {
      "provider_class_name": "${class.name}",
      "class_parameters": "${class.parameters}",
      "queries": [
        {
          "name": "CSI_ENV_A",
          "key": "${available[0].key}",
          "query_parameters": "${available[0].parameters}"
        },
        {
          "name": "CSI_ENV_B",
          "key": "${oversized[0].key}",
          "query_parameters": "${oversized[0].parameters}"
        },
        {
          "name": "CSI_ENV_C",
          "key": "${available[0].key}",
          "query_parameters": "${available[0].parameters}"
        }
      ],
      "pod_context": {
        "namespace": "${pod.namespace}",
        "serviceAccount": "${pod.serviceAccount}",
        "podName": "${pod.podName}",
        "podUID": "${pod.podUID}",
        "nodeName": "${pod.nodeName}"
      }
    }
  },
  {
    "id": "batch/all-or-nothing/oversized-last",
    "requirement": "batch/all-or-nothing",
    "since": 1,
    "given": {
      "keys.available": 1,
      "keys.oversized": 1
    },
    "stimulus": "three queries, the last of which asks for a key whose value is too long",
    "premises": [
      "three",
      "oversized"
    ],
    "expect": {
      "not": [
        "OK"
      ]
    },
    "why": "A failure that is skipped, or answered with an empty value.",
    "method": "NodeGetEnvVars",
    "request": {
      "provider_class_name": "${class.name}",
      "class_parameters": "${class.parameters}",
      "queries": [
        {
          "name": "CSI_ENV_A",
          "key": "${available[0].key}",
          "query_parameters": "${available[0].parameters}"
        },
        {
          "name": "CSI_ENV_B",
          "key": "${available[0].key}",
          "query_parameters": "${available[0].parameters}"
        },
        {
          "name": "CSI_ENV_C",
          "key": "${oversized[0].key}",
          "query_parameters": "${oversized[0].parameters}"
        }
      ],
      "pod_context": {
        "namespace": "${pod.namespace}",
        "serviceAccount": "${pod.serviceAccount}",
        "podName": "${pod.podName}",
        "podUID": "${pod.podUID}",
        "nodeName": "${pod.nodeName}"
      }
    }
  },
  {
    "id": "batch/all-or-nothing/failing-first",
    "requirement": "batch/all-or-nothing",
    "since": 1,
    "given": {
      "keys.available": 1,
      "keys.failing": 1
    },
    "stimulus": "three queries, the first of which asks for a key for which the backend fails",
    "premises": [
      "three",
      "failing"
    ],
    "expect": {
      "not": [
        "OK"
      ]
    },
    "why": "A failure that is skipped, or answered with an empty value.",
    "method": "NodeGetEnvVars",
    "request": {
      "provider_class_name": "${class.name}",
      "class_parameters": "${class.parameters}",
      "queries": [
        {
          "name": "CSI_ENV_A",
          "key": "${failing[0].key}",
          "query_parameters": "${failing[0].parameters}"
        },
        {
          "name": "CSI_ENV_B",
          "key": "${available[0].key}",
          "query_parameters": "${available[0].parameters}"
        },
        {
          "name": "CSI_ENV_C",
          "key": "${available[0].key}",
          "query_parameters": "${available[0].parameters}"
        }
      ],
      "pod_context": {
        "namespace": "${pod.namespace}",
        "serviceAccount": "${pod.serviceAccount}",
        "podName": "${pod.podName}",
        "podUID": "${pod.podUID}",
        "nodeName": "${pod.nodeName}"
      }
    }
  },
  {
    "id": "batch/all-or-nothing/failing-middle",
    "requirement": "batch/all-or-nothing",
    "since": 1,
    "given": {
      "keys.available": 1,
      "keys.failing": 1
    },
    "stimulus": "three queries, the middle of which asks for a key for which the backend fails",
    "premises": [
      "three",
      "failing"
    ],
    "expect": {
      "not": [
        "OK"
      ]
    },
    "why": "A failure that is skipped, or answered with an empty value.",
    "method": "NodeGetEnvVars",
    "request": {
      "provider_class_name": "${class.name}",
      "class_parameters": "${class.parameters}",
      "queries": [
        {
          "name": "CSI_ENV_A",
          "key": "${available[0].key}",
          "query_parameters": "${available[0].parameters}"
        },
        {
          "name": "CSI_ENV_B",
          "key": "${failing[0].key}",
          "query_parameters": "${failing[0].parameters}"
        },
        {
          "name": "CSI_ENV_C",
          "key": "${available[0].key}",
          "query_parameters": "${available[0].parameters}"
        }
      ],
      "pod_context": {
        "namespace": "${pod.namespace}",
        "serviceAccount": "${pod.serviceAccount}",
        "podName": "${pod.podName}",
        "podUID": "${pod.podUID}",
        "nodeName": "${pod.nodeName}"
      }
    }
  },
  {
    "id": "batch/all-or-nothing/failing-last",
    "requirement": "batch/all-or-nothing",
    "since": 1,
    "given": {
      "keys.available": 1,
      "keys.failing": 1
    },
    "stimulus": "three queries, the last of which asks for a key for which the backend fails",
    "premises": [
      "three",
      "failing"
    ],
    "expect": {
      "not": [
        "OK"
      ]
    },
    "why": "A failure that is skipped, or answered with an empty value.",
    "method": "NodeGetEnvVars",
    "request": {
      "provider_class_name": "${class.name}",
      "class_parameters": "${class.parameters}",
      "queries": [
        {
          "name": "CSI_ENV_A",
          "key": "${available[0].key}",
          "query_parameters": "${available[0].parameters}"
        },
        {
          "name": "CSI_ENV_B",
          "key": "${available[0].key}",
          "query_parameters": "${available[0].parameters}"
        },
        {
          "name": "CSI_ENV_C",
          "key": "${failing[0].key}",
          "query_parameters": "${failing[0].parameters}"
        }
      ],
      "pod_context": {
        "namespace": "${pod.namespace}",
        "serviceAccount": "${pod.serviceAccount}",
        "podName": "${pod.podName}",
        "podUID": "${pod.podUID}",
        "nodeName": "${pod.nodeName}"
      }
    }
  },
  {
    "id": "capability/unadvertised/legal",
    "requirement": "capability/unadvertised",
    "since": 1,
    "given": {
      "capability": false
    },
    "stimulus": "a legal request to a driver that does not list the capability",
    "expect": {
      "code": [
        "UNIMPLEMENTED"
      ]
    },
    "why": "A handler that is registered anyway answers something else.",
    "premises": [],
    "method": "NodeGetEnvVars",
    "request": {
      "provider_class_name": "${class.name}",
      "class_parameters": "${class.parameters}",
      "queries": [
        {
          "name": "CSI_ENV_A",
          "key": "${available[0].key}",
          "query_parameters": "${available[0].parameters}"
        }
      ],
      "pod_context": {
        "namespace": "${pod.namespace}",
        "serviceAccount": "${pod.serviceAccount}",
        "podName": "${pod.podName}",
        "podUID": "${pod.podUID}",
        "nodeName": "${pod.nodeName}"
      }
    }
  },
  {
    "id": "capability/unadvertised/empty",
    "requirement": "capability/unadvertised",
    "since": 1,
    "given": {
      "capability": false
    },
    "stimulus": "an empty request to a driver that does not list the capability",
    "request": {},
    "expect": {
      "code": [
        "UNIMPLEMENTED"
      ]
    },
    "why": "Validation before the switch answers INVALID_ARGUMENT.",
    "premises": [],
    "method": "NodeGetEnvVars"
  },
  {
    "id": "capability/implemented/legal",
    "requirement": "capability/implemented",
    "since": 1,
    "stimulus": "a legal request",
    "expect": {
      "not": [
        "UNIMPLEMENTED"
      ]
    },
    "why": "A listed capability that is not implemented at all.",
    "given": {},
    "premises": [],
    "method": "NodeGetEnvVars",
    "request": {
      "provider_class_name": "${class.name}",
      "class_parameters": "${class.parameters}",
      "queries": [
        {
          "name": "CSI_ENV_A",
          "key": "${available[0].key}",
          "query_parameters": "${available[0].parameters}"
        }
      ],
      "pod_context": {
        "namespace": "${pod.namespace}",
        "serviceAccount": "${pod.serviceAccount}",
        "podName": "${pod.podName}",
        "podUID": "${pod.podUID}",
        "nodeName": "${pod.nodeName}"
      }
    }
  },
  {
    "id": "capability/implemented/no-queries",
    "requirement": "capability/implemented",
    "since": 1,
    "stimulus": "a request without queries",
    "expect": {
      "not": [
        "UNIMPLEMENTED"
      ]
    },
    "why": "An unexpected request that is taken for an unsupported one.",
    "given": {},
    "premises": [],
    "method": "NodeGetEnvVars",
    "request": {
      "provider_class_name": "${class.name}",
      "class_parameters": "${class.parameters}",
      "queries": [],
      "pod_context": {
        "namespace": "${pod.namespace}",
        "serviceAccount": "${pod.serviceAccount}",
        "podName": "${pod.podName}",
        "podUID": "${pod.podUID}",
        "nodeName": "${pod.nodeName}"
      }
    }
  },
  {
    "id": "capability/implemented/optional",
    "requirement": "capability/implemented",
    "since": 1,
    "stimulus": "a request with an optional query",
    "expect": {
      "not": [
        "UNIMPLEMENTED"
      ]
    },
    "why": "A flag that the driver does not support is no reason for UNIMPLEMENTED.",
    "given": {},
    "premises": [],
    "method": "NodeGetEnvVars",
    "request": {
      "provider_class_name": "${class.name}",
      "class_parameters": "${class.parameters}",
      "queries": [
        {
          "name": "CSI_ENV_A",
          "key": "${available[0].key}",
          "query_parameters": "${available[0].parameters}",
          "optional": true
        }
      ],
      "pod_context": {
        "namespace": "${pod.namespace}",
        "serviceAccount": "${pod.serviceAccount}",
        "podName": "${pod.podName}",
        "podUID": "${pod.podUID}",
        "nodeName": "${pod.nodeName}"
      }
    }
  },
  {
    "id": "capability/tolerates-unknown/number",
    "requirement": "capability/tolerates-unknown",
    "since": 1,
    "given": {
      "keys.available": 1
    },
    "stimulus": "a legal request with an unknown field of a number",
    "premises": [
      "one"
    ],
    "append": "c03e01",
    "expect": {
      "ok": {
        "same": "one"
      }
    },
    "why": "proto3 parsers skip it.",
    "method": "NodeGetEnvVars",
    "request": {
      "provider_class_name": "${class.name}",
      "class_parameters": "${class.parameters}",
      "queries": [
        {
          "name": "CSI_ENV_A",
          "key": "${available[0].key}",
          "query_parameters": "${available[0].parameters}"
        }
      ],
      "pod_context": {
        "namespace": "${pod.namespace}",
        "serviceAccount": "${pod.serviceAccount}",
        "podName": "${pod.podName}",
        "podUID": "${pod.podUID}",
        "nodeName": "${pod.nodeName}"
      }
    }
  },
  {
    "id": "capability/tolerates-unknown/text",
    "requirement": "capability/tolerates-unknown",
    "since": 1,
    "given": {
      "keys.available": 1
    },
    "stimulus": "a legal request with an unknown field of a text",
    "premises": [
      "one"
    ],
    "append": "c23e03616263",
    "expect": {
      "ok": {
        "same": "one"
      }
    },
    "why": "proto3 parsers skip it.",
    "method": "NodeGetEnvVars",
    "request": {
      "provider_class_name": "${class.name}",
      "class_parameters": "${class.parameters}",
      "queries": [
        {
          "name": "CSI_ENV_A",
          "key": "${available[0].key}",
          "query_parameters": "${available[0].parameters}"
        }
      ],
      "pod_context": {
        "namespace": "${pod.namespace}",
        "serviceAccount": "${pod.serviceAccount}",
        "podName": "${pod.podName}",
        "podUID": "${pod.podUID}",
        "nodeName": "${pod.nodeName}"
      }
    }
  },
  {
    "id": "errors/not-found/alone",
    "requirement": "errors/not-found",
    "since": 1,
    "given": {
      "keys.available": 1,
      "keys.missing": 1
    },
    "stimulus": "one query, for a missing key",
    "premises": [
      "one",
      "missing-fails"
    ],
    "expect": {
      "code": [
        "NOT_FOUND"
      ]
    },
    "why": "The error of the backend is passed on under another code.",
    "method": "NodeGetEnvVars",
    "request": {
      "provider_class_name": "${class.name}",
      "class_parameters": "${class.parameters}",
      "queries": [
        {
          "name": "CSI_ENV_A",
          "key": "${missing[0].key}",
          "query_parameters": "${missing[0].parameters}"
        }
      ],
      "pod_context": {
        "namespace": "${pod.namespace}",
        "serviceAccount": "${pod.serviceAccount}",
        "podName": "${pod.podName}",
        "podUID": "${pod.podUID}",
        "nodeName": "${pod.nodeName}"
      }
    }
  },
  {
    "id": "errors/not-found/first",
    "requirement": "errors/not-found",
    "since": 1,
    "given": {
      "keys.available": 1,
      "keys.missing": 1
    },
    "stimulus": "a missing key before an available one",
    "premises": [
      "one",
      "missing-fails"
    ],
    "expect": {
      "code": [
        "NOT_FOUND"
      ]
    },
    "why": "The code of the last query wins.",
    "method": "NodeGetEnvVars",
    "request": {
      "provider_class_name": "${class.name}",
      "class_parameters": "${class.parameters}",
      "queries": [
        {
          "name": "CSI_ENV_A",
          "key": "${missing[0].key}",
          "query_parameters": "${missing[0].parameters}"
        },
        {
          "name": "CSI_ENV_B",
          "key": "${available[0].key}",
          "query_parameters": "${available[0].parameters}"
        }
      ],
      "pod_context": {
        "namespace": "${pod.namespace}",
        "serviceAccount": "${pod.serviceAccount}",
        "podName": "${pod.podName}",
        "podUID": "${pod.podUID}",
        "nodeName": "${pod.nodeName}"
      }
    }
  },
  {
    "id": "errors/not-found/last",
    "requirement": "errors/not-found",
    "since": 1,
    "given": {
      "keys.available": 1,
      "keys.missing": 1
    },
    "stimulus": "a missing key after an available one",
    "premises": [
      "one",
      "missing-fails"
    ],
    "expect": {
      "code": [
        "NOT_FOUND"
      ]
    },
    "why": "The code of the first query wins.",
    "method": "NodeGetEnvVars",
    "request": {
      "provider_class_name": "${class.name}",
      "class_parameters": "${class.parameters}",
      "queries": [
        {
          "name": "CSI_ENV_A",
          "key": "${available[0].key}",
          "query_parameters": "${available[0].parameters}"
        },
        {
          "name": "CSI_ENV_B",
          "key": "${missing[0].key}",
          "query_parameters": "${missing[0].parameters}"
        }
      ],
      "pod_context": {
        "namespace": "${pod.namespace}",
        "serviceAccount": "${pod.serviceAccount}",
        "podName": "${pod.podName}",
        "podUID": "${pod.podUID}",
        "nodeName": "${pod.nodeName}"
      }
    }
  },
  {
    "id": "errors/permission-denied/key",
    "requirement": "errors/permission-denied",
    "since": 1,
    "given": {
      "keys.available": 1,
      "keys.denied": 1
    },
    "stimulus": "one query, for a denied key",
    "premises": [
      "one",
      "denied-key-fails"
    ],
    "expect": {
      "code": [
        "PERMISSION_DENIED"
      ]
    },
    "why": "NOT_FOUND for a key that nobody may see, or the code of the backend.",
    "method": "NodeGetEnvVars",
    "request": {
      "provider_class_name": "${class.name}",
      "class_parameters": "${class.parameters}",
      "queries": [
        {
          "name": "CSI_ENV_A",
          "key": "${denied[0].key}",
          "query_parameters": "${denied[0].parameters}"
        }
      ],
      "pod_context": {
        "namespace": "${pod.namespace}",
        "serviceAccount": "${pod.serviceAccount}",
        "podName": "${pod.podName}",
        "podUID": "${pod.podUID}",
        "nodeName": "${pod.nodeName}"
      }
    }
  },
  {
    "id": "errors/permission-denied/key-last",
    "requirement": "errors/permission-denied",
    "since": 1,
    "given": {
      "keys.available": 1,
      "keys.denied": 1
    },
    "stimulus": "a denied key after an available one",
    "premises": [
      "one",
      "denied-key-fails"
    ],
    "expect": {
      "code": [
        "PERMISSION_DENIED"
      ]
    },
    "why": "The code of the first query wins.",
    "method": "NodeGetEnvVars",
    "request": {
      "provider_class_name": "${class.name}",
      "class_parameters": "${class.parameters}",
      "queries": [
        {
          "name": "CSI_ENV_A",
          "key": "${available[0].key}",
          "query_parameters": "${available[0].parameters}"
        },
        {
          "name": "CSI_ENV_B",
          "key": "${denied[0].key}",
          "query_parameters": "${denied[0].parameters}"
        }
      ],
      "pod_context": {
        "namespace": "${pod.namespace}",
        "serviceAccount": "${pod.serviceAccount}",
        "podName": "${pod.podName}",
        "podUID": "${pod.podUID}",
        "nodeName": "${pod.nodeName}"
      }
    }
  },
  {
    "id": "errors/permission-denied/namespace",
    "requirement": "errors/permission-denied",
    "since": 1,
    "given": {
      "keys.available": 1,
      "deniedPods.namespace": 1
    },
    "stimulus": "a query of a pod of a denied namespace",
    "premises": [
      "one",
      "denied-namespace-fails"
    ],
    "expect": {
      "code": [
        "PERMISSION_DENIED"
      ]
    },
    "why": "INVALID_ARGUMENT or NOT_FOUND for a refusal.",
    "method": "NodeGetEnvVars",
    "request": {
      "provider_class_name": "${class.name}",
      "class_parameters": "${class.parameters}",
      "queries": [
        {
          "name": "CSI_ENV_A",
          "key": "${available[0].key}",
          "query_parameters": "${available[0].parameters}"
        }
      ],
      "pod_context": {
        "namespace": "${deniedNamespace[0].namespace}",
        "serviceAccount": "${deniedNamespace[0].serviceAccount}",
        "podName": "${deniedNamespace[0].podName}",
        "podUID": "${deniedNamespace[0].podUID}",
        "nodeName": "${pod.nodeName}"
      }
    }
  },
  {
    "id": "errors/permission-denied/identity",
    "requirement": "errors/permission-denied",
    "since": 1,
    "given": {
      "keys.available": 1,
      "deniedPods.identity": 1
    },
    "stimulus": "a query of a pod of a denied identity",
    "premises": [
      "one",
      "denied-identity-fails"
    ],
    "expect": {
      "code": [
        "PERMISSION_DENIED"
      ]
    },
    "why": "UNAUTHENTICATED or the code of the backend for a refusal.",
    "method": "NodeGetEnvVars",
    "request": {
      "provider_class_name": "${class.name}",
      "class_parameters": "${class.parameters}",
      "queries": [
        {
          "name": "CSI_ENV_A",
          "key": "${available[0].key}",
          "query_parameters": "${available[0].parameters}"
        }
      ],
      "pod_context": {
        "namespace": "${deniedIdentity[0].namespace}",
        "serviceAccount": "${deniedIdentity[0].serviceAccount}",
        "podName": "${deniedIdentity[0].podName}",
        "podUID": "${deniedIdentity[0].podUID}",
        "nodeName": "${pod.nodeName}"
      }
    }
  },
  {
    "id": "errors/precedence/malformed-then-denied",
    "requirement": "errors/precedence",
    "since": 1,
    "given": {
      "keys.available": 1,
      "keys.denied": 1
    },
    "stimulus": "a malformed query before a denied key",
    "premises": [
      "one",
      "bad-name",
      "denied-key"
    ],
    "expect": {
      "code": [
        "INVALID_ARGUMENT"
      ]
    },
    "why": "The last failure, or the first to arrive, decides.",
    "method": "NodeGetEnvVars",
    "request": {
      "provider_class_name": "${class.name}",
      "class_parameters": "${class.parameters}",
      "queries": [
        {
          "name": "CSI_ENV_A=ENV",
          "key": "${available[0].key}",
          "query_parameters": "${available[0].parameters}"
        },
        {
          "name": "CSI_ENV_B",
          "key": "${denied[0].key}",
          "query_parameters": "${denied[0].parameters}"
        }
      ],
      "pod_context": {
        "namespace": "${pod.namespace}",
        "serviceAccount": "${pod.serviceAccount}",
        "podName": "${pod.podName}",
        "podUID": "${pod.podUID}",
        "nodeName": "${pod.nodeName}"
      }
    }
  },
  {
    "id": "errors/precedence/denied-then-malformed",
    "requirement": "errors/precedence",
    "since": 1,
    "given": {
      "keys.available": 1,
      "keys.denied": 1
    },
    "stimulus": "a denied key before a malformed query",
    "premises": [
      "one",
      "bad-name",
      "denied-key"
    ],
    "expect": {
      "code": [
        "INVALID_ARGUMENT"
      ]
    },
    "why": "The first failure in query order decides.",
    "method": "NodeGetEnvVars",
    "request": {
      "provider_class_name": "${class.name}",
      "class_parameters": "${class.parameters}",
      "queries": [
        {
          "name": "CSI_ENV_A",
          "key": "${denied[0].key}",
          "query_parameters": "${denied[0].parameters}"
        },
        {
          "name": "CSI_ENV_B=ENV",
          "key": "${available[0].key}",
          "query_parameters": "${available[0].parameters}"
        }
      ],
      "pod_context": {
        "namespace": "${pod.namespace}",
        "serviceAccount": "${pod.serviceAccount}",
        "podName": "${pod.podName}",
        "podUID": "${pod.podUID}",
        "nodeName": "${pod.nodeName}"
      }
    }
  },
  {
    "id": "errors/precedence/malformed-then-missing",
    "requirement": "errors/precedence",
    "since": 1,
    "given": {
      "keys.available": 1,
      "keys.missing": 1
    },
    "stimulus": "a malformed query before a missing key",
    "premises": [
      "one",
      "bad-name",
      "missing"
    ],
    "expect": {
      "code": [
        "INVALID_ARGUMENT"
      ]
    },
    "why": "The last failure, or the first to arrive, decides.",
    "method": "NodeGetEnvVars",
    "request": {
      "provider_class_name": "${class.name}",
      "class_parameters": "${class.parameters}",
      "queries": [
        {
          "name": "CSI_ENV_A=ENV",
          "key": "${available[0].key}",
          "query_parameters": "${available[0].parameters}"
        },
        {
          "name": "CSI_ENV_B",
          "key": "${missing[0].key}",
          "query_parameters": "${missing[0].parameters}"
        }
      ],
      "pod_context": {
        "namespace": "${pod.namespace}",
        "serviceAccount": "${pod.serviceAccount}",
        "podName": "${pod.podName}",
        "podUID": "${pod.podUID}",
        "nodeName": "${pod.nodeName}"
      }
    }
  },
  {
    "id": "errors/precedence/missing-then-malformed",
    "requirement": "errors/precedence",
    "since": 1,
    "given": {
      "keys.available": 1,
      "keys.missing": 1
    },
    "stimulus": "a missing key before a malformed query",
    "premises": [
      "one",
      "bad-name",
      "missing"
    ],
    "expect": {
      "code": [
        "INVALID_ARGUMENT"
      ]
    },
    "why": "The first failure in query order decides.",
    "method": "NodeGetEnvVars",
    "request": {
      "provider_class_name": "${class.name}",
      "class_parameters": "${class.parameters}",
      "queries": [
        {
          "name": "CSI_ENV_A",
          "key": "${missing[0].key}",
          "query_parameters": "${missing[0].parameters}"
        },
        {
          "name": "CSI_ENV_B=ENV",
          "key": "${available[0].key}",
          "query_parameters": "${available[0].parameters}"
        }
      ],
      "pod_context": {
        "namespace": "${pod.namespace}",
        "serviceAccount": "${pod.serviceAccount}",
        "podName": "${pod.podName}",
        "podUID": "${pod.podUID}",
        "nodeName": "${pod.nodeName}"
      }
    }
  },
  {
    "id": "errors/precedence/malformed-then-failing",
    "requirement": "errors/precedence",
    "since": 1,
    "given": {
      "keys.available": 1,
      "keys.failing": 1
    },
    "stimulus": "a malformed query before a key for which the backend fails",
    "premises": [
      "one",
      "bad-name",
      "failing"
    ],
    "expect": {
      "code": [
        "INVALID_ARGUMENT"
      ]
    },
    "why": "The last failure, or the first to arrive, decides.",
    "method": "NodeGetEnvVars",
    "request": {
      "provider_class_name": "${class.name}",
      "class_parameters": "${class.parameters}",
      "queries": [
        {
          "name": "CSI_ENV_A=ENV",
          "key": "${available[0].key}",
          "query_parameters": "${available[0].parameters}"
        },
        {
          "name": "CSI_ENV_B",
          "key": "${failing[0].key}",
          "query_parameters": "${failing[0].parameters}"
        }
      ],
      "pod_context": {
        "namespace": "${pod.namespace}",
        "serviceAccount": "${pod.serviceAccount}",
        "podName": "${pod.podName}",
        "podUID": "${pod.podUID}",
        "nodeName": "${pod.nodeName}"
      }
    }
  },
  {
    "id": "errors/precedence/failing-then-malformed",
    "requirement": "errors/precedence",
    "since": 1,
    "given": {
      "keys.available": 1,
      "keys.failing": 1
    },
    "stimulus": "a key for which the backend fails before a malformed query",
    "premises": [
      "one",
      "bad-name",
      "failing"
    ],
    "expect": {
      "code": [
        "INVALID_ARGUMENT"
      ]
    },
    "why": "The first failure in query order decides.",
    "method": "NodeGetEnvVars",
    "request": {
      "provider_class_name": "${class.name}",
      "class_parameters": "${class.parameters}",
      "queries": [
        {
          "name": "CSI_ENV_A",
          "key": "${failing[0].key}",
          "query_parameters": "${failing[0].parameters}"
        },
        {
          "name": "CSI_ENV_B=ENV",
          "key": "${available[0].key}",
          "query_parameters": "${available[0].parameters}"
        }
      ],
      "pod_context": {
        "namespace": "${pod.namespace}",
        "serviceAccount": "${pod.serviceAccount}",
        "podName": "${pod.podName}",
        "podUID": "${pod.podUID}",
        "nodeName": "${pod.nodeName}"
      }
    }
  },
  {
    "id": "errors/precedence/denied-then-missing",
    "requirement": "errors/precedence",
    "since": 1,
    "given": {
      "keys.available": 1,
      "keys.denied": 1,
      "keys.missing": 1
    },
    "stimulus": "a denied key before a missing key",
    "premises": [
      "one",
      "denied-key",
      "missing"
    ],
    "expect": {
      "code": [
        "PERMISSION_DENIED"
      ]
    },
    "why": "The last failure, or the first to arrive, decides.",
    "method": "NodeGetEnvVars",
    "request": {
      "provider_class_name": "${class.name}",
      "class_parameters": "${class.parameters}",
      "queries": [
        {
          "name": "CSI_ENV_A",
          "key": "${denied[0].key}",
          "query_parameters": "${denied[0].parameters}"
        },
        {
          "name": "CSI_ENV_B",
          "key": "${missing[0].key}",
          "query_parameters": "${missing[0].parameters}"
        }
      ],
      "pod_context": {
        "namespace": "${pod.namespace}",
        "serviceAccount": "${pod.serviceAccount}",
        "podName": "${pod.podName}",
        "podUID": "${pod.podUID}",
        "nodeName": "${pod.nodeName}"
      }
    }
  },
  {
    "id": "errors/precedence/missing-then-denied",
    "requirement": "errors/precedence",
    "since": 1,
    "given": {
      "keys.available": 1,
      "keys.missing": 1,
      "keys.denied": 1
    },
    "stimulus": "a missing key before a denied key",
    "premises": [
      "one",
      "denied-key",
      "missing"
    ],
    "expect": {
      "code": [
        "PERMISSION_DENIED"
      ]
    },
    "why": "The first failure in query order decides.",
    "method": "NodeGetEnvVars",
    "request": {
      "provider_class_name": "${class.name}",
      "class_parameters": "${class.parameters}",
      "queries": [
        {
          "name": "CSI_ENV_A",
          "key": "${missing[0].key}",
          "query_parameters": "${missing[0].parameters}"
        },
        {
          "name": "CSI_ENV_B",
          "key": "${denied[0].key}",
          "query_parameters": "${denied[0].parameters}"
        }
      ],
      "pod_context": {
        "namespace": "${pod.namespace}",
        "serviceAccount": "${pod.serviceAccount}",
        "podName": "${pod.podName}",
        "podUID": "${pod.podUID}",
        "nodeName": "${pod.nodeName}"
      }
    }
  },
  {
    "id": "errors/precedence/denied-then-failing",
    "requirement": "errors/precedence",
    "since": 1,
    "given": {
      "keys.available": 1,
      "keys.denied": 1,
      "keys.failing": 1
    },
    "stimulus": "a denied key before a key for which the backend fails",
    "premises": [
      "one",
      "denied-key",
      "failing"
    ],
    "expect": {
      "code": [
        "PERMISSION_DENIED"
      ]
    },
    "why": "The last failure, or the first to arrive, decides.",
    "method": "NodeGetEnvVars",
    "request": {
      "provider_class_name": "${class.name}",
      "class_parameters": "${class.parameters}",
      "queries": [
        {
          "name": "CSI_ENV_A",
          "key": "${denied[0].key}",
          "query_parameters": "${denied[0].parameters}"
        },
        {
          "name": "CSI_ENV_B",
          "key": "${failing[0].key}",
          "query_parameters": "${failing[0].parameters}"
        }
      ],
      "pod_context": {
        "namespace": "${pod.namespace}",
        "serviceAccount": "${pod.serviceAccount}",
        "podName": "${pod.podName}",
        "podUID": "${pod.podUID}",
        "nodeName": "${pod.nodeName}"
      }
    }
  },
  {
    "id": "errors/precedence/failing-then-denied",
    "requirement": "errors/precedence",
    "since": 1,
    "given": {
      "keys.available": 1,
      "keys.failing": 1,
      "keys.denied": 1
    },
    "stimulus": "a key for which the backend fails before a denied key",
    "premises": [
      "one",
      "denied-key",
      "failing"
    ],
    "expect": {
      "code": [
        "PERMISSION_DENIED"
      ]
    },
    "why": "The first failure in query order decides.",
    "method": "NodeGetEnvVars",
    "request": {
      "provider_class_name": "${class.name}",
      "class_parameters": "${class.parameters}",
      "queries": [
        {
          "name": "CSI_ENV_A",
          "key": "${failing[0].key}",
          "query_parameters": "${failing[0].parameters}"
        },
        {
          "name": "CSI_ENV_B",
          "key": "${denied[0].key}",
          "query_parameters": "${denied[0].parameters}"
        }
      ],
      "pod_context": {
        "namespace": "${pod.namespace}",
        "serviceAccount": "${pod.serviceAccount}",
        "podName": "${pod.podName}",
        "podUID": "${pod.podUID}",
        "nodeName": "${pod.nodeName}"
      }
    }
  },
  {
    "id": "errors/precedence/missing-then-failing",
    "requirement": "errors/precedence",
    "since": 1,
    "given": {
      "keys.available": 1,
      "keys.missing": 1,
      "keys.failing": 1
    },
    "stimulus": "a missing key before a key for which the backend fails",
    "premises": [
      "one",
      "missing",
      "failing"
    ],
    "expect": {
      "code": [
        "NOT_FOUND"
      ]
    },
    "why": "The last failure, or the first to arrive, decides.",
    "method": "NodeGetEnvVars",
    "request": {
      "provider_class_name": "${class.name}",
      "class_parameters": "${class.parameters}",
      "queries": [
        {
          "name": "CSI_ENV_A",
          "key": "${missing[0].key}",
          "query_parameters": "${missing[0].parameters}"
        },
        {
          "name": "CSI_ENV_B",
          "key": "${failing[0].key}",
          "query_parameters": "${failing[0].parameters}"
        }
      ],
      "pod_context": {
        "namespace": "${pod.namespace}",
        "serviceAccount": "${pod.serviceAccount}",
        "podName": "${pod.podName}",
        "podUID": "${pod.podUID}",
        "nodeName": "${pod.nodeName}"
      }
    }
  },
  {
    "id": "errors/precedence/failing-then-missing",
    "requirement": "errors/precedence",
    "since": 1,
    "given": {
      "keys.available": 1,
      "keys.failing": 1,
      "keys.missing": 1
    },
    "stimulus": "a key for which the backend fails before a missing key",
    "premises": [
      "one",
      "missing",
      "failing"
    ],
    "expect": {
      "code": [
        "NOT_FOUND"
      ]
    },
    "why": "The first failure in query order decides.",
    "method": "NodeGetEnvVars",
    "request": {
      "provider_class_name": "${class.name}",
      "class_parameters": "${class.parameters}",
      "queries": [
        {
          "name": "CSI_ENV_A",
          "key": "${failing[0].key}",
          "query_parameters": "${failing[0].parameters}"
        },
        {
          "name": "CSI_ENV_B",
          "key": "${missing[0].key}",
          "query_parameters": "${missing[0].parameters}"
        }
      ],
      "pod_context": {
        "namespace": "${pod.namespace}",
        "serviceAccount": "${pod.serviceAccount}",
        "podName": "${pod.podName}",
        "podUID": "${pod.podUID}",
        "nodeName": "${pod.nodeName}"
      }
    }
  },
  {
    "id": "errors/precedence/oversized-then-missing",
    "requirement": "errors/precedence",
    "since": 1,
    "given": {
      "keys.available": 1,
      "keys.oversized": 1,
      "keys.missing": 1
    },
    "stimulus": "a key whose value is too long before a missing one",
    "premises": [
      "one",
      "oversized",
      "missing"
    ],
    "expect": {
      "code": [
        "INVALID_ARGUMENT",
        "NOT_FOUND"
      ]
    },
    "why": "The size of a value is known only once the backend was asked, so either code is right.",
    "method": "NodeGetEnvVars",
    "request": {
      "provider_class_name": "${class.name}",
      "class_parameters": "${class.parameters}",
      "queries": [
        {
          "name": "CSI_ENV_A",
          "key": "${oversized[0].key}",
          "query_parameters": "${oversized[0].parameters}"
        },
        {
          "name": "CSI_ENV_B",
          "key": "${missing[0].key}",
          "query_parameters": "${missing[0].parameters}"
        }
      ],
      "pod_context": {
        "namespace": "${pod.namespace}",
        "serviceAccount": "${pod.serviceAccount}",
        "podName": "${pod.podName}",
        "podUID": "${pod.podUID}",
        "nodeName": "${pod.nodeName}"
      }
    }
  },
  {
    "id": "errors/precedence/missing-then-oversized",
    "requirement": "errors/precedence",
    "since": 1,
    "given": {
      "keys.available": 1,
      "keys.oversized": 1,
      "keys.missing": 1
    },
    "stimulus": "a key whose value is too long after a missing one",
    "premises": [
      "one",
      "oversized",
      "missing"
    ],
    "expect": {
      "code": [
        "INVALID_ARGUMENT",
        "NOT_FOUND"
      ]
    },
    "why": "The size of a value is known only once the backend was asked, so either code is right.",
    "method": "NodeGetEnvVars",
    "request": {
      "provider_class_name": "${class.name}",
      "class_parameters": "${class.parameters}",
      "queries": [
        {
          "name": "CSI_ENV_A",
          "key": "${missing[0].key}",
          "query_parameters": "${missing[0].parameters}"
        },
        {
          "name": "CSI_ENV_B",
          "key": "${oversized[0].key}",
          "query_parameters": "${oversized[0].parameters}"
        }
      ],
      "pod_context": {
        "namespace": "${pod.namespace}",
        "serviceAccount": "${pod.serviceAccount}",
        "podName": "${pod.podName}",
        "podUID": "${pod.podUID}",
        "nodeName": "${pod.nodeName}"
      }
    }
  },
  {
    "id": "errors/precedence/malformed-pod-and-denied-key",
    "requirement": "errors/precedence",
    "since": 1,
    "given": {
      "keys.available": 1,
      "keys.denied": 1
    },
    "stimulus": "a denied key for a pod without podName",
    "premises": [
      "one",
      "no-pod-name",
      "denied-key"
    ],
    "expect": {
      "code": [
        "INVALID_ARGUMENT"
      ]
    },
    "why": "Authorization before validation.",
    "method": "NodeGetEnvVars",
    "request": {
      "provider_class_name": "${class.name}",
      "class_parameters": "${class.parameters}",
      "queries": [
        {
          "name": "CSI_ENV_A",
          "key": "${denied[0].key}",
          "query_parameters": "${denied[0].parameters}"
        }
      ],
      "pod_context": {
        "namespace": "${pod.namespace}",
        "serviceAccount": "${pod.serviceAccount}",
        "podUID": "${pod.podUID}",
        "nodeName": "${pod.nodeName}"
      }
    }
  },
  {
    "id": "errors/precedence/malformed-pod-and-missing-key",
    "requirement": "errors/precedence",
    "since": 1,
    "given": {
      "keys.available": 1,
      "keys.missing": 1
    },
    "stimulus": "a missing key for a pod without podName",
    "premises": [
      "one",
      "no-pod-name",
      "missing"
    ],
    "expect": {
      "code": [
        "INVALID_ARGUMENT"
      ]
    },
    "why": "The backend is asked before the request is validated.",
    "method": "NodeGetEnvVars",
    "request": {
      "provider_class_name": "${class.name}",
      "class_parameters": "${class.parameters}",
      "queries": [
        {
          "name": "CSI_ENV_A",
          "key": "${missing[0].key}",
          "query_parameters": "${missing[0].parameters}"
        }
      ],
      "pod_context": {
        "namespace": "${pod.namespace}",
        "serviceAccount": "${pod.serviceAccount}",
        "podUID": "${pod.podUID}",
        "nodeName": "${pod.nodeName}"
      }
    }
  },
  {
    "id": "errors/precedence/denied-namespace-and-malformed",
    "requirement": "errors/precedence",
    "since": 1,
    "given": {
      "keys.available": 1,
      "deniedPods.namespace": 1
    },
    "stimulus": "a malformed query for a pod of a denied namespace",
    "premises": [
      "one",
      "denied-namespace",
      "bad-name"
    ],
    "expect": {
      "code": [
        "INVALID_ARGUMENT"
      ]
    },
    "why": "Authorization before validation.",
    "method": "NodeGetEnvVars",
    "request": {
      "provider_class_name": "${class.name}",
      "class_parameters": "${class.parameters}",
      "queries": [
        {
          "name": "CSI_ENV_A=ENV",
          "key": "${available[0].key}",
          "query_parameters": "${available[0].parameters}"
        }
      ],
      "pod_context": {
        "namespace": "${deniedNamespace[0].namespace}",
        "serviceAccount": "${deniedNamespace[0].serviceAccount}",
        "podName": "${deniedNamespace[0].podName}",
        "podUID": "${deniedNamespace[0].podUID}",
        "nodeName": "${pod.nodeName}"
      }
    }
  },
  {
    "id": "errors/precedence/denied-namespace-and-missing",
    "requirement": "errors/precedence",
    "since": 1,
    "given": {
      "keys.available": 1,
      "deniedPods.namespace": 1,
      "keys.missing": 1
    },
    "stimulus": "a missing key for a pod of a denied namespace",
    "premises": [
      "one",
      "denied-namespace",
      "missing"
    ],
    "expect": {
      "code": [
        "PERMISSION_DENIED"
      ]
    },
    "why": "The backend is asked before authorization.",
    "method": "NodeGetEnvVars",
    "request": {
      "provider_class_name": "${class.name}",
      "class_parameters": "${class.parameters}",
      "queries": [
        {
          "name": "CSI_ENV_A",
          "key": "${missing[0].key}",
          "query_parameters": "${missing[0].parameters}"
        }
      ],
      "pod_context": {
        "namespace": "${deniedNamespace[0].namespace}",
        "serviceAccount": "${deniedNamespace[0].serviceAccount}",
        "podName": "${deniedNamespace[0].podName}",
        "podUID": "${deniedNamespace[0].podUID}",
        "nodeName": "${pod.nodeName}"
      }
    }
  },
  {
    "id": "errors/precedence/denied-namespace-and-failing",
    "requirement": "errors/precedence",
    "since": 1,
    "given": {
      "keys.available": 1,
      "deniedPods.namespace": 1,
      "keys.failing": 1
    },
    "stimulus": "a key for which the backend fails, for a pod of a denied namespace",
    "premises": [
      "one",
      "denied-namespace",
      "failing"
    ],
    "expect": {
      "code": [
        "PERMISSION_DENIED"
      ]
    },
    "why": "The backend is asked before authorization.",
    "method": "NodeGetEnvVars",
    "request": {
      "provider_class_name": "${class.name}",
      "class_parameters": "${class.parameters}",
      "queries": [
        {
          "name": "CSI_ENV_A",
          "key": "${failing[0].key}",
          "query_parameters": "${failing[0].parameters}"
        }
      ],
      "pod_context": {
        "namespace": "${deniedNamespace[0].namespace}",
        "serviceAccount": "${deniedNamespace[0].serviceAccount}",
        "podName": "${deniedNamespace[0].podName}",
        "podUID": "${deniedNamespace[0].podUID}",
        "nodeName": "${pod.nodeName}"
      }
    }
  },
  {
    "id": "idempotency/repeat/one",
    "requirement": "idempotency/repeat",
    "since": 1,
    "given": {
      "keys.available": 1
    },
    "stimulus": "the same request a second time",
    "premises": [
      "one"
    ],
    "expect": {
      "ok": {
        "same": "one"
      }
    },
    "why": "A second answer that comes from a cache of something else.",
    "method": "NodeGetEnvVars",
    "request": {
      "provider_class_name": "${class.name}",
      "class_parameters": "${class.parameters}",
      "queries": [
        {
          "name": "CSI_ENV_A",
          "key": "${available[0].key}",
          "query_parameters": "${available[0].parameters}"
        }
      ],
      "pod_context": {
        "namespace": "${pod.namespace}",
        "serviceAccount": "${pod.serviceAccount}",
        "podName": "${pod.podName}",
        "podUID": "${pod.podUID}",
        "nodeName": "${pod.nodeName}"
      }
    }
  },
  {
    "id": "idempotency/repeat/two",
    "requirement": "idempotency/repeat",
    "since": 1,
    "given": {
      "keys.available": 2
    },
    "stimulus": "the same request for two keys a second time",
    "premises": [
      "two"
    ],
    "expect": {
      "ok": {
        "same": "two"
      }
    },
    "why": "A cache that mixes up its entries.",
    "method": "NodeGetEnvVars",
    "request": {
      "provider_class_name": "${class.name}",
      "class_parameters": "${class.parameters}",
      "queries": [
        {
          "name": "CSI_ENV_A",
          "key": "${available[0].key}",
          "query_parameters": "${available[0].parameters}"
        },
        {
          "name": "CSI_ENV_B",
          "key": "${available[1].key}",
          "query_parameters": "${available[1].parameters}"
        }
      ],
      "pod_context": {
        "namespace": "${pod.namespace}",
        "serviceAccount": "${pod.serviceAccount}",
        "podName": "${pod.podName}",
        "podUID": "${pod.podUID}",
        "nodeName": "${pod.nodeName}"
      }
    }
  },
  {
    "id": "identity/plugin-name/form",
    "requirement": "identity/plugin-name",
    "since": 1,
    "stimulus": "a call of GetPluginInfo",
    "method": "GetPluginInfo",
    "request": {},
    "expect": {
      "ok": {
        "response": {
          "required": [
            "name"
          ],
          "properties": {
            "name": {
              "type": "string",
              "maxLength": 63,
              "pattern": "^[A-Za-z0-9]([-.A-Za-z0-9]*[A-Za-z0-9])?$"
            }
          }
        }
      }
    },
    "why": "Legal names of one character and of 63 pass; underscores, an empty name and punctuation at an end do not.",
    "given": {},
    "premises": []
  },
  {
    "id": "identity/vendor-version/given",
    "requirement": "identity/vendor-version",
    "since": 1,
    "stimulus": "a call of GetPluginInfo",
    "method": "GetPluginInfo",
    "request": {},
    "expect": {
      "ok": {
        "response": {
          "required": [
            "vendor_version"
          ],
          "properties": {
            "vendor_version": {
              "type": "string",
              "minLength": 1
            }
          }
        }
      }
    },
    "why": "A build without a stamp answers an empty text.",
    "given": {},
    "premises": []
  },
  {
    "id": "identity/probe/serving",
    "requirement": "identity/probe",
    "since": 1,
    "stimulus": "a call of Probe once the driver serves",
    "method": "Probe",
    "request": {},
    "expect": {
      "ok": {
        "response": {
          "properties": {
            "ready": {
              "const": true
            }
          }
        }
      }
    },
    "why": "An absent `ready` counts as ready.",
    "given": {},
    "premises": []
  },
  {
    "id": "identity/version-free/number",
    "requirement": "identity/version-free",
    "since": 1,
    "given": {
      "keys.available": 1
    },
    "stimulus": "a request with version 1",
    "premises": [
      "one"
    ],
    "expect": {
      "ok": {
        "same": "one"
      }
    },
    "why": "A number looks like an old version.",
    "method": "NodeGetEnvVars",
    "request": {
      "provider_class_name": "${class.name}",
      "class_parameters": "${class.parameters}",
      "queries": [
        {
          "name": "CSI_ENV_A",
          "key": "${available[0].key}",
          "query_parameters": "${available[0].parameters}"
        }
      ],
      "pod_context": {
        "namespace": "${pod.namespace}",
        "serviceAccount": "${pod.serviceAccount}",
        "podName": "${pod.podName}",
        "podUID": "${pod.podUID}",
        "nodeName": "${pod.nodeName}"
      },
      "version": "1"
    }
  },
  {
    "id": "identity/version-free/newer",
    "requirement": "identity/version-free",
    "since": 1,
    "given": {
      "keys.available": 1
    },
    "stimulus": "a request with version v99.0.0",
    "premises": [
      "one"
    ],
    "expect": {
      "ok": {
        "same": "one"
      }
    },
    "why": "A newer CO may send what no driver knows yet.",
    "method": "NodeGetEnvVars",
    "request": {
      "provider_class_name": "${class.name}",
      "class_parameters": "${class.parameters}",
      "queries": [
        {
          "name": "CSI_ENV_A",
          "key": "${available[0].key}",
          "query_parameters": "${available[0].parameters}"
        }
      ],
      "pod_context": {
        "namespace": "${pod.namespace}",
        "serviceAccount": "${pod.serviceAccount}",
        "podName": "${pod.podName}",
        "podUID": "${pod.podUID}",
        "nodeName": "${pod.nodeName}"
      },
      "version": "v99.0.0"
    }
  },
  {
    "id": "identity/version-free/words",
    "requirement": "identity/version-free",
    "since": 1,
    "given": {
      "keys.available": 1
    },
    "stimulus": "a request with version no version at all",
    "premises": [
      "one"
    ],
    "expect": {
      "ok": {
        "same": "one"
      }
    },
    "why": "The text is opaque and need not look like a version.",
    "method": "NodeGetEnvVars",
    "request": {
      "provider_class_name": "${class.name}",
      "class_parameters": "${class.parameters}",
      "queries": [
        {
          "name": "CSI_ENV_A",
          "key": "${available[0].key}",
          "query_parameters": "${available[0].parameters}"
        }
      ],
      "pod_context": {
        "namespace": "${pod.namespace}",
        "serviceAccount": "${pod.serviceAccount}",
        "podName": "${pod.podName}",
        "podUID": "${pod.podUID}",
        "nodeName": "${pod.nodeName}"
      },
      "version": "no version at all"
    }
  },
  {
    "id": "identity/version-free/absent",
    "requirement": "identity/version-free",
    "since": 1,
    "given": {
      "keys.available": 1
    },
    "stimulus": "a request without a version",
    "premises": [
      "versioned"
    ],
    "expect": {
      "ok": {
        "same": "versioned"
      }
    },
    "why": "Absence is the rule, not an error.",
    "method": "NodeGetEnvVars",
    "request": {
      "provider_class_name": "${class.name}",
      "class_parameters": "${class.parameters}",
      "queries": [
        {
          "name": "CSI_ENV_A",
          "key": "${available[0].key}",
          "query_parameters": "${available[0].parameters}"
        }
      ],
      "pod_context": {
        "namespace": "${pod.namespace}",
        "serviceAccount": "${pod.serviceAccount}",
        "podName": "${pod.podName}",
        "podUID": "${pod.podUID}",
        "nodeName": "${pod.nodeName}"
      }
    }
  },
  {
    "id": "optional/missing/first",
    "requirement": "optional/missing",
    "since": 1,
    "stage": "beta",
    "given": {
      "keys.available": 1,
      "keys.missing": 1
    },
    "stimulus": "three queries, the first of which is optional and asks for a missing key",
    "premises": [
      "three",
      "missing-fails"
    ],
    "expect": {
      "ok": {
        "results": [
          {
            "name": "CSI_ENV_A",
            "error": true
          },
          {
            "name": "CSI_ENV_B",
            "like": {
              "premise": "three",
              "index": 1
            },
            "error": false
          },
          {
            "name": "CSI_ENV_C",
            "like": {
              "premise": "three",
              "index": 2
            },
            "error": false
          }
        ]
      }
    },
    "why": "An error at the wrong result, or values that are lost.",
    "method": "NodeGetEnvVars",
    "request": {
      "provider_class_name": "${class.name}",
      "class_parameters": "${class.parameters}",
      "queries": [
        {
          "name": "CSI_ENV_A",
          "key": "${missing[0].key}",
          "query_parameters": "${missing[0].parameters}",
          "optional": true
        },
        {
          "name": "CSI_ENV_B",
          "key": "${available[0].key}",
          "query_parameters": "${available[0].parameters}"
        },
        {
          "name": "CSI_ENV_C",
          "key": "${available[0].key}",
          "query_parameters": "${available[0].parameters}"
        }
      ],
      "pod_context": {
        "namespace": "${pod.namespace}",
        "serviceAccount": "${pod.serviceAccount}",
        "podName": "${pod.podName}",
        "podUID": "${pod.podUID}",
        "nodeName": "${pod.nodeName}"
      }
    }
  },
  {
    "id": "optional/missing/middle",
    "requirement": "optional/missing",
    "since": 1,
    "stage": "beta",
    "given": {
      "keys.available": 1,
      "keys.missing": 1
    },
    "stimulus": "three queries, the middle of which is optional and asks for a missing key",
    "premises": [
      "three",
      "missing-fails"
    ],
    "expect": {
      "ok": {
        "results": [
          {
            "name": "CSI_ENV_A",
            "like": {
              "premise": "three",
              "index": 0
            },
            "error": false
          },
          {
            "name": "CSI_ENV_B",
            "error": true
          },
          {
            "name": "CSI_ENV_C",
            "like": {
              "premise": "three",
              "index": 2
            },
            "error": false
          }
        ]
      }
    },
    "why": "An error at the wrong result, or values that are lost.",
    "method": "NodeGetEnvVars",
    "request": {
      "provider_class_name": "${class.name}",
      "class_parameters": "${class.parameters}",
      "queries": [
        {
          "name": "CSI_ENV_A",
          "key": "${available[0].key}",
          "query_parameters": "${available[0].parameters}"
        },
        {
          "name": "CSI_ENV_B",
          "key": "${missing[0].key}",
          "query_parameters": "${missing[0].parameters}",
          "optional": true
        },
        {
          "name": "CSI_ENV_C",
          "key": "${available[0].key}",
          "query_parameters": "${available[0].parameters}"
        }
      ],
      "pod_context": {
        "namespace": "${pod.namespace}",
        "serviceAccount": "${pod.serviceAccount}",
        "podName": "${pod.podName}",
        "podUID": "${pod.podUID}",
        "nodeName": "${pod.nodeName}"
      }
    }
  },
  {
    "id": "optional/missing/last",
    "requirement": "optional/missing",
    "since": 1,
    "stage": "beta",
    "given": {
      "keys.available": 1,
      "keys.missing": 1
    },
    "stimulus": "three queries, the last of which is optional and asks for a missing key",
    "premises": [
      "three",
      "missing-fails"
    ],
    "expect": {
      "ok": {
        "results": [
          {
            "name": "CSI_ENV_A",
            "like": {
              "premise": "three",
              "index": 0
            },
            "error": false
          },
          {
            "name": "CSI_ENV_B",
            "like": {
              "premise": "three",
              "index": 1
            },
            "error": false
          },
          {
            "name": "CSI_ENV_C",
            "error": true
          }
        ]
      }
    },
    "why": "An error at the wrong result, or values that are lost.",
    "method": "NodeGetEnvVars",
    "request": {
      "provider_class_name": "${class.name}",
      "class_parameters": "${class.parameters}",
      "queries": [
        {
          "name": "CSI_ENV_A",
          "key": "${available[0].key}",
          "query_parameters": "${available[0].parameters}"
        },
        {
          "name": "CSI_ENV_B",
          "key": "${available[0].key}",
          "query_parameters": "${available[0].parameters}"
        },
        {
          "name": "CSI_ENV_C",
          "key": "${missing[0].key}",
          "query_parameters": "${missing[0].parameters}",
          "optional": true
        }
      ],
      "pod_context": {
        "namespace": "${pod.namespace}",
        "serviceAccount": "${pod.serviceAccount}",
        "podName": "${pod.podName}",
        "podUID": "${pod.podUID}",
        "nodeName": "${pod.nodeName}"
      }
    }
  },
  {
    "id": "optional/missing/two-of-three",
    "requirement": "optional/missing",
    "since": 1,
    "stage": "beta",
    "given": {
      "keys.available": 1,
      "keys.missing": 1
    },
    "stimulus": "three queries, the first and last of which are optional and ask for a missing key",
    "premises": [
      "three",
      "missing-fails"
    ],
    "expect": {
      "ok": {
        "results": [
          {
            "name": "CSI_ENV_A",
            "error": true
          },
          {
            "name": "CSI_ENV_B",
            "like": {
              "premise": "three",
              "index": 1
            },
            "error": false
          },
          {
            "name": "CSI_ENV_C",
            "error": true
          }
        ]
      }
    },
    "why": "An error at the wrong result, or values that are lost.",
    "method": "NodeGetEnvVars",
    "request": {
      "provider_class_name": "${class.name}",
      "class_parameters": "${class.parameters}",
      "queries": [
        {
          "name": "CSI_ENV_A",
          "key": "${missing[0].key}",
          "query_parameters": "${missing[0].parameters}",
          "optional": true
        },
        {
          "name": "CSI_ENV_B",
          "key": "${available[0].key}",
          "query_parameters": "${available[0].parameters}"
        },
        {
          "name": "CSI_ENV_C",
          "key": "${missing[0].key}",
          "query_parameters": "${missing[0].parameters}",
          "optional": true
        }
      ],
      "pod_context": {
        "namespace": "${pod.namespace}",
        "serviceAccount": "${pod.serviceAccount}",
        "podName": "${pod.podName}",
        "podUID": "${pod.podUID}",
        "nodeName": "${pod.nodeName}"
      }
    }
  },
  {
    "id": "optional/missing/flag-on-available",
    "requirement": "optional/missing",
    "since": 1,
    "stage": "beta",
    "given": {
      "keys.available": 1
    },
    "stimulus": "an optional query for an available key",
    "premises": [
      "one"
    ],
    "expect": {
      "ok": {
        "same": "one"
      }
    },
    "why": "The flag changes nothing about a key that exists.",
    "method": "NodeGetEnvVars",
    "request": {
      "provider_class_name": "${class.name}",
      "class_parameters": "${class.parameters}",
      "queries": [
        {
          "name": "CSI_ENV_A",
          "key": "${available[0].key}",
          "query_parameters": "${available[0].parameters}",
          "optional": true
        }
      ],
      "pod_context": {
        "namespace": "${pod.namespace}",
        "serviceAccount": "${pod.serviceAccount}",
        "podName": "${pod.podName}",
        "podUID": "${pod.podUID}",
        "nodeName": "${pod.nodeName}"
      }
    }
  },
  {
    "id": "optional/required-fails/missing-first",
    "requirement": "optional/required-fails",
    "since": 1,
    "stage": "beta",
    "given": {
      "keys.available": 1,
      "keys.missing": 1
    },
    "stimulus": "a required query for a missing key before an optional one",
    "premises": [
      "one",
      "missing-fails"
    ],
    "expect": {
      "not": [
        "OK"
      ]
    },
    "why": "A flag that is read once for the whole batch.",
    "method": "NodeGetEnvVars",
    "request": {
      "provider_class_name": "${class.name}",
      "class_parameters": "${class.parameters}",
      "queries": [
        {
          "name": "CSI_ENV_A",
          "key": "${missing[0].key}",
          "query_parameters": "${missing[0].parameters}"
        },
        {
          "name": "CSI_ENV_B",
          "key": "${available[0].key}",
          "query_parameters": "${available[0].parameters}",
          "optional": true
        }
      ],
      "pod_context": {
        "namespace": "${pod.namespace}",
        "serviceAccount": "${pod.serviceAccount}",
        "podName": "${pod.podName}",
        "podUID": "${pod.podUID}",
        "nodeName": "${pod.nodeName}"
      }
    }
  },
  {
    "id": "optional/required-fails/missing-last",
    "requirement": "optional/required-fails",
    "since": 1,
    "stage": "beta",
    "given": {
      "keys.available": 1,
      "keys.missing": 1
    },
    "stimulus": "a required query for a missing key after an optional one",
    "premises": [
      "one",
      "missing-fails"
    ],
    "expect": {
      "not": [
        "OK"
      ]
    },
    "why": "A flag that is read once for the whole batch.",
    "method": "NodeGetEnvVars",
    "request": {
      "provider_class_name": "${class.name}",
      "class_parameters": "${class.parameters}",
      "queries": [
        {
          "name": "CSI_ENV_A",
          "key": "${available[0].key}",
          "query_parameters": "${available[0].parameters}",
          "optional": true
        },
        {
          "name": "CSI_ENV_B",
          "key": "${missing[0].key}",
          "query_parameters": "${missing[0].parameters}"
        }
      ],
      "pod_context": {
        "namespace": "${pod.namespace}",
        "serviceAccount": "${pod.serviceAccount}",
        "podName": "${pod.podName}",
        "podUID": "${pod.podUID}",
        "nodeName": "${pod.nodeName}"
      }
    }
  },
  {
    "id": "optional/required-fails/beside-optional-missing",
    "requirement": "optional/required-fails",
    "since": 1,
    "stage": "beta",
    "given": {
      "keys.available": 1,
      "keys.missing": 1
    },
    "stimulus": "an optional and a required query for the same missing key",
    "premises": [
      "one",
      "missing-fails"
    ],
    "expect": {
      "not": [
        "OK"
      ]
    },
    "why": "A flag that is read once for the whole batch.",
    "method": "NodeGetEnvVars",
    "request": {
      "provider_class_name": "${class.name}",
      "class_parameters": "${class.parameters}",
      "queries": [
        {
          "name": "CSI_ENV_A",
          "key": "${missing[0].key}",
          "query_parameters": "${missing[0].parameters}",
          "optional": true
        },
        {
          "name": "CSI_ENV_B",
          "key": "${missing[0].key}",
          "query_parameters": "${missing[0].parameters}"
        }
      ],
      "pod_context": {
        "namespace": "${pod.namespace}",
        "serviceAccount": "${pod.serviceAccount}",
        "podName": "${pod.podName}",
        "podUID": "${pod.podUID}",
        "nodeName": "${pod.nodeName}"
      }
    }
  },
  {
    "id": "optional/required-fails/failing",
    "requirement": "optional/required-fails",
    "since": 1,
    "stage": "beta",
    "given": {
      "keys.available": 1,
      "keys.failing": 1
    },
    "stimulus": "a required query for a key for which the backend fails, after an optional one",
    "premises": [
      "one",
      "failing"
    ],
    "expect": {
      "not": [
        "OK"
      ]
    },
    "why": "A flag that is read once for the whole batch.",
    "method": "NodeGetEnvVars",
    "request": {
      "provider_class_name": "${class.name}",
      "class_parameters": "${class.parameters}",
      "queries": [
        {
          "name": "CSI_ENV_A",
          "key": "${available[0].key}",
          "query_parameters": "${available[0].parameters}",
          "optional": true
        },
        {
          "name": "CSI_ENV_B",
          "key": "${failing[0].key}",
          "query_parameters": "${failing[0].parameters}"
        }
      ],
      "pod_context": {
        "namespace": "${pod.namespace}",
        "serviceAccount": "${pod.serviceAccount}",
        "podName": "${pod.podName}",
        "podUID": "${pod.podUID}",
        "nodeName": "${pod.nodeName}"
      }
    }
  },
  {
    "id": "optional/all-missing/one",
    "requirement": "optional/all-missing",
    "since": 1,
    "stage": "beta",
    "given": {
      "keys.available": 1,
      "keys.missing": 1
    },
    "stimulus": "one optional query, for a missing key",
    "premises": [
      "one",
      "missing-fails"
    ],
    "expect": {
      "ok": {
        "results": [
          {
            "name": "CSI_ENV_A",
            "error": true
          }
        ]
      }
    },
    "why": "An empty set of values that is taken for a failure.",
    "method": "NodeGetEnvVars",
    "request": {
      "provider_class_name": "${class.name}",
      "class_parameters": "${class.parameters}",
      "queries": [
        {
          "name": "CSI_ENV_A",
          "key": "${missing[0].key}",
          "query_parameters": "${missing[0].parameters}",
          "optional": true
        }
      ],
      "pod_context": {
        "namespace": "${pod.namespace}",
        "serviceAccount": "${pod.serviceAccount}",
        "podName": "${pod.podName}",
        "podUID": "${pod.podUID}",
        "nodeName": "${pod.nodeName}"
      }
    }
  },
  {
    "id": "optional/all-missing/three",
    "requirement": "optional/all-missing",
    "since": 1,
    "stage": "beta",
    "given": {
      "keys.available": 1,
      "keys.missing": 1
    },
    "stimulus": "three optional queries, all for a missing key",
    "premises": [
      "one",
      "missing-fails"
    ],
    "expect": {
      "ok": {
        "results": [
          {
            "name": "CSI_ENV_A",
            "error": true
          },
          {
            "name": "CSI_ENV_B",
            "error": true
          },
          {
            "name": "CSI_ENV_C",
            "error": true
          }
        ]
      }
    },
    "why": "An error for the first alone.",
    "method": "NodeGetEnvVars",
    "request": {
      "provider_class_name": "${class.name}",
      "class_parameters": "${class.parameters}",
      "queries": [
        {
          "name": "CSI_ENV_A",
          "key": "${missing[0].key}",
          "query_parameters": "${missing[0].parameters}",
          "optional": true
        },
        {
          "name": "CSI_ENV_B",
          "key": "${missing[0].key}",
          "query_parameters": "${missing[0].parameters}",
          "optional": true
        },
        {
          "name": "CSI_ENV_C",
          "key": "${missing[0].key}",
          "query_parameters": "${missing[0].parameters}",
          "optional": true
        }
      ],
      "pod_context": {
        "namespace": "${pod.namespace}",
        "serviceAccount": "${pod.serviceAccount}",
        "podName": "${pod.podName}",
        "podUID": "${pod.podUID}",
        "nodeName": "${pod.nodeName}"
      }
    }
  },
  {
    "id": "optional/not-a-bypass/bad-name",
    "requirement": "optional/not-a-bypass",
    "since": 1,
    "stage": "beta",
    "stimulus": "an optional query with = in its name",
    "premises": [
      "one",
      "bad-name"
    ],
    "expect": {
      "code": [
        "INVALID_ARGUMENT"
      ]
    },
    "why": "Validation that goes query by query.",
    "given": {},
    "method": "NodeGetEnvVars",
    "request": {
      "provider_class_name": "${class.name}",
      "class_parameters": "${class.parameters}",
      "queries": [
        {
          "name": "CSI_ENV_A",
          "key": "${available[0].key}",
          "query_parameters": "${available[0].parameters}"
        },
        {
          "name": "CSI=ENV",
          "key": "${available[0].key}",
          "query_parameters": "${available[0].parameters}",
          "optional": true
        }
      ],
      "pod_context": {
        "namespace": "${pod.namespace}",
        "serviceAccount": "${pod.serviceAccount}",
        "podName": "${pod.podName}",
        "podUID": "${pod.podUID}",
        "nodeName": "${pod.nodeName}"
      }
    }
  },
  {
    "id": "optional/not-a-bypass/no-key",
    "requirement": "optional/not-a-bypass",
    "since": 1,
    "stage": "beta",
    "stimulus": "an optional query without a key",
    "premises": [
      "one",
      "no-key"
    ],
    "expect": {
      "code": [
        "INVALID_ARGUMENT"
      ]
    },
    "why": "A key that is absent is no key that does not exist.",
    "given": {},
    "method": "NodeGetEnvVars",
    "request": {
      "provider_class_name": "${class.name}",
      "class_parameters": "${class.parameters}",
      "queries": [
        {
          "name": "CSI_ENV_A",
          "key": "${available[0].key}",
          "query_parameters": "${available[0].parameters}"
        },
        {
          "name": "CSI_ENV_B",
          "optional": true
        }
      ],
      "pod_context": {
        "namespace": "${pod.namespace}",
        "serviceAccount": "${pod.serviceAccount}",
        "podName": "${pod.podName}",
        "podUID": "${pod.podUID}",
        "nodeName": "${pod.nodeName}"
      }
    }
  },
  {
    "id": "optional/not-a-bypass/long-key",
    "requirement": "optional/not-a-bypass",
    "since": 1,
    "stage": "beta",
    "stimulus": "an optional query with a key over its limit",
    "premises": [
      "one",
      "long-key"
    ],
    "expect": {
      "code": [
        "INVALID_ARGUMENT"
      ]
    },
    "why": "Validation that goes query by query.",
    "given": {},
    "method": "NodeGetEnvVars",
    "request": {
      "provider_class_name": "${class.name}",
      "class_parameters": "${class.parameters}",
      "queries": [
        {
          "name": "CSI_ENV_A",
          "key": "${available[0].key}",
          "query_parameters": "${available[0].parameters}"
        },
        {
          "name": "CSI_ENV_B",
          "key": {
            "repeat": "a",
            "bytes": 1025
          },
          "optional": true
        }
      ],
      "pod_context": {
        "namespace": "${pod.namespace}",
        "serviceAccount": "${pod.serviceAccount}",
        "podName": "${pod.podName}",
        "podUID": "${pod.podUID}",
        "nodeName": "${pod.nodeName}"
      }
    }
  },
  {
    "id": "optional/not-a-bypass/denied-key",
    "requirement": "optional/not-a-bypass",
    "since": 1,
    "stage": "beta",
    "given": {
      "keys.available": 1,
      "keys.denied": 1
    },
    "stimulus": "an optional query for a denied key",
    "premises": [
      "one",
      "denied-key"
    ],
    "expect": {
      "code": [
        "PERMISSION_DENIED"
      ]
    },
    "why": "A refusal that becomes a quiet error.",
    "method": "NodeGetEnvVars",
    "request": {
      "provider_class_name": "${class.name}",
      "class_parameters": "${class.parameters}",
      "queries": [
        {
          "name": "CSI_ENV_A",
          "key": "${available[0].key}",
          "query_parameters": "${available[0].parameters}"
        },
        {
          "name": "CSI_ENV_B",
          "key": "${denied[0].key}",
          "query_parameters": "${denied[0].parameters}",
          "optional": true
        }
      ],
      "pod_context": {
        "namespace": "${pod.namespace}",
        "serviceAccount": "${pod.serviceAccount}",
        "podName": "${pod.podName}",
        "podUID": "${pod.podUID}",
        "nodeName": "${pod.nodeName}"
      }
    }
  },
  {
    "id": "optional/not-a-bypass/denied-key-alone",
    "requirement": "optional/not-a-bypass",
    "since": 1,
    "stage": "beta",
    "given": {
      "keys.available": 1,
      "keys.denied": 1
    },
    "stimulus": "one optional query, for a denied key",
    "premises": [
      "one",
      "denied-key"
    ],
    "expect": {
      "code": [
        "PERMISSION_DENIED"
      ]
    },
    "why": "A refusal that becomes a quiet error.",
    "method": "NodeGetEnvVars",
    "request": {
      "provider_class_name": "${class.name}",
      "class_parameters": "${class.parameters}",
      "queries": [
        {
          "name": "CSI_ENV_A",
          "key": "${denied[0].key}",
          "query_parameters": "${denied[0].parameters}",
          "optional": true
        }
      ],
      "pod_context": {
        "namespace": "${pod.namespace}",
        "serviceAccount": "${pod.serviceAccount}",
        "podName": "${pod.podName}",
        "podUID": "${pod.podUID}",
        "nodeName": "${pod.nodeName}"
      }
    }
  },
  {
    "id": "optional/not-a-bypass/denied-namespace",
    "requirement": "optional/not-a-bypass",
    "since": 1,
    "stage": "beta",
    "given": {
      "keys.available": 1,
      "deniedPods.namespace": 1
    },
    "stimulus": "one optional query, for a pod of a denied namespace",
    "premises": [
      "denied-namespace"
    ],
    "expect": {
      "code": [
        "PERMISSION_DENIED"
      ]
    },
    "why": "A refusal that becomes a quiet error.",
    "method": "NodeGetEnvVars",
    "request": {
      "provider_class_name": "${class.name}",
      "class_parameters": "${class.parameters}",
      "queries": [
        {
          "name": "CSI_ENV_A",
          "key": "${available[0].key}",
          "query_parameters": "${available[0].parameters}",
          "optional": true
        }
      ],
      "pod_context": {
        "namespace": "${deniedNamespace[0].namespace}",
        "serviceAccount": "${deniedNamespace[0].serviceAccount}",
        "podName": "${deniedNamespace[0].podName}",
        "podUID": "${deniedNamespace[0].podUID}",
        "nodeName": "${pod.nodeName}"
      }
    }
  },
  {
    "id": "optional/error-size/missing",
    "requirement": "optional/error-size",
    "since": 1,
    "stage": "beta",
    "given": {
      "keys.available": 1,
      "keys.missing": 1
    },
    "stimulus": "one optional query, for a missing key",
    "premises": [
      "one",
      "optional-missing"
    ],
    "expect": {
      "ok": {
        "results": [
          {
            "name": "CSI_ENV_A",
            "errorMaxBytes": 1024
          }
        ]
      }
    },
    "why": "A text of the backend that is passed on whole.",
    "method": "NodeGetEnvVars",
    "request": {
      "provider_class_name": "${class.name}",
      "class_parameters": "${class.parameters}",
      "queries": [
        {
          "name": "CSI_ENV_A",
          "key": "${missing[0].key}",
          "query_parameters": "${missing[0].parameters}",
          "optional": true
        }
      ],
      "pod_context": {
        "namespace": "${pod.namespace}",
        "serviceAccount": "${pod.serviceAccount}",
        "podName": "${pod.podName}",
        "podUID": "${pod.podUID}",
        "nodeName": "${pod.nodeName}"
      }
    }
  },
  {
    "id": "optional/alpha-ignores/missing",
    "requirement": "optional/alpha-ignores",
    "since": 1,
    "stage": "alpha",
    "given": {
      "keys.available": 1,
      "keys.missing": 1
    },
    "stimulus": "one optional query, for a missing key",
    "premises": [
      "one",
      "missing"
    ],
    "expect": {
      "code": [
        "NOT_FOUND"
      ]
    },
    "why": "A flag that is honoured without having been advertised.",
    "method": "NodeGetEnvVars",
    "request": {
      "provider_class_name": "${class.name}",
      "class_parameters": "${class.parameters}",
      "queries": [
        {
          "name": "CSI_ENV_A",
          "key": "${missing[0].key}",
          "query_parameters": "${missing[0].parameters}",
          "optional": true
        }
      ],
      "pod_context": {
        "namespace": "${pod.namespace}",
        "serviceAccount": "${pod.serviceAccount}",
        "podName": "${pod.podName}",
        "podUID": "${pod.podUID}",
        "nodeName": "${pod.nodeName}"
      }
    }
  },
  {
    "id": "optional/alpha-ignores/beside-available",
    "requirement": "optional/alpha-ignores",
    "since": 1,
    "stage": "alpha",
    "given": {
      "keys.available": 1,
      "keys.missing": 1
    },
    "stimulus": "an available key and an optional query for a missing one",
    "premises": [
      "one",
      "missing"
    ],
    "expect": {
      "code": [
        "NOT_FOUND"
      ]
    },
    "why": "A flag that is honoured without having been advertised.",
    "method": "NodeGetEnvVars",
    "request": {
      "provider_class_name": "${class.name}",
      "class_parameters": "${class.parameters}",
      "queries": [
        {
          "name": "CSI_ENV_A",
          "key": "${available[0].key}",
          "query_parameters": "${available[0].parameters}"
        },
        {
          "name": "CSI_ENV_B",
          "key": "${missing[0].key}",
          "query_parameters": "${missing[0].parameters}",
          "optional": true
        }
      ],
      "pod_context": {
        "namespace": "${pod.namespace}",
        "serviceAccount": "${pod.serviceAccount}",
        "podName": "${pod.podName}",
        "podUID": "${pod.podUID}",
        "nodeName": "${pod.nodeName}"
      }
    }
  },
  {
    "id": "optional/alpha-ignores/available",
    "requirement": "optional/alpha-ignores",
    "since": 1,
    "stage": "alpha",
    "given": {
      "keys.available": 1
    },
    "stimulus": "one optional query, for an available key",
    "premises": [
      "one"
    ],
    "expect": {
      "ok": {
        "same": "one"
      }
    },
    "why": "A flag that is refused.",
    "method": "NodeGetEnvVars",
    "request": {
      "provider_class_name": "${class.name}",
      "class_parameters": "${class.parameters}",
      "queries": [
        {
          "name": "CSI_ENV_A",
          "key": "${available[0].key}",
          "query_parameters": "${available[0].parameters}",
          "optional": true
        }
      ],
      "pod_context": {
        "namespace": "${pod.namespace}",
        "serviceAccount": "${pod.serviceAccount}",
        "podName": "${pod.podName}",
        "podUID": "${pod.podUID}",
        "nodeName": "${pod.nodeName}"
      }
    }
  },
  {
    "id": "ordering/one-per-query/one",
    "requirement": "ordering/one-per-query",
    "since": 1,
    "given": {
      "keys.available": 1
    },
    "stimulus": "one query",
    "premises": [
      "one"
    ],
    "expect": {
      "ok": {
        "count": 1
      }
    },
    "why": "The smallest batch.",
    "method": "NodeGetEnvVars",
    "request": {
      "provider_class_name": "${class.name}",
      "class_parameters": "${class.parameters}",
      "queries": [
        {
          "name": "CSI_ENV_A",
          "key": "${available[0].key}",
          "query_parameters": "${available[0].parameters}"
        }
      ],
      "pod_context": {
        "namespace": "${pod.namespace}",
        "serviceAccount": "${pod.serviceAccount}",
        "podName": "${pod.podName}",
        "podUID": "${pod.podUID}",
        "nodeName": "${pod.nodeName}"
      }
    }
  },
  {
    "id": "ordering/one-per-query/two",
    "requirement": "ordering/one-per-query",
    "since": 1,
    "given": {
      "keys.available": 2
    },
    "stimulus": "two queries for different keys",
    "premises": [
      "two"
    ],
    "expect": {
      "ok": {
        "count": 2
      }
    },
    "why": "A driver that answers the first alone.",
    "method": "NodeGetEnvVars",
    "request": {
      "provider_class_name": "${class.name}",
      "class_parameters": "${class.parameters}",
      "queries": [
        {
          "name": "CSI_ENV_A",
          "key": "${available[0].key}",
          "query_parameters": "${available[0].parameters}"
        },
        {
          "name": "CSI_ENV_B",
          "key": "${available[1].key}",
          "query_parameters": "${available[1].parameters}"
        }
      ],
      "pod_context": {
        "namespace": "${pod.namespace}",
        "serviceAccount": "${pod.serviceAccount}",
        "podName": "${pod.podName}",
        "podUID": "${pod.podUID}",
        "nodeName": "${pod.nodeName}"
      }
    }
  },
  {
    "id": "ordering/one-per-query/repeated-key",
    "requirement": "ordering/one-per-query",
    "since": 1,
    "given": {
      "keys.available": 1
    },
    "stimulus": "three queries for the same key under different names",
    "premises": [
      "three"
    ],
    "expect": {
      "ok": {
        "count": 3
      }
    },
    "why": "Results that are collected by key.",
    "method": "NodeGetEnvVars",
    "request": {
      "provider_class_name": "${class.name}",
      "class_parameters": "${class.parameters}",
      "queries": [
        {
          "name": "CSI_ENV_A",
          "key": "${available[0].key}",
          "query_parameters": "${available[0].parameters}"
        },
        {
          "name": "CSI_ENV_B",
          "key": "${available[0].key}",
          "query_parameters": "${available[0].parameters}"
        },
        {
          "name": "CSI_ENV_C",
          "key": "${available[0].key}",
          "query_parameters": "${available[0].parameters}"
        }
      ],
      "pod_context": {
        "namespace": "${pod.namespace}",
        "serviceAccount": "${pod.serviceAccount}",
        "podName": "${pod.podName}",
        "podUID": "${pod.podUID}",
        "nodeName": "${pod.nodeName}"
      }
    }
  },
  {
    "id": "ordering/name-echo/one",
    "requirement": "ordering/name-echo",
    "since": 1,
    "given": {
      "keys.available": 1
    },
    "stimulus": "one query",
    "premises": [
      "one"
    ],
    "expect": {
      "ok": {
        "results": [
          {
            "name": "CSI_ENV_A"
          }
        ]
      }
    },
    "why": "The key, or nothing, in place of the name.",
    "method": "NodeGetEnvVars",
    "request": {
      "provider_class_name": "${class.name}",
      "class_parameters": "${class.parameters}",
      "queries": [
        {
          "name": "CSI_ENV_A",
          "key": "${available[0].key}",
          "query_parameters": "${available[0].parameters}"
        }
      ],
      "pod_context": {
        "namespace": "${pod.namespace}",
        "serviceAccount": "${pod.serviceAccount}",
        "podName": "${pod.podName}",
        "podUID": "${pod.podUID}",
        "nodeName": "${pod.nodeName}"
      }
    }
  },
  {
    "id": "ordering/name-echo/as-sent",
    "requirement": "ordering/name-echo",
    "since": 1,
    "given": {
      "keys.available": 2
    },
    "stimulus": "two queries with names in mixed case and with spaces",
    "premises": [
      "two",
      "odd-names"
    ],
    "expect": {
      "ok": {
        "results": [
          {
            "name": "csi Env a"
          },
          {
            "name": " CSI.env-B"
          }
        ]
      }
    },
    "why": "Names that are trimmed or folded.",
    "method": "NodeGetEnvVars",
    "request": {
      "provider_class_name": "${class.name}",
      "class_parameters": "${class.parameters}",
      "queries": [
        {
          "name": "csi Env a",
          "key": "${available[0].key}",
          "query_parameters": "${available[0].parameters}"
        },
        {
          "name": " CSI.env-B",
          "key": "${available[1].key}",
          "query_parameters": "${available[1].parameters}"
        }
      ],
      "pod_context": {
        "namespace": "${pod.namespace}",
        "serviceAccount": "${pod.serviceAccount}",
        "podName": "${pod.podName}",
        "podUID": "${pod.podUID}",
        "nodeName": "${pod.nodeName}"
      }
    }
  },
  {
    "id": "ordering/same-order/as-sent",
    "requirement": "ordering/same-order",
    "since": 1,
    "given": {
      "keys.available": 2
    },
    "stimulus": "two queries in the order of their names",
    "premises": [
      "two-named"
    ],
    "expect": {
      "ok": {
        "names": [
          "CSI_ENV_A",
          "CSI_ENV_B"
        ]
      }
    },
    "why": "The plain case.",
    "method": "NodeGetEnvVars",
    "request": {
      "provider_class_name": "${class.name}",
      "class_parameters": "${class.parameters}",
      "queries": [
        {
          "name": "CSI_ENV_A",
          "key": "${available[0].key}",
          "query_parameters": "${available[0].parameters}"
        },
        {
          "name": "CSI_ENV_B",
          "key": "${available[1].key}",
          "query_parameters": "${available[1].parameters}"
        }
      ],
      "pod_context": {
        "namespace": "${pod.namespace}",
        "serviceAccount": "${pod.serviceAccount}",
        "podName": "${pod.podName}",
        "podUID": "${pod.podUID}",
        "nodeName": "${pod.nodeName}"
      }
    }
  },
  {
    "id": "ordering/same-order/against-names",
    "requirement": "ordering/same-order",
    "since": 1,
    "given": {
      "keys.available": 2
    },
    "stimulus": "two queries against the order of their names",
    "premises": [
      "two-named"
    ],
    "expect": {
      "ok": {
        "names": [
          "CSI_ENV_B",
          "CSI_ENV_A"
        ]
      }
    },
    "why": "Results that are sorted by name.",
    "method": "NodeGetEnvVars",
    "request": {
      "provider_class_name": "${class.name}",
      "class_parameters": "${class.parameters}",
      "queries": [
        {
          "name": "CSI_ENV_B",
          "key": "${available[1].key}",
          "query_parameters": "${available[1].parameters}"
        },
        {
          "name": "CSI_ENV_A",
          "key": "${available[0].key}",
          "query_parameters": "${available[0].parameters}"
        }
      ],
      "pod_context": {
        "namespace": "${pod.namespace}",
        "serviceAccount": "${pod.serviceAccount}",
        "podName": "${pod.podName}",
        "podUID": "${pod.podUID}",
        "nodeName": "${pod.nodeName}"
      }
    }
  },
  {
    "id": "ordering/duplicate-names/different-keys",
    "requirement": "ordering/duplicate-names",
    "since": 1,
    "given": {
      "keys.available": 2
    },
    "stimulus": "two queries for different keys under one name",
    "premises": [
      "two",
      "two-in-order"
    ],
    "expect": {
      "ok": {
        "count": 2,
        "results": [
          {
            "like": {
              "premise": "two",
              "index": 0
            }
          },
          {
            "like": {
              "premise": "two",
              "index": 1
            }
          }
        ]
      }
    },
    "why": "Results in a map by name: the last one wins twice, or there is one result.",
    "method": "NodeGetEnvVars",
    "request": {
      "provider_class_name": "${class.name}",
      "class_parameters": "${class.parameters}",
      "queries": [
        {
          "name": "CSI_ENV_A",
          "key": "${available[0].key}",
          "query_parameters": "${available[0].parameters}"
        },
        {
          "name": "CSI_ENV_A",
          "key": "${available[1].key}",
          "query_parameters": "${available[1].parameters}"
        }
      ],
      "pod_context": {
        "namespace": "${pod.namespace}",
        "serviceAccount": "${pod.serviceAccount}",
        "podName": "${pod.podName}",
        "podUID": "${pod.podUID}",
        "nodeName": "${pod.nodeName}"
      }
    }
  },
  {
    "id": "ordering/duplicate-names/reversed",
    "requirement": "ordering/duplicate-names",
    "since": 1,
    "given": {
      "keys.available": 2
    },
    "stimulus": "two queries for different keys under one name, the other way round",
    "premises": [
      "two",
      "two-in-order"
    ],
    "expect": {
      "ok": {
        "count": 2,
        "results": [
          {
            "like": {
              "premise": "two",
              "index": 1
            }
          },
          {
            "like": {
              "premise": "two",
              "index": 0
            }
          }
        ]
      }
    },
    "why": "The first one wins twice.",
    "method": "NodeGetEnvVars",
    "request": {
      "provider_class_name": "${class.name}",
      "class_parameters": "${class.parameters}",
      "queries": [
        {
          "name": "CSI_ENV_A",
          "key": "${available[1].key}",
          "query_parameters": "${available[1].parameters}"
        },
        {
          "name": "CSI_ENV_A",
          "key": "${available[0].key}",
          "query_parameters": "${available[0].parameters}"
        }
      ],
      "pod_context": {
        "namespace": "${pod.namespace}",
        "serviceAccount": "${pod.serviceAccount}",
        "podName": "${pod.podName}",
        "podUID": "${pod.podUID}",
        "nodeName": "${pod.nodeName}"
      }
    }
  },
  {
    "id": "ordering/permutation/reversed",
    "requirement": "ordering/permutation",
    "since": 1,
    "given": {
      "keys.available": 2
    },
    "stimulus": "the same two queries the other way round",
    "premises": [
      "two",
      "two-in-order"
    ],
    "expect": {
      "ok": {
        "same": "two",
        "permuted": [
          1,
          0
        ]
      }
    },
    "why": "A query that inherits something from the one before it.",
    "method": "NodeGetEnvVars",
    "request": {
      "provider_class_name": "${class.name}",
      "class_parameters": "${class.parameters}",
      "queries": [
        {
          "name": "CSI_ENV_B",
          "key": "${available[1].key}",
          "query_parameters": "${available[1].parameters}"
        },
        {
          "name": "CSI_ENV_A",
          "key": "${available[0].key}",
          "query_parameters": "${available[0].parameters}"
        }
      ],
      "pod_context": {
        "namespace": "${pod.namespace}",
        "serviceAccount": "${pod.serviceAccount}",
        "podName": "${pod.podName}",
        "podUID": "${pod.podUID}",
        "nodeName": "${pod.nodeName}"
      }
    }
  },
  {
    "id": "request/required-fields/no-class-name",
    "requirement": "request/required-fields",
    "since": 1,
    "stimulus": "a request without provider_class_name",
    "premises": [
      "one"
    ],
    "expect": {
      "code": [
        "INVALID_ARGUMENT"
      ]
    },
    "why": "An empty name that is looked up gets NOT_FOUND.",
    "given": {},
    "method": "NodeGetEnvVars",
    "request": {
      "class_parameters": "${class.parameters}",
      "queries": [
        {
          "name": "CSI_ENV_A",
          "key": "${available[0].key}",
          "query_parameters": "${available[0].parameters}"
        }
      ],
      "pod_context": {
        "namespace": "${pod.namespace}",
        "serviceAccount": "${pod.serviceAccount}",
        "podName": "${pod.podName}",
        "podUID": "${pod.podUID}",
        "nodeName": "${pod.nodeName}"
      }
    }
  },
  {
    "id": "request/required-fields/no-queries",
    "requirement": "request/required-fields",
    "since": 1,
    "stimulus": "a request without queries",
    "premises": [
      "one"
    ],
    "expect": {
      "code": [
        "INVALID_ARGUMENT"
      ]
    },
    "why": "An empty batch that is answered with an empty OK.",
    "given": {},
    "method": "NodeGetEnvVars",
    "request": {
      "provider_class_name": "${class.name}",
      "class_parameters": "${class.parameters}",
      "pod_context": {
        "namespace": "${pod.namespace}",
        "serviceAccount": "${pod.serviceAccount}",
        "podName": "${pod.podName}",
        "podUID": "${pod.podUID}",
        "nodeName": "${pod.nodeName}"
      }
    }
  },
  {
    "id": "request/required-fields/no-pod-context",
    "requirement": "request/required-fields",
    "since": 1,
    "stimulus": "a request without pod_context",
    "premises": [
      "one"
    ],
    "expect": {
      "code": [
        "INVALID_ARGUMENT"
      ]
    },
    "why": "A driver that authorizes by class alone never looks.",
    "given": {},
    "method": "NodeGetEnvVars",
    "request": {
      "provider_class_name": "${class.name}",
      "class_parameters": "${class.parameters}",
      "queries": [
        {
          "name": "CSI_ENV_A",
          "key": "${available[0].key}",
          "query_parameters": "${available[0].parameters}"
        }
      ]
    }
  },
  {
    "id": "request/required-fields/empty",
    "requirement": "request/required-fields",
    "since": 1,
    "stimulus": "an empty request",
    "premises": [
      "one"
    ],
    "request": {},
    "expect": {
      "code": [
        "INVALID_ARGUMENT"
      ]
    },
    "why": "Everything is missing at once.",
    "given": {},
    "method": "NodeGetEnvVars"
  },
  {
    "id": "request/required-fields/only-query-without-name",
    "requirement": "request/required-fields",
    "since": 1,
    "stimulus": "a request with one query, without a name",
    "premises": [
      "one"
    ],
    "expect": {
      "code": [
        "INVALID_ARGUMENT"
      ]
    },
    "why": "The simplest case of all.",
    "given": {},
    "method": "NodeGetEnvVars",
    "request": {
      "provider_class_name": "${class.name}",
      "class_parameters": "${class.parameters}",
      "queries": [
        {
          "key": "${available[0].key}",
          "query_parameters": "${available[0].parameters}"
        }
      ],
      "pod_context": {
        "namespace": "${pod.namespace}",
        "serviceAccount": "${pod.serviceAccount}",
        "podName": "${pod.podName}",
        "podUID": "${pod.podUID}",
        "nodeName": "${pod.nodeName}"
      }
    }
  },
  {
    "id": "request/required-fields/only-query-without-key",
    "requirement": "request/required-fields",
    "since": 1,
    "stimulus": "a request with one query, without a key",
    "premises": [
      "one"
    ],
    "expect": {
      "code": [
        "INVALID_ARGUMENT"
      ]
    },
    "why": "The simplest case of all.",
    "given": {},
    "method": "NodeGetEnvVars",
    "request": {
      "provider_class_name": "${class.name}",
      "class_parameters": "${class.parameters}",
      "queries": [
        {
          "name": "CSI_ENV_A"
        }
      ],
      "pod_context": {
        "namespace": "${pod.namespace}",
        "serviceAccount": "${pod.serviceAccount}",
        "podName": "${pod.podName}",
        "podUID": "${pod.podUID}",
        "nodeName": "${pod.nodeName}"
      }
    }
  },
  {
    "id": "request/required-fields/first-query-without-name",
    "requirement": "request/required-fields",
    "since": 1,
    "stimulus": "a request whose first query is without a name",
    "premises": [
      "three"
    ],
    "expect": {
      "code": [
        "INVALID_ARGUMENT"
      ]
    },
    "why": "A check that starts at the second query.",
    "given": {},
    "method": "NodeGetEnvVars",
    "request": {
      "provider_class_name": "${class.name}",
      "class_parameters": "${class.parameters}",
      "queries": [
        {
          "key": "${available[0].key}",
          "query_parameters": "${available[0].parameters}"
        },
        {
          "name": "CSI_ENV_B",
          "key": "${available[0].key}",
          "query_parameters": "${available[0].parameters}"
        },
        {
          "name": "CSI_ENV_C",
          "key": "${available[0].key}",
          "query_parameters": "${available[0].parameters}"
        }
      ],
      "pod_context": {
        "namespace": "${pod.namespace}",
        "serviceAccount": "${pod.serviceAccount}",
        "podName": "${pod.podName}",
        "podUID": "${pod.podUID}",
        "nodeName": "${pod.nodeName}"
      }
    }
  },
  {
    "id": "request/required-fields/first-query-without-key",
    "requirement": "request/required-fields",
    "since": 1,
    "stimulus": "a request whose first query is without a key",
    "premises": [
      "three"
    ],
    "expect": {
      "code": [
        "INVALID_ARGUMENT"
      ]
    },
    "why": "A check that starts at the second query.",
    "given": {},
    "method": "NodeGetEnvVars",
    "request": {
      "provider_class_name": "${class.name}",
      "class_parameters": "${class.parameters}",
      "queries": [
        {
          "name": "CSI_ENV_A"
        },
        {
          "name": "CSI_ENV_B",
          "key": "${available[0].key}",
          "query_parameters": "${available[0].parameters}"
        },
        {
          "name": "CSI_ENV_C",
          "key": "${available[0].key}",
          "query_parameters": "${available[0].parameters}"
        }
      ],
      "pod_context": {
        "namespace": "${pod.namespace}",
        "serviceAccount": "${pod.serviceAccount}",
        "podName": "${pod.podName}",
        "podUID": "${pod.podUID}",
        "nodeName": "${pod.nodeName}"
      }
    }
  },
  {
    "id": "request/required-fields/middle-query-without-name",
    "requirement": "request/required-fields",
    "since": 1,
    "stimulus": "a request whose middle query is without a name",
    "premises": [
      "three"
    ],
    "expect": {
      "code": [
        "INVALID_ARGUMENT"
      ]
    },
    "why": "A check of the first query alone passes the rest.",
    "given": {},
    "method": "NodeGetEnvVars",
    "request": {
      "provider_class_name": "${class.name}",
      "class_parameters": "${class.parameters}",
      "queries": [
        {
          "name": "CSI_ENV_A",
          "key": "${available[0].key}",
          "query_parameters": "${available[0].parameters}"
        },
        {
          "key": "${available[0].key}",
          "query_parameters": "${available[0].parameters}"
        },
        {
          "name": "CSI_ENV_C",
          "key": "${available[0].key}",
          "query_parameters": "${available[0].parameters}"
        }
      ],
      "pod_context": {
        "namespace": "${pod.namespace}",
        "serviceAccount": "${pod.serviceAccount}",
        "podName": "${pod.podName}",
        "podUID": "${pod.podUID}",
        "nodeName": "${pod.nodeName}"
      }
    }
  },
  {
    "id": "request/required-fields/middle-query-without-key",
    "requirement": "request/required-fields",
    "since": 1,
    "stimulus": "a request whose middle query is without a key",
    "premises": [
      "three"
    ],
    "expect": {
      "code": [
        "INVALID_ARGUMENT"
      ]
    },
    "why": "A check of the first query alone passes the rest.",
    "given": {},
    "method": "NodeGetEnvVars",
    "request": {
      "provider_class_name": "${class.name}",
      "class_parameters": "${class.parameters}",
      "queries": [
        {
          "name": "CSI_ENV_A",
          "key": "${available[0].key}",
          "query_parameters": "${available[0].parameters}"
        },
        {
          "name": "CSI_ENV_B"
        },
        {
          "name": "CSI_ENV_C",
          "key": "${available[0].key}",
          "query_parameters": "${available[0].parameters}"
        }
      ],
      "pod_context": {
        "namespace": "${pod.namespace}",
        "serviceAccount": "${pod.serviceAccount}",
        "podName": "${pod.podName}",
        "podUID": "${pod.podUID}",
        "nodeName": "${pod.nodeName}"
      }
    }
  },
  {
    "id": "request/required-fields/last-query-without-name",
    "requirement": "request/required-fields",
    "since": 1,
    "stimulus": "a request whose last query is without a name",
    "premises": [
      "three"
    ],
    "expect": {
      "code": [
        "INVALID_ARGUMENT"
      ]
    },
    "why": "A check of the first query alone passes the rest.",
    "given": {},
    "method": "NodeGetEnvVars",
    "request": {
      "provider_class_name": "${class.name}",
      "class_parameters": "${class.parameters}",
      "queries": [
        {
          "name": "CSI_ENV_A",
          "key": "${available[0].key}",
          "query_parameters": "${available[0].parameters}"
        },
        {
          "name": "CSI_ENV_B",
          "key": "${available[0].key}",
          "query_parameters": "${available[0].parameters}"
        },
        {
          "key": "${available[0].key}",
          "query_parameters": "${available[0].parameters}"
        }
      ],
      "pod_context": {
        "namespace": "${pod.namespace}",
        "serviceAccount": "${pod.serviceAccount}",
        "podName": "${pod.podName}",
        "podUID": "${pod.podUID}",
        "nodeName": "${pod.nodeName}"
      }
    }
  },
  {
    "id": "request/required-fields/last-query-without-key",
    "requirement": "request/required-fields",
    "since": 1,
    "stimulus": "a request whose last query is without a key",
    "premises": [
      "three"
    ],
    "expect": {
      "code": [
        "INVALID_ARGUMENT"
      ]
    },
    "why": "A check of the first query alone passes the rest.",
    "given": {},
    "method": "NodeGetEnvVars",
    "request": {
      "provider_class_name": "${class.name}",
      "class_parameters": "${class.parameters}",
      "queries": [
        {
          "name": "CSI_ENV_A",
          "key": "${available[0].key}",
          "query_parameters": "${available[0].parameters}"
        },
        {
          "name": "CSI_ENV_B",
          "key": "${available[0].key}",
          "query_parameters": "${available[0].parameters}"
        },
        {
          "name": "CSI_ENV_C"
        }
      ],
      "pod_context": {
        "namespace": "${pod.namespace}",
        "serviceAccount": "${pod.serviceAccount}",
        "podName": "${pod.podName}",
        "podUID": "${pod.podUID}",
        "nodeName": "${pod.nodeName}"
      }
    }
  },
  {
    "id": "request/pod-context-keys/no-namespace",
    "requirement": "request/pod-context-keys",
    "since": 1,
    "stimulus": "a request without namespace in pod_context",
    "premises": [
      "one"
    ],
    "expect": {
      "code": [
        "INVALID_ARGUMENT"
      ]
    },
    "why": "A lookup in a map gives an empty text for what is absent.",
    "given": {},
    "method": "NodeGetEnvVars",
    "request": {
      "provider_class_name": "${class.name}",
      "class_parameters": "${class.parameters}",
      "queries": [
        {
          "name": "CSI_ENV_A",
          "key": "${available[0].key}",
          "query_parameters": "${available[0].parameters}"
        }
      ],
      "pod_context": {
        "serviceAccount": "${pod.serviceAccount}",
        "podName": "${pod.podName}",
        "podUID": "${pod.podUID}",
        "nodeName": "${pod.nodeName}"
      }
    }
  },
  {
    "id": "request/pod-context-keys/empty-namespace",
    "requirement": "request/pod-context-keys",
    "since": 1,
    "stimulus": "a request with an empty namespace in pod_context",
    "premises": [
      "one"
    ],
    "expect": {
      "code": [
        "INVALID_ARGUMENT"
      ]
    },
    "why": "A check for presence alone passes an empty text.",
    "given": {},
    "method": "NodeGetEnvVars",
    "request": {
      "provider_class_name": "${class.name}",
      "class_parameters": "${class.parameters}",
      "queries": [
        {
          "name": "CSI_ENV_A",
          "key": "${available[0].key}",
          "query_parameters": "${available[0].parameters}"
        }
      ],
      "pod_context": {
        "namespace": "",
        "serviceAccount": "${pod.serviceAccount}",
        "podName": "${pod.podName}",
        "podUID": "${pod.podUID}",
        "nodeName": "${pod.nodeName}"
      }
    }
  },
  {
    "id": "request/pod-context-keys/no-service-account",
    "requirement": "request/pod-context-keys",
    "since": 1,
    "stimulus": "a request without serviceAccount in pod_context",
    "premises": [
      "one"
    ],
    "expect": {
      "code": [
        "INVALID_ARGUMENT"
      ]
    },
    "why": "A lookup in a map gives an empty text for what is absent.",
    "given": {},
    "method": "NodeGetEnvVars",
    "request": {
      "provider_class_name": "${class.name}",
      "class_parameters": "${class.parameters}",
      "queries": [
        {
          "name": "CSI_ENV_A",
          "key": "${available[0].key}",
          "query_parameters": "${available[0].parameters}"
        }
      ],
      "pod_context": {
        "namespace": "${pod.namespace}",
        "podName": "${pod.podName}",
        "podUID": "${pod.podUID}",
        "nodeName": "${pod.nodeName}"
      }
    }
  },
  {
    "id": "request/pod-context-keys/empty-service-account",
    "requirement": "request/pod-context-keys",
    "since": 1,
    "stimulus": "a request with an empty serviceAccount in pod_context",
    "premises": [
      "one"
    ],
    "expect": {
      "code": [
        "INVALID_ARGUMENT"
      ]
    },
    "why": "A check for presence alone passes an empty text.",
    "given": {},
    "method": "NodeGetEnvVars",
    "request": {
      "provider_class_name": "${class.name}",
      "class_parameters": "${class.parameters}",
      "queries": [
        {
          "name": "CSI_ENV_A",
          "key": "${available[0].key}",
          "query_parameters": "${available[0].parameters}"
        }
      ],
      "pod_context": {
        "namespace": "${pod.namespace}",
        "serviceAccount": "",
        "podName": "${pod.podName}",
        "podUID": "${pod.podUID}",
        "nodeName": "${pod.nodeName}"
      }
    }
  },
  {
    "id": "request/pod-context-keys/no-pod-name",
    "requirement": "request/pod-context-keys",
    "since": 1,
    "stimulus": "a request without podName in pod_context",
    "premises": [
      "one"
    ],
    "expect": {
      "code": [
        "INVALID_ARGUMENT"
      ]
    },
    "why": "A lookup in a map gives an empty text for what is absent.",
    "given": {},
    "method": "NodeGetEnvVars",
    "request": {
      "provider_class_name": "${class.name}",
      "class_parameters": "${class.parameters}",
      "queries": [
        {
          "name": "CSI_ENV_A",
          "key": "${available[0].key}",
          "query_parameters": "${available[0].parameters}"
        }
      ],
      "pod_context": {
        "namespace": "${pod.namespace}",
        "serviceAccount": "${pod.serviceAccount}",
        "podUID": "${pod.podUID}",
        "nodeName": "${pod.nodeName}"
      }
    }
  },
  {
    "id": "request/pod-context-keys/empty-pod-name",
    "requirement": "request/pod-context-keys",
    "since": 1,
    "stimulus": "a request with an empty podName in pod_context",
    "premises": [
      "one"
    ],
    "expect": {
      "code": [
        "INVALID_ARGUMENT"
      ]
    },
    "why": "A check for presence alone passes an empty text.",
    "given": {},
    "method": "NodeGetEnvVars",
    "request": {
      "provider_class_name": "${class.name}",
      "class_parameters": "${class.parameters}",
      "queries": [
        {
          "name": "CSI_ENV_A",
          "key": "${available[0].key}",
          "query_parameters": "${available[0].parameters}"
        }
      ],
      "pod_context": {
        "namespace": "${pod.namespace}",
        "serviceAccount": "${pod.serviceAccount}",
        "podName": "",
        "podUID": "${pod.podUID}",
        "nodeName": "${pod.nodeName}"
      }
    }
  },
  {
    "id": "request/pod-context-keys/no-pod-uid",
    "requirement": "request/pod-context-keys",
    "since": 1,
    "stimulus": "a request without podUID in pod_context",
    "premises": [
      "one"
    ],
    "expect": {
      "code": [
        "INVALID_ARGUMENT"
      ]
    },
    "why": "A lookup in a map gives an empty text for what is absent.",
    "given": {},
    "method": "NodeGetEnvVars",
    "request": {
      "provider_class_name": "${class.name}",
      "class_parameters": "${class.parameters}",
      "queries": [
        {
          "name": "CSI_ENV_A",
          "key": "${available[0].key}",
          "query_parameters": "${available[0].parameters}"
        }
      ],
      "pod_context": {
        "namespace": "${pod.namespace}",
        "serviceAccount": "${pod.serviceAccount}",
        "podName": "${pod.podName}",
        "nodeName": "${pod.nodeName}"
      }
    }
  },
  {
    "id": "request/pod-context-keys/empty-pod-uid",
    "requirement": "request/pod-context-keys",
    "since": 1,
    "stimulus": "a request with an empty podUID in pod_context",
    "premises": [
      "one"
    ],
    "expect": {
      "code": [
        "INVALID_ARGUMENT"
      ]
    },
    "why": "A check for presence alone passes an empty text.",
    "given": {},
    "method": "NodeGetEnvVars",
    "request": {
      "provider_class_name": "${class.name}",
      "class_parameters": "${class.parameters}",
      "queries": [
        {
          "name": "CSI_ENV_A",
          "key": "${available[0].key}",
          "query_parameters": "${available[0].parameters}"
        }
      ],
      "pod_context": {
        "namespace": "${pod.namespace}",
        "serviceAccount": "${pod.serviceAccount}",
        "podName": "${pod.podName}",
        "podUID": "",
        "nodeName": "${pod.nodeName}"
      }
    }
  },
  {
    "id": "request/extra-context/one",
    "requirement": "request/extra-context",
    "since": 1,
    "given": {
      "keys.available": 1
    },
    "stimulus": "a request with one more key in pod_context",
    "premises": [
      "one"
    ],
    "expect": {
      "ok": {
        "same": "one"
      }
    },
    "why": "More keys may come with a newer CO.",
    "method": "NodeGetEnvVars",
    "request": {
      "provider_class_name": "${class.name}",
      "class_parameters": "${class.parameters}",
      "queries": [
        {
          "name": "CSI_ENV_A",
          "key": "${available[0].key}",
          "query_parameters": "${available[0].parameters}"
        }
      ],
      "pod_context": {
        "namespace": "${pod.namespace}",
        "serviceAccount": "${pod.serviceAccount}",
        "podName": "${pod.podName}",
        "podUID": "${pod.podUID}",
        "nodeName": "${pod.nodeName}",
        "csi-env-conformance": "extra"
      }
    }
  },
  {
    "id": "request/extra-context/empty-value",
    "requirement": "request/extra-context",
    "since": 1,
    "given": {
      "keys.available": 1
    },
    "stimulus": "a request with one more key in pod_context and no value for it",
    "premises": [
      "one"
    ],
    "expect": {
      "ok": {
        "same": "one"
      }
    },
    "why": "A check that no value is empty takes in keys that it does not know.",
    "method": "NodeGetEnvVars",
    "request": {
      "provider_class_name": "${class.name}",
      "class_parameters": "${class.parameters}",
      "queries": [
        {
          "name": "CSI_ENV_A",
          "key": "${available[0].key}",
          "query_parameters": "${available[0].parameters}"
        }
      ],
      "pod_context": {
        "namespace": "${pod.namespace}",
        "serviceAccount": "${pod.serviceAccount}",
        "podName": "${pod.podName}",
        "podUID": "${pod.podUID}",
        "nodeName": "${pod.nodeName}",
        "csi-env-conformance": ""
      }
    }
  },
  {
    "id": "request/extra-context/several",
    "requirement": "request/extra-context",
    "since": 1,
    "given": {
      "keys.available": 1
    },
    "stimulus": "a request with several more keys in pod_context, some of them beyond ASCII",
    "premises": [
      "one"
    ],
    "expect": {
      "ok": {
        "same": "one"
      }
    },
    "why": "Names and values of unknown keys are nobody's business but the size limit's.",
    "method": "NodeGetEnvVars",
    "request": {
      "provider_class_name": "${class.name}",
      "class_parameters": "${class.parameters}",
      "queries": [
        {
          "name": "CSI_ENV_A",
          "key": "${available[0].key}",
          "query_parameters": "${available[0].parameters}"
        }
      ],
      "pod_context": {
        "namespace": "${pod.namespace}",
        "serviceAccount": "${pod.serviceAccount}",
        "podName": "${pod.podName}",
        "podUID": "${pod.podUID}",
        "nodeName": "${pod.nodeName}",
        "csi-env-conformance/zone": "zone = 1",
        "Namespace": "other",
        "größe": "ü"
      }
    }
  },
  {
    "id": "request/env-name/equals-first",
    "requirement": "request/env-name",
    "since": 1,
    "stimulus": "a query with a name that starts with =",
    "premises": [
      "one"
    ],
    "expect": {
      "code": [
        "INVALID_ARGUMENT"
      ]
    },
    "why": "No environment can carry it, or no log should.",
    "given": {},
    "method": "NodeGetEnvVars",
    "request": {
      "provider_class_name": "${class.name}",
      "class_parameters": "${class.parameters}",
      "queries": [
        {
          "name": "=CSI_ENV",
          "key": "${available[0].key}",
          "query_parameters": "${available[0].parameters}"
        }
      ],
      "pod_context": {
        "namespace": "${pod.namespace}",
        "serviceAccount": "${pod.serviceAccount}",
        "podName": "${pod.podName}",
        "podUID": "${pod.podUID}",
        "nodeName": "${pod.nodeName}"
      }
    }
  },
  {
    "id": "request/env-name/equals-middle",
    "requirement": "request/env-name",
    "since": 1,
    "stimulus": "a query with a name with = in the middle",
    "premises": [
      "one"
    ],
    "expect": {
      "code": [
        "INVALID_ARGUMENT"
      ]
    },
    "why": "No environment can carry it, or no log should.",
    "given": {},
    "method": "NodeGetEnvVars",
    "request": {
      "provider_class_name": "${class.name}",
      "class_parameters": "${class.parameters}",
      "queries": [
        {
          "name": "CSI=ENV",
          "key": "${available[0].key}",
          "query_parameters": "${available[0].parameters}"
        }
      ],
      "pod_context": {
        "namespace": "${pod.namespace}",
        "serviceAccount": "${pod.serviceAccount}",
        "podName": "${pod.podName}",
        "podUID": "${pod.podUID}",
        "nodeName": "${pod.nodeName}"
      }
    }
  },
  {
    "id": "request/env-name/equals-last",
    "requirement": "request/env-name",
    "since": 1,
    "stimulus": "a query with a name that ends in =",
    "premises": [
      "one"
    ],
    "expect": {
      "code": [
        "INVALID_ARGUMENT"
      ]
    },
    "why": "No environment can carry it, or no log should.",
    "given": {},
    "method": "NodeGetEnvVars",
    "request": {
      "provider_class_name": "${class.name}",
      "class_parameters": "${class.parameters}",
      "queries": [
        {
          "name": "CSI_ENV=",
          "key": "${available[0].key}",
          "query_parameters": "${available[0].parameters}"
        }
      ],
      "pod_context": {
        "namespace": "${pod.namespace}",
        "serviceAccount": "${pod.serviceAccount}",
        "podName": "${pod.podName}",
        "podUID": "${pod.podUID}",
        "nodeName": "${pod.nodeName}"
      }
    }
  },
  {
    "id": "request/env-name/nul",
    "requirement": "request/env-name",
    "since": 1,
    "stimulus": "a query with a name with U+0000",
    "premises": [
      "one"
    ],
    "expect": {
      "code": [
        "INVALID_ARGUMENT"
      ]
    },
    "why": "A text that ends there in C.",
    "given": {},
    "method": "NodeGetEnvVars",
    "request": {
      "provider_class_name": "${class.name}",
      "class_parameters": "${class.parameters}",
      "queries": [
        {
          "name": "CSI\u0000ENV",
          "key": "${available[0].key}",
          "query_parameters": "${available[0].parameters}"
        }
      ],
      "pod_context": {
        "namespace": "${pod.namespace}",
        "serviceAccount": "${pod.serviceAccount}",
        "podName": "${pod.podName}",
        "podUID": "${pod.podUID}",
        "nodeName": "${pod.nodeName}"
      }
    }
  },
  {
    "id": "request/env-name/tab",
    "requirement": "request/env-name",
    "since": 1,
    "stimulus": "a query with a name with a tab",
    "premises": [
      "one"
    ],
    "expect": {
      "code": [
        "INVALID_ARGUMENT"
      ]
    },
    "why": "No environment can carry it, or no log should.",
    "given": {},
    "method": "NodeGetEnvVars",
    "request": {
      "provider_class_name": "${class.name}",
      "class_parameters": "${class.parameters}",
      "queries": [
        {
          "name": "CSI\tENV",
          "key": "${available[0].key}",
          "query_parameters": "${available[0].parameters}"
        }
      ],
      "pod_context": {
        "namespace": "${pod.namespace}",
        "serviceAccount": "${pod.serviceAccount}",
        "podName": "${pod.podName}",
        "podUID": "${pod.podUID}",
        "nodeName": "${pod.nodeName}"
      }
    }
  },
  {
    "id": "request/env-name/newline",
    "requirement": "request/env-name",
    "since": 1,
    "stimulus": "a query with a name with a newline in the middle",
    "premises": [
      "one"
    ],
    "expect": {
      "code": [
        "INVALID_ARGUMENT"
      ]
    },
    "why": "No environment can carry it, or no log should.",
    "given": {},
    "method": "NodeGetEnvVars",
    "request": {
      "provider_class_name": "${class.name}",
      "class_parameters": "${class.parameters}",
      "queries": [
        {
          "name": "CSI\nENV",
          "key": "${available[0].key}",
          "query_parameters": "${available[0].parameters}"
        }
      ],
      "pod_context": {
        "namespace": "${pod.namespace}",
        "serviceAccount": "${pod.serviceAccount}",
        "podName": "${pod.podName}",
        "podUID": "${pod.podUID}",
        "nodeName": "${pod.nodeName}"
      }
    }
  },
  {
    "id": "request/env-name/newline-last",
    "requirement": "request/env-name",
    "since": 1,
    "stimulus": "a query with a name that ends in a newline",
    "premises": [
      "one"
    ],
    "expect": {
      "code": [
        "INVALID_ARGUMENT"
      ]
    },
    "why": "A pattern that ends in `$` lets a trailing newline pass in many languages.",
    "given": {},
    "method": "NodeGetEnvVars",
    "request": {
      "provider_class_name": "${class.name}",
      "class_parameters": "${class.parameters}",
      "queries": [
        {
          "name": "CSI_ENV\n",
          "key": "${available[0].key}",
          "query_parameters": "${available[0].parameters}"
        }
      ],
      "pod_context": {
        "namespace": "${pod.namespace}",
        "serviceAccount": "${pod.serviceAccount}",
        "podName": "${pod.podName}",
        "podUID": "${pod.podUID}",
        "nodeName": "${pod.nodeName}"
      }
    }
  },
  {
    "id": "request/env-name/carriage-return",
    "requirement": "request/env-name",
    "since": 1,
    "stimulus": "a query with a name that ends in a carriage return",
    "premises": [
      "one"
    ],
    "expect": {
      "code": [
        "INVALID_ARGUMENT"
      ]
    },
    "why": "The other line end.",
    "given": {},
    "method": "NodeGetEnvVars",
    "request": {
      "provider_class_name": "${class.name}",
      "class_parameters": "${class.parameters}",
      "queries": [
        {
          "name": "CSI_ENV\r",
          "key": "${available[0].key}",
          "query_parameters": "${available[0].parameters}"
        }
      ],
      "pod_context": {
        "namespace": "${pod.namespace}",
        "serviceAccount": "${pod.serviceAccount}",
        "podName": "${pod.podName}",
        "podUID": "${pod.podUID}",
        "nodeName": "${pod.nodeName}"
      }
    }
  },
  {
    "id": "request/env-name/escape",
    "requirement": "request/env-name",
    "since": 1,
    "stimulus": "a query with a name with the escape character",
    "premises": [
      "one"
    ],
    "expect": {
      "code": [
        "INVALID_ARGUMENT"
      ]
    },
    "why": "No environment can carry it, or no log should.",
    "given": {},
    "method": "NodeGetEnvVars",
    "request": {
      "provider_class_name": "${class.name}",
      "class_parameters": "${class.parameters}",
      "queries": [
        {
          "name": "CSI\u001bENV",
          "key": "${available[0].key}",
          "query_parameters": "${available[0].parameters}"
        }
      ],
      "pod_context": {
        "namespace": "${pod.namespace}",
        "serviceAccount": "${pod.serviceAccount}",
        "podName": "${pod.podName}",
        "podUID": "${pod.podUID}",
        "nodeName": "${pod.nodeName}"
      }
    }
  },
  {
    "id": "request/env-name/unit-separator",
    "requirement": "request/env-name",
    "since": 1,
    "stimulus": "a query with a name with U+001F, the last control character before the space",
    "premises": [
      "one"
    ],
    "expect": {
      "code": [
        "INVALID_ARGUMENT"
      ]
    },
    "why": "The boundary below printable ASCII.",
    "given": {},
    "method": "NodeGetEnvVars",
    "request": {
      "provider_class_name": "${class.name}",
      "class_parameters": "${class.parameters}",
      "queries": [
        {
          "name": "CSI\u001fENV",
          "key": "${available[0].key}",
          "query_parameters": "${available[0].parameters}"
        }
      ],
      "pod_context": {
        "namespace": "${pod.namespace}",
        "serviceAccount": "${pod.serviceAccount}",
        "podName": "${pod.podName}",
        "podUID": "${pod.podUID}",
        "nodeName": "${pod.nodeName}"
      }
    }
  },
  {
    "id": "request/env-name/delete",
    "requirement": "request/env-name",
    "since": 1,
    "stimulus": "a query with a name with U+007F",
    "premises": [
      "one"
    ],
    "expect": {
      "code": [
        "INVALID_ARGUMENT"
      ]
    },
    "why": "A check for less than a space misses it.",
    "given": {},
    "method": "NodeGetEnvVars",
    "request": {
      "provider_class_name": "${class.name}",
      "class_parameters": "${class.parameters}",
      "queries": [
        {
          "name": "CSIENV",
          "key": "${available[0].key}",
          "query_parameters": "${available[0].parameters}"
        }
      ],
      "pod_context": {
        "namespace": "${pod.namespace}",
        "serviceAccount": "${pod.serviceAccount}",
        "podName": "${pod.podName}",
        "podUID": "${pod.podUID}",
        "nodeName": "${pod.nodeName}"
      }
    }
  },
  {
    "id": "request/env-name/c1-control",
    "requirement": "request/env-name",
    "since": 1,
    "stimulus": "a query with a name with U+0085",
    "premises": [
      "one"
    ],
    "expect": {
      "code": [
        "INVALID_ARGUMENT"
      ]
    },
    "why": "No environment can carry it, or no log should.",
    "given": {},
    "method": "NodeGetEnvVars",
    "request": {
      "provider_class_name": "${class.name}",
      "class_parameters": "${class.parameters}",
      "queries": [
        {
          "name": "CSIENV",
          "key": "${available[0].key}",
          "query_parameters": "${available[0].parameters}"
        }
      ],
      "pod_context": {
        "namespace": "${pod.namespace}",
        "serviceAccount": "${pod.serviceAccount}",
        "podName": "${pod.podName}",
        "podUID": "${pod.podUID}",
        "nodeName": "${pod.nodeName}"
      }
    }
  },
  {
    "id": "request/env-name/latin",
    "requirement": "request/env-name",
    "since": 1,
    "stimulus": "a query with a name with an accented letter",
    "premises": [
      "one"
    ],
    "expect": {
      "code": [
        "INVALID_ARGUMENT"
      ]
    },
    "why": "A check by letter class takes it for a letter.",
    "given": {},
    "method": "NodeGetEnvVars",
    "request": {
      "provider_class_name": "${class.name}",
      "class_parameters": "${class.parameters}",
      "queries": [
        {
          "name": "CSI_ENV_é",
          "key": "${available[0].key}",
          "query_parameters": "${available[0].parameters}"
        }
      ],
      "pod_context": {
        "namespace": "${pod.namespace}",
        "serviceAccount": "${pod.serviceAccount}",
        "podName": "${pod.podName}",
        "podUID": "${pod.podUID}",
        "nodeName": "${pod.nodeName}"
      }
    }
  },
  {
    "id": "request/env-name/no-break-space",
    "requirement": "request/env-name",
    "since": 1,
    "stimulus": "a query with a name with a no-break space",
    "premises": [
      "one"
    ],
    "expect": {
      "code": [
        "INVALID_ARGUMENT"
      ]
    },
    "why": "No environment can carry it, or no log should.",
    "given": {},
    "method": "NodeGetEnvVars",
    "request": {
      "provider_class_name": "${class.name}",
      "class_parameters": "${class.parameters}",
      "queries": [
        {
          "name": "CSI ENV",
          "key": "${available[0].key}",
          "query_parameters": "${available[0].parameters}"
        }
      ],
      "pod_context": {
        "namespace": "${pod.namespace}",
        "serviceAccount": "${pod.serviceAccount}",
        "podName": "${pod.podName}",
        "podUID": "${pod.podUID}",
        "nodeName": "${pod.nodeName}"
      }
    }
  },
  {
    "id": "request/env-name/full-width",
    "requirement": "request/env-name",
    "since": 1,
    "stimulus": "a query with a name with a full-width letter",
    "premises": [
      "one"
    ],
    "expect": {
      "code": [
        "INVALID_ARGUMENT"
      ]
    },
    "why": "A check by letter class takes it for a letter.",
    "given": {},
    "method": "NodeGetEnvVars",
    "request": {
      "provider_class_name": "${class.name}",
      "class_parameters": "${class.parameters}",
      "queries": [
        {
          "name": "CSI_Ａ",
          "key": "${available[0].key}",
          "query_parameters": "${available[0].parameters}"
        }
      ],
      "pod_context": {
        "namespace": "${pod.namespace}",
        "serviceAccount": "${pod.serviceAccount}",
        "podName": "${pod.podName}",
        "podUID": "${pod.podUID}",
        "nodeName": "${pod.nodeName}"
      }
    }
  },
  {
    "id": "request/env-name/emoji",
    "requirement": "request/env-name",
    "since": 1,
    "stimulus": "a query with a name with a character outside the basic plane",
    "premises": [
      "one"
    ],
    "expect": {
      "code": [
        "INVALID_ARGUMENT"
      ]
    },
    "why": "No environment can carry it, or no log should.",
    "given": {},
    "method": "NodeGetEnvVars",
    "request": {
      "provider_class_name": "${class.name}",
      "class_parameters": "${class.parameters}",
      "queries": [
        {
          "name": "CSI_🔑",
          "key": "${available[0].key}",
          "query_parameters": "${available[0].parameters}"
        }
      ],
      "pod_context": {
        "namespace": "${pod.namespace}",
        "serviceAccount": "${pod.serviceAccount}",
        "podName": "${pod.podName}",
        "podUID": "${pod.podUID}",
        "nodeName": "${pod.nodeName}"
      }
    }
  },
  {
    "id": "request/env-name/last-of-three",
    "requirement": "request/env-name",
    "since": 1,
    "stimulus": "a request whose last query has = in its name",
    "premises": [
      "three"
    ],
    "expect": {
      "code": [
        "INVALID_ARGUMENT"
      ]
    },
    "why": "A check of the first query alone passes the rest.",
    "given": {},
    "method": "NodeGetEnvVars",
    "request": {
      "provider_class_name": "${class.name}",
      "class_parameters": "${class.parameters}",
      "queries": [
        {
          "name": "CSI_ENV_A",
          "key": "${available[0].key}",
          "query_parameters": "${available[0].parameters}"
        },
        {
          "name": "CSI_ENV_B",
          "key": "${available[0].key}",
          "query_parameters": "${available[0].parameters}"
        },
        {
          "name": "CSI=ENV",
          "key": "${available[0].key}",
          "query_parameters": "${available[0].parameters}"
        }
      ],
      "pod_context": {
        "namespace": "${pod.namespace}",
        "serviceAccount": "${pod.serviceAccount}",
        "podName": "${pod.podName}",
        "podUID": "${pod.podUID}",
        "nodeName": "${pod.nodeName}"
      }
    }
  },
  {
    "id": "request/field-size/class-name",
    "requirement": "request/field-size",
    "since": 1,
    "stimulus": "a request with a provider_class_name one byte over its limit",
    "premises": [
      "one"
    ],
    "expect": {
      "code": [
        "INVALID_ARGUMENT"
      ]
    },
    "why": "The first length that is too long.",
    "given": {},
    "method": "NodeGetEnvVars",
    "request": {
      "provider_class_name": {
        "repeat": "a",
        "bytes": 254
      },
      "class_parameters": "${class.parameters}",
      "queries": [
        {
          "name": "CSI_ENV_A",
          "key": "${available[0].key}",
          "query_parameters": "${available[0].parameters}"
        }
      ],
      "pod_context": {
        "namespace": "${pod.namespace}",
        "serviceAccount": "${pod.serviceAccount}",
        "podName": "${pod.podName}",
        "podUID": "${pod.podUID}",
        "nodeName": "${pod.nodeName}"
      }
    }
  },
  {
    "id": "request/field-size/version",
    "requirement": "request/field-size",
    "since": 1,
    "stimulus": "a request with a version one byte over its limit",
    "premises": [
      "one"
    ],
    "expect": {
      "code": [
        "INVALID_ARGUMENT"
      ]
    },
    "why": "The first length that is too long.",
    "given": {},
    "method": "NodeGetEnvVars",
    "request": {
      "provider_class_name": "${class.name}",
      "class_parameters": "${class.parameters}",
      "queries": [
        {
          "name": "CSI_ENV_A",
          "key": "${available[0].key}",
          "query_parameters": "${available[0].parameters}"
        }
      ],
      "pod_context": {
        "namespace": "${pod.namespace}",
        "serviceAccount": "${pod.serviceAccount}",
        "podName": "${pod.podName}",
        "podUID": "${pod.podUID}",
        "nodeName": "${pod.nodeName}"
      },
      "version": {
        "repeat": "a",
        "bytes": 129
      }
    }
  },
  {
    "id": "request/field-size/key",
    "requirement": "request/field-size",
    "since": 1,
    "stimulus": "a query with a key one byte over its limit",
    "premises": [
      "one"
    ],
    "expect": {
      "code": [
        "INVALID_ARGUMENT"
      ]
    },
    "why": "The first length that is too long.",
    "given": {},
    "method": "NodeGetEnvVars",
    "request": {
      "provider_class_name": "${class.name}",
      "class_parameters": "${class.parameters}",
      "queries": [
        {
          "name": "CSI_ENV_A",
          "key": {
            "repeat": "a",
            "bytes": 1025
          }
        }
      ],
      "pod_context": {
        "namespace": "${pod.namespace}",
        "serviceAccount": "${pod.serviceAccount}",
        "podName": "${pod.podName}",
        "podUID": "${pod.podUID}",
        "nodeName": "${pod.nodeName}"
      }
    }
  },
  {
    "id": "request/field-size/class-parameters",
    "requirement": "request/field-size",
    "since": 1,
    "stimulus": "a request with class_parameters one byte over its limit",
    "premises": [
      "one"
    ],
    "expect": {
      "code": [
        "INVALID_ARGUMENT"
      ]
    },
    "why": "The first length that is too long.",
    "given": {},
    "method": "NodeGetEnvVars",
    "request": {
      "provider_class_name": "${class.name}",
      "class_parameters": {
        "...": "${class.parameters}",
        "csi-env-conformance": {
          "repeat": "a",
          "mapBytes": 4097
        }
      },
      "queries": [
        {
          "name": "CSI_ENV_A",
          "key": "${available[0].key}",
          "query_parameters": "${available[0].parameters}"
        }
      ],
      "pod_context": {
        "namespace": "${pod.namespace}",
        "serviceAccount": "${pod.serviceAccount}",
        "podName": "${pod.podName}",
        "podUID": "${pod.podUID}",
        "nodeName": "${pod.nodeName}"
      }
    }
  },
  {
    "id": "request/field-size/pod-context",
    "requirement": "request/field-size",
    "since": 1,
    "stimulus": "a request with pod_context one byte over its limit",
    "premises": [
      "one"
    ],
    "expect": {
      "code": [
        "INVALID_ARGUMENT"
      ]
    },
    "why": "The first length that is too long.",
    "given": {},
    "method": "NodeGetEnvVars",
    "request": {
      "provider_class_name": "${class.name}",
      "class_parameters": "${class.parameters}",
      "queries": [
        {
          "name": "CSI_ENV_A",
          "key": "${available[0].key}",
          "query_parameters": "${available[0].parameters}"
        }
      ],
      "pod_context": {
        "namespace": "${pod.namespace}",
        "serviceAccount": "${pod.serviceAccount}",
        "podName": "${pod.podName}",
        "podUID": "${pod.podUID}",
        "nodeName": "${pod.nodeName}",
        "csi-env-conformance": {
          "repeat": "a",
          "mapBytes": 4097
        }
      }
    }
  },
  {
    "id": "request/field-size/query-parameters",
    "requirement": "request/field-size",
    "since": 1,
    "stimulus": "a query with query_parameters one byte over their limit",
    "premises": [
      "one"
    ],
    "expect": {
      "code": [
        "INVALID_ARGUMENT"
      ]
    },
    "why": "The first length that is too long.",
    "given": {},
    "method": "NodeGetEnvVars",
    "request": {
      "provider_class_name": "${class.name}",
      "class_parameters": "${class.parameters}",
      "queries": [
        {
          "name": "CSI_ENV_A",
          "key": "${available[0].key}",
          "query_parameters": {
            "...": "${available[0].parameters}",
            "csi-env-conformance": {
              "repeat": "a",
              "mapBytes": 4097
            }
          }
        }
      ],
      "pod_context": {
        "namespace": "${pod.namespace}",
        "serviceAccount": "${pod.serviceAccount}",
        "podName": "${pod.podName}",
        "podUID": "${pod.podUID}",
        "nodeName": "${pod.nodeName}"
      }
    }
  },
  {
    "id": "request/field-size/class-name-multibyte",
    "requirement": "request/field-size",
    "since": 1,
    "stimulus": "a request with a provider_class_name one byte over its limit in two-byte characters",
    "premises": [
      "one"
    ],
    "expect": {
      "code": [
        "INVALID_ARGUMENT"
      ]
    },
    "why": "A count of characters instead of bytes lets it pass.",
    "given": {},
    "method": "NodeGetEnvVars",
    "request": {
      "provider_class_name": {
        "repeat": "é",
        "bytes": 254
      },
      "class_parameters": "${class.parameters}",
      "queries": [
        {
          "name": "CSI_ENV_A",
          "key": "${available[0].key}",
          "query_parameters": "${available[0].parameters}"
        }
      ],
      "pod_context": {
        "namespace": "${pod.namespace}",
        "serviceAccount": "${pod.serviceAccount}",
        "podName": "${pod.podName}",
        "podUID": "${pod.podUID}",
        "nodeName": "${pod.nodeName}"
      }
    }
  },
  {
    "id": "request/field-size/version-multibyte",
    "requirement": "request/field-size",
    "since": 1,
    "stimulus": "a request with a version one byte over its limit in two-byte characters",
    "premises": [
      "one"
    ],
    "expect": {
      "code": [
        "INVALID_ARGUMENT"
      ]
    },
    "why": "A count of characters instead of bytes lets it pass.",
    "given": {},
    "method": "NodeGetEnvVars",
    "request": {
      "provider_class_name": "${class.name}",
      "class_parameters": "${class.parameters}",
      "queries": [
        {
          "name": "CSI_ENV_A",
          "key": "${available[0].key}",
          "query_parameters": "${available[0].parameters}"
        }
      ],
      "pod_context": {
        "namespace": "${pod.namespace}",
        "serviceAccount": "${pod.serviceAccount}",
        "podName": "${pod.podName}",
        "podUID": "${pod.podUID}",
        "nodeName": "${pod.nodeName}"
      },
      "version": {
        "repeat": "é",
        "bytes": 129
      }
    }
  },
  {
    "id": "request/field-size/key-multibyte",
    "requirement": "request/field-size",
    "since": 1,
    "stimulus": "a query with a key one byte over its limit in two-byte characters",
    "premises": [
      "one"
    ],
    "expect": {
      "code": [
        "INVALID_ARGUMENT"
      ]
    },
    "why": "A count of characters instead of bytes lets it pass.",
    "given": {},
    "method": "NodeGetEnvVars",
    "request": {
      "provider_class_name": "${class.name}",
      "class_parameters": "${class.parameters}",
      "queries": [
        {
          "name": "CSI_ENV_A",
          "key": {
            "repeat": "é",
            "bytes": 1025
          }
        }
      ],
      "pod_context": {
        "namespace": "${pod.namespace}",
        "serviceAccount": "${pod.serviceAccount}",
        "podName": "${pod.podName}",
        "podUID": "${pod.podUID}",
        "nodeName": "${pod.nodeName}"
      }
    }
  },
  {
    "id": "request/field-size/class-parameters-multibyte",
    "requirement": "request/field-size",
    "since": 1,
    "stimulus": "a request with class_parameters one byte over its limit in two-byte characters",
    "premises": [
      "one"
    ],
    "expect": {
      "code": [
        "INVALID_ARGUMENT"
      ]
    },
    "why": "A count of characters instead of bytes lets it pass.",
    "given": {},
    "method": "NodeGetEnvVars",
    "request": {
      "provider_class_name": "${class.name}",
      "class_parameters": {
        "...": "${class.parameters}",
        "csi-env-conformance": {
          "repeat": "é",
          "mapBytes": 4097
        }
      },
      "queries": [
        {
          "name": "CSI_ENV_A",
          "key": "${available[0].key}",
          "query_parameters": "${available[0].parameters}"
        }
      ],
      "pod_context": {
        "namespace": "${pod.namespace}",
        "serviceAccount": "${pod.serviceAccount}",
        "podName": "${pod.podName}",
        "podUID": "${pod.podUID}",
        "nodeName": "${pod.nodeName}"
      }
    }
  },
  {
    "id": "request/field-size/pod-context-multibyte",
    "requirement": "request/field-size",
    "since": 1,
    "stimulus": "a request with pod_context one byte over its limit in two-byte characters",
    "premises": [
      "one"
    ],
    "expect": {
      "code": [
        "INVALID_ARGUMENT"
      ]
    },
    "why": "A count of characters instead of bytes lets it pass.",
    "given": {},
    "method": "NodeGetEnvVars",
    "request": {
      "provider_class_name": "${class.name}",
      "class_parameters": "${class.parameters}",
      "queries": [
        {
          "name": "CSI_ENV_A",
          "key": "${available[0].key}",
          "query_parameters": "${available[0].parameters}"
        }
      ],
      "pod_context": {
        "namespace": "${pod.namespace}",
        "serviceAccount": "${pod.serviceAccount}",
        "podName": "${pod.podName}",
        "podUID": "${pod.podUID}",
        "nodeName": "${pod.nodeName}",
        "csi-env-conformance": {
          "repeat": "é",
          "mapBytes": 4097
        }
      }
    }
  },
  {
    "id": "request/field-size/query-parameters-multibyte",
    "requirement": "request/field-size",
    "since": 1,
    "stimulus": "a query with query_parameters one byte over their limit in two-byte characters",
    "premises": [
      "one"
    ],
    "expect": {
      "code": [
        "INVALID_ARGUMENT"
      ]
    },
    "why": "A count of characters instead of bytes lets it pass.",
    "given": {},
    "method": "NodeGetEnvVars",
    "request": {
      "provider_class_name": "${class.name}",
      "class_parameters": "${class.parameters}",
      "queries": [
        {
          "name": "CSI_ENV_A",
          "key": "${available[0].key}",
          "query_parameters": {
            "...": "${available[0].parameters}",
            "csi-env-conformance": {
              "repeat": "é",
              "mapBytes": 4097
            }
          }
        }
      ],
      "pod_context": {
        "namespace": "${pod.namespace}",
        "serviceAccount": "${pod.serviceAccount}",
        "podName": "${pod.podName}",
        "podUID": "${pod.podUID}",
        "nodeName": "${pod.nodeName}"
      }
    }
  },
  {
    "id": "request/field-size/name",
    "requirement": "request/field-size",
    "since": 1,
    "stimulus": "a query with a name one byte over its limit",
    "premises": [
      "one"
    ],
    "expect": {
      "code": [
        "INVALID_ARGUMENT"
      ]
    },
    "why": "Names are ASCII, so there is no second way to count.",
    "given": {},
    "method": "NodeGetEnvVars",
    "request": {
      "provider_class_name": "${class.name}",
      "class_parameters": "${class.parameters}",
      "queries": [
        {
          "name": {
            "repeat": "A",
            "bytes": 129
          },
          "key": "${available[0].key}",
          "query_parameters": "${available[0].parameters}"
        }
      ],
      "pod_context": {
        "namespace": "${pod.namespace}",
        "serviceAccount": "${pod.serviceAccount}",
        "podName": "${pod.podName}",
        "podUID": "${pod.podUID}",
        "nodeName": "${pod.nodeName}"
      }
    }
  },
  {
    "id": "request/field-size/last-key",
    "requirement": "request/field-size",
    "since": 1,
    "stimulus": "a request whose last query has a key one byte over its limit",
    "premises": [
      "three"
    ],
    "expect": {
      "code": [
        "INVALID_ARGUMENT"
      ]
    },
    "why": "A check of the first query alone passes the rest.",
    "given": {},
    "method": "NodeGetEnvVars",
    "request": {
      "provider_class_name": "${class.name}",
      "class_parameters": "${class.parameters}",
      "queries": [
        {
          "name": "CSI_ENV_A",
          "key": "${available[0].key}",
          "query_parameters": "${available[0].parameters}"
        },
        {
          "name": "CSI_ENV_B",
          "key": "${available[0].key}",
          "query_parameters": "${available[0].parameters}"
        },
        {
          "name": "CSI_ENV_C",
          "key": {
            "repeat": "a",
            "bytes": 1025
          }
        }
      ],
      "pod_context": {
        "namespace": "${pod.namespace}",
        "serviceAccount": "${pod.serviceAccount}",
        "podName": "${pod.podName}",
        "podUID": "${pod.podUID}",
        "nodeName": "${pod.nodeName}"
      }
    }
  },
  {
    "id": "request/field-size/last-name",
    "requirement": "request/field-size",
    "since": 1,
    "stimulus": "a request whose last query has a name one byte over its limit",
    "premises": [
      "three"
    ],
    "expect": {
      "code": [
        "INVALID_ARGUMENT"
      ]
    },
    "why": "A check of the first query alone passes the rest.",
    "given": {},
    "method": "NodeGetEnvVars",
    "request": {
      "provider_class_name": "${class.name}",
      "class_parameters": "${class.parameters}",
      "queries": [
        {
          "name": "CSI_ENV_A",
          "key": "${available[0].key}",
          "query_parameters": "${available[0].parameters}"
        },
        {
          "name": "CSI_ENV_B",
          "key": "${available[0].key}",
          "query_parameters": "${available[0].parameters}"
        },
        {
          "name": {
            "repeat": "A",
            "bytes": 129
          },
          "key": "${available[0].key}",
          "query_parameters": "${available[0].parameters}"
        }
      ],
      "pod_context": {
        "namespace": "${pod.namespace}",
        "serviceAccount": "${pod.serviceAccount}",
        "podName": "${pod.podName}",
        "podUID": "${pod.podUID}",
        "nodeName": "${pod.nodeName}"
      }
    }
  },
  {
    "id": "request/field-size/last-query-parameters",
    "requirement": "request/field-size",
    "since": 1,
    "stimulus": "a request whose last query has query_parameters one byte over their limit",
    "premises": [
      "three"
    ],
    "expect": {
      "code": [
        "INVALID_ARGUMENT"
      ]
    },
    "why": "A check of the first query alone passes the rest.",
    "given": {},
    "method": "NodeGetEnvVars",
    "request": {
      "provider_class_name": "${class.name}",
      "class_parameters": "${class.parameters}",
      "queries": [
        {
          "name": "CSI_ENV_A",
          "key": "${available[0].key}",
          "query_parameters": "${available[0].parameters}"
        },
        {
          "name": "CSI_ENV_B",
          "key": "${available[0].key}",
          "query_parameters": "${available[0].parameters}"
        },
        {
          "name": "CSI_ENV_C",
          "key": "${available[0].key}",
          "query_parameters": {
            "...": "${available[0].parameters}",
            "csi-env-conformance": {
              "repeat": "a",
              "mapBytes": 4097
            }
          }
        }
      ],
      "pod_context": {
        "namespace": "${pod.namespace}",
        "serviceAccount": "${pod.serviceAccount}",
        "podName": "${pod.podName}",
        "podUID": "${pod.podUID}",
        "nodeName": "${pod.nodeName}"
      }
    }
  },
  {
    "id": "request/legal-served/plain",
    "requirement": "request/legal-served",
    "since": 1,
    "given": {
      "keys.available": 1
    },
    "stimulus": "a query for an available key",
    "premises": [
      "implemented"
    ],
    "expect": {
      "ok": {}
    },
    "why": "The plainest request of all; without it nothing else means anything.",
    "method": "NodeGetEnvVars",
    "request": {
      "provider_class_name": "${class.name}",
      "class_parameters": "${class.parameters}",
      "queries": [
        {
          "name": "CSI_ENV_A",
          "key": "${available[0].key}",
          "query_parameters": "${available[0].parameters}"
        }
      ],
      "pod_context": {
        "namespace": "${pod.namespace}",
        "serviceAccount": "${pod.serviceAccount}",
        "podName": "${pod.podName}",
        "podUID": "${pod.podUID}",
        "nodeName": "${pod.nodeName}"
      }
    }
  },
  {
    "id": "request/legal-served/name-with-spaces",
    "requirement": "request/legal-served",
    "since": 1,
    "given": {
      "keys.available": 1
    },
    "stimulus": "a query with a name with a space",
    "premises": [
      "one"
    ],
    "expect": {
      "ok": {}
    },
    "why": "The relaxed rule of Kubernetes permits it.",
    "method": "NodeGetEnvVars",
    "request": {
      "provider_class_name": "${class.name}",
      "class_parameters": "${class.parameters}",
      "queries": [
        {
          "name": "CSI ENV",
          "key": "${available[0].key}",
          "query_parameters": "${available[0].parameters}"
        }
      ],
      "pod_context": {
        "namespace": "${pod.namespace}",
        "serviceAccount": "${pod.serviceAccount}",
        "podName": "${pod.podName}",
        "podUID": "${pod.podUID}",
        "nodeName": "${pod.nodeName}"
      }
    }
  },
  {
    "id": "request/legal-served/name-of-a-space",
    "requirement": "request/legal-served",
    "since": 1,
    "given": {
      "keys.available": 1
    },
    "stimulus": "a query with a name that is a single space",
    "premises": [
      "one"
    ],
    "expect": {
      "ok": {}
    },
    "why": "The relaxed rule of Kubernetes permits it.",
    "method": "NodeGetEnvVars",
    "request": {
      "provider_class_name": "${class.name}",
      "class_parameters": "${class.parameters}",
      "queries": [
        {
          "name": " ",
          "key": "${available[0].key}",
          "query_parameters": "${available[0].parameters}"
        }
      ],
      "pod_context": {
        "namespace": "${pod.namespace}",
        "serviceAccount": "${pod.serviceAccount}",
        "podName": "${pod.podName}",
        "podUID": "${pod.podUID}",
        "nodeName": "${pod.nodeName}"
      }
    }
  },
  {
    "id": "request/legal-served/name-with-outer-spaces",
    "requirement": "request/legal-served",
    "since": 1,
    "given": {
      "keys.available": 1
    },
    "stimulus": "a query with a name with a space at both ends",
    "premises": [
      "one"
    ],
    "expect": {
      "ok": {}
    },
    "why": "The relaxed rule of Kubernetes permits it.",
    "method": "NodeGetEnvVars",
    "request": {
      "provider_class_name": "${class.name}",
      "class_parameters": "${class.parameters}",
      "queries": [
        {
          "name": " CSI_ENV ",
          "key": "${available[0].key}",
          "query_parameters": "${available[0].parameters}"
        }
      ],
      "pod_context": {
        "namespace": "${pod.namespace}",
        "serviceAccount": "${pod.serviceAccount}",
        "podName": "${pod.podName}",
        "podUID": "${pod.podUID}",
        "nodeName": "${pod.nodeName}"
      }
    }
  },
  {
    "id": "request/legal-served/name-with-dots",
    "requirement": "request/legal-served",
    "since": 1,
    "given": {
      "keys.available": 1
    },
    "stimulus": "a query with a name with dots",
    "premises": [
      "one"
    ],
    "expect": {
      "ok": {}
    },
    "why": "The relaxed rule of Kubernetes permits it.",
    "method": "NodeGetEnvVars",
    "request": {
      "provider_class_name": "${class.name}",
      "class_parameters": "${class.parameters}",
      "queries": [
        {
          "name": "csi.env.a",
          "key": "${available[0].key}",
          "query_parameters": "${available[0].parameters}"
        }
      ],
      "pod_context": {
        "namespace": "${pod.namespace}",
        "serviceAccount": "${pod.serviceAccount}",
        "podName": "${pod.podName}",
        "podUID": "${pod.podUID}",
        "nodeName": "${pod.nodeName}"
      }
    }
  },
  {
    "id": "request/legal-served/name-with-dashes",
    "requirement": "request/legal-served",
    "since": 1,
    "given": {
      "keys.available": 1
    },
    "stimulus": "a query with a name with dashes",
    "premises": [
      "one"
    ],
    "expect": {
      "ok": {}
    },
    "why": "The relaxed rule of Kubernetes permits it.",
    "method": "NodeGetEnvVars",
    "request": {
      "provider_class_name": "${class.name}",
      "class_parameters": "${class.parameters}",
      "queries": [
        {
          "name": "csi-env-a",
          "key": "${available[0].key}",
          "query_parameters": "${available[0].parameters}"
        }
      ],
      "pod_context": {
        "namespace": "${pod.namespace}",
        "serviceAccount": "${pod.serviceAccount}",
        "podName": "${pod.podName}",
        "podUID": "${pod.podUID}",
        "nodeName": "${pod.nodeName}"
      }
    }
  },
  {
    "id": "request/legal-served/name-starts-with-digit",
    "requirement": "request/legal-served",
    "since": 1,
    "given": {
      "keys.available": 1
    },
    "stimulus": "a query with a name that starts with a digit",
    "premises": [
      "one"
    ],
    "expect": {
      "ok": {}
    },
    "why": "The relaxed rule of Kubernetes permits it.",
    "method": "NodeGetEnvVars",
    "request": {
      "provider_class_name": "${class.name}",
      "class_parameters": "${class.parameters}",
      "queries": [
        {
          "name": "1CSI",
          "key": "${available[0].key}",
          "query_parameters": "${available[0].parameters}"
        }
      ],
      "pod_context": {
        "namespace": "${pod.namespace}",
        "serviceAccount": "${pod.serviceAccount}",
        "podName": "${pod.podName}",
        "podUID": "${pod.podUID}",
        "nodeName": "${pod.nodeName}"
      }
    }
  },
  {
    "id": "request/legal-served/name-of-one-character",
    "requirement": "request/legal-served",
    "since": 1,
    "given": {
      "keys.available": 1
    },
    "stimulus": "a query with a name of one character",
    "premises": [
      "one"
    ],
    "expect": {
      "ok": {}
    },
    "why": "The relaxed rule of Kubernetes permits it.",
    "method": "NodeGetEnvVars",
    "request": {
      "provider_class_name": "${class.name}",
      "class_parameters": "${class.parameters}",
      "queries": [
        {
          "name": "a",
          "key": "${available[0].key}",
          "query_parameters": "${available[0].parameters}"
        }
      ],
      "pod_context": {
        "namespace": "${pod.namespace}",
        "serviceAccount": "${pod.serviceAccount}",
        "podName": "${pod.podName}",
        "podUID": "${pod.podUID}",
        "nodeName": "${pod.nodeName}"
      }
    }
  },
  {
    "id": "request/legal-served/name-of-punctuation",
    "requirement": "request/legal-served",
    "since": 1,
    "given": {
      "keys.available": 1
    },
    "stimulus": "a query with a name of all punctuation but =",
    "premises": [
      "one"
    ],
    "expect": {
      "ok": {}
    },
    "why": "The relaxed rule of Kubernetes permits it.",
    "method": "NodeGetEnvVars",
    "request": {
      "provider_class_name": "${class.name}",
      "class_parameters": "${class.parameters}",
      "queries": [
        {
          "name": "!\"#$%&'()*+,-./:;<>?@[\\]^_`{|}~",
          "key": "${available[0].key}",
          "query_parameters": "${available[0].parameters}"
        }
      ],
      "pod_context": {
        "namespace": "${pod.namespace}",
        "serviceAccount": "${pod.serviceAccount}",
        "podName": "${pod.podName}",
        "podUID": "${pod.podUID}",
        "nodeName": "${pod.nodeName}"
      }
    }
  },
  {
    "id": "request/legal-served/name-at-limit",
    "requirement": "request/legal-served",
    "since": 1,
    "given": {
      "keys.available": 1,
      "limits.payloadBytes": 8192
    },
    "stimulus": "a query with a name of 128 bytes",
    "premises": [
      "one"
    ],
    "expect": {
      "ok": {}
    },
    "why": "A comparison that is off by one.",
    "method": "NodeGetEnvVars",
    "request": {
      "provider_class_name": "${class.name}",
      "class_parameters": "${class.parameters}",
      "queries": [
        {
          "name": {
            "repeat": "A",
            "bytes": 128
          },
          "key": "${available[0].key}",
          "query_parameters": "${available[0].parameters}"
        }
      ],
      "pod_context": {
        "namespace": "${pod.namespace}",
        "serviceAccount": "${pod.serviceAccount}",
        "podName": "${pod.podName}",
        "podUID": "${pod.podUID}",
        "nodeName": "${pod.nodeName}"
      }
    }
  },
  {
    "id": "request/legal-served/version-at-limit",
    "requirement": "request/legal-served",
    "since": 1,
    "given": {
      "keys.available": 1,
      "limits.payloadBytes": 8192
    },
    "stimulus": "a request with a version of 128 bytes",
    "premises": [
      "one"
    ],
    "expect": {
      "ok": {}
    },
    "why": "A comparison that is off by one.",
    "method": "NodeGetEnvVars",
    "request": {
      "provider_class_name": "${class.name}",
      "class_parameters": "${class.parameters}",
      "queries": [
        {
          "name": "CSI_ENV_A",
          "key": "${available[0].key}",
          "query_parameters": "${available[0].parameters}"
        }
      ],
      "pod_context": {
        "namespace": "${pod.namespace}",
        "serviceAccount": "${pod.serviceAccount}",
        "podName": "${pod.podName}",
        "podUID": "${pod.podUID}",
        "nodeName": "${pod.nodeName}"
      },
      "version": {
        "repeat": "v",
        "bytes": 128
      }
    }
  },
  {
    "id": "request/legal-served/class-name-at-limit",
    "requirement": "request/legal-served",
    "since": 1,
    "given": {
      "keys.available": 1,
      "limits.payloadBytes": 8192
    },
    "stimulus": "a request with a provider_class_name of 253 bytes, a DNS subdomain that nobody has",
    "premises": [
      "one"
    ],
    "expect": {
      "ok": {},
      "code": [
        "NOT_FOUND",
        "PERMISSION_DENIED"
      ]
    },
    "why": "The general limit of 128 bytes is overridden here; the class is invented, so it may be unknown or refused.",
    "method": "NodeGetEnvVars",
    "request": {
      "provider_class_name": {
        "repeat": "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.",
        "bytes": 253
      },
      "class_parameters": "${class.parameters}",
      "queries": [
        {
          "name": "CSI_ENV_A",
          "key": "${available[0].key}",
          "query_parameters": "${available[0].parameters}"
        }
      ],
      "pod_context": {
        "namespace": "${pod.namespace}",
        "serviceAccount": "${pod.serviceAccount}",
        "podName": "${pod.podName}",
        "podUID": "${pod.podUID}",
        "nodeName": "${pod.nodeName}"
      }
    }
  },
  {
    "id": "request/legal-served/key-at-limit",
    "requirement": "request/legal-served",
    "since": 1,
    "given": {
      "keys.available": 1,
      "keys.missing": 1,
      "limits.payloadBytes": 8192
    },
    "stimulus": "a query for a missing key, made 1024 bytes long",
    "premises": [
      "one"
    ],
    "expect": {
      "ok": {},
      "code": [
        "NOT_FOUND",
        "PERMISSION_DENIED"
      ]
    },
    "why": "The general limit of 128 bytes is overridden here; the key does not exist, so it may be missing or refused.",
    "method": "NodeGetEnvVars",
    "request": {
      "provider_class_name": "${class.name}",
      "class_parameters": "${class.parameters}",
      "queries": [
        {
          "name": "CSI_ENV_A",
          "key": {
            "prefix": "${missing[0].key}",
            "repeat": "a",
            "bytes": 1024
          },
          "query_parameters": "${missing[0].parameters}"
        }
      ],
      "pod_context": {
        "namespace": "${pod.namespace}",
        "serviceAccount": "${pod.serviceAccount}",
        "podName": "${pod.podName}",
        "podUID": "${pod.podUID}",
        "nodeName": "${pod.nodeName}"
      }
    }
  },
  {
    "id": "request/legal-served/pod-context-at-limit",
    "requirement": "request/legal-served",
    "since": 1,
    "given": {
      "keys.available": 1,
      "limits.payloadBytes": 8192
    },
    "stimulus": "a request with a pod_context of 4096 bytes",
    "premises": [
      "one"
    ],
    "expect": {
      "ok": {}
    },
    "why": "A comparison that is off by one; the filler is a key that the driver does not know.",
    "method": "NodeGetEnvVars",
    "request": {
      "provider_class_name": "${class.name}",
      "class_parameters": "${class.parameters}",
      "queries": [
        {
          "name": "CSI_ENV_A",
          "key": "${available[0].key}",
          "query_parameters": "${available[0].parameters}"
        }
      ],
      "pod_context": {
        "namespace": "${pod.namespace}",
        "serviceAccount": "${pod.serviceAccount}",
        "podName": "${pod.podName}",
        "podUID": "${pod.podUID}",
        "nodeName": "${pod.nodeName}",
        "csi-env-conformance": {
          "repeat": "a",
          "mapBytes": 4096
        }
      }
    }
  },
  {
    "id": "request/legal-served/class-parameters-at-limit",
    "requirement": "request/legal-served",
    "since": 1,
    "given": {
      "keys.available": 1,
      "limits.payloadBytes": 8192
    },
    "stimulus": "a request with class_parameters of 4096 bytes",
    "premises": [
      "one",
      "extra-class-parameter"
    ],
    "expect": {
      "ok": {}
    },
    "why": "A comparison that is off by one; drivers may refuse parameters that they do not know, so a short one has to be served first.",
    "method": "NodeGetEnvVars",
    "request": {
      "provider_class_name": "${class.name}",
      "class_parameters": {
        "...": "${class.parameters}",
        "csi-env-conformance": {
          "repeat": "a",
          "mapBytes": 4096
        }
      },
      "queries": [
        {
          "name": "CSI_ENV_A",
          "key": "${available[0].key}",
          "query_parameters": "${available[0].parameters}"
        }
      ],
      "pod_context": {
        "namespace": "${pod.namespace}",
        "serviceAccount": "${pod.serviceAccount}",
        "podName": "${pod.podName}",
        "podUID": "${pod.podUID}",
        "nodeName": "${pod.nodeName}"
      }
    }
  },
  {
    "id": "request/legal-served/query-parameters-at-limit",
    "requirement": "request/legal-served",
    "since": 1,
    "given": {
      "keys.available": 1,
      "limits.payloadBytes": 8192
    },
    "stimulus": "a query with query_parameters of 4096 bytes",
    "premises": [
      "one",
      "extra-query-parameter"
    ],
    "expect": {
      "ok": {}
    },
    "why": "A comparison that is off by one; drivers may refuse parameters that they do not know, so a short one has to be served first.",
    "method": "NodeGetEnvVars",
    "request": {
      "provider_class_name": "${class.name}",
      "class_parameters": "${class.parameters}",
      "queries": [
        {
          "name": "CSI_ENV_A",
          "key": "${available[0].key}",
          "query_parameters": {
            "...": "${available[0].parameters}",
            "csi-env-conformance": {
              "repeat": "a",
              "mapBytes": 4096
            }
          }
        }
      ],
      "pod_context": {
        "namespace": "${pod.namespace}",
        "serviceAccount": "${pod.serviceAccount}",
        "podName": "${pod.podName}",
        "podUID": "${pod.podUID}",
        "nodeName": "${pod.nodeName}"
      }
    }
  },
  {
    "id": "request/legal-served/pod-uid-no-uuid",
    "requirement": "request/legal-served",
    "since": 1,
    "given": {
      "keys.available": 1
    },
    "stimulus": "a request whose podUID is no UUID",
    "premises": [
      "one"
    ],
    "expect": {
      "ok": {},
      "code": [
        "NOT_FOUND",
        "PERMISSION_DENIED"
      ]
    },
    "why": "Any text is a podUID; the pod is invented, so it may be refused.",
    "method": "NodeGetEnvVars",
    "request": {
      "provider_class_name": "${class.name}",
      "class_parameters": "${class.parameters}",
      "queries": [
        {
          "name": "CSI_ENV_A",
          "key": "${available[0].key}",
          "query_parameters": "${available[0].parameters}"
        }
      ],
      "pod_context": {
        "namespace": "${pod.namespace}",
        "serviceAccount": "${pod.serviceAccount}",
        "podName": "${pod.podName}",
        "podUID": "static pod 1",
        "nodeName": "${pod.nodeName}"
      }
    }
  },
  {
    "id": "request/legal-served/long-pod-name",
    "requirement": "request/legal-served",
    "since": 1,
    "given": {
      "keys.available": 1,
      "limits.payloadBytes": 8192
    },
    "stimulus": "a request whose podName has 253 bytes",
    "premises": [
      "one"
    ],
    "expect": {
      "ok": {},
      "code": [
        "NOT_FOUND",
        "PERMISSION_DENIED"
      ]
    },
    "why": "The limit of 128 bytes does not bind single values of a map; the pod is invented, so it may be refused.",
    "method": "NodeGetEnvVars",
    "request": {
      "provider_class_name": "${class.name}",
      "class_parameters": "${class.parameters}",
      "queries": [
        {
          "name": "CSI_ENV_A",
          "key": "${available[0].key}",
          "query_parameters": "${available[0].parameters}"
        }
      ],
      "pod_context": {
        "namespace": "${pod.namespace}",
        "serviceAccount": "${pod.serviceAccount}",
        "podName": {
          "repeat": "a",
          "bytes": 253
        },
        "podUID": "${pod.podUID}",
        "nodeName": "${pod.nodeName}"
      }
    }
  },
  {
    "id": "request/legal-served/no-node-name",
    "requirement": "request/legal-served",
    "since": 1,
    "given": {
      "keys.available": 1
    },
    "stimulus": "a request without nodeName",
    "premises": [
      "one"
    ],
    "expect": {
      "ok": {}
    },
    "why": "The key is optional.",
    "method": "NodeGetEnvVars",
    "request": {
      "provider_class_name": "${class.name}",
      "class_parameters": "${class.parameters}",
      "queries": [
        {
          "name": "CSI_ENV_A",
          "key": "${available[0].key}",
          "query_parameters": "${available[0].parameters}"
        }
      ],
      "pod_context": {
        "namespace": "${pod.namespace}",
        "serviceAccount": "${pod.serviceAccount}",
        "podName": "${pod.podName}",
        "podUID": "${pod.podUID}"
      }
    }
  },
  {
    "id": "request/legal-served/no-class-parameters",
    "requirement": "request/legal-served",
    "since": 1,
    "given": {
      "keys.available": 1,
      "class.parameters": false
    },
    "stimulus": "a request without class_parameters for a class that has none",
    "expect": {
      "ok": {}
    },
    "why": "A ProviderClass may have no parameters.",
    "premises": [],
    "method": "NodeGetEnvVars",
    "request": {
      "provider_class_name": "${class.name}",
      "queries": [
        {
          "name": "CSI_ENV_A",
          "key": "${available[0].key}",
          "query_parameters": "${available[0].parameters}"
        }
      ],
      "pod_context": {
        "namespace": "${pod.namespace}",
        "serviceAccount": "${pod.serviceAccount}",
        "podName": "${pod.podName}",
        "podUID": "${pod.podUID}",
        "nodeName": "${pod.nodeName}"
      }
    }
  },
  {
    "id": "transport/malformed/trailing-byte",
    "requirement": "transport/malformed",
    "since": 1,
    "given": {
      "keys.available": 1
    },
    "stimulus": "a legal request followed by the byte 0xff",
    "premises": [
      "one"
    ],
    "append": "ff",
    "expect": {
      "not": [
        "OK"
      ]
    },
    "afterwards": "one",
    "disturbs": true,
    "why": "A parser that stops at the end of what it knows.",
    "method": "NodeGetEnvVars",
    "request": {
      "provider_class_name": "${class.name}",
      "class_parameters": "${class.parameters}",
      "queries": [
        {
          "name": "CSI_ENV_A",
          "key": "${available[0].key}",
          "query_parameters": "${available[0].parameters}"
        }
      ],
      "pod_context": {
        "namespace": "${pod.namespace}",
        "serviceAccount": "${pod.serviceAccount}",
        "podName": "${pod.podName}",
        "podUID": "${pod.podUID}",
        "nodeName": "${pod.nodeName}"
      }
    }
  },
  {
    "id": "transport/oversize-message/six-mebibytes",
    "requirement": "transport/oversize-message",
    "since": 1,
    "stimulus": "a request of six mebibytes",
    "premises": [
      "one"
    ],
    "expect": {
      "code": [
        "RESOURCE_EXHAUSTED",
        "OUT_OF_RANGE",
        "INVALID_ARGUMENT"
      ]
    },
    "afterwards": "one",
    "disturbs": true,
    "why": "The stack refuses it, with one code or another; the driver goes on.",
    "given": {},
    "method": "NodeGetEnvVars",
    "request": {
      "provider_class_name": "${class.name}",
      "class_parameters": "${class.parameters}",
      "queries": [
        {
          "name": "CSI_ENV_A",
          "key": {
            "repeat": "a",
            "bytes": 6291456
          }
        }
      ],
      "pod_context": {
        "namespace": "${pod.namespace}",
        "serviceAccount": "${pod.serviceAccount}",
        "podName": "${pod.podName}",
        "podUID": "${pod.podUID}",
        "nodeName": "${pod.nodeName}"
      }
    }
  },
  {
    "id": "values/exact/first",
    "requirement": "values/exact",
    "since": 1,
    "given": {
      "keys.available.value": 1
    },
    "stimulus": "a query for an available key whose value the profile knows",
    "premises": [
      "one-without-error"
    ],
    "expect": {
      "ok": {
        "results": [
          {
            "name": "CSI_ENV_A",
            "value": "${available[0].value}"
          }
        ]
      }
    },
    "why": "A value that is trimmed, normalised or decoded with replacement characters.",
    "method": "NodeGetEnvVars",
    "request": {
      "provider_class_name": "${class.name}",
      "class_parameters": "${class.parameters}",
      "queries": [
        {
          "name": "CSI_ENV_A",
          "key": "${available[0].key}",
          "query_parameters": "${available[0].parameters}"
        }
      ],
      "pod_context": {
        "namespace": "${pod.namespace}",
        "serviceAccount": "${pod.serviceAccount}",
        "podName": "${pod.podName}",
        "podUID": "${pod.podUID}",
        "nodeName": "${pod.nodeName}"
      }
    }
  },
  {
    "id": "values/exact/second-of-two",
    "requirement": "values/exact",
    "since": 1,
    "given": {
      "keys.available.value": 2
    },
    "stimulus": "two queries for available keys whose values the profile knows",
    "premises": [
      "one-without-error",
      "two-in-order"
    ],
    "expect": {
      "ok": {
        "results": [
          {
            "name": "CSI_ENV_A",
            "value": "${available[0].value}"
          },
          {
            "name": "CSI_ENV_B",
            "value": "${available[1].value}"
          }
        ]
      }
    },
    "why": "A value of the neighbour.",
    "method": "NodeGetEnvVars",
    "request": {
      "provider_class_name": "${class.name}",
      "class_parameters": "${class.parameters}",
      "queries": [
        {
          "name": "CSI_ENV_A",
          "key": "${available[0].key}",
          "query_parameters": "${available[0].parameters}"
        },
        {
          "name": "CSI_ENV_B",
          "key": "${available[1].key}",
          "query_parameters": "${available[1].parameters}"
        }
      ],
      "pod_context": {
        "namespace": "${pod.namespace}",
        "serviceAccount": "${pod.serviceAccount}",
        "podName": "${pod.podName}",
        "podUID": "${pod.podUID}",
        "nodeName": "${pod.nodeName}"
      }
    }
  }
];
