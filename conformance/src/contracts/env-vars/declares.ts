import type { Stage } from '../../contract.js';
import { defaultLimits, type Facts, type Hints } from './facts.js';

/** What of the facts a report tells. */
export type Declared = Pick<Facts, 'advertised' | 'capabilitiesRead' | 'hints' | 'stage' | 'limits'>;

/**
 * What a driver declares and what it is judged by, as short texts: the capability, the stage and why, and the limits in
 * force, each a hint of the driver's or the contract's default. Nothing in them is a text of the driver's.
 *
 * @param asked `--stage`
 */
export function declaredTexts(facts: Declared, asked: Stage | 'auto'): readonly string[] {
  const { advertised, hints } = facts;
  const capability = !facts.capabilitiesRead
    ? 'no answer to NodeGetCapabilities'
    : advertised
      ? 'ENV_VAR_INJECTION'
      : 'no ENV_VAR_INJECTION';
  if (!advertised && hints === undefined) return [capability, stageText(facts.stage, asked, hints)];
  return [capability, stageText(facts.stage, asked, hints), optionalText(hints), ...limitTexts(facts)];
}

function stageText(stage: Stage, asked: Stage | 'auto', hints: Hints | undefined): string {
  if (asked !== 'auto') return `stage ${stage} (as asked by --stage)`;
  return `stage ${stage} (${hints?.optionalQueries === true ? 'by' : 'no'} optional_queries)`;
}

function optionalText(hints: Hints | undefined): string {
  return `optional_queries ${hints?.optionalQueries === true} (${hints === undefined ? 'default' : 'hint'})`;
}

function limitTexts({ hints, limits }: Declared): readonly string[] {
  const text = (name: string, hint: number | undefined, inForce: number, otherwise: number): string => {
    if (hint !== undefined && hint !== 0)
      return `${name} ${inForce} (${hint === inForce ? 'hint' : `hint ${hint}, capped`})`;
    return `${name} ${inForce} (${inForce === otherwise ? 'default' : `default ${otherwise}, capped`})`;
  };
  return [
    text(
      'max_total_payload_bytes',
      hints?.maxTotalPayloadBytes,
      limits.payloadBytes,
      defaultLimits.payloadBytes,
    ),
    text('max_value_length_bytes', hints?.maxValueLengthBytes, limits.valueBytes, defaultLimits.valueBytes),
    text(
      'preferred_rpc_timeout_seconds',
      hints?.preferredRpcTimeoutSeconds,
      limits.timeoutMs / 1000,
      defaultLimits.timeoutSeconds,
    ),
    text('max_inflight_requests', hints?.maxInflightRequests, limits.inFlight, defaultLimits.inFlight),
  ];
}
