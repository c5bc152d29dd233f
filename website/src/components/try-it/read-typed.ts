import type { EnvRequest, EnvResult, Query } from '@conformance/contracts/env-vars/request.js';

/** What a text holds, or what is wrong with it: what, where, and what to do. */
export type Typed<T> = { readonly value: T } | { readonly problems: readonly string[] };

type Members = Readonly<Record<string, unknown>>;

/** Reads a request as protobuf JSON with the field names of the proto; a field that is left out is empty. */
export function readRequest(text: string): Typed<EnvRequest> {
  return read(text, 'request', (value, at, { object, list, string, flag, map }) => {
    const fields = ['provider_class_name', 'class_parameters', 'queries', 'pod_context', 'version'];
    const request = object(value, at, fields);
    return {
      className: string(request, at, 'provider_class_name'),
      classParameters: map(request, at, 'class_parameters'),
      queries: list(Object.hasOwn(request, 'queries') ? request.queries : [], `${at}.queries`, 'queries').map(
        (one, i): Query => {
          const where = `${at}.queries[${i}]`;
          const query = object(one, where, ['name', 'key', 'query_parameters', 'optional']);
          return {
            name: string(query, where, 'name'),
            key: string(query, where, 'key'),
            parameters: map(query, where, 'query_parameters'),
            optional: flag(query, where, 'optional'),
          };
        },
      ),
      podContext: map(request, at, 'pod_context'),
      version: string(request, at, 'version'),
    };
  });
}

/** Reads the results of an answer as protobuf JSON. */
export function readResults(text: string): Typed<readonly EnvResult[]> {
  return read(text, 'results', (value, at, { object, list, string }) =>
    list(value, at, 'results').map((one, i) => {
      const where = `${at}[${i}]`;
      const result = object(one, where, ['name', 'value', 'error']);
      return {
        name: string(result, where, 'name'),
        value: string(result, where, 'value'),
        error: string(result, where, 'error'),
      };
    }),
  );
}

type Readers = ReturnType<typeof readers>;

function read<T>(
  text: string,
  at: string,
  convert: (value: unknown, at: string, readers: Readers) => T,
): Typed<T> {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (reason) {
    const why = reason instanceof Error ? reason.message : String(reason);
    return { problems: [`${at} is not JSON: ${why}; check its quotes, commas and brackets`] };
  }
  const problems: string[] = [];
  const value = convert(json, at, readers(problems));
  return problems.length === 0 ? { value } : { problems };
}

/** Readers that note what is wrong and go on with what is empty. */
function readers(problems: string[]) {
  const wrong = (at: string, value: unknown, advice: string) => {
    problems.push(`${at} is ${kindOf(value)}: ${advice}`);
  };
  function text(value: unknown, at: string): string {
    if (typeof value !== 'string') wrong(at, value, 'write a text in double quotes');
    // A protobuf string is UTF-8, which has no half of a pair.
    else if (/\p{Surrogate}/u.test(value))
      problems.push(`${at} has half of a surrogate pair: write the whole character`);
    else return value;
    return '';
  }
  return {
    object(value: unknown, at: string, known: readonly string[]): Members {
      if (!isObject(value)) {
        wrong(at, value, `write an object with ${listed(known)}`);
        return {};
      }
      for (const name of Object.keys(value))
        if (!known.includes(name))
          problems.push(
            `${at}.${name} is no field of the message: remove it, or use one of ${listed(known)}`,
          );
      return value;
    },
    list(value: unknown, at: string, of: string): readonly unknown[] {
      if (Array.isArray(value)) return value;
      wrong(at, value, `write a list of ${of} in [ ]`);
      return [];
    },
    string(of: Members, at: string, name: string): string {
      return Object.hasOwn(of, name) ? text(of[name], `${at}.${name}`) : '';
    },
    flag(of: Members, at: string, name: string): boolean {
      const value = Object.hasOwn(of, name) ? of[name] : false;
      if (typeof value !== 'boolean') wrong(`${at}.${name}`, value, 'write true or false');
      return value === true;
    },
    map(of: Members, at: string, name: string): Readonly<Record<string, string>> {
      if (!Object.hasOwn(of, name)) return {};
      const value = of[name];
      if (!isObject(value)) {
        wrong(`${at}.${name}`, value, 'write an object of texts');
        return {};
      }
      const entries = Object.entries(value).map(([key, one]) => [
        text(key, `a name in ${at}.${name}`),
        text(one, `${at}.${name}.${key}`),
      ]);
      return Object.fromEntries(entries);
    },
  };
}

function isObject(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'an object';
  if (typeof value === 'string') return 'a text';
  return `the ${typeof value} ${value}`;
}

function listed(words: readonly string[]): string {
  return words.length === 1 ? `${words[0]}` : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}
