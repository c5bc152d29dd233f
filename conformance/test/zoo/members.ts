import type { Member } from './member.js';
import { answers } from './members/answers.js';
import { connections } from './members/connections.js';
import { floods } from './members/floods.js';
import { http2 } from './members/http2.js';

/** The whole zoo. */
export const members: readonly Member[] = [...connections, ...http2, ...floods, ...answers];
