import { existsSync } from 'node:fs';
import { parseTarget, type Target } from '../driver/endpoint.js';
import { UsageError } from '../errors.js';
import type { LoadedProfile } from '../profile/load-profile.js';

/** Name of the profile that is taken when none is named. */
export const defaultProfileName = 'conformance.yaml';

/** Which driver a run tests, and by which profile. */
export interface Choice {
  /** The driver's place, or `embedded` when nobody named one. */
  readonly target: Target | 'embedded';
  /** The endpoint as the user wrote it, for the report. */
  readonly text: string;
  readonly loaded?: LoadedProfile;
  /** The profile's path as the user would write it. */
  readonly profilePath?: string;
  /** Arguments that make the same choice again. */
  readonly reproduce: readonly string[];
}

/** Where a choice comes from. */
export interface ChoiceSources {
  readonly endpoint?: string | undefined;
  readonly profile?: string | undefined;
  readonly env: NodeJS.ProcessEnv;
}

/**
 * Chooses the driver: `--endpoint`, else the profile's, else CSI_ENDPOINT; the embedded reference driver only when none of
 * them is there. An empty one is an error, so that an unset variable is never a green run.
 *
 * @throws UsageError for an empty or malformed endpoint and an unreadable profile
 */
export async function chooseDriver(sources: ChoiceSources): Promise<Choice> {
  const { env } = sources;
  if (sources.endpoint !== undefined) rejectEmpty(sources.endpoint, '--endpoint');
  const profilePath = sources.profile ?? (existsSync(defaultProfileName) ? defaultProfileName : undefined);
  const loaded = profilePath === undefined ? undefined : await load(profilePath, env);
  const withProfile = loaded === undefined ? {} : { loaded, profilePath: profilePath as string };
  const profileArguments = profilePath === undefined ? [] : ['--profile', profilePath];

  if (sources.endpoint !== undefined) {
    const target = parseTarget(sources.endpoint);
    return {
      target,
      text: target.text,
      ...withProfile,
      reproduce: ['--endpoint', target.text, ...profileArguments],
    };
  }
  if (loaded?.exec !== undefined) {
    const text = `exec:${loaded.exec.join(' ')}`;
    return {
      target: { kind: 'exec', argv: loaded.exec, text },
      text,
      ...withProfile,
      reproduce: profileArguments,
    };
  }
  if (loaded?.endpoint !== undefined) {
    const target = parseIn(loaded.endpoint, `profile ${profilePath}: endpoint`);
    return { target, text: target.text, ...withProfile, reproduce: profileArguments };
  }
  if (env.CSI_ENDPOINT !== undefined) {
    rejectEmpty(env.CSI_ENDPOINT, 'CSI_ENDPOINT');
    const target = parseIn(env.CSI_ENDPOINT, 'CSI_ENDPOINT');
    return {
      target,
      text: target.text,
      ...withProfile,
      reproduce: ['--endpoint', target.text, ...profileArguments],
    };
  }
  if (loaded !== undefined) {
    throw new UsageError(
      `profile ${profilePath} names no endpoint, and there is neither --endpoint nor CSI_ENDPOINT`,
      'add endpoint: unix:///path.sock to the profile, or give --endpoint',
    );
  }
  return { target: 'embedded', text: 'embedded', reproduce: [] };
}

/** An unset variable in a script must never be taken for no endpoint. */
export function rejectEmpty(text: string, source: string): void {
  if (text.trim() !== '') return;
  throw new UsageError(
    `${source} is empty`,
    'give unix:///path.sock; without any endpoint the embedded reference driver is tested',
  );
}

function parseIn(text: string, source: string): Target {
  try {
    return parseTarget(text);
  } catch (reason) {
    if (!(reason instanceof UsageError)) throw reason;
    throw new UsageError(`${source}: ${reason.message}`, reason.advice);
  }
}

async function load(path: string, env: NodeJS.ProcessEnv): Promise<LoadedProfile> {
  const { loadProfile } = await import('../profile/load-profile.js');
  return loadProfile(path, env);
}

/** Throws a UsageError for a hook whose command cannot be run, where hooks are run. */
export function refuseHookProblems({ loaded, profilePath }: Choice, safe: boolean): void {
  const [problem] = safe ? [] : (loaded?.hookProblems ?? []);
  if (problem === undefined) return;
  throw new UsageError(
    `profile ${profilePath}: ${problem}`,
    "a hook's command is relative to the profile, or found in PATH; --safe runs no hooks",
  );
}
