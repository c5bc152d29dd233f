import type { ColorChoice } from './run-flags.js';

/** Whether a stream gets colours: `--color`, else NO_COLOR, else FORCE_COLOR, else whether it is a terminal. */
export function wantsColor(
  choice: ColorChoice,
  stream: { readonly isTTY?: boolean },
  env: NodeJS.ProcessEnv,
): boolean {
  if (choice !== 'auto') return choice === 'always';
  if ((env.NO_COLOR ?? '') !== '') return false;
  if (env.FORCE_COLOR !== undefined) return env.FORCE_COLOR !== '0' && env.FORCE_COLOR !== 'false';
  return stream.isTTY === true && env.TERM !== 'dumb';
}
