//! A CSI node plugin that serves NodeGetEnvVars from memory, on tonic. It keeps the whole contract.
use std::collections::HashMap;
use std::os::unix::fs::PermissionsExt;
use std::time::Duration;

use prost::Message;
use tokio::net::{UnixListener, UnixStream};
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::Semaphore;
use tokio_stream::wrappers::UnixListenerStream;
use tonic::{Code, Request, Response, Status};

mod csi {
    tonic::include_proto!("csi.v1");
}
use csi::identity_server::{Identity, IdentityServer};
use csi::node_server::{Node, NodeServer};
use csi::*;

// Limits that the driver advertises and keeps, in bytes and calls.
const MAX_PAYLOAD: usize = 65536;
const MAX_VALUE: usize = 16384;
const MAX_IN_FLIGHT: usize = 64;

/// What the driver serves; a real one asks a secret store or a metadata service here.
fn data() -> HashMap<&'static str, String> {
    let fill = |text: &str, size: usize| text.repeat(size / text.len()) + &"z".repeat(size % text.len());
    HashMap::from([
        ("app/db/user", "orders-service".into()),
        ("app/db/password", "pK7-not-a-real-password-93".into()),
        ("app/greeting", "grüß Gott, 世界".into()),
        ("app/empty", String::new()),
        ("app/letter", "x".into()),
        ("app/json", r#"{"retries": 3, "hosts": ["a", "b"]}"#.into()),
        ("app/longest", fill("longest value! ", MAX_VALUE)),
        ("app/huge", fill("more than fits ", MAX_VALUE + 1)),
        ("team-b/token", "7d1f-of-another-team-4b".into()),
    ])
}

/// Refuses what the request area of the contract refuses.
fn validate(request: &NodeGetEnvVarsRequest) -> Result<(), Status> {
    let must = |fine: bool, message: &str| if fine { Ok(()) } else { Err(Status::invalid_argument(message)) };
    let size = |map: &HashMap<String, String>| map.iter().map(|(key, value)| key.len() + value.len()).sum::<usize>();
    must(request.encoded_len() <= MAX_PAYLOAD, "the request is larger than 65536 bytes")?;
    must(!request.provider_class_name.is_empty(), "provider_class_name is empty")?;
    must(request.provider_class_name.len() <= 253, "provider_class_name is longer than 253 bytes")?;
    must(request.version.len() <= 128, "version is longer than 128 bytes")?;
    must(size(&request.class_parameters) <= 4096, "class_parameters are larger than 4096 bytes")?;
    must(size(&request.pod_context) <= 4096, "pod_context is larger than 4096 bytes")?;
    for key in ["namespace", "serviceAccount", "podName", "podUID"] {
        let given = request.pod_context.get(key).is_some_and(|value| !value.is_empty());
        must(given, &format!("pod_context has no {key}"))?;
    }
    must(!request.queries.is_empty(), "there are no queries")?;
    for (i, query) in request.queries.iter().enumerate() {
        must(!query.name.is_empty(), &format!("query {i} has no name"))?;
        must(!query.key.is_empty(), &format!("query {i} has no key"))?;
        must(query.name.len() <= 128, &format!("the name of query {i} is longer than 128 bytes"))?;
        must(query.key.len() <= 1024, &format!("the key of query {i} is longer than 1024 bytes"))?;
        must(size(&query.query_parameters) <= 4096, &format!("query_parameters of query {i} are larger than 4096 bytes"))?;
        let legal = query.name.bytes().all(|c| (0x20..=0x7e).contains(&c) && c != b'=');
        must(legal, &format!("the name of query {i} has a character that no variable can have"))?;
    }
    Ok(())
}

/// Checks the pod and every key before anything is read, so that no refusal tells whether a key exists.
fn authorize(request: &NodeGetEnvVarsRequest) -> Result<(), Status> {
    let items = |name: &str| {
        let list = request.class_parameters.get(name)?;
        Some(list.split(',').map(str::trim).filter(|item| !item.is_empty()).collect::<Vec<_>>())
    };
    if items("allowedNamespaces").is_some_and(|list| !list.contains(&request.pod_context["namespace"].as_str())) {
        return Err(Status::permission_denied("the class does not permit this namespace"));
    }
    let account = request.pod_context["serviceAccount"].as_str();
    if items("allowedServiceAccounts").is_some_and(|list| !list.contains(&account)) {
        return Err(Status::permission_denied("the class does not permit this service account"));
    }
    let Some(globs) = items("allowedFields") else { return Ok(()) };
    for (i, query) in request.queries.iter().enumerate() {
        let plain = normalise(&query.key) == query.key.as_bytes();
        if !plain || !globs.iter().any(|glob| matches(glob.as_bytes(), query.key.as_bytes())) {
            return Err(Status::permission_denied(format!("the class does not permit the key of query {i}")));
        }
    }
    Ok(())
}

/// Decodes percent-encoding and takes out dot and empty segments and outer slashes; a key that changes is refused.
fn normalise(key: &str) -> Vec<u8> {
    let digit = |c: &u8| (*c as char).to_digit(16).map(|n| n as u8);
    let (mut decoded, mut rest) = (Vec::new(), key.as_bytes());
    while let Some((&first, after)) = rest.split_first() {
        let pair = if first == b'%' { after.first().and_then(digit).zip(after.get(1).and_then(digit)) } else { None };
        decoded.push(pair.map_or(first, |(high, low)| high * 16 + low));
        rest = if pair.is_some() { &after[2..] } else { after };
    }
    let mut segments: Vec<&[u8]> = Vec::new();
    for segment in decoded.split(|c| *c == b'/') {
        match segment {
            b"" | b"." => {}
            b".." => drop(segments.pop()),
            _ => segments.push(segment),
        }
    }
    segments.join(&b'/')
}

/// `*` stays within a segment, `**` crosses segments.
fn matches(glob: &[u8], key: &[u8]) -> bool {
    match glob {
        [] => key.is_empty(),
        [b'*', b'*', rest @ ..] => (0..=key.len()).any(|i| matches(rest, &key[i..])),
        [b'*', rest @ ..] => (0..=key.iter().take_while(|c| **c != b'/').count()).any(|i| matches(rest, &key[i..])),
        [first, rest @ ..] => key.first() == Some(first) && matches(rest, &key[1..]),
    }
}

struct Driver {
    beta: bool,
    data: HashMap<&'static str, String>,
    slots: Semaphore,
}

impl Driver {
    fn new(beta: bool) -> Self {
        Driver { beta, data: data(), slots: Semaphore::new(MAX_IN_FLIGHT) }
    }

    fn read(&self, key: &str) -> Result<String, Status> {
        if key == "app/broken" {
            // errors/backend
            return Err(Status::unavailable("the backend does not answer for this key"));
        }
        match self.data.get(key) {
            // errors/not-found
            None => Err(Status::not_found("there is no such key")),
            // values/size
            Some(value) if value.len() > MAX_VALUE => Err(Status::invalid_argument("the value of this key is too long")),
            Some(value) => Ok(value.clone()),
        }
    }

    /// Asks in the order of errors/precedence: is the request sound, may the pod ask, is everything there.
    fn answer(&self, request: &NodeGetEnvVarsRequest) -> Result<NodeGetEnvVarsResponse, Status> {
        validate(request)?;
        authorize(request)?;
        let mut failures = Vec::new();
        let mut results = Vec::new();
        for query in &request.queries {
            let mut result = EnvVarResult { name: query.name.clone(), ..Default::default() };
            match self.read(&query.key) {
                Ok(value) => result.value = value,
                // optional/missing
                Err(failure) if self.beta && query.optional && failure.code() != Code::InvalidArgument => {
                    result.error = failure.message().into();
                }
                Err(failure) => failures.push(failure),
            }
            results.push(result);
        }
        // batch/all-or-nothing
        let order = [Code::InvalidArgument, Code::PermissionDenied, Code::NotFound, Code::Unavailable];
        if let Some(worst) = failures.into_iter().min_by_key(|failure| order.iter().position(|code| *code == failure.code())) {
            return Err(worst);
        }
        let response = NodeGetEnvVarsResponse { results };
        // values/response-size
        if response.encoded_len() > MAX_PAYLOAD {
            return Err(Status::invalid_argument("the values are larger than 65536 bytes together"));
        }
        Ok(response)
    }
}

#[tonic::async_trait]
impl Identity for Driver {
    async fn get_plugin_info(&self, _: Request<GetPluginInfoRequest>) -> Result<Response<GetPluginInfoResponse>, Status> {
        let (name, vendor_version) = ("tonic.csi-env.example".into(), "0.1.0".into());
        Ok(Response::new(GetPluginInfoResponse { name, vendor_version, ..Default::default() }))
    }

    async fn get_plugin_capabilities(
        &self,
        _: Request<GetPluginCapabilitiesRequest>,
    ) -> Result<Response<GetPluginCapabilitiesResponse>, Status> {
        let hints = EnvVarInjectionCapability {
            max_total_payload_bytes: MAX_PAYLOAD as u32,
            max_value_length_bytes: MAX_VALUE as u32,
            preferred_rpc_timeout_seconds: 2,
            max_inflight_requests: MAX_IN_FLIGHT as u32,
            description: "values from memory, as an example".into(),
            optional_queries: self.beta,
        };
        let capability = PluginCapability { r#type: Some(plugin_capability::Type::EnvVarInjection(hints)) };
        Ok(Response::new(GetPluginCapabilitiesResponse { capabilities: vec![capability] }))
    }

    async fn probe(&self, _: Request<ProbeRequest>) -> Result<Response<ProbeResponse>, Status> {
        Ok(Response::new(ProbeResponse { ready: Some(true) }))
    }
}

#[tonic::async_trait]
impl Node for Driver {
    async fn node_get_capabilities(
        &self,
        _: Request<NodeGetCapabilitiesRequest>,
    ) -> Result<Response<NodeGetCapabilitiesResponse>, Status> {
        let rpc = node_service_capability::Rpc { r#type: node_service_capability::rpc::Type::EnvVarInjection as i32 };
        let capability = NodeServiceCapability { r#type: Some(node_service_capability::Type::Rpc(rpc)) };
        Ok(Response::new(NodeGetCapabilitiesResponse { capabilities: vec![capability] }))
    }

    async fn node_get_info(&self, _: Request<NodeGetInfoRequest>) -> Result<Response<NodeGetInfoResponse>, Status> {
        Ok(Response::new(NodeGetInfoResponse { node_id: "node-1".into(), ..Default::default() }))
    }

    async fn node_get_env_vars(
        &self,
        request: Request<NodeGetEnvVarsRequest>,
    ) -> Result<Response<NodeGetEnvVarsResponse>, Status> {
        // concurrency/overload
        let busy = |_| Status::resource_exhausted("64 calls are under way, try again later");
        let _slot = self.slots.try_acquire().map_err(busy)?;
        let request = request.into_inner();
        let answer = self.answer(&request);
        // privacy/logs: what was asked and how it ended, never values.
        let code = answer.as_ref().err().map_or(Code::Ok, Status::code);
        println!("NodeGetEnvVars class={:?} queries={} code={code:?}", request.provider_class_name, request.queries.len());
        answer.map(Response::new)
    }
}

#[tokio::main(worker_threads = 2)]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().collect();
    let endpoint = arguments.iter().position(|word| word == "--endpoint").and_then(|i| arguments.get(i + 1));
    let path = endpoint.and_then(|text| text.strip_prefix("unix://")).ok_or("usage: --endpoint unix:///path.sock [--beta]")?;
    let beta = arguments.iter().any(|word| word == "--beta");
    if UnixStream::connect(path).await.is_err() {
        let _ = std::fs::remove_file(path); // a stale socket
    }
    let listener = UnixListener::bind(path)?;
    // transport/socket-mode
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o660))?;
    let (mut interrupt, mut terminate) = (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
    let (stop, stopping) = tokio::sync::oneshot::channel::<()>();
    let server = tonic::transport::Server::builder()
        .add_service(IdentityServer::new(Driver::new(beta)))
        .add_service(NodeServer::new(Driver::new(beta)))
        .serve_with_incoming_shutdown(UnixListenerStream::new(listener), async { drop(stopping.await) });
    let server = tokio::spawn(server);
    tokio::select! { _ = interrupt.recv() => {} _ = terminate.recv() => {} }
    // Calls under way may end, but not for ever.
    let _ = stop.send(());
    let _ = tokio::time::timeout(Duration::from_secs(2), server).await;
    Ok(())
}
