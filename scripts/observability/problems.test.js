import { describe, expect, it } from 'vitest';
import { readProposalData } from '../../spec-tests/scripts/read-specification.js';
import { observabilityProblems } from './problems.js';

const { observability } = readProposalData('env-vars');
const [alert] = observability.alerts;

/** @param {(data: any) => void} change */
function changed(change) {
  const copy = structuredClone(observability);
  change(copy);
  return observabilityProblems(copy);
}

describe('the observability data', () => {
  it('has nothing wrong with it', () => {
    expect(observabilityProblems(observability)).toEqual([]);
  });

  it.each([
    ['no PromQL', 'sum(', 'no PromQL, see ""'],
    [
      'an unknown metric',
      'kubelet_csi_env_injection_calls_total > 1',
      'there is no metric kubelet_csi_env_injection_calls_total',
    ],
    [
      'a histogram without its part',
      'kubelet_csi_env_injection_duration_seconds > 1',
      'there is no metric kubelet_csi_env_injection_duration_seconds',
    ],
    [
      'a part of what is no histogram',
      'kubelet_csi_env_injection_errors_total_sum > 1',
      'there is no metric kubelet_csi_env_injection_errors_total_sum',
    ],
    [
      'an unknown label',
      'kubelet_csi_env_injection_inflight_requests{pod="a"} > 1',
      'kubelet_csi_env_injection_inflight_requests has no label pod',
    ],
    [
      'a value that a label never has',
      'kubelet_csi_env_injection_errors_total{error_type="slow"} > 1',
      'label error_type of kubelet_csi_env_injection_errors_total is never slow',
    ],
    [
      'a group by an unknown label',
      'sum by (pod) (kubelet_csi_env_injection_errors_total) > 1',
      'no metric in it has the label pod',
    ],
    ['no metric', '1 > 2', 'reads no metric'],
  ])('is refused where an expression has %s', (_, expr, message) => {
    const found = changed((data) => {
      data.alerts[0].expr = expr;
    });
    expect(found).toEqual([`alert ${alert.name}: ${message}`]);
  });

  it('is refused where an objective or a panel reads what is not there', () => {
    const found = changed((data) => {
      data.slos[0].sli = 'nothing';
      data.panels[0].queries[0].expr = 'nothing';
    });
    expect(found).toEqual([
      `objective ${observability.slos[0].id}: there is no metric nothing`,
      `panel ${observability.panels[0].title}: there is no metric nothing`,
    ]);
  });

  it.each([
    [
      'a counter without _total',
      { name: 'a' },
      'metric a: _total ends the names of counters and of nothing else',
    ],
    ['a gauge with _total', { name: 'a_total', type: 'gauge' }, 'metric a_total: _total ends'],
    [
      'a name without its unit',
      { name: 'a_total', unit: 'seconds' },
      'metric a_total: the name does not end in its unit',
    ],
    [
      'buckets that do not ascend',
      { name: 'a_total', buckets: [0.1, 0.1] },
      'metric a_total: the buckets do not ascend',
    ],
  ])('is refused with %s', (_, members, message) => {
    const found = changed((data) => data.metrics.push({ type: 'counter', labels: [], ...members }));
    expect(found).toHaveLength(1);
    expect(found[0]).toContain(message);
  });

  it('is refused where a name is there twice', () => {
    const found = changed((data) => {
      data.metrics.push(data.metrics[0]);
      data.alerts.push(data.alerts[0]);
      data.slos.push(data.slos[0]);
      data.panels.push(data.panels[0]);
    });
    expect(found).toHaveLength(4);
    expect(found.every((problem) => problem.endsWith('is there twice'))).toBe(true);
  });
});
