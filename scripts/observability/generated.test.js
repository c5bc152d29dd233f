import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { readProposalData } from '../../spec-tests/scripts/read-specification.js';
import { root } from '../run-buf.js';
import { alertRules } from './alert-rules.js';
import { dashboard } from './dashboard.js';

const { observability } = readProposalData('env-vars');
const read = (/** @type {string} */ name) => readFileSync(join(root, 'examples/observability', name), 'utf8');

describe('the alert rules', () => {
  const rules = alertRules(observability);

  it('are what is committed', () => {
    expect(parse(read('alerts.yaml'))).toEqual(rules);
  });

  it('have only members that a rule file may have', () => {
    for (const { name, rules: list, ...rest } of rules.groups) {
      expect(name).toMatch(/^[a-z-]+$/);
      expect(rest).toEqual({});
      for (const { alert, expr, labels, annotations, for: duration = '0s', ...others } of list) {
        expect(others).toEqual({});
        expect(alert).toMatch(/^[A-Z][A-Za-z]+$/);
        expect(expr).not.toContain('$__');
        expect(duration).toMatch(/^[0-9]+[smh]$/);
        expect(Object.values(labels).every((value) => typeof value === 'string')).toBe(true);
        expect(Object.keys(annotations)).toEqual(['summary', 'description']);
      }
    }
  });

  it('use in their texts only labels that their expressions keep', () => {
    for (const { expr, annotations } of rules.groups[0]?.rules ?? []) {
      const used = [...annotations.summary.matchAll(/\$labels\.(\w+)/g)].map(([, label]) => label);
      const kept = [...expr.matchAll(/by \(([^)]*)\)/g)].flatMap(([, list = '']) => list.split(/,\s*/));
      expect(used.filter((label) => label !== undefined && !kept.includes(label))).toEqual([]);
    }
  });

  it('are the three of the contract, with their thresholds and severities', () => {
    expect(
      observability.alerts.map((/** @type {any} */ { expr, for: duration, severity }) => [
        />\s*([\d.]+)$/.exec(expr)?.[1],
        duration,
        severity,
      ]),
    ).toEqual([
      ['100', '1m', 'page'],
      ['5', undefined, 'ticket'],
      ['0.1', undefined, 'ticket'],
    ]);
  });
});

describe('the guide on the site', () => {
  it('has the metrics of the data, with their types and labels', () => {
    const guide = readFileSync(join(root, 'website/docs/guides/observability.md'), 'utf8');
    const rows = [...guide.matchAll(/^\| `(\w+)` \| (\w+) \| (.*) ?\|$/gm)].map(
      ([, name, type, labels = '']) => [
        name,
        type,
        [...labels.matchAll(/`(\w+)`/g)].map(([, label]) => label),
      ],
    );
    const own = observability.metrics.map((/** @type {any} */ { name, type, labels }) => [
      name,
      type,
      labels.map((/** @type {any} */ label) => label.name),
    ]);
    const sorted = (/** @type {any[]} */ list) => list.map((row) => JSON.stringify(row)).sort();
    expect(sorted(rows)).toEqual(sorted(own));
  });
});

describe('the dashboard', () => {
  const board = dashboard(observability);

  it('is what is committed', () => {
    expect(JSON.parse(read('dashboard.json'))).toEqual(board);
  });

  it('has every metric in a panel', () => {
    const expressions = board.panels.flatMap(({ targets }) =>
      targets.map((/** @type {any} */ { expr }) => expr),
    );
    const missing = observability.metrics.filter(
      (/** @type {any} */ { name }) => !expressions.some((expr) => expr.includes(name)),
    );
    expect(missing).toEqual([]);
  });

  it('has panels that do not overlap, each with its own id', () => {
    const places = board.panels.map(({ gridPos: { x, y } }) => `${x} ${y}`);
    expect(new Set(places).size).toBe(places.length);
    expect(new Set(board.panels.map(({ id }) => id)).size).toBe(places.length);
    expect(board.panels.every(({ gridPos: { x, w } }) => x + w <= 24)).toBe(true);
  });
});
