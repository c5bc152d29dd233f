// Usage: node scripts/check-orders.js [--orders N] [--seed N] [options of conformance mutants]
//
// Makes the checks in random orders, against the reference driver and mutants: the reference has to pass in each, and each mutant
// has to be killed through the requirement that it breaks, and blamed for no other. The order follows from the seed, which is
// told, so that `conformance mutants --shuffle SEED` shows the same again. Three orders unless said otherwise.
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { takeOption } from './take-option.js';

const checkMutants = fileURLToPath(new URL('check-mutants.js', import.meta.url));
const words = process.argv.slice(2);
const orders = takeOption(words, '--orders', 3, 1);
const first = takeOption(words, '--seed', 1, 0);

/** Tries the mutants in one order, shows what is said, and gives the figures of the last line. */
function tryOrder(seed) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [checkMutants, '--shuffle', String(seed), ...words], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let output = '';
    child.stdout.on('data', (chunk) => {
      process.stdout.write(chunk);
      output += chunk;
    });
    child.on('close', (code) => {
      const [, passed, failed] = /(\d+) passed, (\d+) failed\s*$/.exec(output) ?? [];
      const figures = passed === undefined ? { passed: 0, failed: 1 } : { passed: +passed, failed: +failed };
      // A runner that says all is well and ends with an error has failed.
      resolve({ ...figures, failed: Math.max(figures.failed, code === 0 ? 0 : 1) });
    });
  });
}

const sums = { passed: 0, failed: 0 };
for (let seed = first; seed < first + orders; seed++) {
  console.log(`\norder of seed ${seed}`);
  const { passed, failed } = await tryOrder(seed);
  sums.passed += passed;
  sums.failed += failed;
}
console.log(`${sums.passed} passed, ${sums.failed} failed`);
process.exitCode = sums.failed === 0 && sums.passed > 0 ? 0 : 1;
