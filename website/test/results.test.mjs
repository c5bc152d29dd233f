import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { resultProblems } from '../scripts/check-results.mjs';
import { repository } from '../scripts/lib/folders.mjs';

const driver = 'go-driver.csi-env.example';
const version = '0.1.0';
let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'csi-env-result-'));
  cpSync(join(repository, 'results', driver, version), folder, { recursive: true });
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const path = (file) => join(folder, file);
const problems = () => resultProblems(folder, driver, version);
/** Changes the text of a file; fails where there is nothing to change. */
function edit(file, from, to) {
  const before = readFileSync(path(file), 'utf8');
  const after = before.replace(from, to);
  if (after === before) throw new Error(`${file} has nothing like ${from}`);
  writeFileSync(path(file), after);
}
/** Changes the report as an object. */
function editReport(change) {
  const report = JSON.parse(readFileSync(path('report.json'), 'utf8'));
  change(report);
  writeFileSync(path('report.json'), `${JSON.stringify(report, undefined, 2)}\n`);
}

describe('the folder of a result', () => {
  it('is taken as the repository has it', () => expect(problems()).toEqual([]));

  it.each(['report.json', 'README.md', 'conformance.yaml'])('has %s', (file) => {
    rmSync(path(file));
    expect(problems()).toEqual([`${file} is missing`]);
  });

  it('has no other file', () => {
    writeFileSync(path('badge.svg'), '<svg/>');
    expect(problems()).toEqual(['badge.svg is none of the files of a result']);
  });

  it('is named after the driver that the report is of', () => {
    expect(resultProblems(folder, 'other.csi.example', version)).toEqual([
      `the report is of ${driver} ${version}, the folder of other.csi.example ${version}`,
    ]);
    expect(resultProblems(folder, driver, '0.2.0')).toEqual([
      `the report is of ${driver} ${version}, the folder of ${driver} 0.2.0`,
    ]);
  });

  it('has a report that is valid', () => {
    writeFileSync(path('report.json'), '{}\n');
    expect(problems()).toHaveLength(1);
    writeFileSync(path('report.json'), 'no JSON');
    expect(problems()).toHaveLength(1);
  });

  it('has a report in which nothing was changed after it was written', () => {
    edit('report.json', /"outcome": "untested"/g, '"outcome": "pass"');
    expect(problems()).toEqual([expect.stringMatching(/changed after it was written/)]);
  });

  it('has a report with its digest, without which a change would not show', () => {
    edit('report.json', /"outcome": "untested"/g, '"outcome": "pass"');
    editReport((report) => {
      report.digest = undefined;
    });
    expect(problems()).toEqual([expect.stringMatching(/it has no digest/)]);
  });

  it('has a whole report', () => {
    edit('report.json', /,\s*"digest": "[^"]*"\s*\}\s*$/, '\n}\n');
    expect(problems()).toEqual([expect.stringMatching(/it has no digest/)]);
  });

  it.each([
    ['run', ['batch/**']],
    ['skip', ['privacy/**']],
    ['safe', true],
  ])('has a report of a run that left nothing out by --%s', (member, value) => {
    editReport((report) => {
      report.selection[member] = value;
    });
    expect(problems().join('\n')).toMatch(/left checks out by --run, --skip or --safe|digest|edited/);
  });

  it('has the profile that the report was made with', () => {
    edit('conformance.yaml', /$/, '\n# another profile\n');
    expect(problems().join('\n')).toMatch(/was made with another profile/);
  });

  it('has a README that says how to make the report again', () => {
    edit('README.md', '## Reproduce', '## How');
    expect(problems()).toEqual(['README.md has no heading Reproduce']);
  });

  it('has commands there', () => {
    edit('README.md', /```sh[\s\S]*?```/, 'Run the suite.');
    expect(problems()).toEqual(['README.md has no block of commands with conformance under Reproduce']);
  });
});
