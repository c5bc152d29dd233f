#!/bin/sh
# Makes csi/ from ../../proto/csi/v1_10/csi.proto. Needs Go; installs the generators, pinned, into .cache/bin.
set -eu
cd "$(dirname "$0")"
bin="$PWD/../../.cache/bin"
mkdir -p "$bin"
[ -x "$bin/protoc-gen-go" ] || GOBIN="$bin" go install google.golang.org/protobuf/cmd/protoc-gen-go@v1.36.12
[ -x "$bin/protoc-gen-go-grpc" ] || GOBIN="$bin" go install google.golang.org/grpc/cmd/protoc-gen-go-grpc@v1.6.2
PATH="$bin:$PATH" ../../node_modules/.bin/buf generate
