"""The driver beside this file with ways of its own that the contract allows. The suite must not fail any of them."""

import argparse
import itertools
import sys
import threading
import time
import uuid

import driver
import grpc
from csi.v1_10 import csi_pb2 as csi
from driver import Code, Refusal

parser = argparse.ArgumentParser(description=__doc__)
parser.add_argument("--endpoint", required=True)
parser.add_argument("--beta", action="store_true")
parser.add_argument("--name", default="odd.csi-env.example", help="the plugin's name")
parser.add_argument("--hints", choices=["all", "none", "zero", "inflight"], default="all", help="which hints it gives")
parser.add_argument("--payload", type=int, default=65536)
parser.add_argument("--value", type=int, default=16384)
parser.add_argument("--inflight", type=int, default=64)
parser.add_argument("--queue", action="store_true", help="calls over the limit wait")
parser.add_argument("--threads", type=int, default=160)
parser.add_argument("--streams", type=int, help="MAX_CONCURRENT_STREAMS")
parser.add_argument("--max-age", type=int, help="GOAWAY after so many milliseconds")
parser.add_argument("--compress", action="store_true")
parser.add_argument("--delay", type=float, default=0, help="seconds that every call takes")
parser.add_argument("--start", type=float, default=0, help="seconds until it is ready")
parser.add_argument("--probe", choices=["true", "silent"], default="true", help="what Probe says of ready")
parser.add_argument("--no-capability", action="store_true", help="does not serve NodeGetEnvVars")
parser.add_argument("--no-node-info", action="store_true", help="NodeGetInfo is unimplemented")
parser.add_argument("--unknown-capabilities", action="store_true", help="capabilities that no csi.proto has yet")
parser.add_argument("--unknown-fields", action="store_true", help="fields that no csi.proto has yet in every answer")
parser.add_argument("--headers", action="store_true", help="headers and trailers of its own")
parser.add_argument("--talkative", action="store_true", help="keys, names and pods in the log")
parser.add_argument("--varying", action="store_true", help="times, indices and trace ids in messages")
parser.add_argument("--echo", action="store_true", help="what was asked for in messages")
parser.add_argument("--words", action="store_true", help="values that are words or what the request has too")
parser.add_argument("--only-known", action="store_true", help="no class and no pod but the profile's")
parser.add_argument("--only-namespace", help="the one namespace that is served")
parser.add_argument("--no-parameters", action="store_true", help="parameters that it does not know are refused")
parser.add_argument("--internal", type=float, help="a failing backend is INTERNAL, after so many seconds")
parser.add_argument("--too-large", choices=[code.name for code in Code], help="the code for values that do not fit")
flags = parser.parse_args()

LATER = b"\xc2\x3e\x05later"  # field 1000, a string


def wrap(name):
    """Puts a function in the place of one of the driver's; it gets that one first."""
    original = getattr(driver, name)
    return lambda function: setattr(driver, name, lambda *arguments: function(original, *arguments))


@wrap("plugin_capabilities")
def plugin_capabilities(original, settings):
    response = original(settings)
    hints = response.capabilities[0].env_var_injection
    if flags.hints == "zero":
        hints.Clear()
    if flags.hints == "inflight":
        hints.CopyFrom(csi.EnvVarInjectionCapability(max_inflight_requests=settings.inflight))
    if flags.hints == "none" or flags.no_capability:
        del response.capabilities[:]
    if flags.unknown_capabilities:
        response.capabilities.add().service.type = 77
        response.capabilities.add().MergeFromString(b"\x7a\x02\x08\x01")  # oneof member 15
        response.capabilities.add()
    return response


@wrap("node_capabilities")
def node_capabilities(original):
    response = original()
    if flags.no_capability:
        del response.capabilities[:]
    if flags.unknown_capabilities:
        response.capabilities.add().rpc.type = 99
        response.capabilities.add().MergeFromString(b"\x7a\x02\x08\x01")
        response.capabilities.add()
    return response


@wrap("data")
def data(original, limit):
    values = original(limit)
    if flags.words:
        words = {"app/true": "true", "app/pod": "myapp-0", "app/namespace": "production", "app/password": "password"}
        values.update(words, **{"app/itself/and-more": "app/itself/and-more", "app/class": "example", "app/one": "1"})
    return values


@wrap("authorize")
def authorize(original, request):
    pod = request.pod_context
    if flags.only_namespace and pod["namespace"] != flags.only_namespace:
        raise Refusal(Code.PERMISSION_DENIED, "this namespace is not served")
    if flags.only_known and request.provider_class_name != "example":
        raise Refusal(Code.NOT_FOUND, "there is no such class")
    if flags.only_known and (pod["serviceAccount"], pod["podName"]) not in {("myapp", "myapp-0"), ("myapp", "myapp-1")}:
        raise Refusal(Code.PERMISSION_DENIED, "this pod is not known")
    if flags.no_parameters:
        if set(request.class_parameters) - {"allowedNamespaces", "allowedServiceAccounts", "allowedFields"}:
            raise Refusal(Code.INVALID_ARGUMENT, "the class has a parameter that this driver does not know")
        if any(query.query_parameters for query in request.queries):
            raise Refusal(Code.INVALID_ARGUMENT, "this driver knows no query parameters")
    original(request)


@wrap("read")
def read(original, backend, key, limit):
    if key == "app/broken" and flags.internal is not None:
        time.sleep(flags.internal)
        raise Refusal(Code.INTERNAL, "the backend said something that this driver does not understand")
    return original(backend, key, limit)


@wrap("answer")
def answer(original, request, backend, settings):
    time.sleep(flags.delay)
    if time.monotonic() < ready_at:
        raise Refusal(Code.UNAVAILABLE, "the driver is still starting")
    try:
        return original(request, backend, settings)
    except Refusal as refusal:
        if flags.too_large and "together" in refusal.message:
            refusal.code = Code[flags.too_large]
        if flags.varying:
            refusal.message += f" (call {next(counter)}, {time.time_ns()}, trace {uuid.uuid4().hex})"
        if flags.echo:
            asked = ", ".join(f"{query.name}={query.key}" for query in request.queries)
            # Not at the end, where there may be none: HTTP/2 has no value that ends in a space.
            refusal.message = f"asked for {asked[:900]}: {refusal.message}"
        raise


@wrap("log")
def log(original, request, code):
    original(request, code)
    if flags.talkative:
        print(f"  pod {dict(request.pod_context)} of class {dict(request.class_parameters)}", flush=True)
        print(f"  asked for {[(query.name, query.key) for query in request.queries]}"[:4000], flush=True)


class Identity(driver.Identity):
    def GetPluginInfo(self, request, context):
        return csi.GetPluginInfoResponse(name=flags.name, vendor_version="0.1.0", manifest={"odd": "yes"})

    def Probe(self, request, context):
        ready = time.monotonic() >= ready_at
        return csi.ProbeResponse() if ready and flags.probe == "silent" else csi.ProbeResponse(ready={"value": ready})


class Node(driver.Node):
    def NodeGetInfo(self, request, context):
        if flags.no_node_info:
            context.abort(Code.UNIMPLEMENTED, "this plugin has no volumes")
        return super().NodeGetInfo(request, context)

    def NodeGetEnvVars(self, request, context):
        if flags.no_capability:
            context.abort(Code.UNIMPLEMENTED, "this plugin does not serve NodeGetEnvVars")
        return super().NodeGetEnvVars(request, context)


class Slots(threading.Semaphore):
    """Lets calls over the limit wait instead of refusing them."""

    def acquire(self, blocking=True, timeout=None):
        return super().acquire()


class Manners(grpc.ServerInterceptor):
    """What holds for every method."""

    def intercept_service(self, continuation, details):
        handler = continuation(details)
        if handler is None:
            return None

        def behave(request, context):
            if flags.headers:
                context.send_initial_metadata([("x-served-by", "node-1"), ("x-trace-bin", b"\x00\x01\xff")])
                context.set_trailing_metadata([("x-cost", "12"), ("server-timing", "total;dur=1.2")])
            if not details.method.endswith("/NodeGetEnvVars"):
                time.sleep(flags.delay)
            response = handler.unary_unary(request, context)
            if flags.unknown_fields:
                for part in (response, *getattr(response, "results", [])):
                    part.MergeFromString(LATER)
                if response.ByteSize() > flags.payload:
                    context.abort(Code.INVALID_ARGUMENT, "the values do not fit together")
            return response

        return grpc.unary_unary_rpc_method_handler(behave, handler.request_deserializer, handler.response_serializer)


counter = itertools.count(1)
ready_at = time.monotonic() + flags.start
settings = driver.Settings(flags.payload, flags.value, 2, flags.inflight, flags.beta)
node = Node(settings)
if flags.queue:
    node.slots = Slots(flags.inflight)
options = [("grpc.max_receive_message_length", max(4 << 20, flags.payload + (1 << 20)))]
if flags.streams:
    options.append(("grpc.max_concurrent_streams", flags.streams))
if flags.max_age:
    options += [("grpc.max_connection_age_ms", flags.max_age), ("grpc.max_connection_age_grace_ms", 10_000)]
compression = grpc.Compression.Gzip if flags.compress else None
sys.exit(driver.serve(flags.endpoint, Identity(settings), node, flags.threads, [Manners()], options, compression))
