/** What is wrong with a value, said as where and what; undefined when nothing is. */
export type Shape = (value: unknown, where: string) => string | undefined;

export const string: Shape = (value, where) =>
  typeof value === 'string' ? undefined : `${where} is not a string`;
export const boolean: Shape = (value, where) =>
  typeof value === 'boolean' ? undefined : `${where} is not true or false`;
export const number: Shape = (value, where) =>
  typeof value === 'number' && Number.isFinite(value) ? undefined : `${where} is not a number`;

export const oneOf =
  (...values: readonly string[]): Shape =>
  (value, where) =>
    values.some((one) => one === value) ? undefined : `${where} is none of ${values.join(', ')}`;

export const list =
  (item: Shape): Shape =>
  (value, where) =>
    Array.isArray(value)
      ? firstProblem(value.map((one, i) => () => item(one, `${where}[${i}]`)))
      : `${where} is not a list`;

/** An object with these members; a name that ends in `?` may be absent. Others are left alone. */
export const object =
  (members: Readonly<Record<string, Shape>>): Shape =>
  (value, where) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      return `${where} is not an object`;
    const record = value as Readonly<Record<string, unknown>>;
    return firstProblem(
      Object.entries(members).map(([key, shape]) => () => {
        const name = key.replace(/\?$/, '');
        const path = where === 'it' ? name : `${where}.${name}`;
        if (record[name] !== undefined) return shape(record[name], path);
        return key.endsWith('?') ? undefined : `${path} is missing`;
      }),
    );
  };

function firstProblem(tests: readonly (() => string | undefined)[]): string | undefined {
  for (const test of tests) {
    const problem = test();
    if (problem !== undefined) return problem;
  }
  return undefined;
}
