import { notPublished } from './lib/not-published.mjs';

/** What the first page tells beside its own words: the doors, as far as their rooms exist, and a run. */
export function landing({ sampleRun }, paths) {
  const open = (links) => links.filter(({ to }) => paths.has(to));
  return {
    doors: doors.map(({ links, ...door }) => ({ ...door, links: open(links) })),
    command: 'npx @csi-env/conformance',
    notPublished,
    output: sampleRun.trimEnd(),
  };
}

const doors = [
  {
    title: 'I review the specification',
    says: 'Twenty minutes and doubts: every sentence with its reason, its tests and what was decided against.',
    links: [
      { label: 'The contract in one page', to: '/spec/' },
      { label: 'All requirements', to: '/spec/env-vars/' },
      { label: 'Decisions and their alternatives', to: '/spec/decisions/' },
      { label: 'Open questions', to: '/spec/open-questions/' },
    ],
  },
  {
    title: 'I write a driver',
    says: 'What goes over the wire, what has to hold, and how to see that it does.',
    links: [
      { label: 'A driver in TypeScript', to: '/learn/typescript-driver/' },
      { label: 'A driver in Go', to: '/learn/go-driver/' },
      { label: 'NodeGetEnvVars, field by field', to: '/spec/wire/node-get-env-vars/' },
      { label: 'The conformance command', to: '/tool/' },
      { label: 'Read a report', to: 'pathname:///viewer/' },
    ],
  },
  {
    title: 'I link evidence',
    says: 'For an enhancement proposal: what is measured, by what, and what nobody has measured yet.',
    links: [
      { label: 'The proposal', to: '/kep/' },
      { label: 'Graduation criteria', to: '/evidence/graduation/' },
      { label: 'The kill matrix', to: '/evidence/kill-matrix/' },
      { label: 'Results of drivers', to: '/results/' },
    ],
  },
];
