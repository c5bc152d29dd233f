import { complaints, judge, readers } from './run-step.js';

/** Version of the result files. */
export const resultFormatVersion = 1;
/** Lines that a result keeps of what is wrong. */
const mostProblems = 50;

/**
 * Runs parts one after the other.
 *
 * @param {object[]} parts entries of nightly-parts.js
 * @param {object} night
 * @param {number} night.seed stands in for `{seed}` in commands
 * @param {string} night.revision of the sources that were run
 * @param {object} night.platform operating system, architecture, processors, version of Node
 * @param {(command: string[], timeoutMs: number) => Promise<{code: number, output: string, timedOut?: boolean}>} night.execute
 * @param {() => Date} night.now
 * @param {[string, string][]} night.hide places of this machine, and what stands for each in a result
 * @param {(result: object) => void} night.onResult told each result as it comes
 * @returns {Promise<object[]>} the results
 */
export async function runNightly(parts, night) {
  const results = [];
  for (const part of parts) {
    const result = await runPart(part, night);
    results.push(result);
    night.onResult?.(result);
  }
  return results;
}

async function runPart(part, { seed, revision, platform, execute, now, hide = [] }) {
  const { name, says, read, minutes, tools = [] } = part;
  const command = part.command.map((word) => word.replaceAll('{seed}', String(seed)));
  const started = now();
  const missing = await firstMissing(tools, execute);
  const ran =
    missing === undefined
      ? await execute(command, minutes * 60_000)
      : { code: 127, output: `${missing} is not installed` };
  const { passed, failed } = judge(ran, read === undefined ? undefined : readers[read]);
  // Where nothing was counted nothing was shown.
  const outcome = ran.timedOut ? 'timed out' : failed === 0 && passed > 0 ? 'passed' : 'failed';
  return {
    format: 'csi-env/nightly',
    formatVersion: resultFormatVersion,
    part: name,
    says,
    command: command.join(' '),
    revision,
    seed,
    platform,
    startedAt: started.toISOString(),
    seconds: Math.round((now() - started) / 1000),
    outcome,
    passed,
    failed,
    ...(missing === undefined ? {} : { missing }),
    ...(outcome === 'passed' ? {} : { problems: problemsIn(ran.output, hide) }),
  };
}

async function firstMissing(tools, execute) {
  for (const tool of tools) {
    const { code } = await execute(tool, 60_000);
    if (code !== 0) return tool[0];
  }
  return undefined;
}

/** What is wrong, without places of this machine. */
function problemsIn(output, hide) {
  return complaints(
    hide.reduce((text, [place, name]) => text.replaceAll(place, name), output),
    mostProblems,
  );
}

/** The results of all parts as a page of Markdown, parts that never ran included. */
export function nightlySummary(parts, results) {
  const byPart = new Map(results.map((result) => [result.part, result]));
  const rows = parts.map(({ name, says }) => {
    const result = byPart.get(name);
    if (result === undefined) return `| ${name} | ${cell(says)} | never run | | | | |`;
    const { outcome, passed, failed, seconds, revision, seed } = result;
    return `| ${name} | ${cell(says)} | ${outcome} | ${passed} of ${passed + failed} | ${seconds} s | ${shortRevision(revision)} | ${seed} |`;
  });
  const bad = results.filter(
    ({ part, outcome }) => outcome !== 'passed' && parts.some(({ name }) => name === part),
  );
  return [
    '# Results of scripts/nightly',
    '',
    '<!-- Made by scripts/nightly; do not edit. -->',
    '',
    'Each part runs everything of its kind at full size. Its JSON file has the command, the machine and what is wrong.',
    '`scripts/nightly --part NAME --seed SEED` runs a part again.',
    '',
    '| part | what it shows | outcome | passed | time | revision | seed |',
    '|---|---|---|--:|--:|---|--:|',
    ...rows,
    '',
    ...bad.flatMap(({ part, problems = [] }) => [
      `## ${part}`,
      '',
      '~~~text',
      ...problems.map((line) => line.replaceAll('~~~', '~ ~ ~')),
      '~~~',
      '',
    ]),
  ].join('\n');
}

/** Twelve digits of the commit, and whether the sources differed from it. */
function shortRevision(revision) {
  const [commit, ...rest] = revision.split('-');
  return [commit.slice(0, 12), ...rest].join('-');
}

function cell(text) {
  return text.replaceAll('|', '\\|');
}
