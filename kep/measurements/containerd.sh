#!/bin/sh
# Usage: kep/measurements/containerd.sh
#
# Where containerd keeps the environment of a container: creates one through CRI with a value in its environment, and looks for
# that value before it starts, while it runs, and after it is removed. Needs root on Linux, containerd with ctr, runc, a static
# busybox, Go and Node. What it writes is in a temporary folder, and goes with it; only the sockets of
# its shims are under /run/containerd for a while. The node's own containerd is not asked.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
value="csi-env-measurement-$$-$(date +%s)"
containerd=
finish() {
  if [ -n "$containerd" ]; then
    [ -z "${pod:-}" ] || cri StopPodSandbox "{\"pod_sandbox_id\": \"$pod\"}" >"$work/log" 2>&1 || true
    [ -z "${pod:-}" ] || cri RemovePodSandbox "{\"pod_sandbox_id\": \"$pod\"}" >"$work/log" 2>&1 || true
    kill "$containerd" && wait "$containerd" 2>"$work/log" || true
  fi
  rm -rf "$work"
}
trap finish EXIT

# CRI has no command of its own; its proto and grpcurl make one.
api=$(cd "$work" && go mod download -json k8s.io/cri-api@v0.36.3 | sed -n 's/.*"Dir": "\(.*\)".*/\1/p')/pkg/apis/runtime/v1
tools=$(node "$here/../../scripts/go-tools.js" | sed -n 's/\(.*\)\/grpcurl$/\1/p')
cri() {
  "$tools/grpcurl" -plaintext -import-path "$api" -proto api.proto -d "$2" "unix://$work/containerd.sock" "runtime.v1.RuntimeService/$1"
}
id() {
  sed -n "s/.*\"$1\": \"\([^\"]*\)\".*/\1/p"
}

# An image of one layer with busybox alone, for the sandbox too.
mkdir -p "$work/rootfs/bin" "$work/image"
cp "$(command -v busybox)" "$work/rootfs/bin/busybox"
tar -C "$work/rootfs" -cf "$work/image/layer.tar" .
digest=$(sha256sum "$work/image/layer.tar" | cut -d ' ' -f 1)
cat >"$work/image/config.json" <<JSON
{"architecture": "$(go env GOARCH)", "os": "linux", "config": {"Cmd": ["/bin/busybox", "sleep", "600"]},
 "rootfs": {"type": "layers", "diff_ids": ["sha256:$digest"]}}
JSON
echo '[{"Config": "config.json", "RepoTags": ["docker.io/measurement/busybox:1"], "Layers": ["layer.tar"]}]' >"$work/image/manifest.json"
tar -C "$work/image" -cf "$work/image.tar" manifest.json config.json layer.tar

cat >"$work/config.toml" <<TOML
version = 2
root = "$work/root"
state = "$work/state"
[grpc]
  address = "$work/containerd.sock"
[plugins."io.containerd.grpc.v1.cri"]
  sandbox_image = "docker.io/measurement/busybox:1"
  restrict_oom_score_adj = true
  disable_apparmor = true
TOML
containerd --version
runc --version | head -n 1
containerd --config "$work/config.toml" >"$work/containerd.log" 2>&1 &
containerd=$!
for _ in $(seq 60); do
  ctr --address "$work/containerd.sock" version >"$work/log" 2>&1 && break
  sleep 1
done
ctr --address "$work/containerd.sock" --namespace k8s.io images import "$work/image.tar"

look() {
  echo "== $1"
  (cd "$work" && grep -rlaF "$value" root state 2>/dev/null) | sort | sed 's/^/found in /' | grep . || echo 'found nowhere under root and state'
}

sandbox='{"metadata": {"name": "measured", "uid": "1", "namespace": "default"}, "log_directory": "'$work'/logs",
  "linux": {"security_context": {"namespace_options": {"network": "NODE"}}}}'
pod=$(cri RunPodSandbox "{\"config\": $sandbox}" | id podSandboxId)
container=$(cri CreateContainer "{\"pod_sandbox_id\": \"$pod\", \"sandbox_config\": $sandbox, \"config\": {
  \"metadata\": {\"name\": \"app\"}, \"image\": {\"image\": \"docker.io/measurement/busybox:1\"}, \"log_path\": \"app.log\",
  \"envs\": [{\"key\": \"SECRET\", \"value\": \"$(printf %s "$value" | base64)\"}], \"linux\": {}}}" | id containerId)
[ -n "$container" ] || exit 1
look 'created, not started'
cri StartContainer "{\"container_id\": \"$container\"}" >"$work/log"
look 'running'
echo "== ContainerStatus with verbose tells it $(cri ContainerStatus "{\"container_id\": \"$container\", \"verbose\": true}" | grep -cF "$value") times, without it $(cri ContainerStatus "{\"container_id\": \"$container\"}" | grep -cF "$value") times"
cri StopContainer "{\"container_id\": \"$container\"}" >"$work/log"
look 'stopped, not removed'
cri RemoveContainer "{\"container_id\": \"$container\"}" >"$work/log"
look 'removed'
sleep 20
look 'removed for 20 s'
