import { describe, expect, it } from 'vitest';
import { readPromql } from './promql.js';

describe('readPromql', () => {
  it('finds selectors with their matchers, and labels that are grouped by', () => {
    expect(
      readPromql('histogram_quantile(0.9, sum by (le, job) (rate(a_bucket{b="c",d=~"e|f"}[5m]))) / on (g) h'),
    ).toEqual({
      error: undefined,
      selectors: [
        {
          name: 'a_bucket',
          matchers: [
            { label: 'b', value: 'c', exact: true },
            { label: 'd', value: 'e|f', exact: false },
          ],
        },
        { name: 'h', matchers: [] },
      ],
      grouping: ['le', 'job', 'g'],
    });
  });

  it('takes the variables of a dashboard', () => {
    expect(readPromql('rate(a[$__rate_interval])').error).toBeUndefined();
  });

  it.each(['sum(rate(a[5m])', 'a >', 'sum by le (a)', 'rate(a[5])x', ''])('sees that %j is none', (text) => {
    expect(readPromql(text).error).toBeTypeOf('number');
  });
});
