import type { LoadedProfile } from '../profile/load-profile.js';

/**
 * Names of the environment variables that a driver must not inherit, since they hold an expected value: those that the profile
 * names, and others with the same value in them, for which the driver would be blamed (`privacy/process`). What proves nothing,
 * such as a path that every environment holds, stays.
 */
export async function withheldVariables(
  { profile, valueVariables }: Pick<LoadedProfile, 'profile' | 'valueVariables'>,
  env: NodeJS.ProcessEnv,
): Promise<readonly string[]> {
  const values = profile.keys.available.flatMap(({ value }) => (value === undefined ? [] : [value]));
  const suspects = Object.entries(env).filter(
    ([name, text = '']) =>
      !valueVariables.includes(name) &&
      values.some((value) => value.length > 0 && Buffer.from(text).includes(Buffer.from(value))),
  );
  if (suspects.length === 0) return valueVariables;
  const { createScanner } = await import('../leak/scanner.js');
  const { scanText } = await import('../leak/text.js');
  const holding = suspects.filter(([, text = '']) => {
    const inside = values.filter((value) => Buffer.from(text).includes(Buffer.from(value)));
    const watched = inside.map((value) => ({ value, label: 'expected', named: true }));
    return scanText(createScanner({ watched }), 'environment', text).some(({ whole }) => whole);
  });
  return [...valueVariables, ...holding.map(([name]) => name)];
}
