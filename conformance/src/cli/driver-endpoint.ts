import { existsSync } from 'node:fs';
import type { Target } from '../driver/endpoint.js';
import { UsageError } from '../errors.js';
import { type Choice, chooseDriver } from './choose-driver.js';

/** A choice of a driver that is not the embedded one. */
export interface OwnDriver extends Choice {
  readonly target: Target;
}

/**
 * Chooses the driver for a command that makes no sense with the embedded one, by the same precedence as `run`.
 *
 * @throws UsageError when no endpoint is given anywhere
 */
export async function ownDriver(flags: {
  readonly endpoint?: string;
  readonly profile?: string;
}): Promise<OwnDriver> {
  const choice = await chooseDriver({ ...flags, env: process.env });
  if (choice.target === 'embedded') {
    throw new UsageError(
      'no endpoint is given',
      `give --endpoint unix:///path.sock, or set CSI_ENDPOINT${existsSync('/csi/csi.sock') ? '; /csi/csi.sock exists here' : ''}`,
    );
  }
  return choice as OwnDriver;
}
