import {
  type CheckEvent,
  envVarsAt,
  exitCode,
  loadProfile,
  loadReporter,
  parseEndpoint,
  type RunEvent,
  run,
  runDefaults,
  UsageError,
} from '@csi-env/conformance';
import { NodeGetEnvVarsRequestSchema } from '@csi-env/proto';
import { type RequirementData, requirementsAt } from '@csi-env/spec-tests';

/** Runs the suite as a library does. */
export async function failures(path: string): Promise<readonly CheckEvent[]> {
  const contract = envVarsAt();
  const { profile, endpoint = '' } = loadProfile(path);
  const target = async () => ({ endpoint: parseEndpoint(endpoint), text: endpoint });
  const events: RunEvent[] = [];
  for await (const event of run(contract, endpoint, target, { ...runDefaults, profile, seed: 1 }))
    events.push(event);
  return events.filter((event) => event.type === 'check').filter((event) => event.outcome === 'fail');
}

export const interrupted: 130 = exitCode.interrupted;
export const typeName: string = NodeGetEnvVarsRequestSchema.typeName;
export const first = (list: readonly RequirementData[]): string | undefined => requirementsAt(list, 1)[0]?.id;
export const reporter = loadReporter('json');
export const advice = (reason: unknown): string | undefined =>
  reason instanceof UsageError ? reason.advice : undefined;
