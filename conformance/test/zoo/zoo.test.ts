import { describe, expect, it } from 'vitest';
import { clientKinds } from '../../src/driver/client.js';
import { commandComplaints, fuzzComplaints, runComplaints } from './complaints.js';
import type { Member } from './member.js';
import { members } from './members.js';
import { visit } from './observe.js';

const client = clientKinds.find((kind) => kind === (process.env.ZOO_CLIENT ?? 'wire'));
if (client === undefined) throw new Error(`ZOO_CLIENT is none of ${clientKinds.join(', ')}`);

/** `ZOO_CAMPAIGNS=few`: of the members that answer too much, one campaign stands for all; each takes the machine for long. */
const all = process.env.ZOO_CAMPAIGNS !== 'few';
const plays = ({ name }: Member): boolean =>
  all || !name.startsWith('size/') || name === 'size/quarter-of-a-megabyte';

/** Shows each complaint whole. */
function expectNone(complaints: readonly string[], what = 'run'): void {
  expect(complaints, [what, ...complaints].join('\n')).toEqual([]);
}

describe(`the tool with ${client} survives a driver that`, () => {
  for (const member of members) {
    const title = `${member.does} (${member.name})`;
    it.concurrent(title, async () => {
      const zoo = await visit(member);
      try {
        expectNone(runComplaints(member, client, await zoo.run(client)));
        if (client !== 'wire') return;
        for (const command of ['doctor', 'init'] as const) {
          const expected = member[command];
          if (expected !== undefined)
            expectNone(commandComplaints(expected, await zoo.command(command)), command);
        }
        if (member.fuzz !== undefined && plays(member))
          expectNone(fuzzComplaints(member.fuzz, await zoo.fuzz()), 'fuzz');
      } finally {
        await zoo.end();
      }
    });
  }

  it('has members with names of their own', () => {
    expect(new Set(members.map(({ name }) => name)).size).toBe(members.length);
  });
});
