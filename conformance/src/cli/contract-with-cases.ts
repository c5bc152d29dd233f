import type { Contract } from '../contract.js';

/**
 * The contract with the cases of a folder as further checks; the contract itself without a folder.
 *
 * @throws UsageError for a folder without cases and for the first case that is wrong
 */
export async function contractWithCases(contract: Contract, folder?: string): Promise<Contract> {
  if (folder === undefined) return contract;
  const { readCases } = await import('../cases/read-cases.js');
  const { withCases } = await import('../cases/with-cases.js');
  return withCases(
    contract,
    readCases(folder, contract).map(({ entry }) => entry),
  );
}
