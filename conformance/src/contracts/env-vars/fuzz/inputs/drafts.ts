import fc, { type Arbitrary } from 'fast-check';
import type { Key } from '../../../../profile/profile.js';
import type { EnvRequest, Query } from '../../request.js';
import { limits } from '../model/violations.js';
import { contextNames, oddNames, versions } from './attacks.js';
import { type Material, queryFor } from './material.js';

/** Sizes of batches: mostly small, sometimes more than careless drivers expect. */
export function picksOf(choices: number, least = 1): Arbitrary<number[]> {
  const pick = fc.nat(Math.max(0, choices - 1));
  return fc.oneof(
    { weight: 8, arbitrary: fc.array(pick, { minLength: least, maxLength: 4, size: 'max' }) },
    { weight: 4, arbitrary: fc.array(pick, { minLength: least, maxLength: 20, size: 'max' }) },
    { weight: 1, arbitrary: fc.array(pick, { minLength: Math.max(least, 17), maxLength: 64, size: 'max' }) },
  );
}

const printable = fc
  .integer({ min: 0x20, max: 0x7d })
  .map((code) => String.fromCharCode(code < 0x3d ? code : code + 1));

/** A legal name, of one byte up to the limit. */
export const legalName: Arbitrary<string> = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...oddNames) },
  { weight: 2, arbitrary: fc.string({ unit: printable, minLength: 1, maxLength: 24, size: 'max' }) },
  { weight: 1, arbitrary: fc.integer({ min: 1, max: limits.name }).map((size) => 'N'.repeat(size)) },
  {
    weight: 1,
    arbitrary: fc.string({
      unit: printable,
      minLength: limits.name - 28,
      maxLength: limits.name,
      size: 'max',
    }),
  },
);

/** How the queries of a batch are named. */
export type Naming =
  | { readonly style: 'plain' | 'same' | 'pairs' | 'descending' | 'case' | 'nested' }
  | { readonly style: 'odd'; readonly name: string; readonly at: number };

export const naming: Arbitrary<Naming> = fc.oneof(
  { weight: 6, arbitrary: fc.constant<Naming>({ style: 'plain' }) },
  {
    weight: 5,
    arbitrary: fc
      .constantFrom<Naming['style']>('same', 'pairs', 'descending', 'case', 'nested')
      .map((style) => ({ style }) as Naming),
  },
  {
    weight: 4,
    arbitrary: fc.tuple(legalName, fc.nat(63)).map(([name, at]): Naming => ({ style: 'odd', name, at })),
  },
);

/** The name of a query of a batch. */
export function nameAt(how: Naming, index: number, size: number): string {
  switch (how.style) {
    case 'plain':
      return `CSI_ENV_${index}`;
    case 'same':
      return 'SAME';
    case 'pairs':
      return `PAIR_${Math.floor(index / 2)}`;
    case 'descending':
      return `N${String(999 - index)}`;
    case 'case':
      return index % 2 === 0 ? `Csi_Env_${index >> 1}` : `CSI_ENV_${index >> 1}`;
    case 'nested':
      return 'N'.repeat((index % limits.name) + 1);
    case 'odd':
      return index === how.at % size ? how.name : `CSI_ENV_${index}`;
  }
}

/** What a request has beside its queries: a version, and keys of pod_context that nobody knows. */
export interface Surroundings {
  readonly version?: string;
  readonly context?: readonly (readonly [string, string])[];
  readonly nodeless?: boolean;
}

export const surroundings: Arbitrary<Surroundings> = fc.oneof(
  { weight: 7, arbitrary: fc.constant<Surroundings>({}) },
  { weight: 2, arbitrary: fc.constantFrom(...versions).map((version): Surroundings => ({ version })) },
  {
    weight: 2,
    arbitrary: fc
      .array(
        fc.tuple(
          fc.constantFrom(...contextNames),
          fc.constantFrom('', 'a', 'production', '../', '\u00e9', 'x'.repeat(300)),
        ),
        { minLength: 1, maxLength: 4 },
      )
      .map((context): Surroundings => ({ context })),
  },
  { weight: 1, arbitrary: fc.constant<Surroundings>({ nodeless: true }) },
);

/** Puts the surroundings around a request. */
export function surround(request: EnvRequest, { version, context, nodeless }: Surroundings): EnvRequest {
  const { nodeName, ...pod } = request.podContext;
  const kept = nodeless === true || nodeName === undefined ? pod : { ...pod, nodeName };
  return {
    ...request,
    ...(context === undefined && nodeless !== true
      ? {}
      : { podContext: { ...Object.fromEntries(context ?? []), ...kept } }),
    ...(version === undefined ? {} : { version }),
  };
}

/** Queries for keys under the names of a batch; the flags are the bits of a number, round and round. */
export function queriesOf(keys: readonly Key[], how: Naming, flags: number): Query[] {
  return keys.map((key, index) =>
    queryFor(key, nameAt(how, index, keys.length), ((flags >> (index % 16)) & 1) === 1),
  );
}

/** Which queries of a batch are optional: mostly none. */
export const flags: Arbitrary<number> = fc.oneof(
  { weight: 3, arbitrary: fc.constant(0) },
  { weight: 1, arbitrary: fc.constant(0xffff) },
  { weight: 2, arbitrary: fc.nat(0xffff) },
);

/** Batches of good keys, named and surrounded in every legal way. */
export function servedRequest(material: Material): Arbitrary<EnvRequest> {
  const { good } = material;
  return fc.tuple(picksOf(good.length), naming, surroundings, flags).map(([picks, how, around, bits]) =>
    surround(
      material.request(
        queriesOf(
          picks.map((pick) => good[pick] as Key),
          how,
          bits,
        ),
      ),
      around,
    ),
  );
}
