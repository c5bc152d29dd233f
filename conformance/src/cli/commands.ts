import type { CommandMain } from './command.js';

/** Every command: its summary, and how it is loaded when it is used. */
const commands = {
  run: {
    summary: 'test a driver (the default)',
    load: async () => (await import('./run.js')).runMain,
  },
  fuzz: {
    summary: 'hunt for inputs that break a requirement',
    load: async () => (await import('./fuzz.js')).fuzzMain,
  },
  replay: {
    summary: 'play what fuzz found again',
    load: async () => (await import('./replay.js')).replayMain,
  },
  promote: {
    summary: 'turn what fuzz found into a case that run --cases plays',
    load: async () => (await import('./promote.js')).promoteMain,
  },
  init: {
    summary: 'ask a live driver and write a profile to fill in',
    load: async () => (await import('./init.js')).initMain,
  },
  doctor: {
    summary: 'say why a driver cannot be reached',
    load: async () => (await import('./doctor.js')).doctorMain,
  },
  list: {
    summary: 'list the requirements',
    load: async () => (await import('./list.js')).listMain,
  },
  explain: {
    summary: 'explain a requirement or a check',
    load: async () => (await import('./explain.js')).explainMain,
  },
  validate: {
    summary: 'check profiles, manifests, known failures, findings, cases and reports',
    load: async () => (await import('./validate.js')).validateMain,
  },
  report: {
    summary: 'render the events of an earlier run again',
    load: async () => (await import('./report.js')).reportMain,
  },
  mutants: {
    summary: 'show that the suite notices each broken rule',
    load: async () => (await import('./mutants.js')).mutantsMain,
  },
  serve: {
    summary: 'serve the reference driver',
    load: async () => (await import('./serve.js')).serveMain,
  },
} satisfies Record<string, { readonly summary: string; readonly load: () => Promise<CommandMain> }>;

/** Name of a command. */
export type CommandName = keyof typeof commands;

/** Names of all commands. */
export const commandNames = Object.keys(commands) as readonly CommandName[];

/** Loads a command. */
export function loadCommand(name: CommandName): Promise<CommandMain> {
  return commands[name].load();
}

/** Help of the command as a whole: the commands, then the options of `run`. */
export async function overview(): Promise<number> {
  const { runCommand } = await import('./run.js');
  const widest = Math.max(...commandNames.map((name) => name.length));
  const list = commandNames.map((name) => `  ${name.padEnd(widest)}  ${commands[name].summary}`).join('\n');
  const run = runCommand('').usage('[command] [options]').helpInformation();
  const [usage = '', ...rest] = run.split('\n');
  process.stdout.write(`${usage}\n\nCommands:\n${list}\n${rest.join('\n')}${footer}`);
  return 0;
}

const footer = `
conformance COMMAND --help shows the options of a command.

Exit status: 0 conformant or partial, 1 nonconformant, 2 wrong usage or configuration, 3 driver unreachable,
4 the tool could not tell, 5 nothing ran, 130 interrupted.

Outside a checkout of the project the command is npx @csi-env/conformance; the npm package named conformance is
another project's.
`;
