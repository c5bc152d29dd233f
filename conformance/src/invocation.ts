/** How a user calls the command: what hints and commands to copy begin with. The npm package `conformance` is another project's. */
export const invocation = 'npx @csi-env/conformance';
