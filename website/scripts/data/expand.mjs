import { importSources } from './bundle.mjs';

/** How a case is made into a request: the code of the specification itself. */
export const { expandRequest } = await importSources(
  'expand',
  "export { expandRequest } from '@csi-env/spec-tests';",
);
