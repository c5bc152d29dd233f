import { execFile } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { findMutant } from '../../src/cli/find-mutant.js';
import { bin, conformance, driver, freshFolder } from './command.js';

interface Card {
  readonly reproduce: { readonly conformance: string };
}

/** Runs a card's command line in a shell, with this checkout's command in place of npx. */
function reproduce(line: string, cwd: string): Promise<{ readonly code: unknown; readonly stdout: string }> {
  const command = line.replace(/^npx @csi-env\/conformance /, `"${process.execPath}" "${bin}" `);
  expect(command).not.toBe(line);
  return new Promise((resolve) => {
    execFile('sh', ['-c', `${command} --reporter json`], { cwd }, (error, stdout) => {
      resolve({ code: error === null ? 0 : error.code, stdout });
    });
  });
}

describe('the command line of a failure card fails again, on that check alone', () => {
  it.each([
    ['by endpoint', 'identity/vendor-version/empty', 'identity/**', []],
    [
      'by endpoint, client and stage',
      'identity/vendor-version/empty',
      'identity/**',
      ['--client', 'grpc-js', '--stage', 'beta', '--contract', 'env-vars@1'],
    ],
    [
      'by a profile whose name has spaces',
      'ordering/same-order/reversed',
      'ordering/same-order',
      ['--profile', "my driver's profile.json"],
    ],
  ])('%s', async (_how, id, only, more) => {
    const { endpoint, profile } = await driver({ mutant: findMutant(id) });
    const cwd = freshFolder({ "my driver's profile.json": JSON.stringify({ endpoint, ...profile }) });
    const where = more.includes('--profile') ? [] : ['--endpoint', endpoint];
    const { code, stdout } = await conformance([...where, ...more, '--run', only, '--reporter', 'json'], {
      cwd,
    });
    expect(code).toBe(1);
    const { checks } = JSON.parse(stdout) as { checks: { name: string; outcome: string; card?: Card }[] };
    const failed = checks.find(({ outcome }) => outcome === 'fail');
    const again = await reproduce(failed?.card?.reproduce.conformance ?? '', cwd);
    expect(again.code).toBe(1);
    const repeated = (JSON.parse(again.stdout) as { checks: typeof checks }).checks;
    expect(repeated.filter(({ outcome }) => outcome === 'fail').map(({ name }) => name)).toEqual([
      failed?.name,
    ]);
  });
});
