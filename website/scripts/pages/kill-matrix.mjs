import { editUrl, requirementLink } from '../lib/links.mjs';
import { code, page, prose, table } from '../lib/markdown.mjs';

/** Which broken drivers the suite notices, by requirement; and the unusual ones that it has to let pass. */
export function killMatrixPage(data) {
  const { toolkit, matrix, areas } = data;
  const command = 'node scripts/check-mutants.js --update';
  return {
    path: 'evidence/kill-matrix.mdx',
    text: page(
      {
        title: 'Kill matrix',
        slug: '/evidence/kill-matrix/',
        description: 'Drivers that are wrong on purpose, and whether the suite notices each of them.',
        custom_edit_url: editUrl('website/scripts/pages/kill-matrix.mjs'),
      },
      'A suite that never fails proves nothing. A mutant is the reference driver with one rule broken, often only at one position of a batch, above a size, on a second call or under load. The suite kills a mutant when it fails through the requirement that the mutant breaks; no other MUST may fail, except those that the mutant lists as broken along with it, each with a reason. Beside them stand legal oddities, against which nothing may be held.',
      state(matrix),
      alone(matrix),
      'Rows are made anew one by one as mutants and checks come and go, so not all of them are of the same day. This makes all of them again, in about 40 minutes:',
      code('bash', command),
      '## By requirement',
      areas
        .filter(({ area }) => area !== 'co')
        .map(({ title, requirements }) => [
          `### ${prose(title)}`,
          table(
            ['requirement', 'level', 'mutants', 'killed'],
            requirements.map((one) => row(one, data)),
          ),
        ]),
      '## Legal oddities',
      table(
        ['oddity', 'what it does', 'outcome'],
        toolkit.oddities.map(({ id, description }) => [`\`${id}\``, prose(description), oddity(matrix, id)]),
      ),
      worth(matrix),
    ),
  };
}

/** What happens to the mutants when each check is taken out by itself. */
function worth(matrix) {
  const checks = matrix?.checks;
  if (checks === undefined) return [];
  const list = (names) => names.map((name) => `- \`${name}\``).join('\n');
  return [
    '## What each check is worth',
    `Each check was taken out in turn. Without one of ${checks.essential.length} checks some mutant survives; ${checks.redundant.length} kill only what others kill too, and ${checks.idle.length} kill no mutant. ${checks.enough} would do to kill every mutant; the others are there for drivers that nobody has made yet, and to say more exactly what is wrong.`,
    '### Checks without which a mutant survives',
    table(
      ['check', 'mutants that would survive'],
      checks.essential.map(({ check, mutants }) => [
        `\`${check}\``,
        mutants.map((id) => `\`${id}\``).join(', '),
      ]),
    ),
    '### Checks whose removal changes nothing',
    fold(`${checks.redundant.length} whose mutants are killed by others too`, list(checks.redundant)),
    fold(`${checks.idle.length} that kill no mutant`, list(checks.idle)),
  ];
}

/** A long list that is shown when it is asked for. */
function fold(summary, text) {
  return `<details>\n<summary>${summary}</summary>\n\n${text}\n\n</details>`;
}

function state(matrix) {
  if (matrix === undefined)
    return ':::note[Not measured at this revision]\n\nThe repository holds no matrix of this revision. The mutants below are those that the code defines; CI tries two of each requirement on every change.\n\n:::';
  const { mutants, oddities, whole, clients, again } = matrix;
  const killed = mutants.filter(({ fate }) => fate === 'killed').length;
  const blaming = mutants.filter(({ blamed }) => blamed.length > 0).length;
  const clean = oddities.filter(({ held }) => held.length === 0).length;
  return `**${killed} of ${mutants.length} mutants killed**, ${blaming} blamed for a MUST that they do not break; nothing held against ${clean} of ${oddities.length} oddities. ${clients.length === 1 ? 'Client' : 'Clients'} ${clients.join(', ')}, ${whole ? 'every check against every mutant' : 'a sample of checks of other requirements'}.${repeated(again.length)} Rows of mutants and checks that changed are made anew by themselves, and the others stay; [Long measurements](/evidence/nightly/) tell of runs that made all of them at once.`;
}

/** How often a mutant fails more than what it was made to break. */
function alone(matrix) {
  if (matrix === undefined) return [];
  const fails = ({ failed }) => failed.filter(({ level }) => level === 'MUST').length;
  const [also, several] = [({ also }) => also.length > 0, (mutant) => fails(mutant) > 1].map(
    (holds) => matrix.mutants.filter(holds).length,
  );
  return `${also} list a requirement that may fail along with the one they break, and ${several} failed more than one MUST.`;
}

/** Trials share the machine, and one may come to nothing for want of time. */
function repeated(count) {
  if (count === 0) return '';
  return ` ${count === 1 ? 'One was' : `${count} were`} tried once more, alone, since the first trial was not as it should be.`;
}

function row({ id, level }, { toolkit, matrix }) {
  const own = toolkit.mutants.filter(({ breaks }) => breaks.includes(id)).length;
  const measured = matrix?.requirements.find((one) => one.id === id);
  const excuse = toolkit.withoutMutant.find((one) => one.id === id)?.why;
  const killed = measured === undefined ? 'not measured' : `${measured.killed} of ${measured.mutants}`;
  return [
    requirementLink(id),
    level,
    String(own),
    own === 0 && excuse !== undefined ? prose(excuse) : killed,
  ];
}

function oddity(matrix, id) {
  const found = matrix?.oddities.find((one) => one.id === id);
  if (found === undefined) return 'not measured';
  return found.held.length === 0
    ? 'nothing held against it'
    : found.held.map((one) => `\`${one}\``).join(', ');
}
