import { parser } from '@prometheus-io/lezer-promql';

/**
 * What an expression in PromQL reads.
 *
 * @typedef {object} Reading
 * @property {number | undefined} error offset of the first syntax error
 * @property {{name: string, matchers: {label: string, value: string, exact: boolean}[]}[]} selectors
 * @property {string[]} grouping labels of by, without, on and ignoring
 */

/** Variables of a dashboard, and durations that stand for them here. */
const variables = /\$__rate_interval|\$__interval|\$__range/g;

/**
 * Reads an expression.
 *
 * @param {string} expression
 * @returns {Reading}
 */
export function readPromql(expression) {
  const text = expression.replace(variables, '5m');
  /** @type {Reading} */
  const reading = { error: undefined, selectors: [], grouping: [] };
  /** @type {Reading['selectors'][number] | undefined} */
  let selector;
  let label = '';
  let exact = true;
  parser.parse(text).iterate({
    enter(node) {
      const at = text.slice(node.from, node.to);
      if (node.type.isError) reading.error ??= node.from;
      else if (node.name === 'VectorSelector') {
        selector = { name: '', matchers: [] };
        reading.selectors.push(selector);
      } else if (node.name === 'Identifier' && selector !== undefined) selector.name = at;
      else if (node.name === 'LabelName' && node.node.parent?.name === 'GroupingLabels')
        reading.grouping.push(at);
      else if (node.name === 'LabelName') label = at;
      else if (node.name === 'MatchOp') exact = at === '=';
      else if (node.name === 'StringLiteral' && selector !== undefined && label !== '') {
        selector.matchers.push({ label, value: at.slice(1, -1), exact });
        label = '';
      }
    },
    leave(node) {
      if (node.name === 'VectorSelector') selector = undefined;
    },
  });
  return reading;
}
