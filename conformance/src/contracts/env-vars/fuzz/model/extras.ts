import type { EnvRequest } from '../../request.js';

/** Keys of the pod context that a request may be expected to have. */
export const ordinaryContext: ReadonlySet<string> = new Set([
  'namespace',
  'serviceAccount',
  'podName',
  'podUID',
  'nodeName',
]);

/** A part of a request that a driver has to put up with. */
export interface Extra {
  /** The requirement that breaks where the request is refused for it. */
  readonly requirement: string;
  readonly what: string;
  /** The request without it. */
  readonly without: EnvRequest;
  /** The request with little of it; undefined where there is no more. */
  readonly shorter?: EnvRequest;
}

/** Longer texts are made as short as this, in characters. */
const short = 8;

/** Whether a text can be refused for nothing but its length. */
export function isPlainText(text: string): boolean {
  return /^[A-Za-z0-9.-]*$/.test(text);
}

/** Shorter parameters are not worth a second call, in characters. */
const longParameters = 64;

/** Whether a request has parameters that can be refused for nothing but their length. */
export function hasLongParameters({ classParameters, queries }: EnvRequest): boolean {
  const isLong = (entries: Readonly<Record<string, string>> = {}): boolean => {
    let length = 0;
    for (const name in entries) {
      const value = entries[name] as string;
      if (isPlainText(name) && isPlainText(value)) length += name.length + value.length;
    }
    return length > longParameters;
  };
  return isLong(classParameters) || queries.some(({ parameters }) => isLong(parameters));
}

/** The parts of a request for which it may not be refused, and which few requests have. */
export function extrasOf(request: EnvRequest): readonly Extra[] {
  const { version, podContext, queries } = request;
  const extras: Extra[] = [];
  if ((version ?? '') !== '') {
    const { version: text = '', ...without } = request;
    extras.push({
      requirement: 'identity/version-free',
      what: 'its version',
      without,
      ...(text.length > short &&
        isPlainText(text) && { shorter: { ...request, version: text.slice(0, short) } }),
    });
  }
  const ordinary = Object.entries(podContext).filter(([name]) => ordinaryContext.has(name));
  if (ordinary.length < Object.keys(podContext).length) {
    const without = { ...request, podContext: Object.fromEntries(ordinary) };
    const further = Object.keys(podContext).filter((name) => !ordinaryContext.has(name));
    const few = Object.fromEntries([...ordinary, ...further.map((name) => [name.slice(0, 2 * short), 'a'])]);
    extras.push({
      requirement: 'request/extra-context',
      what: 'the further keys of pod_context',
      without,
      ...(JSON.stringify(few).length < JSON.stringify(podContext).length &&
        further.every((name) => isPlainText(name) && isPlainText(podContext[name] ?? '')) && {
          shorter: { ...request, podContext: few },
        }),
    });
  }
  if (new Set(queries.map(({ name }) => name)).size < queries.length) {
    const renamed = queries.map((query, index) => ({ ...query, name: `CSI_ENV_${index}` }));
    const without = { ...request, queries: renamed };
    extras.push({ requirement: 'ordering/duplicate-names', what: 'the names that several have', without });
  }
  return extras;
}
