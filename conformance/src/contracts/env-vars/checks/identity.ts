import type { GetPluginInfoResponse } from '@csi-env/proto';
import { pass, Stop, type Verdict } from '../../../contract.js';
import { codeName } from '../../../driver/answer.js';
import { type CapabilityRpc, readCapabilitySet } from '../capability-set.js';
import {
  getPluginCapabilities,
  getPluginInfo,
  type Invoke,
  nodeGetCapabilities,
  probe,
  type Read,
} from '../identity.js';
import { utf8Length } from '../judge.js';
import { conditions, wellFormed } from '../needs.js';
import { queriesFor } from '../request.js';
import { blocked, type EnvCheck, failed, unserved } from '../tools.js';
import { versionFreeChecks } from './identity/version-free.js';
import { duringOutage, outage } from './outage.js';

const nameLimit = 63;
const manifestLimit = 4096;

function fails(text: string): Verdict {
  return { outcome: 'fail', evidence: { mismatches: [text] } };
}

/** What a call that failed came to, in words. */
function statusText(read: Read<unknown>): string {
  const { answer } = read;
  if (answer.failure !== undefined) return `no status (${answer.message})`;
  return answer.code === 0
    ? 'OK with a response that cannot be read'
    : `${codeName(answer.code)} ${JSON.stringify(answer.message.slice(0, 200))}`;
}

/** identity/stable-capabilities: the same set on every call and connection; order is free. */
async function compareCapabilities(rpc: CapabilityRpc, invokes: readonly Invoke[]): Promise<Verdict> {
  const sets = [];
  for (const invoke of invokes) sets.push(await readCapabilitySet(invoke, rpc));
  const lost = sets.find(({ read }) => read.answer.failure !== undefined);
  if (lost !== undefined)
    return { outcome: 'error', message: `${rpcName[rpc]} got ${statusText(lost.read)}` };
  const [first] = sets;
  if (first?.entries === undefined) {
    return fails(
      `${rpcName[rpc]} got ${first === undefined ? 'no answer' : statusText(first.read)}: a CO cannot read the capabilities`,
    );
  }
  for (const [index, { entries, read }] of sets.entries()) {
    if (entries === undefined)
      return fails(`${rpcName[rpc]} answered call 1 and got ${statusText(read)} on call ${index + 1}`);
    if (entries.join() !== first.entries.join()) {
      return fails(
        `${rpcName[rpc]} gave ${first.entries.length} entries on call 1 and other ones (${entries.length}) on call ${index + 1}`,
      );
    }
  }
  return pass(`${sets.length} calls`);
}

const rpcs = ['plugin', 'node'] as const;
const paths = { plugin: getPluginCapabilities.path, node: nodeGetCapabilities.path } as const;
const rpcName = { plugin: 'GetPluginCapabilities', node: 'NodeGetCapabilities' } as const;

/** Checks of the area `identity`. */
export const identityChecks: readonly EnvCheck[] = [
  {
    name: 'identity/plugin-name/form',
    requirement: 'identity/plugin-name',
    stimulus: 'GetPluginInfo',
    expects: 'OK with a name of 1 to 63 characters: letters, digits, "-" and ".", alphanumeric at both ends',
    async run(tools) {
      const read = await getPluginInfo(tools.invoke);
      if (read.message === undefined) return fails(`GetPluginInfo got ${statusText(read)}`);
      const { name } = read.message;
      if (name === '') return fails('the name is empty');
      if (name.length > nameLimit)
        return fails(`the name has ${name.length} characters, ${nameLimit} are allowed`);
      if (!/^[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?$/.test(name)) {
        const wrong = [...name].find((c) => !/[A-Za-z0-9.-]/.test(c));
        return fails(
          wrong === undefined
            ? 'the name does not start and end with a letter or digit'
            : `the name has the character U+${(wrong.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`,
        );
      }
      return pass();
    },
  },
  {
    name: 'identity/plugin-name/stable',
    requirement: 'identity/plugin-name',
    stimulus: 'GetPluginInfo six times, the last time on a new connection, and whenever it was asked before',
    expects: 'the same name each time',
    async run(tools) {
      const lane = await tools.connect();
      const reads: Read<GetPluginInfoResponse>[] = [];
      for (let i = 0; i < 6; i++) reads.push(await getPluginInfo(i < 5 ? tools.invoke : lane.invoke));
      const [first, ...others] = reads;
      if (first?.message === undefined)
        return blocked(
          'identity/plugin-name',
          `GetPluginInfo got ${first === undefined ? 'nothing' : statusText(first)}`,
        );
      for (const other of others) {
        if (other.message === undefined)
          return fails(`GetPluginInfo answered once and then got ${statusText(other)}`);
        if (other.message.name !== first.message.name) return fails('the name changes from call to call');
      }
      for (const { refusal, name } of tools.journal.declared.of(getPluginInfo.path)) {
        if (refusal !== undefined) return fails(`GetPluginInfo answers, and once it got ${refusal}`);
        if (name !== first.message.name) return fails('the name changes from call to call');
      }
      return pass();
    },
  },
  {
    name: 'identity/vendor-version/given',
    requirement: 'identity/vendor-version',
    stimulus: 'GetPluginInfo three times, and whenever it was asked before',
    expects: 'a vendor_version that is not empty, each time',
    async run(tools) {
      for (let i = 0; i < 3; i++) {
        const read = await getPluginInfo(tools.invoke);
        if (read.message === undefined)
          return blocked('identity/plugin-name', `GetPluginInfo got ${statusText(read)}`);
        if (read.message.vendorVersion === '') return fails('vendor_version is empty');
      }
      const before = tools.journal.declared.of(getPluginInfo.path);
      return before.some(({ hasVersion }) => hasVersion === false)
        ? fails('vendor_version is empty in some answers')
        : pass();
    },
  },
  {
    name: 'identity/manifest-size/within-limit',
    requirement: 'identity/manifest-size',
    stimulus: 'GetPluginInfo',
    expects: `a manifest of at most ${manifestLimit} bytes, keys and values together`,
    async run(tools) {
      const read = await getPluginInfo(tools.invoke);
      if (read.message === undefined)
        return blocked('identity/plugin-name', `GetPluginInfo got ${statusText(read)}`);
      const bytes = Object.entries(read.message.manifest).reduce(
        (sum, [key, value]) => sum + utf8Length(key) + utf8Length(value),
        0,
      );
      return bytes > manifestLimit
        ? fails(`the manifest has ${bytes} bytes, the limit is ${manifestLimit}`)
        : pass();
    },
  },
  ...(['once-serving', 'new-connection', 'repeated'] as const).map(
    (kind): EnvCheck => ({
      name: `identity/probe/${kind}`,
      requirement: 'identity/probe',
      stimulus: {
        'once-serving': 'Probe after the driver began to serve',
        'new-connection': 'Probe on a new connection',
        repeated: 'Probe ten times',
      }[kind],
      expects: 'OK, with ready absent or true',
      async run(tools) {
        const invoke = kind === 'new-connection' ? (await tools.connect()).invoke : tools.invoke;
        for (let i = 0; i < (kind === 'repeated' ? 10 : 1); i++) {
          const read = await probe(invoke);
          if (read.message === undefined) return fails(`Probe got ${statusText(read)}`);
          if (read.message.ready === false) return fails('Probe says ready=false after the startup time-out');
        }
        return pass();
      },
    }),
  ),
  {
    name: 'identity/probe/after-traffic',
    requirement: 'identity/probe',
    stimulus: 'Probe after all other checks',
    expects: 'OK, with ready absent or true',
    final: true,
    async run(tools) {
      const read = await probe(tools.invoke);
      if (read.answer.failure !== undefined)
        return { outcome: 'error', message: `Probe got ${statusText(read)}` };
      if (read.message === undefined) return fails(`Probe got ${statusText(read)}`);
      return read.message.ready === false ? fails('Probe says ready=false after the run') : pass();
    },
  },
  ...rpcs.flatMap((rpc): EnvCheck[] => [
    {
      name: `identity/stable-capabilities/${rpc}`,
      requirement: 'identity/stable-capabilities',
      stimulus: `${rpcName[rpc]} four times on one connection and once each on three new ones`,
      expects: 'the same set of entries each time, in any order',
      async run(tools) {
        const lanes = await Promise.all([tools.connect(), tools.connect(), tools.connect()]);
        const same = Array.from({ length: 4 }, () => tools.invoke);
        return compareCapabilities(rpc, [...same, ...lanes.map((lane) => lane.invoke), tools.invoke]);
      },
    },
    {
      name: `identity/stable-capabilities/${rpc}-around-calls`,
      requirement: 'identity/stable-capabilities',
      stimulus: `${rpcName[rpc]}, a NodeGetEnvVars call for a key that is served, and ${rpcName[rpc]} again`,
      expects: 'the same set of entries before and after',
      needs: wellFormed,
      when: [conditions.advertised],
      async run(tools) {
        const before = await readCapabilitySet(tools.invoke, rpc);
        const keys = await tools.served();
        const reply = await tools.call(tools.request(queriesFor(keys.slice(0, 1))));
        if (!reply.ok) throw new Stop(unserved(reply));
        const after = await readCapabilitySet(tools.invoke, rpc);
        if (before.entries === undefined || after.entries === undefined)
          return fails(
            `${rpcName[rpc]} got ${statusText((after.entries === undefined ? after : before).read)}`,
          );
        return before.entries.join() === after.entries.join()
          ? pass()
          : failed(`${rpcName[rpc]} gives other entries after a NodeGetEnvVars call`);
      },
    },
    {
      ...duringOutage,
      name: `identity/stable-capabilities/${rpc}-backend-down`,
      requirement: 'identity/stable-capabilities',
      stimulus: `${rpcName[rpc]} while the backend is down`,
      expects: 'the same set of entries as before',
      async run(tools) {
        const before = tools.facts.capabilitySets[rpc];
        if (before === undefined)
          return blocked('identity/stable-capabilities', `${rpcName[rpc]} did not answer at the start`);
        const { entries, read } = (await outage(tools)).capabilities[rpc];
        if (read.answer.failure !== undefined)
          return { outcome: 'error', message: `${rpcName[rpc]} got ${statusText(read)}` };
        if (entries === undefined)
          return fails(`${rpcName[rpc]} got ${statusText(read)} while the backend was down`);
        return entries.join() === before.join()
          ? pass()
          : fails(`${rpcName[rpc]} gave other entries while the backend was down`);
      },
    },
    {
      name: `identity/stable-capabilities/${rpc}-after-traffic`,
      requirement: 'identity/stable-capabilities',
      stimulus: `${rpcName[rpc]} after all other checks, and whenever it was asked before`,
      expects: 'the same set of entries each time',
      final: true,
      async run(tools) {
        const set = await readCapabilitySet(tools.invoke, rpc);
        const before = tools.facts.capabilitySets[rpc];
        if (set.read.answer.failure !== undefined)
          return { outcome: 'error', message: `${rpcName[rpc]} got ${statusText(set.read)}` };
        const refusal = tools.facts.capabilityRefusals[rpc];
        if (refusal !== undefined) return fails(`${rpcName[rpc]} got ${refusal} at the start of the run`);
        if (before === undefined)
          return blocked('identity/stable-capabilities', `${rpcName[rpc]} did not answer at the start`);
        if (set.entries === undefined)
          return fails(`${rpcName[rpc]} got ${statusText(set.read)} after the run`);
        if (before.join() !== set.entries.join())
          return fails(`${rpcName[rpc]} gives other entries after the run than before it`);
        const other = tools.journal.declared
          .of(paths[rpc])
          .find(({ entries }) => entries?.join() !== before.join());
        if (other === undefined) return pass();
        return fails(
          `${rpcName[rpc]} got ${other.refusal ?? 'other entries'} during the run than before and after it`,
        );
      },
    },
  ]),
  ...versionFreeChecks,
];
