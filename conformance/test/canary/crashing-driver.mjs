// Usage: node crashing-driver.mjs BIN ENDPOINT MILLISECONDS VALUES
//
// Serves the reference driver for a while, then prints every value of a JSON file to both streams and ends as a crash does.
// With 0 milliseconds it ends before it listens.
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';

const [bin, endpoint, milliseconds, values] = process.argv.slice(2);
const serving =
  Number(milliseconds) > 0
    ? spawn(process.execPath, [bin, 'serve', '--endpoint', endpoint], {
        stdio: ['ignore', 'ignore', 'inherit'],
      })
    : undefined;
setTimeout(() => {
  serving?.kill('SIGKILL');
  for (const value of JSON.parse(readFileSync(values, 'utf8'))) {
    process.stdout.write(`panic: ${value}\n`);
    process.stderr.write(`Error: ${Buffer.from(value).toString('base64')}\n    at ${value}\n`);
  }
  process.exitCode = 70;
}, Number(milliseconds));
