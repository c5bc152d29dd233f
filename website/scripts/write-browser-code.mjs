/** Bundles what pages run in the browser. */
export async function writeBrowserCode() {}
