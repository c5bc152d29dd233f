// Usage: npm run check:results [-- FOLDER]
//
// Checks every folder `results/<driver>/<version>/`: the report is valid, of that driver and as its run wrote it by the digest at its
// end, left nothing out, and comes with the profile that it was made with and with the commands that make it again. The digest has no
// key: it shows a careless edit and a file cut short, not a forger who computes it anew. Ends with `N passed, N failed`.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { repository } from './lib/folders.mjs';

/** What is wrong with the folder of one result; empty for one that may be published. */
export function resultProblems(folder, driver, version) {
  const path = (file) => join(folder, file);
  const missing = ['report.json', 'README.md'].filter((file) => !existsSync(path(file)));
  if (missing.length > 0) return missing.map((file) => `${file} is missing`);
  const extra = readdirSync(folder).filter(
    (file) => !['report.json', 'README.md', 'conformance.yaml'].includes(file),
  );
  const problems = extra.map((file) => `${file} is none of the files of a result`);
  const invalid = validated(path('report.json')) ?? changed(path('report.json'));
  if (invalid !== undefined) return [...problems, invalid];
  const report = JSON.parse(readFileSync(path('report.json'), 'utf8'));
  const said = `${report.driver.name} ${report.driver.vendorVersion}`;
  if (said !== `${driver} ${version}`)
    problems.push(`the report is of ${said}, the folder of ${driver} ${version}`);
  const { run, skip, safe } = report.selection;
  if (run.length > 0 || skip.length > 0 || safe)
    problems.push('the run left checks out by --run, --skip or --safe');
  if (report.interrupted) problems.push('the run was interrupted');
  problems.push(...profileProblems(report, path('conformance.yaml')));
  problems.push(...readmeProblems(readFileSync(path('README.md'), 'utf8')));
  return problems;
}

/** What `conformance validate` finds; undefined for a valid report. */
function validated(file) {
  return complaint(['validate', file], /valid report/);
}

/** What `conformance report --check` finds; undefined for a report whose digest is there and holds. */
function changed(file) {
  return complaint(['report', '--check', file], / is as it was written: /);
}

function complaint(words, approval) {
  const bin = join(repository, 'conformance/bin/conformance.js');
  const { status, stdout, stderr } = spawnSync(process.execPath, [bin, ...words], { encoding: 'utf8' });
  if (status === 0 && approval.test(stdout)) return undefined;
  return `${stdout}${stderr}`.trim().split('\n')[0] || `conformance ${words[0]} says nothing`;
}

function profileProblems({ driver, profileDigest, implementation }, file) {
  if (driver.embedded) return existsSync(file) ? ['the embedded driver has no profile'] : [];
  if (!existsSync(file)) return ['conformance.yaml is missing'];
  const digest = `sha256:${createHash('sha256').update(readFileSync(file)).digest('hex')}`;
  const problems =
    digest === profileDigest ? [] : [`the report was made with another profile: ${profileDigest}`];
  const absent = ['organization', 'project', 'version', 'contact'].filter(
    (member) => implementation?.[member] === undefined,
  );
  return [...problems, ...absent.map((member) => `implementation.${member} is missing in conformance.yaml`)];
}

function readmeProblems(text) {
  const part = /^## Reproduce$([\s\S]*?)(?=^## |(?![\s\S]))/m.exec(text)?.[1];
  if (part === undefined) return ['README.md has no heading Reproduce'];
  return /^```sh\n[\s\S]*conformance\b[\s\S]*?^```$/m.test(part)
    ? []
    : ['README.md has no block of commands with conformance under Reproduce'];
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const root = process.argv[2] ?? join(repository, 'results');
  if (!existsSync(root)) {
    console.error(`check-results: there is no folder ${root}`);
    process.exit(2);
  }
  let failed = 0;
  let passed = 0;
  for (const driver of readdirSync(root).sort()) {
    // What scripts/nightly came to: figures of the suite itself, not results of a driver.
    if (driver === 'nightly') continue;
    for (const version of readdirSync(join(root, driver)).sort()) {
      const problems = resultProblems(join(root, driver, version), driver, version);
      for (const problem of problems) console.log(`${driver}/${version}: ${problem}`);
      if (problems.length === 0) passed++;
      else failed++;
    }
  }
  console.log(`${passed} passed, ${failed} failed`);
  process.exitCode = failed === 0 && passed > 0 ? 0 : 1;
}
