import type { ErrorObject } from 'ajv';
import { nearest } from '../nearest.js';

/** Something wrong with a document, said in the document's own terms. */
export interface Problem {
  /** Where it is: members and positions. */
  readonly path: readonly (string | number)[];
  /** `keys.available[0].key is missing`; never shows a value. */
  readonly message: string;
  /** What was probably meant. */
  readonly advice?: string;
}

/** Turns a validator's errors into problems: unknown members first, alternatives of a `oneOf` told as one. */
export function problemsOf(errors: readonly ErrorObject[]): readonly Problem[] {
  const places = new Map<string, ErrorObject[]>();
  for (const error of errors)
    places.set(error.instancePath, [...(places.get(error.instancePath) ?? []), error]);
  const problems = [...places].flatMap(([pointer, list]) => problemsAt(parsePointer(pointer), list, errors));
  return problems.sort((a, b) => rank(a) - rank(b));
}

/** A path as people write it: `keys.available[0].key`. */
export function showPath(path: readonly (string | number)[]): string {
  return path.reduce<string>((text, step) => {
    if (typeof step === 'number') return `${text}[${step}]`;
    const name = /^[\w$-]+$/.test(step) ? step : JSON.stringify(step);
    return text === '' ? name : `${text}.${name}`;
  }, '');
}

function rank(problem: Problem): number {
  return problem.message.startsWith('unknown member') ? 0 : 1;
}

function problemsAt(
  path: readonly (string | number)[],
  list: readonly ErrorObject[],
  all: readonly ErrorObject[],
): Problem[] {
  const pointer = list[0]?.instancePath ?? '';
  const subject = path.length === 0 ? 'the document' : showPath(path);
  const unknown = unknownMembers(path, list);
  const choice = list.some((error) => error.keyword === 'oneOf');
  const deeper = all.some((error) => error.instancePath.startsWith(`${pointer}/`));
  const types = [
    ...new Set(
      list.filter(({ keyword }) => keyword === 'type').flatMap(({ params }) => params.type as string),
    ),
  ];
  const rest = list.filter(
    ({ keyword }) => !['type', 'oneOf', 'additionalProperties', 'required', 'if'].includes(keyword),
  );
  const missing = [
    ...new Set(
      list
        .filter(({ keyword }) => keyword === 'required')
        .map(({ params }) => params.missingProperty as string),
    ),
  ];

  if (types.length > 0 && !choice)
    return [{ path, message: `${subject} is not ${types.map(article).join(' or ')}` }];
  if (unknown.length > 0) return unknown;
  if (missing.length > 0) {
    const at = (name: string): string => showPath([...path, name]);
    if (choice) return [{ path, message: `${missing.map(at).join(' or ')} is missing` }];
    return [
      ...missing.map((name) => ({ path, message: `${at(name)} is missing` })),
      ...rest.map((error) => one(path, subject, error)),
    ];
  }
  if (rest.length > 0) return rest.map((error) => one(path, subject, error));
  if (deeper || types.length === 0)
    return deeper ? [] : [{ path, message: `${subject} is none of the allowed forms` }];
  return [{ path, message: `${subject} is not ${types.map(article).join(' or ')}` }];
}

function unknownMembers(path: readonly (string | number)[], list: readonly ErrorObject[]): Problem[] {
  const errors = list.filter(
    ({ keyword }) => keyword === 'additionalProperties' || keyword === 'unevaluatedProperties',
  );
  const known = new Set(
    errors.flatMap(({ parentSchema }) => Object.keys((parentSchema?.properties as object | undefined) ?? {})),
  );
  const names = [
    ...new Set(
      errors.map(({ params }) => (params.additionalProperty ?? params.unevaluatedProperty) as string),
    ),
  ];
  const strangers = names.filter((name) => !known.has(name));
  if (names.length > 1 && strangers.length === 0) {
    return [
      { path, message: `${names.map((name) => showPath([...path, name])).join(' and ')} exclude each other` },
    ];
  }
  return strangers.map((name) => {
    const guess = nearest(name, known);
    // A secret that begins with a brace reads as a member of this name.
    if (path.at(-1) === 'value') {
      const quote = `known here: ${[...known].join(', ')}; a text that begins with { needs quotes`;
      const advice = guess === undefined ? quote : `did you mean ${guess}?`;
      return { path, message: `unknown member in ${showPath(path)}`, advice };
    }
    return {
      path: [...path, name],
      message: `unknown member ${showPath([...path, name])}`,
      advice: guess === undefined ? `known here: ${[...known].join(', ')}` : `did you mean ${guess}?`,
    };
  });
}

function one(path: readonly (string | number)[], subject: string, error: ErrorObject): Problem {
  const { keyword, params } = error;
  const say = (text: string): Problem => ({ path, message: `${subject} ${text}` });
  switch (keyword) {
    case 'enum': {
      const allowed = (params.allowedValues as readonly unknown[]).map(String);
      const guess = typeof error.data === 'string' ? nearest(error.data, allowed) : undefined;
      return {
        ...say(`is none of ${allowed.join(', ')}`),
        ...(guess === undefined ? {} : { advice: `did you mean ${guess}?` }),
      };
    }
    case 'const':
      return say(`is not ${JSON.stringify(params.allowedValue)}`);
    case 'not': {
      const names = (error.schema as { readonly required?: readonly string[] }).required;
      return names === undefined
        ? say('is not allowed')
        : { path, message: `${names.join(' and ')} exclude each other` };
    }
    case 'minLength':
    case 'minItems':
    case 'minProperties':
      return say(params.limit === 1 ? 'is empty' : `has fewer than ${params.limit}`);
    case 'maxLength':
      return say(`is longer than ${params.limit} characters`);
    case 'minimum':
      return say(`is less than ${params.limit}`);
    case 'maximum':
      return say(`is more than ${params.limit}`);
    case 'format':
      return say(params.format === 'date' ? 'is no date like 2027-03-31' : `is no ${params.format}`);
    case 'pattern':
      return say(patternText(params.pattern as string));
    case 'uniqueItems':
      return say('has the same item twice');
    default:
      return say(error.message ?? 'is wrong');
  }
}

function patternText(pattern: string): string {
  if (pattern.includes('(ms|s|m)')) return 'is no duration like 500ms, 30s or 2m';
  if (pattern.startsWith('^https?://')) return 'is no http or https address';
  if (pattern === '\\S') return 'is blank';
  return `does not match ${pattern}`;
}

function article(type: string): string {
  const names: Record<string, string> = {
    object: 'an object',
    array: 'a list',
    string: 'a text',
    integer: 'a whole number',
    number: 'a number',
    boolean: 'true or false',
    null: 'empty',
  };
  return names[type] ?? type;
}

function parsePointer(pointer: string): (string | number)[] {
  return pointer
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))
    .map((step) => (/^\d+$/.test(step) ? Number(step) : step));
}
