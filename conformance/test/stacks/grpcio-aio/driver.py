"""The driver of ../grpcio served by grpc.aio: the same answers, one thread, asyncio."""

import asyncio
import importlib.util
import os
import signal
import sys
from pathlib import Path

import grpc
from csi.v1_10 import csi_pb2 as csi
from csi.v1_10 import csi_pb2_grpc as csi_grpc

spec = importlib.util.spec_from_file_location("contract", Path(__file__).parent.parent / "grpcio" / "driver.py")
contract = sys.modules["contract"] = importlib.util.module_from_spec(spec)
spec.loader.exec_module(contract)


class Identity(csi_grpc.IdentityServicer):
    def __init__(self, settings):
        self.settings = settings

    async def GetPluginInfo(self, request, context):
        return csi.GetPluginInfoResponse(name="grpcio-aio.csi-env.example", vendor_version="0.1.0")

    async def GetPluginCapabilities(self, request, context):
        return contract.plugin_capabilities(self.settings)

    async def Probe(self, request, context):
        return csi.ProbeResponse()  # ready without saying so


class Node(csi_grpc.NodeServicer):
    def __init__(self, settings):
        self.settings = settings
        self.backend = contract.data(settings.value)
        self.running = 0

    async def NodeGetInfo(self, request, context):
        return csi.NodeGetInfoResponse(node_id="node-1")

    async def NodeGetCapabilities(self, request, context):
        return contract.node_capabilities()

    async def NodeGetEnvVars(self, request, context):
        if self.running >= self.settings.inflight:  # concurrency/overload
            await context.abort(
                grpc.StatusCode.RESOURCE_EXHAUSTED, f"{self.running} calls are under way, try again later"
            )
        self.running += 1
        try:
            await asyncio.sleep(0.001)  # where a real driver waits for its backend
            response = contract.answer(request, self.backend, self.settings)
            contract.log(request, grpc.StatusCode.OK)
            return response
        except contract.Refusal as refusal:
            contract.log(request, refusal.code)
            await context.abort(refusal.code, refusal.message)
        finally:
            self.running -= 1


async def serve(endpoint, settings):
    server = grpc.aio.server()
    csi_grpc.add_IdentityServicer_to_server(Identity(settings), server)
    csi_grpc.add_NodeServicer_to_server(Node(settings), server)
    old = os.umask(0o117)  # transport/socket-mode
    server.add_insecure_port(endpoint)
    await server.start()
    os.umask(old)
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    await stop.wait()
    await server.stop(grace=2)


if __name__ == "__main__":
    flags = contract.parse()
    if not (flags.endpoint or "").startswith("unix://"):
        sys.exit(f"endpoint {flags.endpoint!r} is not of the form unix:///path.sock")
    asyncio.run(serve(flags.endpoint, contract.Settings(beta=flags.beta)))
