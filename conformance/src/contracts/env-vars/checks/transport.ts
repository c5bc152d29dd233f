import type { EnvCheck } from '../tools.js';
import { authorityChecks } from './transport/authority.js';
import { malformedChecks } from './transport/malformed.js';
import { namedPipeChecks } from './transport/named-pipe.js';
import { oversizeMessageChecks } from './transport/oversize-message.js';
import { reconnectChecks } from './transport/reconnect.js';
import { socketChecks } from './transport/socket.js';

/** Checks of the area `transport`. */
export const transportChecks: readonly EnvCheck[] = [
  ...socketChecks,
  ...reconnectChecks,
  ...authorityChecks,
  ...malformedChecks,
  ...oversizeMessageChecks,
  ...namedPipeChecks,
];
