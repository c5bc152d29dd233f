import { pass, type Verdict } from '../../../../contract.js';
import { type Answer, answered, codeName } from '../../../../driver/answer.js';
import {
  getPluginCapabilities,
  getPluginInfo,
  nodeGetCapabilities,
  nodeGetInfo,
  probe,
} from '../../identity.js';
import { conditions, wellFormed } from '../../needs.js';
import { otherAuthorities } from '../../other-authority.js';
import { encodeRequest, queriesFor } from '../../request.js';
import { blocked, type EnvCheck, getEnvVars, suspectsOf, type Tools } from '../../tools.js';
import type { Target } from './legal-call.js';

/** An interceptor may look at the authority of later calls only. */
const rounds = 4;

const methods: readonly { readonly slug: string; readonly path: string; readonly otherwise: string }[] = [
  { slug: 'probe', path: probe.path, otherwise: 'identity/probe' },
  { slug: 'get-plugin-info', path: getPluginInfo.path, otherwise: 'identity/plugin-name' },
  {
    slug: 'get-plugin-capabilities',
    path: getPluginCapabilities.path,
    otherwise: 'identity/stable-capabilities',
  },
  {
    slug: 'node-get-capabilities',
    path: nodeGetCapabilities.path,
    otherwise: 'identity/stable-capabilities',
  },
  { slug: 'node-get-info', path: nodeGetInfo.path, otherwise: 'transport/reconnect' },
];

const method = (path: string): string => path.split('/').at(-1) ?? path;

/** transport/authority: `:authority` localhost is accepted. */
export const authorityChecks: readonly EnvCheck[] = [
  ...methods.map(
    ({ slug, path, otherwise }): EnvCheck => ({
      name: `transport/authority/${slug}`,
      requirement: 'transport/authority',
      stimulus: `${method(path)} ${rounds} times on a new connection, with \`:authority\` localhost`,
      expects: 'the answer that other authorities get, or a better one',
      run: (tools) => compare(tools, { path, message: new Uint8Array() }, otherwise),
    }),
  ),
  {
    name: 'transport/authority/node-get-env-vars',
    requirement: 'transport/authority',
    stimulus: `NodeGetEnvVars for an available key ${rounds} times on a new connection, with \`:authority\` localhost`,
    expects: 'the answer that other authorities get, or a better one',
    needs: wellFormed,
    when: [conditions.advertised],
    async run(tools) {
      const request = tools.request(queriesFor(tools.profile.keys.available.slice(0, 1)));
      return compare(tools, { path: getEnvVars, message: encodeRequest(request) }, 'request/legal-served');
    },
  },
];

/** Where localhost is refused, other authorities show whether that is why; that they are refused is legal. */
async function compare(tools: Tools, target: Target, otherwise: string): Promise<Verdict> {
  const refusal = async (): Promise<Answer | undefined> =>
    (await callUnder(tools, target, 'localhost', rounds)).find(({ code }) => code !== 0);
  const first = await refusal();
  // A connection may end for many reasons; one that ends again is refused.
  const bad = first?.failure === 'closed' ? await refusal() : first;
  if (bad === undefined) return pass();
  for (const authority of otherAuthorities(tools.shared.context)) {
    const [other] = await callUnder(tools, target, authority, 1);
    if (other === undefined || !(other.code === 0 || (answered(other) && !answered(bad)))) continue;
    const text = `${method(target.path)} got ${say(bad)} with :authority localhost, and ${say(other)} with ${JSON.stringify(authority)}`;
    return {
      outcome: 'fail',
      evidence: { mismatches: [text], suspects: suspectsOf({ answer: bad, faults: [] }) },
    };
  }
  if (answered(bad)) return pass(`${method(target.path)} got ${codeName(bad.code)}, whatever the authority`);
  return blocked(otherwise, `${method(target.path)} got ${say(bad)}, whatever the authority`);
}

async function callUnder(tools: Tools, target: Target, authority: string, times: number): Promise<Answer[]> {
  const lane = await tools.connect('wire');
  const release = await tools.shared.slots.acquire(tools.signal);
  const answers: Answer[] = [];
  try {
    for (let i = 0; i < times; i++) {
      const { timeoutMs, signal } = tools;
      const departure = { headers: { ':authority': authority } };
      const answer = await lane.client.unary(target.path, target.message, { timeoutMs, signal, departure });
      // That an authority is refused breaks no other rule.
      if (answer.code === 0) tools.journal.declared.note(target.path, answer, true);
      answers.push(answer);
    }
  } finally {
    release();
    await lane.close();
  }
  return answers;
}

function say(answer: Answer): string {
  if (!answered(answer)) return `no status (${answer.message})`;
  return answer.message === ''
    ? codeName(answer.code)
    : `${codeName(answer.code)} (${answer.message.slice(0, 200)})`;
}
