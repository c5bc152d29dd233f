import type { Contract, EmbeddedDriver, Stage } from '../contract.js';
import { UsageError } from '../errors.js';

/**
 * Starts the reference driver, which is tested when nobody names another.
 *
 * @throws UsageError when the contract has none
 */
export async function startEmbedded(contract: Contract, stage: Stage | 'auto'): Promise<EmbeddedDriver> {
  if (contract.startEmbedded === undefined) {
    throw new UsageError(
      'no endpoint is given, and the contract has no reference driver',
      'give --endpoint unix:///path.sock',
    );
  }
  return contract.startEmbedded(stage);
}
