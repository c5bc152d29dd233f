import { pass, type Verdict } from '../../../../contract.js';
import { answered } from '../../../../driver/answer.js';
import { createScanner } from '../../../../leak/scanner.js';
import { conditions, wellFormed } from '../../needs.js';
import { blocked, type EnvCheck, type Reply, type Tools } from '../../tools.js';
import { leaked } from './leaked.js';
import { goodKeys, type Provocation, provocations, provoke, provokeAll } from './provoke.js';
import { type PlacedText, scanTexts } from './scan-texts.js';
import { lostTexts, nothingFound, noValues, prepareSearch } from './search.js';

/** privacy/errors: no value in a status message or result error. */
export const errorsPrivacyChecks: readonly EnvCheck[] = [
  ...provocations.map(
    (provocation): EnvCheck => ({
      name: `privacy/errors/${provocation.slug}`,
      requirement: 'privacy/errors',
      stimulus: provocation.say,
      expects: 'no value of the served keys in the status message or a result error, in any encoding',
      needs: [...wellFormed, ...provocation.needs],
      when: [conditions.advertised, ...(provocation.when ?? [])],
      run: (tools) => judgeProvocation(tools, provocation),
    }),
  ),
  {
    name: 'privacy/errors/all-messages',
    requirement: 'privacy/errors',
    stimulus: 'every status message and result error of the run',
    expects: 'no value that the driver returned or the profile names in any of them, in any encoding',
    needs: wellFormed,
    when: [conditions.advertised],
    final: true,
    async run(tools) {
      await provokeAll(tools);
      const search = prepareSearch(tools);
      if (search === undefined) return noValues;
      const texts = messagesSeen(tools);
      if (texts.length === 0) return { outcome: 'untested', reason: 'no call of this run failed' };
      const hits = scanTexts(search.scanner, texts);
      return hits.length > 0
        ? leaked(hits)
        : (lostTexts(tools) ?? nothingFound(search, `${texts.length} messages`));
    },
  },
];

/** The distinct status messages and result errors of the run. */
export function messagesSeen(tools: Tools): PlacedText[] {
  return [...tools.journal.texts.values()]
    .filter(({ source }) => source === 'status message' || source === 'result error')
    .map(({ source, name, text }) => ({ source: `${source} of ${name.split('/').at(-1)}`, text }));
}

async function judgeProvocation(tools: Tools, provocation: Provocation): Promise<Verdict> {
  const good = await goodKeys(tools);
  if (good.length === 0) {
    return {
      outcome: 'untested',
      reason:
        'no available key has a value of eight characters or more that fits a batch: list one under keys.available',
    };
  }
  const replies = await provoke(tools, provocation);
  const lost = replies.find(({ answer }) => !answered(answer));
  if (lost !== undefined)
    return { outcome: 'error', message: `a call got no status: ${lost.answer.message}` };
  const texts = replies.flatMap(messagesOf);
  if (texts.length === 0) return withoutMessage(provocation, replies);
  const scanner = createScanner({
    watched: good.map(({ got, key }) => ({ value: Buffer.from(got), label: `the key ${key}`, named: true })),
    exempt: [...replies.flatMap(textsSent), ...tools.facts.identity].map((text) => Buffer.from(text)),
  });
  const hits = scanTexts(scanner, texts);
  return hits.length > 0 ? leaked(hits) : pass(`${texts.length} messages`);
}

/** No message came: either nothing failed, or it failed without words, which errors/message judges. */
function withoutMessage({ otherwise, say }: Provocation, replies: readonly Reply[]): Verdict {
  if (replies.length === 0)
    return { outcome: 'untested', reason: `the driver's limits leave no room for this: ${say}` };
  if (replies.some(({ ok }) => !ok)) return pass('the calls failed without a message');
  if (otherwise.startsWith('keys.'))
    return { outcome: 'untested', reason: `the driver serves a key of the profile's ${otherwise}` };
  return blocked(otherwise, `this was served: ${say}`);
}

function messagesOf(reply: Reply): PlacedText[] {
  const errors = reply.results.map(({ error }, index) => ({
    source: `error of result ${index + 1}`,
    text: error,
  }));
  return [{ source: 'status message of NodeGetEnvVars', text: reply.answer.message }, ...errors].filter(
    ({ text }) => text !== '',
  );
}

function textsSent({ request }: Reply): string[] {
  const pairs = [
    request.classParameters,
    request.podContext,
    ...request.queries.map(({ parameters }) => parameters ?? {}),
  ];
  return [
    request.className,
    ...request.queries.flatMap(({ name, key }) => [name, key]),
    ...pairs.flatMap((map) => Object.entries(map).flat()),
  ];
}
