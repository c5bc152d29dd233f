import { StatusError, statusCode } from '../../../src/contracts/env-vars/reference-driver/status.js';
import type { Member } from '../member.js';
import { serveReference } from '../reference.js';

const mebibyte = 1024 * 1024;

/** Texts that do something to whoever shows them, by what they do. */
const texts: Readonly<Record<string, readonly [does: string, text: string]>> = {
  'texts/terminal-escapes': [
    'writes terminal escapes: colours, titles, cursor moves, links, a clipboard',
    '\u001b[2J\u001b[31mred\u001b]0;title\u0007\u001b]8;;http://evil.example\u0007link\u001b]52;c;ZXZpbA==\u0007\u009b2K',
  ],
  'texts/control-characters': [
    'writes every control character',
    Array.from({ length: 160 }, (_, i) => (i < 32 || i > 126 ? String.fromCharCode(i) : '')).join('x'),
  ],
  'texts/direction': [
    'writes characters that turn the direction of text, and invisible ones',
    'a\u202eb\u2066c\u200bd\u2028e\ufeff\u{e0041}',
  ],
  'texts/html': [
    'writes HTML',
    `"><script>alert(1)</script><img src=x onerror=alert(1)>]]><!-- ' &#0; {{7*7}} [a](javascript:alert(1))`,
  ],
  'texts/paths': [
    'writes paths that lead out of any folder',
    '../../../../../../tmp/zoo-was-here/%2e%2e/C:\\..\\a\\b.json',
  ],
  'texts/workflow-commands': [
    'writes commands to a workflow that reads the output',
    '\n::set-output name=a::b\n##[error]x\n::add-mask::*\n',
  ],
  'texts/megabytes': ['writes texts of 1 MiB', 'a'.repeat(mebibyte)],
};

const everyReport = ['ndjson', 'junit', 'html', 'markdown', 'sarif', 'github', 'badge'].flatMap((name) => [
  '--reporter',
  `${name}=report.${name}`,
]);

/** Drivers that put hostile texts into their names, messages, metadata and logs. */
export const hostileTexts: readonly Member[] = Object.entries(texts).map(([name, [does, text]]) => ({
  name,
  does,
  kind: 'exec',
  exits: [1],
  cause: /identity\/plugin-name.*failed/,
  profile: true,
  passes: 1,
  // A header of a mebibyte costs every call of its connection, which some stacks notice at the deadline of each call.
  deadlineMs: name === 'texts/megabytes' ? 90_000 : 30_000,
  flags: [
    '--run',
    'identity/**',
    '--run',
    'errors/**',
    '--run',
    'privacy/**',
    '--verbose',
    '--trace',
    ...everyReport,
  ],
  start: ({ socket, folder }) =>
    serveReference(
      socket,
      folder,
      {
        pluginInfo: (response) => ({
          ...response,
          name: text,
          vendorVersion: text,
          manifest: { [text]: text },
        }),
        status: (status) => (status.code === statusCode.OK ? status : new StatusError(status.code, text)),
        log: () => text,
      },
      { log: (line) => console.log(line) },
    ),
}));
