package main

import (
	"net/url"
	"path"
	"regexp"
	"strings"

	"csi-env.example/go-driver/csi"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
)

// authorize checks the pod and every key before anything is read, so that no refusal tells whether a key exists.
func authorize(request *csi.NodeGetEnvVarsRequest) error {
	// authorization/namespace
	if allowed, given := request.ClassParameters["allowedNamespaces"]; given && !contains(items(allowed), request.PodContext["namespace"]) {
		return status.Error(codes.PermissionDenied, "the class does not permit this namespace")
	}
	// authorization/identity
	if allowed, given := request.ClassParameters["allowedServiceAccounts"]; given && !contains(items(allowed), request.PodContext["serviceAccount"]) {
		return status.Error(codes.PermissionDenied, "the class does not permit this service account")
	}
	allowed, given := request.ClassParameters["allowedFields"]
	if !given {
		return nil
	}
	// authorization/field
	for i, query := range request.Queries {
		if normalise(query.Key) != query.Key || !matchesAny(items(allowed), query.Key) {
			return status.Errorf(codes.PermissionDenied, "the class does not permit the key of query %d", i)
		}
	}
	return nil
}

func items(list string) []string {
	var out []string
	for _, item := range strings.Split(list, ",") {
		if item = strings.TrimSpace(item); item != "" {
			out = append(out, item)
		}
	}
	return out
}

func contains(list []string, want string) bool {
	for _, item := range list {
		if item == want {
			return true
		}
	}
	return false
}

// normalise decodes percent-encoding and takes out dot and empty segments and outer slashes.
// A key that changes by it is refused, because two spellings of one key are two ways around an allowlist.
func normalise(key string) string {
	decoded, err := url.PathUnescape(key)
	if err != nil {
		return ""
	}
	return strings.TrimPrefix(path.Clean("/"+decoded), "/")
}

func matchesAny(globs []string, key string) bool {
	for _, glob := range globs {
		if compile(glob).MatchString(key) {
			return true
		}
	}
	return false
}

// compile turns a glob into an expression: "*" stays within a segment, "**" crosses segments.
func compile(glob string) *regexp.Regexp {
	var out strings.Builder
	out.WriteString(`^(?s:`)
	for i := 0; i < len(glob); i++ {
		switch {
		case strings.HasPrefix(glob[i:], "**"):
			out.WriteString(`.*`)
			i++
		case glob[i] == '*':
			out.WriteString(`[^/]*`)
		default:
			out.WriteString(regexp.QuoteMeta(glob[i : i+1]))
		}
	}
	out.WriteString(`)$`)
	return regexp.MustCompile(out.String())
}
