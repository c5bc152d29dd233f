package main

import (
	"strings"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
)

// backend is what the driver serves; a real one asks a secret store or a metadata service here.
var backend = map[string]string{
	"app/db/user":     "orders-service",
	"app/db/password": "pK7-not-a-real-password-93",
	"app/greeting":    "grüß Gott, 世界",
	"app/empty":       "",
	"app/letter":      "x",
	"app/json":        `{"retries": 3, "hosts": ["a", "b"]}`,
	"app/longest":     strings.Repeat("longest value! ", maxValue/15) + strings.Repeat("z", maxValue%15),
	"app/huge":        strings.Repeat("more than fits ", maxValue/15) + strings.Repeat("z", maxValue%15+1),
	"team-b/token":    "7d1f-of-another-team-4b",
}

// broken is a key for which the backend fails. Requirement errors/backend.
const broken = "app/broken"

// read gets one value.
func read(key string) (string, error) {
	if key == broken {
		return "", status.Error(codes.Unavailable, "the backend does not answer for this key")
	}
	value, found := backend[key]
	if !found {
		// errors/not-found
		return "", status.Error(codes.NotFound, "there is no such key")
	}
	// values/size
	if len(value) > maxValue {
		return "", status.Errorf(codes.InvalidArgument, "the value of this key is longer than %d bytes", maxValue)
	}
	return value, nil
}
