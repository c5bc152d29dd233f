/** Changes a number: an integer, an enum or a boolean. */
export interface NumberOperator {
  readonly name: string;
  /** What it does, after "it". */
  readonly says: string;
  apply(number: bigint): bigint;
}

const bits = 64;

/** Every way in which a number is changed. */
export const numberOperators: readonly NumberOperator[] = [
  { name: 'drop', says: 'is left out', apply: () => 0n },
  { name: 'duplicate', says: 'is doubled', apply: (number) => number * 2n },
  { name: 'truncate-half', says: 'is halved', apply: (number) => number / 2n },
  { name: 'truncate-one', says: 'is one less', apply: (number) => (number === 0n ? 0n : number - 1n) },
  { name: 'extend-one', says: 'is one more', apply: (number) => number + 1n },
  { name: 'extend-large', says: 'is as large as 32 bits can be', apply: () => 0xffff_ffffn },
  { name: 'blank', says: 'is one', apply: () => 1n },
  {
    name: 're-encode-negative',
    says: 'has its sign changed',
    apply: (number) => BigInt.asUintN(bits, -number),
  },
  {
    name: 're-encode-swapped',
    says: 'has the order of its bytes changed',
    apply: (number) =>
      BigInt(
        `0x${BigInt.asUintN(32, number).toString(16).padStart(8, '0').match(/../g)?.reverse().join('')}`,
      ),
  },
];
