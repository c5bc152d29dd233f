import type { Member } from './member.js';
import { answers } from './members/answers.js';
import { connections } from './members/connections.js';
import { floods } from './members/floods.js';
import { http2 } from './members/http2.js';
import { hostileProcesses } from './members/processes.js';
import { tooMuch } from './members/sizes.js';
import { sockets } from './members/sockets.js';
import { hostileTexts } from './members/texts.js';

/** The whole zoo. */
export const members: readonly Member[] = [
  ...connections,
  ...sockets,
  ...http2,
  ...floods,
  ...answers,
  ...tooMuch,
  ...hostileTexts,
  ...hostileProcesses,
];
