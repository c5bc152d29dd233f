import type { RequestData, TemplateData } from './case.js';

/** A pod that placeholders stand for. */
export interface PodFixture {
  readonly namespace: string;
  readonly serviceAccount: string;
  readonly podName: string;
  readonly podUID: string;
  readonly nodeName?: string;
}

/** A key that placeholders stand for. */
export interface KeyFixture {
  readonly key: string;
  readonly parameters?: Readonly<Record<string, string>>;
  /** The backend's value as a text can carry it. */
  readonly value?: string;
}

/** What a profile gives to fill placeholders with; what is absent is invented. */
export interface Fixtures {
  readonly class?: { readonly name: string; readonly parameters?: Readonly<Record<string, string>> };
  readonly pod?: PodFixture;
  readonly pods?: readonly PodFixture[];
  /** Denied pods in a namespace of neither `pod` nor `pods`. */
  readonly deniedNamespace?: readonly PodFixture[];
  /** Denied pods in a namespace of `pod` or `pods`. */
  readonly deniedIdentity?: readonly PodFixture[];
  readonly available?: readonly KeyFixture[];
  readonly missing?: readonly KeyFixture[];
  readonly denied?: readonly KeyFixture[];
  readonly oversized?: readonly KeyFixture[];
  readonly failing?: readonly KeyFixture[];
}

/** A request ready to send, or why there can be none. */
export type Expansion =
  | { readonly kind: 'request'; readonly request: Readonly<Record<string, unknown>> }
  | { readonly kind: 'impossible'; readonly reason: string };

/** What stands for every name, key and pod member that nobody gave. */
export const invented = 'csi-env-conformance';

const whole = /^\$\{([A-Za-z]+)(?:\[(\d+)\])?\.([A-Za-z]+)\}$/;
const within = /\$\{[^}]+\}/g;
const utf8 = new TextEncoder();
const bytes = (text: string): number => utf8.encode(text).length;

class Impossible extends Error {}

/** Fills the placeholders, spreads and generators of a request (README of the contract: requests). */
export function expandRequest(request: RequestData, fixtures: Fixtures): Expansion {
  try {
    return { kind: 'request', request: expandMap(request, fixtures) };
  } catch (reason) {
    if (reason instanceof Impossible) return { kind: 'impossible', reason: reason.message };
    throw reason;
  }
}

/** Fills the placeholders of a text; undefined when it is one that stands for nothing. */
export function expandText(text: string, fixtures: Fixtures): unknown {
  if (whole.test(text)) return lookUp(text, fixtures);
  return text.replace(within, (placeholder) => String(lookUp(placeholder, fixtures) ?? ''));
}

function lookUp(placeholder: string, fixtures: Fixtures): unknown {
  const [, list = '', index, member = ''] = whole.exec(placeholder) ?? [];
  const given = Object.hasOwn(fixtures, list) ? fixtures[list as keyof Fixtures] : undefined;
  const entry = index === undefined ? given : (given as readonly unknown[] | undefined)?.[Number(index)];
  if (entry !== undefined) return (entry as Readonly<Record<string, unknown>>)[member];
  return ['parameters', 'nodeName', 'value'].includes(member) ? undefined : invented;
}

function expand(value: TemplateData, fixtures: Fixtures): unknown {
  if (typeof value === 'string') return expandText(value, fixtures);
  if (Array.isArray(value)) return value.map((entry) => expand(entry, fixtures));
  if (typeof value !== 'object' || value === null) return value;
  const map = value as RequestData;
  return isGenerator(map) ? generate(map, fixtures) : expandMap(map, fixtures);
}

function expandMap(map: RequestData, fixtures: Fixtures): Record<string, unknown> {
  const { '...': spread, ...own } = map;
  const filled: Record<string, unknown> = {};
  if (spread !== undefined) Object.assign(filled, expand(spread, fixtures));
  const late: [string, RequestData][] = [];
  for (const [member, value] of Object.entries(own)) {
    if (isGenerator(value) && 'mapBytes' in value) {
      late.push([member, value]);
      delete filled[member];
      continue;
    }
    const expanded = expand(value, fixtures);
    if (expanded === undefined) delete filled[member];
    else filled[member] = expanded;
  }
  for (const [member, generator] of late) {
    const others = Object.entries(filled).reduce(
      (sum, [key, value]) => sum + bytes(key) + bytes(String(value)),
      0,
    );
    const left = Number(generator.mapBytes) - others - bytes(member);
    filled[member] = generate({ ...generator, bytes: left }, fixtures);
  }
  return filled;
}

function isGenerator(value: TemplateData): value is RequestData {
  return typeof value === 'object' && value !== null && 'repeat' in value;
}

function generate(generator: RequestData, fixtures: Fixtures): string {
  const goal = Number(generator.bytes);
  const prefix = String(expandText(String(generator.prefix ?? ''), fixtures) ?? '');
  const unit = String(generator.repeat);
  if (bytes(prefix) > goal) throw new Impossible(`a text of ${goal} bytes has no room for ${bytes(prefix)}`);
  const units = Math.floor((goal - bytes(prefix)) / bytes(unit));
  let rest = goal - bytes(prefix) - units * bytes(unit);
  let last = '';
  for (const character of unit) {
    if (rest <= 0) break;
    last += character;
    rest -= bytes(character);
  }
  return prefix + unit.repeat(units) + last;
}
