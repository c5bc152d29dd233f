import csi.v1.Csi.EnvVarInjectionCapability;
import csi.v1.Csi.EnvVarQuery;
import csi.v1.Csi.EnvVarResult;
import csi.v1.Csi.GetPluginCapabilitiesRequest;
import csi.v1.Csi.GetPluginCapabilitiesResponse;
import csi.v1.Csi.GetPluginInfoRequest;
import csi.v1.Csi.GetPluginInfoResponse;
import csi.v1.Csi.NodeGetCapabilitiesRequest;
import csi.v1.Csi.NodeGetCapabilitiesResponse;
import csi.v1.Csi.NodeGetEnvVarsRequest;
import csi.v1.Csi.NodeGetEnvVarsResponse;
import csi.v1.Csi.NodeGetInfoRequest;
import csi.v1.Csi.NodeGetInfoResponse;
import csi.v1.Csi.NodeServiceCapability;
import csi.v1.Csi.PluginCapability;
import csi.v1.Csi.ProbeRequest;
import csi.v1.Csi.ProbeResponse;
import csi.v1.IdentityGrpc;
import csi.v1.NodeGrpc;
import com.google.protobuf.BoolValue;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.netty.shaded.io.netty.channel.epoll.EpollEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.grpc.netty.shaded.io.netty.channel.unix.DomainSocketAddress;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayOutputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** A CSI node plugin that serves NodeGetEnvVars from memory, on grpc-java. It keeps the whole contract. */
public final class Driver {
  // Limits that the driver advertises and keeps, in bytes and calls.
  static final int MAX_PAYLOAD = 65536;
  static final int MAX_VALUE = 16384;
  static final int MAX_IN_FLIGHT = 64;

  /** What the driver serves; a real one asks a secret store or a metadata service here. */
  static final Map<String, String> DATA = new HashMap<>();

  static {
    DATA.put("app/db/user", "orders-service");
    DATA.put("app/db/password", "pK7-not-a-real-password-93");
    DATA.put("app/greeting", "grüß Gott, 世界");
    DATA.put("app/empty", "");
    DATA.put("app/letter", "x");
    DATA.put("app/json", "{\"retries\": 3, \"hosts\": [\"a\", \"b\"]}");
    DATA.put("app/longest", fill("longest value! ", MAX_VALUE));
    DATA.put("app/huge", fill("more than fits ", MAX_VALUE + 1));
    DATA.put("team-b/token", "7d1f-of-another-team-4b");
  }

  static String fill(String text, int size) {
    return text.repeat(size / text.length()) + "z".repeat(size % text.length());
  }

  static String read(String key) {
    // errors/backend
    if (key.equals("app/broken")) throw refuse(Status.UNAVAILABLE, "the backend does not answer for this key");
    String value = DATA.get(key);
    // errors/not-found
    if (value == null) throw refuse(Status.NOT_FOUND, "there is no such key");
    // values/size
    must(size(value) <= MAX_VALUE, "the value of this key is longer than " + MAX_VALUE + " bytes");
    return value;
  }

  static StatusRuntimeException refuse(Status status, String message) {
    return status.withDescription(message).asRuntimeException();
  }

  static void must(boolean fine, String message) {
    if (!fine) throw refuse(Status.INVALID_ARGUMENT, message);
  }

  static int size(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  static int size(Map<String, String> map) {
    return map.entrySet().stream().mapToInt(entry -> size(entry.getKey()) + size(entry.getValue())).sum();
  }

  /** Refuses what the request area of the contract refuses. */
  static void validate(NodeGetEnvVarsRequest request) {
    must(request.getSerializedSize() <= MAX_PAYLOAD, "the request is larger than " + MAX_PAYLOAD + " bytes");
    must(!request.getProviderClassName().isEmpty(), "provider_class_name is empty");
    must(size(request.getProviderClassName()) <= 253, "provider_class_name is longer than 253 bytes");
    must(size(request.getVersion()) <= 128, "version is longer than 128 bytes");
    must(size(request.getClassParametersMap()) <= 4096, "class_parameters are larger than 4096 bytes");
    must(size(request.getPodContextMap()) <= 4096, "pod_context is larger than 4096 bytes");
    for (String key : List.of("namespace", "serviceAccount", "podName", "podUID")) {
      must(!request.getPodContextOrDefault(key, "").isEmpty(), "pod_context has no " + key);
    }
    must(request.getQueriesCount() > 0, "there are no queries");
    for (int i = 0; i < request.getQueriesCount(); i++) {
      EnvVarQuery query = request.getQueries(i);
      must(!query.getName().isEmpty(), "query " + i + " has no name");
      must(!query.getKey().isEmpty(), "query " + i + " has no key");
      must(size(query.getName()) <= 128, "the name of query " + i + " is longer than 128 bytes");
      must(size(query.getKey()) <= 1024, "the key of query " + i + " is longer than 1024 bytes");
      must(size(query.getQueryParametersMap()) <= 4096, "query_parameters of query " + i + " are larger than 4096 bytes");
      boolean legal = query.getName().chars().allMatch(c -> c >= 0x20 && c <= 0x7e && c != '=');
      must(legal, "the name of query " + i + " has a character that no variable can have");
    }
  }

  /** Checks the pod and every key before anything is read, so that no refusal tells whether a key exists. */
  static void authorize(NodeGetEnvVarsRequest request) {
    String namespaces = request.getClassParametersMap().get("allowedNamespaces");
    if (namespaces != null && !items(namespaces).contains(request.getPodContextOrThrow("namespace"))) {
      throw refuse(Status.PERMISSION_DENIED, "the class does not permit this namespace");
    }
    String accounts = request.getClassParametersMap().get("allowedServiceAccounts");
    if (accounts != null && !items(accounts).contains(request.getPodContextOrThrow("serviceAccount"))) {
      throw refuse(Status.PERMISSION_DENIED, "the class does not permit this service account");
    }
    String fields = request.getClassParametersMap().get("allowedFields");
    if (fields == null) return;
    List<Pattern> globs = items(fields).stream().map(Driver::compile).toList();
    for (int i = 0; i < request.getQueriesCount(); i++) {
      String key = request.getQueries(i).getKey();
      if (!normalise(key).equals(key) || globs.stream().noneMatch(glob -> glob.matcher(key).matches())) {
        throw refuse(Status.PERMISSION_DENIED, "the class does not permit the key of query " + i);
      }
    }
  }

  static List<String> items(String list) {
    return Arrays.stream(list.split(",")).map(String::strip).filter(item -> !item.isEmpty()).toList();
  }

  /** Decodes percent-encoding and takes out dot and empty segments and outer slashes; a key that changes is refused. */
  static String normalise(String key) {
    byte[] bytes = key.getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream decoded = new ByteArrayOutputStream();
    for (int i = 0; i < bytes.length; i++) {
      int high = bytes[i] == '%' && i + 2 < bytes.length ? Character.digit(bytes[i + 1], 16) : -1;
      int low = high < 0 ? -1 : Character.digit(bytes[i + 2], 16);
      decoded.write(low < 0 ? bytes[i] : high * 16 + low);
      if (low >= 0) i += 2;
    }
    ArrayDeque<String> segments = new ArrayDeque<>();
    for (String segment : decoded.toString(StandardCharsets.UTF_8).split("/")) {
      if (segment.equals("..")) segments.pollLast();
      else if (!segment.isEmpty() && !segment.equals(".")) segments.add(segment);
    }
    return String.join("/", segments);
  }

  /** `*` stays within a segment, `**` crosses segments. */
  static Pattern compile(String glob) {
    StringBuilder out = new StringBuilder();
    for (String part : glob.split("(?<=\\*)(?!\\*)|(?<!\\*)(?=\\*)")) {
      out.append(part.equals("**") ? ".*" : part.equals("*") ? "[^/]*" : Pattern.quote(part));
    }
    return Pattern.compile(out.toString(), Pattern.DOTALL);
  }

  static final List<Status.Code> PRECEDENCE =
      List.of(Status.Code.INVALID_ARGUMENT, Status.Code.PERMISSION_DENIED, Status.Code.NOT_FOUND, Status.Code.UNAVAILABLE);

  /** Asks in the order of errors/precedence: is the request sound, may the pod ask, is everything there. */
  static NodeGetEnvVarsResponse answer(NodeGetEnvVarsRequest request, boolean beta) {
    validate(request);
    authorize(request);
    NodeGetEnvVarsResponse.Builder response = NodeGetEnvVarsResponse.newBuilder();
    StatusRuntimeException worst = null;
    for (EnvVarQuery query : request.getQueriesList()) {
      EnvVarResult.Builder result = EnvVarResult.newBuilder().setName(query.getName());
      try {
        result.setValue(read(query.getKey()));
      } catch (StatusRuntimeException failure) {
        if (beta && query.getOptional() && failure.getStatus().getCode() != Status.Code.INVALID_ARGUMENT) {
          result.setError(failure.getStatus().getDescription()); // optional/missing
        } else if (worst == null || rank(failure) < rank(worst)) {
          worst = failure;
        }
      }
      response.addResults(result);
    }
    // batch/all-or-nothing
    if (worst != null) throw worst;
    // values/response-size
    NodeGetEnvVarsResponse built = response.build();
    must(built.getSerializedSize() <= MAX_PAYLOAD, "the values are larger than " + MAX_PAYLOAD + " bytes together");
    return built;
  }

  static int rank(StatusRuntimeException failure) {
    return PRECEDENCE.indexOf(failure.getStatus().getCode());
  }

  static <T> void reply(StreamObserver<T> observer, T response) {
    observer.onNext(response);
    observer.onCompleted();
  }

  static final class Identity extends IdentityGrpc.IdentityImplBase {
    final boolean beta;

    Identity(boolean beta) {
      this.beta = beta;
    }

    @Override
    public void getPluginInfo(GetPluginInfoRequest request, StreamObserver<GetPluginInfoResponse> observer) {
      String name = "grpc-java.csi-env.example";
      reply(observer, GetPluginInfoResponse.newBuilder().setName(name).setVendorVersion("0.1.0").build());
    }

    @Override
    public void getPluginCapabilities(
        GetPluginCapabilitiesRequest request, StreamObserver<GetPluginCapabilitiesResponse> observer) {
      EnvVarInjectionCapability hints =
          EnvVarInjectionCapability.newBuilder()
              .setMaxTotalPayloadBytes(MAX_PAYLOAD)
              .setMaxValueLengthBytes(MAX_VALUE)
              .setPreferredRpcTimeoutSeconds(2)
              .setMaxInflightRequests(MAX_IN_FLIGHT)
              .setDescription("values from memory, as an example")
              .setOptionalQueries(beta)
              .build();
      PluginCapability capability = PluginCapability.newBuilder().setEnvVarInjection(hints).build();
      reply(observer, GetPluginCapabilitiesResponse.newBuilder().addCapabilities(capability).build());
    }

    @Override
    public void probe(ProbeRequest request, StreamObserver<ProbeResponse> observer) {
      reply(observer, ProbeResponse.newBuilder().setReady(BoolValue.of(true)).build());
    }
  }

  static final class Node extends NodeGrpc.NodeImplBase {
    final boolean beta;
    final Semaphore slots = new Semaphore(MAX_IN_FLIGHT);

    Node(boolean beta) {
      this.beta = beta;
    }

    @Override
    public void nodeGetInfo(NodeGetInfoRequest request, StreamObserver<NodeGetInfoResponse> observer) {
      reply(observer, NodeGetInfoResponse.newBuilder().setNodeId("node-1").build());
    }

    @Override
    public void nodeGetCapabilities(
        NodeGetCapabilitiesRequest request, StreamObserver<NodeGetCapabilitiesResponse> observer) {
      NodeServiceCapability.Builder capability = NodeServiceCapability.newBuilder();
      capability.getRpcBuilder().setType(NodeServiceCapability.RPC.Type.ENV_VAR_INJECTION);
      reply(observer, NodeGetCapabilitiesResponse.newBuilder().addCapabilities(capability).build());
    }

    @Override
    public void nodeGetEnvVars(NodeGetEnvVarsRequest request, StreamObserver<NodeGetEnvVarsResponse> observer) {
      // concurrency/overload
      if (!slots.tryAcquire()) {
        observer.onError(refuse(Status.RESOURCE_EXHAUSTED, MAX_IN_FLIGHT + " calls are under way, try again later"));
        return;
      }
      NodeGetEnvVarsResponse response;
      try {
        response = answer(request, beta);
      } catch (StatusRuntimeException failure) {
        log(request, failure.getStatus().getCode());
        observer.onError(failure);
        return;
      } finally {
        slots.release();
      }
      log(request, Status.Code.OK);
      reply(observer, response);
    }

    /** privacy/logs: what was asked and how it ended, never values. */
    static void log(NodeGetEnvVarsRequest request, Status.Code code) {
      String name = request.getProviderClassName().replaceAll("\\P{Print}", "?");
      System.out.println("NodeGetEnvVars class=" + name + " queries=" + request.getQueriesCount() + " code=" + code);
    }
  }

  public static void main(String[] arguments) throws Exception {
    List<String> words = List.of(arguments);
    int at = words.indexOf("--endpoint");
    if (at < 0 || at + 1 >= words.size() || !words.get(at + 1).startsWith("unix://")) {
      System.err.println("usage: --endpoint unix:///path.sock [--beta]");
      System.exit(2);
    }
    Path socket = Path.of(words.get(at + 1).substring("unix://".length()));
    boolean beta = words.contains("--beta");
    if (Files.exists(socket) && !answers(socket)) Files.delete(socket); // a stale socket
    EpollEventLoopGroup boss = new EpollEventLoopGroup(1);
    EpollEventLoopGroup workers = new EpollEventLoopGroup(2);
    Server server =
        NettyServerBuilder.forAddress(new DomainSocketAddress(socket.toString()))
            .channelType(EpollServerDomainSocketChannel.class)
            .bossEventLoopGroup(boss)
            .workerEventLoopGroup(workers)
            .addService(new Identity(beta))
            .addService(new Node(beta))
            .build()
            .start();
    // transport/socket-mode
    Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-rw----"));
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server)));
    server.awaitTermination();
  }

  static boolean answers(Path socket) {
    try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      return channel.connect(UnixDomainSocketAddress.of(socket));
    } catch (java.io.IOException refused) {
      return false;
    }
  }

  /** Calls under way may end, but not for ever. */
  static void stop(Server server) {
    try {
      if (!server.shutdown().awaitTermination(2, TimeUnit.SECONDS)) server.shutdownNow();
    } catch (InterruptedException interrupted) {
      server.shutdownNow();
    }
  }
}
