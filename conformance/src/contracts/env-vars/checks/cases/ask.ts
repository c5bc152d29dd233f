import { type DescMessage, fromBinary, fromJson, type JsonValue, toBinary, toJson } from '@bufbuild/protobuf';
import {
  GetPluginCapabilitiesRequestSchema,
  GetPluginCapabilitiesResponseSchema,
  GetPluginInfoRequestSchema,
  GetPluginInfoResponseSchema,
  NodeGetCapabilitiesRequestSchema,
  NodeGetCapabilitiesResponseSchema,
  NodeGetEnvVarsRequestSchema,
  ProbeRequestSchema,
  ProbeResponseSchema,
} from '@csi-env/proto';
import {
  type CaseAnswer,
  type CodeName,
  expandRequest,
  type Fixtures,
  type MethodName,
  type RequestData,
} from '@csi-env/spec-tests';
import { Stop } from '../../../../contract.js';
import { type Answer, codeName, statusCode } from '../../../../driver/answer.js';
import { longestAnswer } from '../../identity.js';
import { type EnvRequest, encodeRequest } from '../../request.js';
import { describe, type EnvCallOptions, type Lane, type Reply, type Tools } from '../../tools.js';
import { withTrueCode } from '../blame.js';
import { plain } from '../request/request-fields.js';

/** An answer to a case or a premise, of whichever method. */
export interface Asked {
  readonly answer: Answer;
  /** For NodeGetEnvVars. */
  readonly reply?: Reply;
  readonly request?: EnvRequest;
  /** What it was, in words; redacted later. */
  readonly said: string;
  /** The answer as `judgeCase` takes it. */
  readonly given: CaseAnswer;
}

/** What is asked, and how. */
export interface Question {
  readonly method: MethodName;
  readonly request: RequestData;
  /** Hexadecimal bytes after the serialized request. */
  readonly append?: string | undefined;
}

const simple: Readonly<
  Record<
    Exclude<MethodName, 'NodeGetEnvVars'>,
    readonly [path: string, request: DescMessage, response: DescMessage]
  >
> = {
  GetPluginInfo: ['/csi.v1.Identity/GetPluginInfo', GetPluginInfoRequestSchema, GetPluginInfoResponseSchema],
  GetPluginCapabilities: [
    '/csi.v1.Identity/GetPluginCapabilities',
    GetPluginCapabilitiesRequestSchema,
    GetPluginCapabilitiesResponseSchema,
  ],
  Probe: ['/csi.v1.Identity/Probe', ProbeRequestSchema, ProbeResponseSchema],
  NodeGetCapabilities: [
    '/csi.v1.Node/NodeGetCapabilities',
    NodeGetCapabilitiesRequestSchema,
    NodeGetCapabilitiesResponseSchema,
  ],
};

/** Fills a request and sends it, over a connection of the check's own where one is given. */
export async function ask(
  tools: Tools,
  question: Question,
  fixtures: Fixtures,
  options: EnvCallOptions,
  lane?: Lane,
): Promise<Asked> {
  const expansion = expandRequest(question.request, fixtures);
  if (expansion.kind === 'impossible')
    throw new Stop({ outcome: 'not-applicable', reason: `the request cannot be made: ${expansion.reason}` });
  const tail = Buffer.from(question.append ?? '', 'hex');
  if (question.method !== 'NodeGetEnvVars') {
    const [path, request, response] = simple[question.method];
    const bytes = Buffer.concat([toBinary(request, fromJson(request, expansion.request as JsonValue)), tail]);
    return askSimple(await (lane ?? tools).invoke(path, bytes), response);
  }
  const request = plain(fromJson(NodeGetEnvVarsRequestSchema, expansion.request as JsonValue));
  const bytes = tail.length === 0 ? undefined : Buffer.concat([encodeRequest(request), tail]);
  const reply = await (lane ?? tools).call(request, {
    ...options,
    ...(bytes === undefined ? {} : { bytes }),
  });
  const seen = await withTrueCode(tools, reply, bytes);
  const said = describe(seen);
  const code = codeName(seen.code) as CodeName;
  return {
    answer: seen.answer,
    reply: seen,
    request,
    said,
    given: { code, ...(seen.ok ? { results: seen.results } : {}) },
  };
}

function askSimple(answer: Answer, response: DescMessage): Asked {
  const code = codeName(answer.code) as CodeName;
  const said = answer.message === '' ? code : `${code} (${JSON.stringify(answer.message.slice(0, 300))})`;
  if (answer.code !== statusCode.OK) return { answer, said, given: { code } };
  const body = answer.body ?? new Uint8Array();
  try {
    if (body.length > longestAnswer) throw new RangeError('too long');
    const message = fromBinary(response, body);
    return {
      answer,
      said,
      given: { code, response: toJson(response, message, { useProtoFieldName: true }) },
    };
  } catch {
    return { answer, said: 'OK with a response that cannot be read', given: { code, response: null } };
  }
}
