import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
// @ts-expect-error: a script without declarations
import { readProposalData } from '../scripts/read-specification.js';
import { specification, validate } from './read.js';

interface Criterion {
  readonly id: string;
  readonly state: string;
  readonly evidence?: readonly { readonly requirement?: string; readonly file?: string }[];
}
interface Proposal {
  readonly graduation: {
    readonly stages: readonly { readonly stage: string; readonly criteria: readonly Criterion[] }[];
    readonly budgets: readonly Criterion[];
  };
  readonly observability: {
    readonly metrics: readonly {
      readonly name: string;
      readonly side: string;
      readonly labels: readonly { readonly name: string; readonly values?: readonly string[] }[];
    }[];
    readonly events: readonly { readonly reason: string }[];
  };
}

const { graduation, observability } = readProposalData('env-vars') as Proposal;
const root = fileURLToPath(new URL('../../', import.meta.url));
const criteria = [...graduation.stages.flatMap((stage) => stage.criteria), ...graduation.budgets];

describe('the criteria for graduation', () => {
  it('are those of the proposal, by stage', () => {
    expect(graduation.stages.map(({ stage, criteria: { length } }) => [stage, length])).toEqual([
      ['alpha', 11],
      // One of them is for the reference drivers that the proposal asks for without a stage.
      ['beta', 16],
      ['ga', 9],
    ]);
  });

  it('have ids of their own, which begin with their stage', () => {
    expect(new Set(criteria.map(({ id }) => id)).size).toBe(criteria.length);
    for (const stage of graduation.stages) {
      expect(stage.criteria.filter(({ id }) => !id.startsWith(`${stage.stage}/`))).toEqual([]);
    }
    expect(graduation.budgets.filter(({ id }) => !id.startsWith('budget/'))).toEqual([]);
  });

  it('rest on requirements and files that are there', () => {
    const known = new Set(specification.requirements.map(({ id }) => id));
    const evidence = criteria.flatMap((criterion) => criterion.evidence ?? []);
    expect(evidence.length).toBeGreaterThan(20);
    expect(
      evidence.filter(({ requirement }) => requirement !== undefined && !known.has(requirement)),
    ).toEqual([]);
    expect(evidence.filter(({ file }) => file !== undefined && !existsSync(root + file))).toEqual([]);
  });

  it('are measured only where CI runs a check', () => {
    const steps = readFileSync(`${root}.ci/steps.js`, 'utf8');
    for (const { id, evidence = [] } of criteria.filter(({ state }) => state === 'measured')) {
      const runs = evidence.filter((one) => {
        const { file = '', step } = one as { file?: string; step?: string };
        return /\.test\.ts$/.test(file) || (step !== undefined && steps.includes(`name: '${step}'`));
      });
      expect(runs, id).not.toEqual([]);
    }
  });

  const good = { id: 'alpha/tea', text: 'Tea is hot.', state: 'people', missing: 'Tea.' };
  const file = (criterion: object) => ({
    stages: [{ stage: 'alpha', target: 'v1.36', criteria: [criterion] }],
    budgets: [],
  });

  it('are taken when they are whole', () => {
    expect(() => validate('graduation', 'graduation.yaml', file(good))).not.toThrow();
    const measured = { id: 'alpha/tea', text: 'Tea is hot.', state: 'measured', evidence: [{ step: 'tea' }] };
    expect(() => validate('graduation', 'graduation.yaml', file(measured))).not.toThrow();
  });

  it.each([
    ['an unknown state', { ...good, state: 'done' }],
    ['nothing that is missing', { ...good, missing: undefined }],
    ['a measurement without evidence', { ...good, state: 'measured', missing: undefined }],
    ['a measurement that lacks something', { ...good, state: 'measured', evidence: [{ step: 'tea' }] }],
    ['evidence of no kind', { ...good, evidence: [{}] }],
    ['evidence of two kinds', { ...good, evidence: [{ step: 'tea', file: 'tea.md' }] }],
    ['an id of no stage', { ...good, id: 'tea/hot' }],
    ['a text that is no sentence', { ...good, text: 'Tea' }],
  ])('are refused with %s', (_, criterion) => {
    const json = JSON.parse(JSON.stringify(file(criterion))) as unknown;
    expect(() => validate('graduation', 'graduation.yaml', json)).toThrow('cannot read graduation.yaml');
  });
});

describe('the metrics', () => {
  const labels = (name: string) =>
    observability.metrics.find((metric) => metric.name === name)?.labels.map((label) => label.name);

  it('are those of the contract, with their labels', () => {
    const prefix = 'kubelet_csi_env_injection';
    expect(labels(`${prefix}_requests_total`)).toEqual(['driver', 'provider_class', 'result']);
    expect(labels(`${prefix}_duration_seconds`)).toEqual(['driver', 'provider_class']);
    expect(labels(`${prefix}_errors_total`)).toEqual(['driver', 'error_type']);
    expect(labels(`${prefix}_fallbacks_total`)).toEqual(['driver', 'provider_class', 'fallback_reason']);
    expect(labels(`${prefix}_inflight_requests`)).toEqual(['driver']);
    expect(labels('csi_driver_env_backend_duration_seconds')).toEqual(['backend_type']);
    expect(labels('csi_driver_env_backend_errors_total')).toEqual([]);
    expect(labels('csi_driver_env_cache_hit_ratio')).toEqual([]);
    expect(observability.metrics).toHaveLength(8);
  });

  it('never have a label that can carry a value, a key or a pod', () => {
    const all = observability.metrics.flatMap((metric) => metric.labels.map((label) => label.name));
    expect(all.filter((name) => /value|key|pod|namespace|uid|variable/.test(name))).toEqual([]);
  });

  it('name the errors that the requirements name', () => {
    const types = observability.metrics
      .flatMap((metric) => metric.labels)
      .find(({ name }) => name === 'error_type')?.values;
    expect(types).toContain('oversize');
    expect(types).toHaveLength(7);
  });

  const metric = { name: 'tea_total', side: 'co', type: 'counter', stage: 'alpha', help: 'Tea.', labels: [] };
  const file = (one: object) => ({ metrics: [one], events: [], alerts: [], slos: [], panels: [] });

  it('are taken when they are whole', () => {
    expect(() => validate('observability', 'observability.yaml', file(metric))).not.toThrow();
  });

  it.each([
    ['a name that Prometheus does not take', { ...metric, name: 'tea-total' }],
    ['an unknown type', { ...metric, type: 'summary' }],
    ['a histogram without buckets', { ...metric, type: 'histogram' }],
    ['a counter with buckets', { ...metric, buckets: [1] }],
    ['a bucket of zero', { ...metric, type: 'histogram', buckets: [0] }],
    ['an unknown side', { ...metric, side: 'pod' }],
    ['a label without a text', { ...metric, labels: [{ name: 'cup' }] }],
  ])('are refused with %s', (_, one) => {
    expect(() => validate('observability', 'observability.yaml', file(one))).toThrow(
      'cannot read observability.yaml',
    );
  });
});

describe('the events', () => {
  it('are those that co/events asks for', () => {
    const { text } = specification.requirements.find(({ id }) => id === 'co/events') ?? { text: '' };
    const reasons = observability.events.map(({ reason }) => reason);
    expect(reasons.filter((reason) => !text.includes(reason))).toEqual([]);
    expect(reasons).toHaveLength(4);
  });
});
