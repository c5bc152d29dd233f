import { utf8Length } from './judge.js';
import type { EnvRequest } from './request.js';

const requiredContext = ['namespace', 'serviceAccount', 'podName', 'podUID'];

/** Limits of section 3 of the contract, in bytes. */
const limits = { className: 253, key: 1024, string: 128, map: 4096 };

/**
 * Whether a request keeps every rule of the area `request`, so that a driver has to look at what it asks for.
 *
 * @param bytes serialized size of the request
 * @param payloadBytes largest size that the driver takes
 */
export function isWellFormed(request: EnvRequest, bytes: number, payloadBytes: number): boolean {
  return (
    bytes <= payloadBytes &&
    within(request.className, limits.className) &&
    mapBytes(request.classParameters) <= limits.map &&
    mapBytes(request.podContext) <= limits.map &&
    utf8Length(request.version ?? '') <= limits.string &&
    requiredContext.every((name) => (request.podContext[name] ?? '') !== '') &&
    request.queries.length > 0 &&
    request.queries.every(
      (query) =>
        within(query.name, limits.string) &&
        /^[\x20-\x3c\x3e-\x7e]+$/.test(query.name) &&
        within(query.key, limits.key) &&
        mapBytes(query.parameters ?? {}) <= limits.map,
    )
  );
}

function within(text: string, limit: number): boolean {
  return text !== '' && utf8Length(text) <= limit;
}

function mapBytes(map: Readonly<Record<string, string>>): number {
  return Object.entries(map).reduce((sum, [key, value]) => sum + utf8Length(key) + utf8Length(value), 0);
}
