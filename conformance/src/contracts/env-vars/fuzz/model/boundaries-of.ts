import type { Facts } from '../../facts.js';
import { utf8Length } from '../../judge.js';
import type { EnvRequest } from '../../request.js';
import { requiredContext } from './known.js';
import { stackReceives } from './predict.js';
import { limits, mapBytes } from './violations.js';

/** The units in which a text is measured; the contract counts bytes, a careless driver one of the others. */
export const units = ['bytes', 'code-points', 'characters'] as const;
export type Unit = (typeof units)[number];

/** Length of a text in a unit: UTF-8 bytes, Unicode code points, or UTF-16 units. */
export function lengthIn(unit: Unit, text: string): number {
  if (unit === 'bytes') return utf8Length(text);
  if (unit === 'characters') return text.length;
  let points = text.length;
  for (let i = 0; i + 1 < text.length; i++)
    if ((text.charCodeAt(i) & 0xfc00) === 0xd800 && (text.charCodeAt(i + 1) & 0xfc00) === 0xdc00) points--;
  return points;
}

/** Name of a boundary: field, unit and where its size lies from the limit. */
export function boundaryId(field: string, unit: Unit, distance: number): string {
  return `${field}/${unit}/limit${distance === 0 ? '' : distance > 0 ? `+${distance}` : distance}`;
}

/** The boundaries at which a request stands. */
export function boundariesOf(request: EnvRequest, bytes: number, of: Facts['limits']): readonly string[] {
  const found = new Set<string>();
  const at = (field: string, unit: Unit, size: number, limit: number): void => {
    if (Math.abs(size - limit) <= 1) found.add(boundaryId(field, unit, size - limit));
  };
  const text = (field: string, value: string, limit: number): void => {
    if (value.length > limit + 1 || value.length * 3 < limit - 1) {
      // Far from it in every unit, unless it is made of pairs.
      if (value.length > 2 * limit + 2 || value.length * 3 < limit - 1) return;
    }
    const bytes = utf8Length(value);
    // Nothing but ASCII is as long in every unit.
    const others = bytes === value.length ? bytes : undefined;
    for (const unit of units)
      at(field, unit, unit === 'bytes' ? bytes : (others ?? lengthIn(unit, value)), limit);
  };
  const map = (field: string, value: Readonly<Record<string, string>>, limit: number): void => {
    let length = 0;
    for (const name in value) length += name.length + (value[name] as string).length;
    if (length * 3 < limit - 1 || length > 2 * limit + 2) return;
    at(field, 'bytes', mapBytes(value), limit);
    at(field, 'characters', length, limit);
    let points = 0;
    for (const name in value)
      points += lengthIn('code-points', name) + lengthIn('code-points', value[name] as string);
    at(field, 'code-points', points, limit);
  };
  at('request', 'bytes', bytes, of.payloadBytes);
  at('message', 'bytes', bytes, stackReceives);
  text('class', request.className, limits.className);
  text('version', request.version ?? '', limits.version);
  map('class-parameters', request.classParameters, limits.classParameters);
  map('pod-context', request.podContext, limits.podContext);
  for (const { name, key, parameters } of request.queries) {
    text('name', name, limits.name);
    text('key', key, limits.key);
    if (parameters !== undefined) map('query-parameters', parameters, limits.parameters);
    if (name === '') found.add('name/empty');
    if (key === '') found.add('key/empty');
  }
  if (request.className === '') found.add('class/empty');
  if (request.queries.length === 0) found.add('queries/none');
  if (request.queries.length === 1) found.add('queries/one');
  if (request.queries.length === 50) found.add('queries/fifty');
  if (Object.keys(request.podContext).length === 0) found.add('pod-context/empty');
  for (const name of requiredContext) {
    if (request.podContext[name] === '') found.add(`pod-context/${name}/empty`);
    if (request.podContext[name] === undefined) found.add(`pod-context/${name}/absent`);
  }
  return [...found];
}
