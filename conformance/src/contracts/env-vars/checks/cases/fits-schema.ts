/** JSON Schema keywords that cases use; another one is refused when the suite is made. */
const keywords = [
  'type',
  'required',
  'properties',
  'const',
  'minLength',
  'maxLength',
  'pattern',
  'minimum',
  'maximum',
];

type Schema = Readonly<Record<string, unknown>>;

/** Keywords within a schema that {@link fitsSchema} does not know. */
export function unknownKeywords(schema: Schema): string[] {
  const own = Object.keys(schema).filter((keyword) => !keywords.includes(keyword));
  const nested = Object.values((schema.properties ?? {}) as Record<string, Schema>).flatMap(unknownKeywords);
  return [...own, ...nested];
}

/** Whether data fits a schema of the keywords that cases use; lengths count code points. */
export function fitsSchema(schema: Schema, data: unknown): boolean {
  const { type, required, properties, pattern, minLength, maxLength, minimum, maximum } = schema as {
    readonly type?: string;
    readonly required?: readonly string[];
    readonly properties?: Readonly<Record<string, Schema>>;
    readonly pattern?: string;
    readonly minLength?: number;
    readonly maxLength?: number;
    readonly minimum?: number;
    readonly maximum?: number;
  };
  if (type !== undefined && type !== typeOf(data)) return false;
  if ('const' in schema && schema.const !== data) return false;
  if (typeof data === 'string') {
    const length = [...data].length;
    if (length < (minLength ?? 0) || length > (maxLength ?? Number.POSITIVE_INFINITY)) return false;
    if (pattern !== undefined && !new RegExp(pattern, 'u').test(data)) return false;
  }
  if (typeof data === 'number' && (data < (minimum ?? data) || data > (maximum ?? data))) return false;
  if (typeOf(data) !== 'object') return true;
  const object = data as Readonly<Record<string, unknown>>;
  if (required?.some((member) => !Object.hasOwn(object, member))) return false;
  return Object.entries(properties ?? {}).every(
    ([member, inner]) => !Object.hasOwn(object, member) || fitsSchema(inner, object[member]),
  );
}

function typeOf(data: unknown): string {
  if (data === null) return 'null';
  return Array.isArray(data) ? 'array' : typeof data;
}
