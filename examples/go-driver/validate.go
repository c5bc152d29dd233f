package main

import (
	"csi-env.example/go-driver/csi"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"
)

// requiredContext are the keys that every pod_context has. Requirement request/pod-context-keys.
var requiredContext = []string{"namespace", "serviceAccount", "podName", "podUID"}

// validate refuses what the request area of the contract refuses, with INVALID_ARGUMENT.
func validate(request *csi.NodeGetEnvVarsRequest) error {
	// request/payload-size
	if size := proto.Size(request); size > maxPayload {
		return invalid("the request has %d bytes, at most %d are allowed", size, maxPayload)
	}
	// request/required-fields
	if request.ProviderClassName == "" {
		return invalid("provider_class_name is empty")
	}
	if len(request.Queries) == 0 {
		return invalid("there are no queries")
	}
	// request/field-size
	if len(request.ProviderClassName) > 253 {
		return invalid("provider_class_name is longer than 253 bytes")
	}
	if len(request.Version) > 128 {
		return invalid("version is longer than 128 bytes")
	}
	if mapSize(request.ClassParameters) > 4096 {
		return invalid("class_parameters are larger than 4096 bytes")
	}
	if mapSize(request.PodContext) > 4096 {
		return invalid("pod_context is larger than 4096 bytes")
	}
	for _, key := range requiredContext {
		if request.PodContext[key] == "" {
			return invalid("pod_context has no %s", key)
		}
	}
	for i, query := range request.Queries {
		switch {
		case query.Name == "":
			return invalid("query %d has no name", i)
		case query.Key == "":
			return invalid("query %d has no key", i)
		case len(query.Name) > 128:
			return invalid("the name of query %d is longer than 128 bytes", i)
		case len(query.Key) > 1024:
			return invalid("the key of query %d is longer than 1024 bytes", i)
		case mapSize(query.QueryParameters) > 4096:
			return invalid("query_parameters of query %d are larger than 4096 bytes", i)
		case !isEnvName(query.Name):
			return invalid("the name of query %d has a character that no variable can have", i)
		}
	}
	return nil
}

// isEnvName says whether a name is printable ASCII without "=". Requirement request/env-name.
func isEnvName(name string) bool {
	for _, c := range []byte(name) {
		if c < 0x20 || c > 0x7e || c == '=' {
			return false
		}
	}
	return true
}

func mapSize(m map[string]string) int {
	size := 0
	for key, value := range m {
		size += len(key) + len(value)
	}
	return size
}

func invalid(format string, args ...any) error {
	return status.Errorf(codes.InvalidArgument, format, args...)
}
