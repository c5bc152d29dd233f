import { type Mutant, mutant } from './mutant.js';

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Mutants of the areas performance (SHOULD) and documentation. */
export const performanceMutants: readonly Mutant[] = [
  mutant('performance/latency/slow', 'takes 150 ms for a call', { messageReceived: () => pause(150) }),
  mutant('performance/latency/tail', 'takes 150 ms for every twentieth call', {
    messageReceived: ({ call }) => (call % 20 === 0 ? pause(150) : undefined),
  }),
  mutant(
    'performance/batch/one-by-one',
    'looks keys up one after the other, 4 ms each',
    {
      readBackend: async (read, { position }) => {
        await pause(4 * (position + 1));
        return read();
      },
    },
    {
      also: [
        { id: 'performance/latency', why: 'a batch takes 200 ms' },
        { id: 'batch/scales', why: 'a batch of thousands takes longer than a call may' },
      ],
    },
  ),
  mutant(
    'performance/cache/none',
    'documents a cache and has none',
    {},
    {
      options: { cache: false },
      profile: (profile) => ({
        ...profile,
        documents: {
          ...profile.documents,
          cache: 'https://csi-env.example/reference-driver#cache',
          cacheTtl: '2000ms',
        },
      }),
    },
  ),
];
