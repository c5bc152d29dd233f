//! Makes the code of csi.proto from its compiled descriptors, which check.js names, so that no protoc is needed.
use prost::Message;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    println!("cargo::rerun-if-env-changed=CSI_DESCRIPTORS");
    let path = std::env::var("CSI_DESCRIPTORS").map_err(|_| "CSI_DESCRIPTORS names no file: see check.js")?;
    println!("cargo::rerun-if-changed={path}");
    let descriptors = prost_types::FileDescriptorSet::decode(std::fs::read(path)?.as_slice())?;
    tonic_prost_build::configure().build_client(false).compile_fds(descriptors)?;
    Ok(())
}
