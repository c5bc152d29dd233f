#!/bin/sh
# Usage: kep/measurements/csi-sanity.sh
#
# What csi-sanity makes of a capability whose number it does not know, and of a member of a oneof that it does not know: in PluginCapability, where the hints of this proposal are, and in
# NodeServiceCapability, where one of the drafts had them. Runs its specs of the Identity and the Node service against the Go driver
# of examples/, with csi-sanity.go.txt in place of its capabilities. Needs Go and Node. What it writes is in a temporary folder.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

tools=$(node "$here/../../scripts/go-tools.js" | sed -n 's/\(.*\)\/csi-sanity$/\1/p')
cp -r "$here/../../examples/go-driver" "$work/driver"
cp "$here/csi-sanity.go.txt" "$work/driver/csi_sanity.go"
cd "$work/driver"
sed -i 's/csi.RegisterIdentityServer(server, .*/csi.RegisterIdentityServer(server, \&sanityIdentity{})/
s/csi.RegisterNodeServer(server, .*/csi.RegisterNodeServer(server, \&sanityNode{}); registerController(server)/' main.go
go build -o "$work/plugin" .
cd "$work"

for variant in none number plugin node; do
  VARIANT=$variant ./plugin --endpoint "unix://$work/csi.sock" 2>"$work/plugin.log" &
  plugin=$!
  sleep 1
  "$tools/csi-sanity" --csi.endpoint "unix://$work/csi.sock" --csi.mountdir "$work/mount" --csi.stagingdir "$work/staging" \
    --ginkgo.no-color --ginkgo.focus 'Identity Service|Node Service' >"$work/$variant.log" 2>&1 || true
  kill "$plugin"
  wait "$plugin" || true
  echo "== unknown: $variant"
  grep -E '^(Ran |FAIL!|SUCCESS!)' "$work/$variant.log"
  grep -E '^ *\[FAIL\]' "$work/$variant.log" | sort -u
done
