import { expect, it } from 'vitest';
import { loadFlows, parseFlow } from './flows.mjs';

const source = (...lines) =>
  [
    '%% requirements: errors/backend',
    'sequenceDiagram',
    'accTitle: T',
    'accDescr: D.',
    'participant K as kubelet',
    'participant D as driver',
    ...lines,
  ].join('\n');

it('says each line of a diagram as a sentence, within what it depends on', () => {
  const { steps } = parseFlow(
    'flow',
    source('alt OK', 'D-->>K: results', 'else any other code', 'K->>K: wait', 'end'),
  );
  expect(steps).toEqual([
    { depth: 0, text: 'if OK:' },
    { depth: 1, text: 'driver answers kubelet: results' },
    { depth: 0, text: 'else any other code:' },
    { depth: 1, text: 'kubelet: wait' },
  ]);
});

it('takes a broken line of a diagram for a clause of its own', () => {
  const { steps } = parseFlow('flow', source('Note over K,D: no disk<br/>but memory', 'K->>D: one<br>two'));
  expect(steps.map(({ text }) => text)).toEqual(['(no disk; but memory)', 'kubelet to driver: one; two']);
});

it('leaves no markup in what it says of the diagrams that there are', () => {
  const flows = loadFlows();
  expect(flows.length).toBeGreaterThan(9);
  expect(
    flows
      .flatMap(({ says, steps }) => [says, ...steps.map(({ text }) => text)])
      .filter((text) => /<\w/.test(text)),
  ).toEqual([]);
});
