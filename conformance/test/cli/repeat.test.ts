import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ReferenceDriverOptions } from '../../src/contracts/env-vars/reference-driver/options.js';
import { conformance, driver, freshFolder } from './command.js';

/** A driver that gives itself an illegal name each time, or every second time that it is asked. */
async function illNamed(every: 1 | 2): Promise<string> {
  let asked = 0;
  const hooks: ReferenceDriverOptions['hooks'] = {
    pluginInfo(response) {
      // The session asks first, before any check.
      if (asked++ % every === every - 1) response.name = 'no spaces allowed';
      return response;
    },
  };
  return (await driver({ hooks })).endpoint;
}

const run = ['--run', 'identity/plugin-name/form', '--jobs', '1', '--seed', '1'];

describe('--repeat on a driver that breaks a rule every second time', () => {
  it('says how often it does in every report, and that it is nonconformant', async () => {
    const endpoint = await illNamed(2);
    const cwd = freshFolder();
    const words = [
      '--endpoint',
      endpoint,
      ...run,
      '--repeat',
      '5',
      '--output',
      'out',
      '--reporter',
      'console',
    ];
    const reporters = ['json', 'ndjson', 'junit', 'html', 'markdown', 'sarif'];
    const { code, stdout } = await conformance(
      [...words, ...reporters.flatMap((name) => ['--reporter', name])],
      {
        cwd,
      },
    );
    expect(code).toBe(1);
    const rate = 'failed 3 of 6 times: flaky';
    expect(stdout).toContain(`repeated    ${rate}`);
    expect(stdout.replace(/\s+/g, ' ')).toContain('identity/plugin-name failed; flaky: identity/plugin-name');
    const out = (name: string): string => readFileSync(join(cwd, 'out', name), 'utf8');
    const [check] = (JSON.parse(out('report.json')) as { checks: { outcome: string }[] }).checks.filter(
      ({ outcome }) => outcome === 'fail',
    );
    expect(check).toMatchObject({ attempts: { made: 6, failed: 3, passed: 3 } });
    expect(out('events.ndjson')).toContain('"attempts":{"made":6,"failed":3,"passed":3}');
    for (const name of ['junit.xml', 'report.html', 'report.md', 'report.sarif'])
      expect(out(name), name).toContain(rate);
    expect(await conformance(['validate', 'out/report.json', 'out/events.ndjson'], { cwd })).toMatchObject({
      code: 0,
    });
  });
});

describe('--repeat on a driver that breaks a rule each time', () => {
  it('says that it fails each time, and does not call it flaky', async () => {
    const { code, stdout } = await conformance(['--endpoint', await illNamed(1), ...run, '--repeat', '2']);
    expect(code).toBe(1);
    expect(stdout).toContain('failed 3 of 3 times\n');
    expect(stdout).not.toContain('flaky');
  });
});

describe('a run without --repeat', () => {
  it('makes a failing check once and says nothing of a rate', async () => {
    const { code, stdout } = await conformance(['--endpoint', await illNamed(1), ...run]);
    expect(code).toBe(1);
    expect(stdout).not.toMatch(/repeated|flaky/);
  });
});
