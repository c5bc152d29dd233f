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
    [
      'a metric of the kubelet',
      'kubelet_csi_env_dragons_total',
      'there is no metric kubelet_csi_env_dragons_total',
    ],
    ['a metric of any driver', '`csi_driver_dragons`', 'there is no metric csi_driver_dragons'],
    ['a metric of nobody', 'dragons_seconds', 'there is no metric dragons_seconds'],
    ['a type of error', 'error_type="slow"', 'error_type is never slow'],
    ['a type of error in code', '`error_type=slow`', 'error_type is never slow'],
    ['a result', '{result=~"maybe"}', 'result is never maybe'],
    ['an alert', 'CSIEnvInjectionLate', 'there is no gate or alert CSIEnvInjectionLate'],
    ['an alert by the word', 'The alert DragonsHigh fires.', 'there is no alert DragonsHigh'],
    ['an alert in code', 'the `Dragons` alert', 'there is no alert Dragons'],
    ['a gate', 'CSIDirectEnvInjections', 'there is no gate or alert CSIDirectEnvInjections'],
    [
      'a gate without the word',
      'Turn CSIDirectInjection on.',
      'there is no gate or alert CSIDirectInjection',
    ],
    ['a gate without the prefix', 'Turn EnvInject on.', 'there is no gate or alert EnvInject'],
    ['a gate by the word', 'the gate DirectEnv', 'there is no gate DirectEnv'],
    ['a gate in code', 'the gate `Dragons`', 'there is no gate Dragons'],
    ['a gate before the word', 'the DirectEnv feature gate', 'there is no gate DirectEnv'],
    ['a gate of the form', 'Feature gate name: EnvVarDragons', 'there is no gate EnvVarDragons'],
    ['an event by the word', 'the event DragonSeen', 'there is no event DragonSeen'],
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

  it.each(['*', '+', '1.', '2)', '  -', '>  -'])('are refused where one is added after "%s"', (mark) => {
    const line = '- Optional queries work. (needs a cluster)';
    const added = changed(file, line, `${line}\n${mark} Ninety-nine dragons use it. (measured)`);
    expect(messages(names(added))).toContain(
      'beta has no such criterion: Ninety-nine dragons use it. (measured)',
    );
  });

  it('are refused where a row of a table is added', () => {
    const line = '- Optional queries work. (needs a cluster)';
    expect(messages(names(changed(file, line, `${line}\n\n| dragons |`)))).toEqual([
      'beta has no such criterion: | dragons |',
    ]);
  });

  it.each([
    ['README.md', '## Summary', 'Ninety-nine dragons use it. (measured)'],
    ['MEASUREMENTS.md', '## Unknown members in csi-sanity', '- Ninety-nine dragons use it. (needs people)'],
    ['GRADUATION.md', '## Beta', 'Ninety-nine dragons use it.'],
    ['GRADUATION.md', '## GA', '- Ninety-nine dragons use it.'],
    ['GRADUATION.md', '## Alpha', '| dragons |'],
  ])('are refused where one is added in %s after %s as %s', (page, from, text) => {
    const lines = (kep.files[page] ?? '').split('\n');
    expect(names(changed(page, `\n${from}\n`, `\n${from}\n\n${text}\n`))).toEqual([
      {
        file: page,
        line: lines.indexOf(from) + 3,
        message: `there is no criterion "${text.replace(/^- /, '')}"`,
      },
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
    const found = messages(names(changed('kep.yaml', 'name: CSIDirectEnvInjection', 'name: CSIEnv')));
    expect(found).toContain('the feature gate CSIEnv of kep.yaml is not named');
    expect(new Set(found)).toEqual(
      new Set([
        'the feature gate CSIEnv of kep.yaml is not named',
        'there is no gate or alert CSIDirectEnvInjection',
      ]),
    );
  });
});
