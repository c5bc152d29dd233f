import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { conformance, freshFolder, mistake } from './command.js';

describe('a mistake on the command line ends with exit 2, one line and advice, and starts nothing', () => {
  it.each<[situation: string, words: string[], message: string, advice?: string]>([
    [
      'an unknown option',
      ['--endpont', 'unix:///x.sock'],
      'unknown option --endpont',
      'did you mean --endpoint? npx @csi-env/conformance run --help shows all options',
    ],
    [
      'an unknown option with a value of its own',
      ['run', '--profil=x.yaml'],
      'unknown option --profil',
      'did you mean --profile? npx @csi-env/conformance run --help shows all options',
    ],
    ['an unknown command', ['lsit'], 'unknown command lsit', 'did you mean list?'],
    [
      'an unknown command like no other',
      ['frobnicate'],
      'unknown command frobnicate',
      'commands are run, fuzz, replay, promote, init, doctor, list, explain, validate, report, mutants, serve',
    ],
    [
      'an endpoint without its option',
      ['unix:///csi/csi.sock'],
      'unknown command unix:///csi/csi.sock',
      'did you mean --endpoint unix:///csi/csi.sock?',
    ],
    [
      'a socket path without its option',
      ['run', '/csi/csi.sock'],
      'unexpected argument /csi/csi.sock',
      'did you mean --endpoint unix:///csi/csi.sock?',
    ],
    [
      'an option without its value',
      ['--endpoint'],
      'option --endpoint has no value',
      'npx @csi-env/conformance run --help shows all options',
    ],
    [
      'an option in the place of a value, as an unset variable leaves it',
      ['--output', '--strict'],
      'option --output has no value',
      'npx @csi-env/conformance run --help shows all options',
    ],
    [
      'a socket to serve on in a folder that is not there',
      ['serve', '--endpoint', 'unix:///not-there/csi.sock'],
      'cannot listen on /not-there/csi.sock: its folder does not exist',
      'mkdir -p /not-there',
    ],
    [
      'an empty endpoint',
      ['--endpoint', ''],
      '--endpoint is empty',
      'give unix:///path.sock; without any endpoint the embedded reference driver is tested',
    ],
    [
      'a relative endpoint',
      ['--endpoint', 'unix://csi.sock'],
      'endpoint unix://csi.sock is not an absolute path',
      'write unix:///csi.sock with the full path',
    ],
    [
      'a bare path as endpoint',
      ['--endpoint', '/csi/csi.sock'],
      'endpoint /csi/csi.sock has no known scheme',
      'write unix:///csi/csi.sock',
    ],
    [
      'an exec endpoint without a command',
      ['--endpoint', 'exec:'],
      'endpoint exec: names no command',
      'write exec:./driver --socket {socket}',
    ],
    [
      'an unknown client',
      ['--client', 'grpcjs'],
      '--client "grpcjs" is not one of wire, grpc-js, connect',
      'did you mean grpc-js?',
    ],
    [
      'an unknown stage',
      ['--stage', 'bete'],
      '--stage "bete" is not one of auto, alpha, beta',
      'did you mean beta?',
    ],
    [
      'a duration without a unit',
      ['--timeout', '5'],
      '--timeout "5" is no duration',
      'write 500ms, 30s or 2m',
    ],
    ['a duration of nothing', ['--deadline', '0s'], '--deadline 0s is not between 1ms and 1440m'],
    ['a number that is none', ['--jobs', 'many'], '--jobs "many" is no whole number from 1 to 1000'],
    ['no jobs', ['--jobs', '0'], '--jobs "0" is no whole number from 1 to 1000'],
    ['a negative number of repeats', ['--repeat', '-1'], '--repeat "-1" is no whole number from 0 to 1000'],
    ['a fraction of a repeat', ['--repeat', '1.5'], '--repeat "1.5" is no whole number from 0 to 1000'],
    ['too many repeats', ['--repeat', '1001'], '--repeat "1001" is no whole number from 0 to 1000'],
    ['no number of repeats', ['--repeat', ''], '--repeat "" is no whole number from 0 to 1000'],
    [
      'an option twice that takes one value',
      ['--output', 'a', '--output=b'],
      'option --output is given twice',
      'give it once: npx @csi-env/conformance run --help says which options are repeatable',
    ],
    [
      'an option of another command twice',
      ['list', '--format', 'text', '--format', 'json'],
      'option --format is given twice',
      'give it once: npx @csi-env/conformance list --help says which options are repeatable',
    ],
    [
      'a link base that is no web address',
      ['--link-base', 'javascript:alert(1)'],
      '--link-base "javascript:alert(1)" is no web address',
      'write https://host/path/',
    ],
    [
      'a link base of explain that is none either',
      ['explain', 'identity/probe', '--link-base', 'pages'],
      '--link-base "pages" is no web address',
      'write https://host/path/',
    ],
    [
      'a value to serve that is longer than the payload',
      ['serve', '--endpoint', 'unix:///x.sock', '--max-payload-bytes', '10', '--max-value-bytes', '100'],
      'a value of --max-value-bytes 100 does not fit a payload of 10 bytes',
      'raise --max-payload-bytes, or lower --max-value-bytes',
    ],
    [
      'a limit to serve that nobody is told',
      ['serve', '--endpoint', 'unix:///x.sock', '--no-hints', '--max-in-flight', '3'],
      '--max-in-flight is advertised as a hint, and --no-hints says none are',
    ],
    [
      'a check of a report that writes others',
      ['report', '--check', 'e.ndjson', '--output', 'out'],
      '--check writes no reports',
      'leave --reporter and --output away',
    ],
    ['an unknown reporter', ['--reporter', 'jnit'], 'unknown reporter "jnit"', 'did you mean junit?'],
    [
      'a reporter with an empty path',
      ['--reporter', 'json='],
      'reporter json= has no path',
      'give json=FILE, or json for stdout',
    ],
    [
      'two reports on stdout',
      ['--reporter', 'json', '--reporter', 'console'],
      'reporters json and console both write to stdout',
      'give one of them a file: --reporter console=FILE',
    ],
    ['an unknown contract', ['--contract', 'env-var'], 'unknown contract env-var', 'did you mean env-vars?'],
    [
      'an unknown revision',
      ['--contract', 'env-vars@99'],
      'contract env-vars has no revision 99',
      'revisions are env-vars@1',
    ],
    [
      'an empty revision',
      ['--contract', 'env-vars@'],
      'contract env-vars has no revision ""',
      'revisions are env-vars@1',
    ],
    [
      'a profile that is not there',
      ['--profile', 'none.yaml'],
      'cannot read profile none.yaml: no such file',
    ],
    [
      'an empty profile option',
      ['--profile', ''],
      '--profile is empty',
      'an unset variable in a script looks like this',
    ],
    [
      'known failures that are not there',
      ['--known-failures', 'none.yaml'],
      'cannot read known failures none.yaml: no such file',
    ],
    [
      'a baseline that is not there',
      ['--baseline', 'none.json'],
      'cannot read baseline none.json: no such file',
    ],
    [
      'a list of patterns that is not there',
      ['--run', '@none.txt'],
      'cannot read patterns of --run none.txt: no such file',
    ],
    [
      'an unknown requirement',
      ['explain', 'ordering/same-ordr'],
      'unknown requirement or check ordering/same-ordr',
      'did you mean ordering/same-order?',
    ],
    [
      'an unknown format',
      ['list', '--format', 'jsn'],
      '--format "jsn" is not one of text, json',
      'did you mean json?',
    ],
    [
      'an unknown mutant',
      ['serve', '--endpoint', 'unix:///x.sock', '--mutant', 'ordering/same-order/reversd'],
      'unknown mutant ordering/same-order/reversd',
      'did you mean ordering/same-order/reversed?',
    ],
    [
      'serving on something else than a socket',
      ['serve', '--endpoint', 'tcp://127.0.0.1:1'],
      'serve listens on Unix sockets only, not on tcp://127.0.0.1:1',
      'write --endpoint unix:///path.sock',
    ],
    [
      'no endpoint for doctor',
      ['doctor'],
      'no endpoint is given',
      'give --endpoint unix:///path.sock, or set CSI_ENDPOINT',
    ],
    [
      'no endpoint for init',
      ['init'],
      'no endpoint is given',
      'give --endpoint unix:///path.sock, or set CSI_ENDPOINT',
    ],
    [
      'no file to validate',
      ['validate'],
      'argument files is missing',
      'npx @csi-env/conformance validate --help shows all options',
    ],
  ])('%s', async (_situation, words, message, advice) => {
    expect(await conformance(words)).toEqual({
      code: 2,
      signal: null,
      stdout: '',
      stderr: mistake(message, advice),
    });
  });
});

describe('help', () => {
  it('of the whole tells commands, options, exit codes and the name of the package', async () => {
    const { code, stdout, stderr } = await conformance(['--help']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^Usage: conformance \[command\] \[options\]\n/);
    for (const text of [
      '  doctor ',
      '--known-failures <file>',
      '130 interrupted',
      'npx @csi-env/conformance',
    ])
      expect(stdout).toContain(text);
  });

  it.each(['run', 'init', 'doctor', 'list', 'explain', 'validate', 'report', 'serve'])(
    'of %s comes by --help and by help',
    async (name) => {
      const [byFlag, byWord] = await Promise.all([
        conformance([name, '--help']),
        conformance(['help', name]),
      ]);
      expect(byFlag).toMatchObject({ code: 0, stderr: '' });
      expect(byFlag.stdout).toMatch(new RegExp(`^Usage: conformance ${name} `));
      expect(byWord).toEqual(byFlag);
    },
  );

  it('names no option that the command does not know', async () => {
    const { stdout } = await conformance(['run', '--help']);
    const folder = freshFolder();
    for (const [, option, argument] of stdout.matchAll(/^ {2}(?:-h, )?(--[\w-]+)( <)?/gm)) {
      const { stderr } = await conformance(
        [option as string, ...(argument === undefined ? ['surplus'] : [])],
        { cwd: join(folder) },
      );
      expect(stderr, option).not.toContain('unknown option');
    }
  }, 60_000);
});
