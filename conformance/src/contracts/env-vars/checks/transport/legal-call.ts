import { Stop } from '../../../../contract.js';
import { type Answer, answered, codeName, statusCode } from '../../../../driver/answer.js';
import { probe } from '../../identity.js';
import { wellFormed } from '../../needs.js';
import { encodeRequest, queriesFor } from '../../request.js';
import { blocked, describe, faultOfUnserved, getEnvVars, type Lane, type Tools } from '../../tools.js';

/** A message with the method that takes it. */
export interface Target {
  readonly path: string;
  /** The serialized request. */
  readonly message: Uint8Array;
}

/** What a call that has to be served came to. */
export interface Served {
  readonly ok: boolean;
  readonly code: number;
  readonly answer: Answer;
  /** What came, in words. */
  readonly text: string;
  /** The requirement at fault where the call is a premise. */
  readonly fault: string;
}

/** A call that the driver has to serve whatever happened on other connections. */
export interface LegalCall extends Target {
  readonly say: string;
  /** How long it took when it was first made. */
  readonly tookMs: number;
  /** Makes it, over the run's shared connection unless a lane is given. */
  serve(lane?: Lane): Promise<Served>;
}

/** Probe, which every driver serves. */
export const probeTarget: Target = { path: probe.path, message: new Uint8Array() };

/**
 * A legal call: a key of the profile where it has one, else Probe. It has just been served.
 * Stops the check as blocked where it is not.
 */
export async function legalCall(tools: Tools): Promise<LegalCall> {
  const known = tools.facts.advertised && wellFormed.every((need) => need.met(tools.profile));
  const make = known ? await getEnvVarsCall(tools) : probeCall(tools);
  const served = await make.serve();
  if (!served.ok) {
    const by = harmedBy(tools) ?? served.fault;
    throw new Stop(blocked(by, `${make.say} got ${served.text}`));
  }
  return { ...make, tookMs: served.answer.durationMs };
}

async function getEnvVarsCall(tools: Tools): Promise<Omit<LegalCall, 'tookMs'>> {
  const keys = await tools.served();
  const request = tools.request(queriesFor(keys.slice(0, 1)));
  return {
    path: getEnvVars,
    message: encodeRequest(request),
    say: 'a call for a key that is served',
    async serve(lane) {
      const reply = await (lane ?? tools).call(request);
      return {
        ok: reply.ok,
        code: reply.code,
        answer: reply.answer,
        text: describe(reply),
        fault: faultOfUnserved(reply),
      };
    },
  };
}

function probeCall(tools: Tools): Omit<LegalCall, 'tookMs'> {
  return {
    ...probeTarget,
    say: 'Probe',
    async serve(lane) {
      const answer = await (lane ?? tools).invoke(probeTarget.path, probeTarget.message);
      const text = answered(answer) ? codeName(answer.code) : `no status: ${answer.message}`;
      return { ok: answer.code === statusCode.OK, code: answer.code, answer, text, fault: 'identity/probe' };
    },
  };
}

const harmKey = 'transport/harmed-by';

/** Remembers that a driver no longer serves since a requirement was broken, so that later checks name that one. */
export function noteHarm(tools: Tools, requirement: string): void {
  if (!tools.shared.memo.has(harmKey)) tools.shared.memo.set(harmKey, requirement);
}

/** The requirement since whose violation the driver no longer serves; undefined where none is known. */
export function harmedBy(tools: Tools): string | undefined {
  return tools.shared.memo.get(harmKey) as string | undefined;
}

/**
 * Why the driver no longer serves a legal call, or nothing. A broken connection is tried again on a new one, because a stack
 * may close what it likes; a status counts at once.
 */
export async function noLongerServed(tools: Tools, legal: LegalCall): Promise<Served | undefined> {
  const first = await legal.serve();
  if (first.ok) return undefined;
  if (answered(first.answer) || first.answer.failure === 'deadline') return first;
  return notServedAnew(tools, legal);
}

/** Why the driver does not serve a legal call on a new connection, or nothing. */
export async function notServedAnew(tools: Tools, legal: LegalCall): Promise<Served | undefined> {
  const lane = await tools.connect('wire');
  try {
    const served = await legal.serve(lane);
    return served.ok ? undefined : served;
  } finally {
    await lane.close();
  }
}
