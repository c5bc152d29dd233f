// biome-ignore lint/suspicious/noTemplateCurlyInString: a placeholder of Grafana's
const datasource = { type: 'prometheus', uid: '${datasource}' };
const width = 12;
const height = 8;

/**
 * A dashboard as Grafana imports it, two panels a row.
 *
 * @param {{panels: any[]}} data
 */
export function dashboard({ panels }) {
  return {
    title: 'CSI environment variables',
    uid: 'csi-env-injection',
    tags: ['csi', 'kubernetes'],
    editable: true,
    schemaVersion: 39,
    version: 1,
    refresh: '30s',
    time: { from: 'now-6h', to: 'now' },
    templating: {
      list: [{ name: 'datasource', label: 'Data source', type: 'datasource', query: 'prometheus', hide: 0 }],
    },
    panels: panels.map((panel, index) => ({
      id: index + 1,
      type: 'timeseries',
      title: panel.title,
      description: panel.text,
      datasource,
      gridPos: { x: (index % 2) * width, y: Math.floor(index / 2) * height, w: width, h: height },
      fieldConfig: { defaults: defaultsOf(panel), overrides: [] },
      options: { legend: { displayMode: 'list', placement: 'bottom' }, tooltip: { mode: 'multi' } },
      targets: panel.queries.map((/** @type {any} */ { expr, legend }, /** @type {number} */ i) => ({
        refId: String.fromCharCode(65 + i),
        datasource,
        expr,
        legendFormat: legend,
      })),
    })),
  };
}

/** @param {any} panel */
function defaultsOf({ unit, threshold }) {
  const base = { unit, min: 0 };
  if (threshold === undefined) return base;
  const steps = [
    { color: 'transparent', value: null },
    { color: 'red', value: threshold },
  ];
  return {
    ...base,
    thresholds: { mode: 'absolute', steps },
    custom: { thresholdsStyle: { mode: 'line' } },
  };
}
