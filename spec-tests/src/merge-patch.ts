import type { RequestData, TemplateData } from './case.js';

/** Applies a JSON merge patch (RFC 7396): objects merge, null removes, everything else replaces. */
export function mergePatch(target: RequestData, patch: RequestData): RequestData {
  const merged: Record<string, TemplateData> = { ...target };
  for (const [member, change] of Object.entries(patch)) {
    if (change === null) delete merged[member];
    else merged[member] = isObject(change) ? mergePatch(objectOrEmpty(merged[member]), change) : change;
  }
  return merged;
}

function objectOrEmpty(value: TemplateData | undefined): RequestData {
  return isObject(value) ? value : {};
}

function isObject(value: TemplateData | undefined): value is RequestData {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
