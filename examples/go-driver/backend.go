package main

import (
	"context"
	_ "embed"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
)

// longest has maxValue bytes. The profile names its file, so that the suite can tell whether it comes whole.
//
//go:embed longest.txt
var longest string

// backend is what the driver serves; a real one asks a secret store or a metadata service here.
var backend = map[string]string{
	"app/db/user":     "orders-service",
	"app/db/password": "pK7-not-a-real-password-93",
	"app/greeting":    "grüß Gott, 世界",
	"app/empty":       "",
	"app/letter":      "x",
	"app/json":        `{"retries": 3, "hosts": ["a", "b"]}`,
	"app/longest":     longest,
	"app/huge":        strings.Repeat("more than fits ", maxValue/15) + strings.Repeat("z", maxValue%15+1),
	"team-b/token":    "7d1f-of-another-team-4b",
}

// Keys for which the backend fails: one at once, one after a while. Requirements errors/backend and concurrency/deadline.
const (
	broken = "app/broken"
	slow   = "app/slow"
)

// slowness is how long the backend takes to fail for the slow key.
const slowness = 250 * time.Millisecond

// store is what a test can do with the backend: read in folder/backend.log what it was asked, and take it down by a file
// folder/down. Without a folder there is neither.
type store struct {
	folder string
	mutex  sync.Mutex
}

// read gets one value. It gives up when the call behind it ends.
func (s *store) read(ctx context.Context, key string) (string, error) {
	s.log(key)
	if s.isDown() || key == broken {
		return "", status.Error(codes.Unavailable, "the backend does not answer for this key")
	}
	if key == slow {
		select {
		case <-time.After(slowness):
			return "", status.Error(codes.Unavailable, "the backend does not answer for this key")
		case <-ctx.Done():
			return "", status.FromContextError(ctx.Err()).Err()
		}
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

func (s *store) isDown() bool {
	if s.folder == "" {
		return false
	}
	_, err := os.Lstat(filepath.Join(s.folder, "down"))
	return err == nil
}

// log stands in for the log that a real store keeps. A key is quoted: it can hold a line break.
func (s *store) log(key string) {
	if s.folder == "" {
		return
	}
	s.mutex.Lock()
	defer s.mutex.Unlock()
	file, err := os.OpenFile(filepath.Join(s.folder, "backend.log"), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return
	}
	defer file.Close()
	fmt.Fprintf(file, "read %q\n", key)
}
