import { Identity, Node } from '@csi-env/proto';
import { describe, expect, it } from 'vitest';
import { movesOf } from './moves.js';
import { seedOf, variantOf } from './variant.js';

const moves = movesOf([...Identity.methods, ...Node.methods]);
const seeds = Array.from({ length: 2000 }, (_, index) => index + 1);
const variants = seeds.map((seed) => variantOf(seed, moves, { NodeGetEnvVars: 10 }));

describe('the change of a seed', () => {
  it('is a pure function of it', () => {
    for (const seed of [1, 77, 2000]) {
      const { id, description } = variantOf(seed, moves, { NodeGetEnvVars: 10 });
      expect(variants[seed - 1]).toMatchObject({ id, description, seed });
    }
    expect(variants[0]?.id).not.toBe(variantOf(2, moves, { NodeGetEnvVars: 10 }).id);
  });

  it('has a name that says operator, field, circumstance and seed, and nothing else', () => {
    for (const { id, seed, move, circumstance } of variants) {
      expect(id.split('/')).toEqual(['response', move.operator, move.field, `${circumstance.name}#${seed}`]);
      expect(seedOf(id)).toBe(seed);
    }
    expect(seedOf('ordering/same-order/reversed')).toBeUndefined();
  });

  it('is of every kind, of every method and in every circumstance', () => {
    const seen = (of: (variant: (typeof variants)[number]) => string): string[] =>
      [...new Set(variants.map(of))].sort();
    expect(seen(({ move }) => move.family)).toEqual(
      [
        'add',
        'blank',
        'code',
        'delay',
        'drop',
        'duplicate',
        'extend',
        'other-caller',
        're-case',
        're-encode',
        'repeat',
        'swap',
        'truncate',
      ].sort(),
    );
    expect(seen(({ move }) => move.method)).toEqual(
      [
        'GetPluginCapabilities',
        'GetPluginInfo',
        'NodeGetCapabilities',
        'NodeGetEnvVars',
        'NodeGetInfo',
        'Probe',
      ].sort(),
    );
    const circumstances = new Set(moves.flatMap((move) => move.circumstances.map(({ name }) => name)));
    expect(seen(({ circumstance }) => circumstance.name)).toEqual([...circumstances].sort());
  });

  it('prefers the methods of more weight', () => {
    const share = variants.filter(({ move }) => move.method === 'NodeGetEnvVars').length / variants.length;
    expect(share).toBeGreaterThan(0.6);
  });

  it('keeps long delays rare', () => {
    const long = variants.filter(({ move }) => /^delay-\ds$/.test(move.operator));
    expect(long.length).toBeGreaterThan(10);
    expect(long.filter(({ circumstance }) => ['always', 'later'].includes(circumstance.name))).toEqual([]);
  });

  it('reaches every field of every answer that the descriptors have', () => {
    const fields = new Set(moves.map(({ field }) => field));
    for (const field of [
      'NodeGetEnvVars.results',
      'NodeGetEnvVars.results.value',
      'NodeGetEnvVars.status.message',
      'NodeGetEnvVars.trailers',
      'GetPluginInfo.manifest',
      'GetPluginInfo.manifest.key',
      'GetPluginCapabilities.capabilities.env_var_injection.max_value_length_bytes',
      'Probe.ready.value',
      'NodeGetInfo.accessible_topology.segments.value',
    ]) {
      expect(fields).toContain(field);
    }
  });
});
