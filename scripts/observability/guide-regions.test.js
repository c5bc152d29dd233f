import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readProposalData } from '../../spec-tests/scripts/read-specification.js';
import { regionsOf } from '../kep/regions.js';
import { root } from '../run-buf.js';
import { guideRegions } from './guide-regions.js';

describe('the guide on observability', () => {
  const { observability } = readProposalData('env-vars');
  const texts = guideRegions(observability);

  it('has a region for each text, and no other', () => {
    const guide = readFileSync(join(root, 'website/docs/guides/observability.md'), 'utf8');
    expect(regionsOf(guide).sort()).toEqual(Object.keys(texts).sort());
  });

  it('names every metric, label value, alert and objective of the data', () => {
    const all = Object.values(texts).join('\n');
    for (const { name, labels } of observability.metrics) {
      expect(all).toContain(`\`${name}\``);
      for (const { values = [] } of labels) for (const value of values) expect(all).toContain(`\`${value}\``);
    }
    for (const { name } of observability.alerts) expect(all).toContain(name);
    for (const { text } of observability.slos) expect(all).toContain(text);
  });

  it('gives an alert a duration only where the data do', () => {
    const rows = texts.alerts?.split('\n').slice(2) ?? [];
    expect(rows.filter((row) => / 1m \|/.test(row))).toHaveLength(1);
    expect(rows.filter((row) => /\| +\| ticket/.test(row))).toHaveLength(2);
  });
});
