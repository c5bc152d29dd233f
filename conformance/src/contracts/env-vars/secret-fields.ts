import { fields } from '../../gen/field-table.js';

/** A secret text in a message. */
export interface Secret {
  readonly value: string;
  /** Index in the outermost list on the way to it, such as that of a result. */
  readonly at: number | undefined;
}

/**
 * The texts of a message that the proto marks `csi_secret`, empty ones left out. Which they are says the field table alone.
 *
 * @param rpc path of the rpc
 * @param message in the form that the generated code gives it
 */
export function secretsOf(
  rpc: string,
  direction: 'request' | 'response',
  message: unknown,
): readonly Secret[] {
  return pathsOf(rpc, direction).flatMap((path) => follow(path, message, undefined));
}

const known = new Map<string, readonly (readonly string[])[]>();

function pathsOf(rpc: string, direction: 'request' | 'response'): readonly (readonly string[])[] {
  const id = `${direction} ${rpc}`;
  const paths = known.get(id) ?? [
    ...fields
      .filter(({ secret }) => secret)
      .flatMap(({ uses }) => uses)
      .filter((use) => use.rpc === rpc && use.direction === direction)
      .map(({ path }) =>
        path.split('.').map((name) => name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())),
      ),
  ];
  known.set(id, paths);
  return paths;
}

function follow(path: readonly string[], from: unknown, at: number | undefined): Secret[] {
  const [step, ...rest] = path;
  if (step === undefined) {
    if (typeof from === 'string') return from === '' ? [] : [{ value: from, at }];
    // A map's values.
    return typeof from === 'object' && from !== null
      ? Object.values(from).flatMap((value) => follow([], value, at))
      : [];
  }
  const list = step.endsWith('[]');
  const next = (from as Record<string, unknown> | undefined)?.[list ? step.slice(0, -2) : step];
  if (!list) return next === undefined ? [] : follow(rest, next, at);
  return Array.isArray(next) ? next.flatMap((item, index) => follow(rest, item, at ?? index)) : [];
}
