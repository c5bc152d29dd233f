import { join } from 'node:path';
import { openFront } from './front.js';
import type { Hostility, Member } from './member.js';
import { serveReference } from './reference.js';

/** Members of a way to be hostile: from the first byte, and `…/later` behind an honest beginning. */
export function variants({ name, does, behave, first, later }: Hostility): Member[] {
  const members: Member[] = [];
  if (first !== undefined) {
    members.push({ name, does, kind: 'socket', ...first, start: ({ socket }) => openFront(socket, behave) });
  }
  if (later !== undefined) {
    const { honest = 200, ...expected } = later;
    members.push({
      name: `${name}/later`,
      does: `${does}, after ${honest} honest calls`,
      kind: 'socket',
      profile: true,
      passes: 1,
      ...expected,
      async start({ socket, folder }) {
        const upstream = join(folder, 'honest.sock');
        await serveReference(upstream, folder);
        await openFront(socket, behave, { upstream, calls: honest });
      },
    });
  }
  return members;
}
