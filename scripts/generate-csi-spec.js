// Usage: node scripts/generate-csi-spec.js
//
// Writes kep/csi-spec/node-get-env-vars.patch, the change to CSI's spec.md. Needs Go, to fetch upstream's release.
// `node scripts/check-csi-spec.js` checks the patch and that it is what this writes.
import { writeFileSync } from 'node:fs';
import { makePatch, patchFile } from './csi-spec/make-patch.js';

try {
  writeFileSync(patchFile, makePatch().patch);
} catch (error) {
  console.error(`generate-csi-spec: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 2;
}
