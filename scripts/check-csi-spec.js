// Usage: node scripts/check-csi-spec.js
//
// Checks the change to CSI's specification: that it is what its sources make, applies to upstream, keeps upstream's form,
// and gives a csi.proto that breaks nothing upstream and says what our view says. Needs Go, patch and make.
// Exit 0: all of it holds; 1: something does not; 2: could not tell, for example without Go.
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compareViews } from './compare-views.js';
import { extractProto } from './csi-spec/edit.js';
import { formProblems } from './csi-spec/form-problems.js';
import { makePatch, patchFile } from './csi-spec/make-patch.js';
import { describeProto } from './describe-proto.js';
import { elementsOf } from './proto-elements.js';
import { root, runBuf } from './run-buf.js';

let passed = 0;
let failed = 0;

/**
 * @param {string} what
 * @param {readonly string[]} problems
 */
function say(what, problems) {
  if (problems.length === 0) passed += 1;
  else failed += 1;
  console.log(`${problems.length === 0 ? 'ok    ' : 'NOT OK'} ${what}`);
  for (const problem of problems) console.log(`  ${problem}`);
}

/**
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{cwd: string, input?: string}} options
 * @returns {string[]} what it said when it failed
 */
function problemsOf(command, args, options) {
  const { error, status, stdout, stderr } = spawnSync(command, args, { ...options, encoding: 'utf8' });
  if (error) throw new Error(`cannot run ${command}: ${error.message}`);
  return status === 0 ? [] : `${stdout}${stderr}`.trim().split('\n');
}

const scratch = mkdtempSync(join(tmpdir(), 'csi-env-spec-'));
try {
  const committed = readFileSync(patchFile, 'utf8');
  const { upstream, patched, patch } = makePatch();
  say(
    'the patch is what its sources make',
    patch === committed ? [] : ['run `node scripts/generate-csi-spec.js` and commit the result'],
  );

  for (const file of ['spec.md', 'Makefile']) {
    writeFileSync(join(scratch, file), readFileSync(join(upstream, file)));
  }
  const apply = problemsOf('patch', ['-p1', '--fuzz=0', '--batch'], { cwd: scratch, input: committed });
  say('it applies with patch -p1', apply);
  const result = readFileSync(join(scratch, 'spec.md'), 'utf8');
  say(
    'the result is the text that was meant',
    result === patched ? [] : ['spec.md after the patch has another text'],
  );
  const before = readFileSync(join(upstream, 'spec.md'), 'utf8');
  say('it keeps the form of the specification', formProblems(before, result));

  const made = problemsOf('make', ['-s', 'check'], { cwd: scratch });
  say("upstream's own make check takes it", made);
  const proto = readFileSync(join(scratch, 'csi.proto'), 'utf8');
  say(
    'the extraction here is that of upstream',
    proto === extractProto(result) ? [] : ['csi.proto by make has another text'],
  );

  const folders = ['before', 'after'].map((name) => join(scratch, name));
  for (const folder of folders) mkdirSync(folder);
  const [theirFolder = '', newFolder = ''] = folders;
  copyFileSync(join(upstream, 'csi.proto'), join(theirFolder, 'csi.proto'));
  writeFileSync(join(newFolder, 'csi.proto'), proto);
  say(
    'buf breaking finds nothing that breaks upstream',
    attempt(() => runBuf(['breaking', newFolder, '--against', theirFolder])).problems,
  );

  const ours = describeProto(readFileSync(join(root, 'proto/csi/v1_10/csi.proto'), 'utf8'));
  const theirs = attempt(() => describeProto(proto));
  say('csi.proto compiles', theirs.problems);
  if (theirs.value !== undefined) {
    const names = elementsOf(theirs.value);
    say(
      'it agrees with our view on what both have',
      compareViews(ours, theirs.value).map(({ message }) => message),
    );
    say(
      'it has all that our view has',
      [...elementsOf(ours).keys()].filter((name) => !names.has(name)).map((name) => `${name} is missing`),
    );
  }
  console.log(`${passed} passed, ${failed} failed`);
  process.exitCode = failed === 0 ? 0 : 1;
} catch (error) {
  console.error(`check-csi-spec: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 2;
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

/**
 * @template T
 * @param {() => T} work
 * @returns {{value?: T, problems: string[]}}
 */
function attempt(work) {
  try {
    return { value: work(), problems: [] };
  } catch (error) {
    return { problems: [error instanceof Error ? error.message : String(error)] };
  }
}
