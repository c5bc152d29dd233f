import type { Verdict } from '../../../../contract.js';
import { conditions, wellFormed } from '../../needs.js';
import type { EnvCheck, Reply, Tools } from '../../tools.js';
import { judgeInvalid } from '../blame.js';
import { baseBatch, type Place } from '../once.js';
import { changeField, type RequestField, requestFields } from './request-fields.js';
import { fillingRoom, fillings, mapBytes, textOf, widths } from './sized-values.js';

/** Fields whose texts are ASCII by another rule, so that other characters prove nothing about their size. */
const asciiOnly: readonly string[] = ['EnvVarQuery.name'];

/** One way to be over a limit. */
interface Excess {
  readonly slug: string;
  readonly say: string;
  /** Whether it is worth trying at each place of a batch, or only in a query by itself. */
  readonly everywhere: boolean;
  value(old: unknown, limit: number, tools: Tools): unknown;
}

const textExcesses = (field: RequestField): Excess[] => [
  ...widths
    .filter(({ slug }) => slug === 'ascii' || !asciiOnly.includes(field.entry.path))
    .map(({ slug, say, character }) => ({
      slug: `one-over-${slug}`,
      say: `one byte over its limit in ${say}`,
      everywhere: slug === 'ascii',
      value: (_: unknown, limit: number, tools: Tools) =>
        textOf(limit + 1, prefixOf(field, tools), character),
    })),
  {
    slug: 'far-over',
    say: 'four times as long as its limit',
    everywhere: false,
    value: (_, limit, tools) => textOf(limit * 4, prefixOf(field, tools)),
  },
];

const mapExcesses: Excess[] = [
  ...fillings.map(({ slug, say, fill }) => ({
    slug: `one-over-${slug}`,
    say: `one byte over its limit by ${say}`,
    everywhere: slug === 'big-value',
    value: (old: unknown, limit: number) => grown(old, limit + 1, fill),
  })),
  ...widths.slice(1).map(({ slug, say, character }) => ({
    slug: `one-over-${slug}`,
    say: `one byte over its limit in ${say}`,
    everywhere: false,
    value: (old: unknown, limit: number) =>
      grown(old, limit + 1, (bytes) => fillings[0].fill(bytes, character)),
  })),
  {
    slug: 'far-over',
    say: 'four times its limit',
    everywhere: false,
    value: (old, limit) => grown(old, limit * 4, fillings[0].fill),
  },
];

function grown(
  old: unknown,
  total: number,
  fill: (bytes: number) => Record<string, string>,
): Record<string, string> {
  const map = old as Record<string, string>;
  const room = total - mapBytes(map);
  return { ...map, ...(room < fillingRoom ? fillings[0].fill(room) : fill(room)) };
}

/** What the text starts with, so that nothing but its size is wrong with it as far as the profile can say. */
function prefixOf(field: RequestField, tools: Tools): string {
  const { keys } = tools.profile;
  if (field.entry.path === 'EnvVarQuery.key') return keys.missing[0]?.key ?? keys.available[0]?.key ?? '';
  return '';
}

const sized = requestFields.filter(({ entry }) => entry.sizeLimit !== null && entry.sizeOf !== null);

/** A limit under which a field has room for a little more than it has. */
function shortOf(old: unknown): number {
  return typeof old === 'string' ? 64 : mapBytes(old as Record<string, string>) + fillingRoom;
}

function check(field: RequestField, excess: Excess, place: Place): EnvCheck {
  const { entry } = field;
  const limit = entry.sizeLimit as number;
  const what = `${place.slug === '' ? `a request with ${entry.field}` : `a query with ${entry.field}`} ${excess.say}${place.slug === '' ? '' : `, ${place.say}`}`;
  return {
    name: ['request/field-size', field.slug, excess.slug, place.slug].filter((part) => part !== '').join('/'),
    requirement: 'request/field-size',
    stimulus: `${what} (${limit} bytes)`,
    expects: 'INVALID_ARGUMENT',
    needs: wellFormed,
    when: [conditions.advertised],
    async run(tools): Promise<Verdict> {
      const base = await baseBatch(tools, place.size);
      const { request, bytes } = changeField(base, field, place.index, (old) =>
        excess.value(old, limit, tools),
      );
      const similar = (): Promise<Reply> => {
        const short = changeField(base, field, place.index, (old) => excess.value(old, shortOf(old), tools));
        return tools.call(short.request, { bytes: short.bytes, observe: false });
      };
      const reply = await tools.call(request, { bytes, observe: false });
      return judgeInvalid(tools, reply, what, bytes, similar);
    },
  };
}

/** request/field-size: each limited field of the proto over its limit, in several ways and at several places. */
export const fieldSizeChecks: readonly EnvCheck[] = sized.flatMap((field) =>
  (field.entry.sizeOf === 'utf8' ? textExcesses(field) : mapExcesses).flatMap((excess) =>
    field.places
      .filter((_, index) => excess.everywhere || index === 0)
      .map((place) => check(field, excess, place)),
  ),
);
