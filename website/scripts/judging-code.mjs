import { join } from 'node:path';
import { build } from 'esbuild';
import { sources } from './data/bundle.mjs';
import { repository, website } from './lib/folders.mjs';
import { knownDriver } from './lib/known-driver.mjs';

/** How code is bundled for pages. */
export const browser = {
  bundle: true,
  platform: 'browser',
  target: 'es2022',
  minify: true,
  logLevel: 'error',
};

/** Bundles what the pages of requirements judge calls with: the model of `fuzz`, the judge of cases, and the driver that they know. */
export async function writeJudgingCode(outfile, { referenceProfile }) {
  await build({
    ...browser,
    stdin: {
      contents: `export { judgeCase } from '@csi-env/spec-tests';
export { encodeRequest } from './contracts/env-vars/request.js';
export { limitsOf } from './contracts/env-vars/facts.js';
export { statusCode } from './driver/answer.js';
export { emptyProfile } from './profile/profile.js';
export { knownOf } from './contracts/env-vars/fuzz/model/known.js';
export { predict } from './contracts/env-vars/fuzz/model/predict.js';
export { deviationsOf } from './contracts/env-vars/fuzz/model/deviations.js';
export { failingParts } from './contracts/env-vars/fuzz/model/blame.js';
export { extrasOf } from './contracts/env-vars/fuzz/model/extras.js';
export { createScanner } from './leak/scanner.js';
export { scanTexts } from './contracts/env-vars/checks/privacy/scan-texts.js';
export { leaked } from './contracts/env-vars/checks/privacy/leaked.js';
export { outcome, servedBits } from './contracts/env-vars/fuzz/model/outcomes.js';
import { create, toBinary } from '@bufbuild/protobuf';
import { NodeGetEnvVarsResponseSchema as response } from '@csi-env/proto';
export const encodeResponse = (results) => toBinary(response, create(response, { results }));
export const driver = ${JSON.stringify(knownDriver(referenceProfile))};`,
      resolveDir: join(repository, 'conformance/src'),
      loader: 'ts',
    },
    inject: [join(website, 'scripts/lib/buffer.mjs')],
    format: 'esm',
    outfile,
    plugins: [sources],
  });
}
