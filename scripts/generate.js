// Makes everything that is generated and committed: `npm run generate`.
import { pathToFileURL } from 'node:url';
import { generateSteps } from './generate-steps.js';

/** Runs every step in order; one that has nothing to run yet is left out. */
export function generate() {
  for (const step of generateSteps()) {
    step.run();
    console.error(`generated ${step.outputs.join(', ')}`);
  }
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  try {
    generate();
  } catch (error) {
    console.error(`generate: ${error instanceof Error ? error.message : String(error)}`);
    process.exitCode = 1;
  }
}
