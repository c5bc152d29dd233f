import { createHash } from 'node:crypto';
import { dirname, resolve } from 'node:path';
import { splitCommand } from '../driver/endpoint.js';
import { UsageError } from '../errors.js';
import { invocation } from '../invocation.js';
import { commandProblem } from './command-problem.js';
import { parseDuration } from './duration.js';
import { commandHook } from './hooks.js';
import type { Hook, HookName, Profile } from './profile.js';
import { keyLists, type ProfileFile, type ValueFile } from './profile-file.js';
import { parseDocument } from './read-document.js';
import { readBytes } from './read-text.js';
import { resolveProfile } from './resolve-profile.js';
import { problemsBySchema, type SchemaName } from './schemas.js';

/** A profile that was read from a file, with what the command needs of it beyond the checks. */
export interface LoadedProfile {
  readonly profile: Profile;
  /** Where the profile says that the driver listens, or the command that starts it. */
  readonly endpoint?: string;
  readonly exec?: readonly string[];
  /** Folder of the profile; an `exec` command starts there. */
  readonly folder: string;
  /** Names of environment variables that hold expected values: a started driver must not inherit them. */
  readonly valueVariables: readonly string[];
  /** Things to tell the user, without values. */
  readonly warnings: readonly string[];
  /** Hooks that cannot be started, each with the reason: `hooks.rotate: ./rotate.sh: no such command`. */
  readonly hookProblems: readonly string[];
  /** Undoes what hooks did and a broken-off check left: a backend that is still down comes up. Never rejects. */
  settle(): Promise<void>;
}

/**
 * Reads `conformance.yaml`: checked by its schema, values read, paths absolute, hooks callable.
 *
 * @param path as the user gave it; messages show it so
 * @throws UsageError `cannot read profile conformance.yaml: keys.available[0].key is missing`
 */
export function loadProfile(path: string, env: NodeJS.ProcessEnv = process.env): LoadedProfile {
  const what = `profile ${path}`;
  const bytes = readBytes(path, 'profile');
  const { data } = parseDocument(bytes.toString('utf8'), path, 'profile');
  rejectProblems('profile', data, what);
  const file = data as ProfileFile;
  const folder = dirname(resolve(path));
  const literals: string[] = [];
  const state = { down: false };
  const hookProblems: string[] = [];
  const hooks: Partial<Record<HookName, Hook>> = {};
  const profile = resolveProfile(file, {
    folder,
    value: (value, where) => readValue(value, where, { what, folder, env, literals }),
    providerClass: (classPath) => loadProviderClass(resolve(folder, classPath), classPath, what),
    hook(name, hook) {
      const { command, shell = false, timeout } = typeof hook === 'string' ? { command: hook } : hook;
      const [first = ''] = splitCommand(command);
      const problem = shell ? undefined : commandProblem(first, folder, env);
      if (problem !== undefined) hookProblems.push(`hooks.${name}: ${first}: ${problem}`);
      const timeoutMs = timeout === undefined ? undefined : parseDuration(timeout);
      const made = commandHook(
        { command, shell, ...(timeoutMs === undefined ? {} : { timeoutMs }) },
        {
          cwd: folder,
          always: name === 'backendUp',
          // The driver that it starts would have them in its environment (privacy/process).
          ...(name === 'restart' ? { without: valueVariables(file) } : {}),
        },
      );
      hooks[name] = name.startsWith('backend') ? remembering(name, made, state) : made;
      return hooks[name];
    },
  });
  return {
    profile: {
      ...profile,
      path: resolve(path),
      digest: `sha256:${createHash('sha256').update(bytes).digest('hex')}`,
    },
    ...(file.endpoint === undefined ? {} : { endpoint: file.endpoint }),
    ...(file.exec === undefined ? {} : { exec: file.exec }),
    folder,
    valueVariables: valueVariables(file),
    warnings: literalWarnings(what, literals),
    hookProblems,
    async settle() {
      if (state.down) await hooks.backendUp?.(new AbortController().signal);
    },
  };
}

/** Reads a ProviderClass manifest. Throws a UsageError in the profile's name. */
function loadProviderClass(path: string, shown: string, what: string): NonNullable<Profile['providerClass']> {
  const text = readBytes(path, `${what}: providerClass`, shown).toString('utf8');
  const { data } = parseDocument(text, shown, 'ProviderClass');
  rejectProblems('providerClass', data, `ProviderClass ${shown}`);
  const { metadata, spec } = data as {
    readonly metadata: { readonly name: string };
    readonly spec: { readonly parameters?: Readonly<Record<string, string>> };
  };
  return { name: metadata.name, parameters: spec.parameters ?? {} };
}

function rejectProblems(schema: SchemaName, data: unknown, what: string): void {
  const [first, ...more] = problemsBySchema(schema, data);
  if (first === undefined) return;
  const file = what.slice(what.indexOf(' ') + 1);
  const rest = more.length === 0 ? undefined : `${invocation} validate ${file} shows ${more.length} more`;
  throw new UsageError(
    `cannot read ${what}: ${first.message}`,
    [first.advice, rest].filter((text) => text !== undefined).join('; ') || undefined,
  );
}

interface ValueSources {
  readonly what: string;
  readonly folder: string;
  readonly env: NodeJS.ProcessEnv;
  /** Receives the places of literal values. */
  readonly literals: string[];
}

/** An absent variable is an error, an empty one an empty value; a file's bytes count as they are. */
function readValue(
  value: ValueFile,
  where: string,
  { what, folder, env, literals }: ValueSources,
): Uint8Array {
  if (typeof value === 'string') {
    literals.push(where);
    return Buffer.from(value);
  }
  if ('env' in value) {
    const text = env[value.env];
    if (text === undefined) {
      throw new UsageError(
        `cannot read ${what}: ${where}.env names ${value.env}, which is not set`,
        `set ${value.env} to the value that the backend holds`,
      );
    }
    return Buffer.from(text);
  }
  return readBytes(resolve(folder, value.file), `${what}: ${where}.file`, value.file);
}

/** One warning for all, since the profile of a large backend has many. */
function literalWarnings(what: string, places: readonly string[]): readonly string[] {
  const [first, ...more] = places;
  if (first === undefined) return [];
  const literals =
    more.length === 0
      ? `1 literal value (${first}), which does`
      : `${places.length} literal values (${first}, ...), which do`;
  return [`${what} holds ${literals} not belong into a repository: use {env: NAME} or {file: PATH}`];
}

function valueVariables(file: ProfileFile): readonly string[] {
  const names = keyLists
    .flatMap((list) => file.keys?.[list] ?? [])
    .flatMap((key) =>
      typeof key === 'object' && typeof key.value === 'object' && 'env' in key.value ? [key.value.env] : [],
    );
  return [...new Set(names)];
}

function remembering(name: HookName, hook: Hook, state: { down: boolean }): Hook {
  return async (signal) => {
    if (name === 'backendDown') state.down = true;
    const result = await hook(signal);
    if (name === 'backendUp' && result.ok) state.down = false;
    return result;
  };
}
