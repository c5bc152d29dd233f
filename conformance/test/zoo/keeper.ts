import { mkdtempSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { members } from './members.js';

// Usage: keeper NAME SOCKET, in a process of its own. Says `ready` on stdout where a test started it.
const [name, socket] = process.argv.slice(2);
const member = members.find((one) => one.name === name);
if (member === undefined || socket === undefined) throw new Error(`no member is named ${name}`);
const folder = mkdtempSync(join(process.env.ZOO_FOLDER ?? tmpdir(), 'keeper-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
// A socket that the tool cut is no reason for a hostile driver to end.
process.on('uncaughtException', (error) => {
  if (process.env.ZOO_DEBUG !== undefined) console.error(error);
});
if (member.kind === 'socket') process.on('SIGTERM', () => process.exit(0));
await member.start({ socket, folder });
if (member.kind === 'socket') writeSync(1, 'ready\n');
