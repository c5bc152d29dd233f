import { describe, expect, it } from 'vitest';
import { permissionOf } from '../../../mutation/responses/response-report.js';
import { openTestDriver } from '../reference-driver/open-test-driver.js';
import { envVarsMutation } from './mutation.js';
import { changedDriver, responseVariant } from './response-variants.js';

const { seeds, permitted } = envVarsMutation.responses;
const variants = Array.from({ length: seeds }, (_, index) => responseVariant(index + 1));

/** The first variant of an operator, a field and a circumstance. */
function idOf(start: string): string {
  for (let seed = 1; seed < 100_000; seed += 1) {
    const { id } = responseVariant(seed);
    if (id.startsWith(`${start}#`)) return id;
  }
  throw new Error(`no seed gives ${start}`);
}

async function asked(id: string, keys: readonly string[]) {
  const changed = changedDriver(id);
  if (changed === undefined) throw new Error(`${id} is no variant`);
  const opened = await openTestDriver({ server: 'grpc-js', mutant: changed.variation, stopGraceMs: 100 });
  try {
    return { answer: await opened.get(keys, {}, { timeoutMs: 5000 }), changed: changed.mutator.changed };
  } finally {
    await opened.close();
  }
}

describe('the reference driver with changed answers', () => {
  it('answers over its socket what the change makes of its answers', async () => {
    const { answer, changed } = await asked(idOf('response/drop-all/NodeGetEnvVars.results/always'), [
      'shared/token',
    ]);
    expect(answer).toMatchObject({ code: 'OK', results: [] });
    expect(changed).toBe(1);
  });

  it('answers with another status', async () => {
    const id = idOf('response/code-ok-to-aborted/NodeGetEnvVars.status/always');
    expect((await asked(id, ['shared/token'])).answer.code).toBe('ABORTED');
  });

  it('takes no id whose seed gives something else', () => {
    expect(changedDriver('response/drop/NodeGetEnvVars.results/always#0')).toBeUndefined();
    expect(changedDriver('ordering/same-order/reversed')).toBeUndefined();
    const { id } = responseVariant(7);
    expect(changedDriver(id)?.variation.id).toBe(id);
  });
});

describe('what the contract permits', () => {
  it('is about changes that there are, a pattern each', () => {
    const used = new Set(variants.map(({ id }) => permissionOf(id, permitted)?.pattern));
    expect(permitted.map(({ pattern }) => pattern).filter((pattern) => !used.has(pattern))).toEqual([]);
  });

  it('is less than a third of all', () => {
    const explained = variants.filter(({ id }) => permissionOf(id, permitted) !== undefined);
    expect(explained.length / variants.length).toBeLessThan(1 / 3);
  });
});
