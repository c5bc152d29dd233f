// Usage: npm run record
//
// Runs the suite against the reference driver at both stages and writes data/recorded-calls.json: for each check that is code a call
// that it makes, and what the driver answers, or null where it makes none. The pages of requirements show them. Cases have their
// request in their own data.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readSpecification } from '../../spec-tests/scripts/read-specification.js';
import { importSources } from './data/bundle.mjs';
import { website } from './lib/folders.mjs';

export const recordedFile = join(website, 'data/recorded-calls.json');

/** Calls by check, as the checks made them. */
async function record() {
  const words = await importSources(
    'recorder',
    `import { fromBinary, toBinary } from '@bufbuild/protobuf';
import { NodeGetEnvVarsRequestSchema } from '@csi-env/proto';
export { requestJson } from './contracts/env-vars/request.js';
export { codeName } from './driver/answer.js';
export { shortened } from './runner/shown-request.js';
export function unknownBytes(bytes) {
  const known = fromBinary(NodeGetEnvVarsRequestSchema, bytes, { readUnknownFields: false });
  return bytes.length - toBinary(NodeGetEnvVarsRequestSchema, known).length;
}`,
  );
  const { envVarsAt, run, runDefaults } = await import('../../conformance/dist/index.js');
  const contract = envVarsAt();
  const calls = new Map();

  /** Has the calls of a check written down; what it asks only to know which keys are served is none of them. */
  function watched(check, tools) {
    let premises = 0;
    const served = tools.served;
    tools.served = async (...words) => {
      premises++;
      try {
        return await served(...words);
      } finally {
        premises--;
      }
    };
    const watch = (call) => async (request, options) => {
      const reply = await call(request, options);
      if (premises === 0) {
        const list = calls.get(check) ?? [];
        list.push({ request, bytes: options?.bytes, reply });
        calls.set(check, list);
      }
      return reply;
    };
    tools.call = watch(tools.call);
    const connect = tools.connect;
    tools.connect = async (kind) => {
      const lane = await connect(kind);
      lane.call = watch(lane.call);
      return lane;
    };
    return tools;
  }
  const watching = {
    ...contract,
    async open(context) {
      const session = await contract.open(context);
      return {
        ...session,
        tools: (check, ...words) => watched(check, session.tools(check, ...words)),
      };
    },
  };
  for (const stage of ['alpha', 'beta']) {
    const { endpoint, profile, stop } = await contract.startEmbedded(stage);
    try {
      const prepare = async () => ({ endpoint, text: endpoint.text });
      const options = { ...runDefaults, profile, seed: 1, stage };
      for await (const event of run(watching, endpoint.text, prepare, options))
        if (event.type === 'check' && event.outcome === 'fail')
          throw new Error(`${event.name} fails on the reference driver`);
    } finally {
      await stop();
    }
  }
  const cases = new Set(readSpecification('env-vars').cases.map(({ id }) => id));
  return contract.checks
    .filter(({ name }) => !cases.has(name))
    .map(({ name, expects }) => [name, calls.has(name) ? shown(calls.get(name), expects, words) : null])
    .sort(([a], [b]) => (a < b ? -1 : 1));
}

/** A request without what is new in each run: the names of queries have a part that no other run has. */
function settled(json) {
  return JSON.parse(JSON.stringify(json).replaceAll(/(CSI_[0-9A-Z]{1,3}_)[0-9A-Z]{4}_/gi, '$10000_'));
}

/** Which status a text of what a check expects asks for; undefined where it begins with something else. */
export function expectedStatus(expects) {
  const [, other] = /^(?:any status but|a status other than) ([A-Z_]+)/.exec(expects) ?? [];
  if (other !== undefined) return (code) => code !== other;
  const [list] = /^[A-Z]{2}[A-Z_]*(?:(?:, | or | and |, and |, or )[A-Z]{2}[A-Z_]*)*\b/.exec(expects) ?? [];
  return list === undefined ? undefined : (code) => list.match(/[A-Z_]+/g).includes(code);
}

/**
 * The call that says most about a check. What it is about comes after its premises, so that is the last that got what the check
 * expects; where that names no status, the first that is not served, else the last.
 */
function telling(list, expects, codeName) {
  const isExpected = expectedStatus(expects);
  if (isExpected === undefined) return list.find(({ reply }) => !reply.ok) ?? list.at(-1);
  return list.findLast(
    ({ reply }) => reply.answer.failure === undefined && isExpected(reply.ok ? 'OK' : codeName(reply.code)),
  );
}

function shown(list, expects, { requestJson, codeName, shortened, unknownBytes }) {
  const call = telling(list, expects, codeName);
  if (call === undefined) return null;
  const { request, bytes, reply } = call;
  const unknown = bytes === undefined ? 0 : unknownBytes(bytes);
  const results = reply.results.length;
  const errors = reply.results.filter(({ error }) => error !== '').length;
  const withErrors = errors === 0 ? '' : `, ${errors} of them with an error`;
  return {
    calls: list.length,
    request: shortened(settled(requestJson(request))),
    ...(unknown === 0 ? {} : { unknown }),
    answer: reply.ok
      ? `OK with ${results} ${results === 1 ? 'result' : 'results'}${withErrors}`
      : reply.answer.failure === undefined
        ? codeName(reply.code)
        : 'no answer',
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const lines = (await record()).map((entry) => entry.map((one) => JSON.stringify(one)).join(': '));
  writeFileSync(recordedFile, `{\n${lines.join(',\n')}\n}\n`);
  process.exit();
}
