import { describe, expect, it } from 'vitest';
import { changed, kep, messages } from './changed-kep.js';
import { names } from './names.js';

const file = 'README.md';
const add = (/** @type {string} */ text) => changed(file, '## Summary\n', `## Summary\n\n${text}\n`);
const withData = (/** @type {any} */ change) => {
  const copy = structuredClone({ observability: kep.observability, graduation: kep.graduation });
  change(copy);
  return { ...kep, ...copy };
};

describe('what the KEP names', () => {
  it('is in the specification data', () => {
    expect(names(kep)).toEqual([]);
  });

  it.each([
    [
      'a metric',
      '`kubelet_csi_env_injection_latency_seconds`',
      'there is no metric kubelet_csi_env_injection_latency_seconds',
    ],
    ['a metric of a driver', 'csi_driver_env_hits_total', 'there is no metric csi_driver_env_hits_total'],
    ['a bucket of a counter', 'kubelet_csi_env_injection_errors_total_bucket', 'there is no metric'],
    ['a type of error', 'error_type="slow"', 'error_type is never slow'],
    ['an event', 'EnvVarInjectionLate', 'there is no event EnvVarInjectionLate'],
    ['a criterion', '`alpha/fast`', 'there is no criterion alpha/fast'],
    ['a requirement', '`batch/some`', 'there is no requirement batch/some'],
    [
      'a page of a requirement',
      '[a](https://csi-env.dev/spec/env-vars/batch/some)',
      'there is no requirement batch/some',
    ],
  ])('is refused where it is no such %s', (_, text, message) => {
    expect(messages(names(add(text))).join('\n')).toContain(message);
  });

  it('may be a part of a histogram', () => {
    expect(names(add('kubelet_csi_env_injection_duration_seconds_bucket'))).toEqual([]);
  });
});

describe('the criteria of README.md', () => {
  it('are refused where one is added, reworded, or has another state', () => {
    const [first] = kep.graduation.stages[0].criteria;
    const line = `- ${first.text} (needs people)`;
    expect(messages(names(changed(file, line, `${line}\n- It is fast.`)))).toEqual([
      'alpha has no such criterion: It is fast.',
    ]);
    expect(messages(names(changed(file, line, line.replace('needs people', 'measured'))))).toEqual([
      `alpha has no such criterion: ${first.text} (measured)`,
      `a criterion of alpha is missing: ${first.text} (needs people)`,
    ]);
  });

  it('are refused where a stage is not listed', () => {
    expect(messages(names(changed(file, '#### GA\n', '#### Stable\n')))).toContain(
      'no criteria of ga are listed',
    );
  });
});

describe('the evidence', () => {
  it.each([
    ['requirement', { requirement: 'batch/some' }, 'a requirement that is not there: batch/some'],
    ['file', { file: 'proto/NOWHERE.md' }, 'a file that is not there: proto/NOWHERE.md'],
    ['step', { step: 'luck' }, 'a step of .ci/run that is not there: luck'],
  ])('is refused where its %s does not exist', (_, evidence, message) => {
    const broken = withData((/** @type {any} */ { graduation }) => {
      graduation.budgets[0].evidence = [evidence];
    });
    expect(messages(names(broken))).toEqual([`budget/latency-local rests on ${message}`]);
  });
});

describe('kep.yaml', () => {
  it('lists the metrics of Kubernetes, all of them and no other', () => {
    const metric = 'kubelet_csi_env_injection_errors_total';
    const other = 'csi_driver_env_cache_hit_ratio';
    expect(messages(names(changed('kep.yaml', metric, other)))).toEqual([
      `there is no metric ${other} of Kubernetes`,
      `the metric ${metric} is not listed`,
    ]);
  });

  it('has the gate that README.md names', () => {
    expect(messages(names(changed('kep.yaml', 'name: CSIDirectEnvInjection', 'name: CSIEnv')))).toEqual([
      'the feature gate CSIEnv of kep.yaml is not named',
    ]);
  });
});
