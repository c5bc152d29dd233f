/**
 * Alert rules in the form of a Prometheus rule file.
 *
 * @param {{alerts: any[]}} data
 */
export function alertRules({ alerts }) {
  return {
    groups: [
      {
        name: 'csi-env-injection',
        rules: alerts.map(({ name, expr, for: duration, severity, summary, action, caveat }) => ({
          alert: name,
          expr,
          ...(duration === undefined ? {} : { for: duration }),
          labels: { severity },
          annotations: {
            summary,
            description: [action, ...(caveat === undefined ? [] : [caveat])].join('\n'),
          },
        })),
      },
    ],
  };
}
