"""A CSI node plugin that serves NodeGetEnvVars from memory, on grpcio with a pool of threads.

It keeps the whole contract. `answer` and what it calls know nothing of threads; ../grpcio-aio serves the same with asyncio.
"""

import argparse
import os
import posixpath
import re
import signal
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from urllib.parse import unquote

import grpc
from csi.v1_10 import csi_pb2 as csi
from csi.v1_10 import csi_pb2_grpc as csi_grpc

Code = grpc.StatusCode


@dataclass
class Settings:
    """What the driver advertises and keeps, in bytes, seconds and calls."""

    payload: int = 65536
    value: int = 16384
    timeout: int = 2
    inflight: int = 64
    beta: bool = False


class Refusal(Exception):
    def __init__(self, code, message):
        super().__init__(message)
        self.code = code
        self.message = message


# The backend


def data(limit):
    """What the driver serves; a real one asks a secret store or a metadata service here."""

    def fill(text, size):
        return text * (size // len(text)) + "z" * (size % len(text))

    return {
        "app/db/user": "orders-service",
        "app/db/password": "pK7-not-a-real-password-93",
        "app/greeting": "grüß Gott, 世界",
        "app/empty": "",
        "app/letter": "x",
        "app/json": '{"retries": 3, "hosts": ["a", "b"]}',
        "app/longest": fill("longest value! ", limit),
        "app/huge": fill("more than fits ", limit) + "z",
        "team-b/token": "7d1f-of-another-team-4b",
    }


def read(backend, key, limit):
    if key == "app/broken":  # errors/backend
        raise Refusal(Code.UNAVAILABLE, "the backend does not answer for this key")
    if key not in backend:  # errors/not-found
        raise Refusal(Code.NOT_FOUND, "there is no such key")
    if len(backend[key].encode()) > limit:  # values/size
        raise Refusal(Code.INVALID_ARGUMENT, f"the value of this key is longer than {limit} bytes")
    return backend[key]


# The request


def validate(request, settings):
    """Refuses what the request area of the contract refuses."""

    def must(fine, message):
        if not fine:
            raise Refusal(Code.INVALID_ARGUMENT, message)

    def size(entries):
        return sum(len(key.encode()) + len(value.encode()) for key, value in entries.items())

    must(request.ByteSize() <= settings.payload, f"the request is larger than {settings.payload} bytes")
    must(request.provider_class_name != "", "provider_class_name is empty")
    must(len(request.provider_class_name.encode()) <= 253, "provider_class_name is longer than 253 bytes")
    must(len(request.version.encode()) <= 128, "version is longer than 128 bytes")
    must(size(request.class_parameters) <= 4096, "class_parameters are larger than 4096 bytes")
    must(size(request.pod_context) <= 4096, "pod_context is larger than 4096 bytes")
    for key in ("namespace", "serviceAccount", "podName", "podUID"):
        must(request.pod_context.get(key, "") != "", f"pod_context has no {key}")
    must(len(request.queries) > 0, "there are no queries")
    for i, query in enumerate(request.queries):
        must(query.name != "", f"query {i} has no name")
        must(query.key != "", f"query {i} has no key")
        must(len(query.name.encode()) <= 128, f"the name of query {i} is longer than 128 bytes")
        must(len(query.key.encode()) <= 1024, f"the key of query {i} is longer than 1024 bytes")
        must(size(query.query_parameters) <= 4096, f"query_parameters of query {i} are larger than 4096 bytes")
        must(re.fullmatch("[ -<>-~]+", query.name), f"the name of query {i} has a character that no variable can have")


def authorize(request):
    """Checks the pod and every key before anything is read, so that no refusal tells whether a key exists."""

    def items(text):
        return [item.strip() for item in text.split(",") if item.strip() != ""]

    parameters = request.class_parameters
    if "allowedNamespaces" in parameters:
        if request.pod_context["namespace"] not in items(parameters["allowedNamespaces"]):
            raise Refusal(Code.PERMISSION_DENIED, "the class does not permit this namespace")
    if "allowedServiceAccounts" in parameters:
        if request.pod_context["serviceAccount"] not in items(parameters["allowedServiceAccounts"]):
            raise Refusal(Code.PERMISSION_DENIED, "the class does not permit this service account")
    if "allowedFields" in parameters:
        globs = [expression(item) for item in items(parameters["allowedFields"])]
        for i, query in enumerate(request.queries):
            if normalise(query.key) != query.key or not any(glob.fullmatch(query.key) for glob in globs):
                raise Refusal(Code.PERMISSION_DENIED, f"the class does not permit the key of query {i}")


def normalise(key):
    """Decodes percent-encoding and takes out dot and empty segments and outer slashes; a key that changes is refused."""
    return posixpath.normpath("/" + unquote(key)).lstrip("/")


def expression(glob):
    """`*` stays within a segment, `**` crosses segments."""
    parts = {"**": ".*", "*": "[^/]*"}
    return re.compile("".join(parts.get(part) or re.escape(part) for part in re.split(r"(\*\*|\*)", glob)), re.DOTALL)


# The answer

PRECEDENCE = [Code.INVALID_ARGUMENT, Code.PERMISSION_DENIED, Code.NOT_FOUND, Code.UNAVAILABLE, Code.INTERNAL]


def answer(request, backend, settings):
    """Asks in the order of errors/precedence: is the request sound, may the pod ask, is everything there."""
    validate(request, settings)
    authorize(request)
    response = csi.NodeGetEnvVarsResponse()
    failures = []
    for query in request.queries:
        try:
            response.results.add(name=query.name, value=read(backend, query.key, settings.value))
        except Refusal as refusal:
            if settings.beta and query.optional and refusal.code != Code.INVALID_ARGUMENT:  # optional/missing
                response.results.add(name=query.name, error=refusal.message)
            else:
                failures.append(refusal)
    if failures:  # batch/all-or-nothing
        raise min(failures, key=lambda refusal: PRECEDENCE.index(refusal.code))
    if response.ByteSize() > settings.payload:  # values/response-size
        raise Refusal(Code.INVALID_ARGUMENT, f"the values are larger than {settings.payload} bytes together")
    return response


def log(request, code):
    """privacy/logs: what was asked and how it ended, never values."""
    print(f"NodeGetEnvVars class={request.provider_class_name!r} queries={len(request.queries)} code={code.name}", flush=True)


# The services


def plugin_capabilities(settings):
    hints = csi.EnvVarInjectionCapability(
        max_total_payload_bytes=settings.payload,
        max_value_length_bytes=settings.value,
        preferred_rpc_timeout_seconds=settings.timeout,
        max_inflight_requests=settings.inflight,
        description="values from memory, as an example",
        optional_queries=settings.beta,
    )
    return csi.GetPluginCapabilitiesResponse(capabilities=[csi.PluginCapability(env_var_injection=hints)])


def node_capabilities():
    rpc = csi.NodeServiceCapability.RPC(type=csi.NodeServiceCapability.RPC.ENV_VAR_INJECTION)
    return csi.NodeGetCapabilitiesResponse(capabilities=[csi.NodeServiceCapability(rpc=rpc)])


class Identity(csi_grpc.IdentityServicer):
    def __init__(self, settings):
        self.settings = settings

    def GetPluginInfo(self, request, context):
        return csi.GetPluginInfoResponse(name="grpcio.csi-env.example", vendor_version="0.1.0")

    def GetPluginCapabilities(self, request, context):
        return plugin_capabilities(self.settings)

    def Probe(self, request, context):
        response = csi.ProbeResponse()
        response.ready.value = True
        return response


class Node(csi_grpc.NodeServicer):
    def __init__(self, settings):
        self.settings = settings
        self.backend = data(settings.value)
        self.slots = threading.Semaphore(settings.inflight)

    def NodeGetInfo(self, request, context):
        return csi.NodeGetInfoResponse(node_id="node-1")

    def NodeGetCapabilities(self, request, context):
        return node_capabilities()

    def NodeGetEnvVars(self, request, context):
        if not self.slots.acquire(blocking=False):  # concurrency/overload
            context.abort(Code.RESOURCE_EXHAUSTED, f"{self.settings.inflight} calls are under way, try again later")
        try:
            response = answer(request, self.backend, self.settings)
            log(request, Code.OK)
            return response
        except Refusal as refusal:
            log(request, refusal.code)
            context.abort(refusal.code, refusal.message)
        finally:
            self.slots.release()


def parse(arguments=None):
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--endpoint", default=os.environ.get("CSI_ENDPOINT"), help="where to listen: unix:///path.sock")
    parser.add_argument("--beta", action="store_true", help="serve optional queries")
    return parser.parse_args(arguments)


def serve(endpoint, identity, node, threads=80, interceptors=(), options=(), compression=None):
    server = grpc.server(
        ThreadPoolExecutor(max_workers=threads), interceptors=interceptors, options=options, compression=compression
    )
    csi_grpc.add_IdentityServicer_to_server(identity, server)
    csi_grpc.add_NodeServicer_to_server(node, server)
    old = os.umask(0o117)  # transport/socket-mode
    server.add_insecure_port(endpoint)
    server.start()
    os.umask(old)
    print("listening", flush=True)
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    stop.wait()
    server.stop(grace=2).wait()


if __name__ == "__main__":
    flags = parse()
    if not (flags.endpoint or "").startswith("unix://"):
        sys.exit(f"endpoint {flags.endpoint!r} is not of the form unix:///path.sock")
    settings = Settings(beta=flags.beta)
    serve(flags.endpoint, Identity(settings), Node(settings))
