import { describe, expect, it } from 'vitest';
import { type Declared, declaredTexts } from './declares.js';
import { type Hints, limitsOf } from './facts.js';

const noHints: Hints = {
  maxTotalPayloadBytes: 0,
  maxValueLengthBytes: 0,
  preferredRpcTimeoutSeconds: 0,
  maxInflightRequests: 0,
  description: '',
  optionalQueries: false,
};

const facts = (hints: Partial<Hints> | undefined, members: Partial<Declared> = {}): Declared => {
  const all = hints === undefined ? undefined : { ...noHints, ...hints };
  return {
    advertised: true,
    capabilitiesRead: true,
    hints: all,
    stage: all?.optionalQueries === true ? 'beta' : 'alpha',
    limits: limitsOf(all),
    ...members,
  };
};

describe('what a driver declares', () => {
  it('is the capability, and the defaults of the contract, where it gives no hints', () => {
    expect(declaredTexts(facts(undefined), 'auto')).toEqual([
      'ENV_VAR_INJECTION',
      'stage alpha (no optional_queries)',
      'optional_queries false (default)',
      'max_total_payload_bytes 65536 (default)',
      'max_value_length_bytes 16384 (default)',
      'preferred_rpc_timeout_seconds 5 (default)',
      'max_inflight_requests 100 (default)',
    ]);
  });

  it('are its hints where it gives them, also where they are held to a bound', () => {
    const hints = {
      maxTotalPayloadBytes: 4096,
      preferredRpcTimeoutSeconds: 3600,
      maxInflightRequests: 1,
      optionalQueries: true,
    };
    expect(declaredTexts(facts(hints), 'auto').slice(1)).toEqual([
      'stage beta (by optional_queries)',
      'optional_queries true (hint)',
      'max_total_payload_bytes 4096 (hint)',
      'max_value_length_bytes 4096 (default 16384, capped)',
      'preferred_rpc_timeout_seconds 30 (hint 3600, capped)',
      'max_inflight_requests 1 (hint)',
    ]);
  });

  it('says when the stage was asked for', () => {
    expect(declaredTexts(facts(undefined, { stage: 'beta' }), 'beta')).toContain(
      'stage beta (as asked by --stage)',
    );
  });

  it('is no capability where it lists none, without limits that nobody will meet', () => {
    expect(declaredTexts(facts(undefined, { advertised: false }), 'auto')).toEqual([
      'no ENV_VAR_INJECTION',
      'stage alpha (no optional_queries)',
    ]);
    const unread = facts(undefined, { advertised: false, capabilitiesRead: false });
    expect(declaredTexts(unread, 'auto')[0]).toBe('no answer to NodeGetCapabilities');
  });

  it('holds no text of the driver', () => {
    expect(declaredTexts(facts({ description: 's3cr3t' }), 'auto').join()).not.toContain('s3cr3t');
  });
});
