import { envVarInjection } from '../../contracts/env-vars/facts.js';
import { getPluginInfo, nodeGetCapabilities, probe } from '../../contracts/env-vars/identity.js';
import { answered, codeName, statusCode } from '../../driver/answer.js';
import { openClient } from '../../driver/open-client.js';
import type { Examine, Finding } from './finding.js';

/** gRPC is answered, CSI Identity is, and the capability is listed. */
export const examineAnswers: Examine = async function* (endpoint, timeoutMs, signal) {
  const client = await openClient('wire', endpoint);
  const invoke = (path: string, message: Uint8Array) => client.unary(path, message, { timeoutMs, signal });
  try {
    const probed = await probe(invoke);
    if (!answered(probed.answer)) {
      const late = probed.answer.failure === 'deadline';
      yield {
        step: 'gRPC',
        state: 'fail',
        text: late
          ? `Probe is not answered within ${timeoutMs} ms`
          : `Probe gets no gRPC answer: ${probed.answer.message}`,
        cure: late
          ? 'the driver hangs or waits for its backend: Probe has to answer at once; look at its log'
          : 'this is an HTTP/2 service that is no gRPC server, or a broken one',
      };
      return;
    }
    yield {
      step: 'gRPC',
      state: 'ok',
      text: `Probe answers ${codeName(probed.answer.code)} in ${Math.round(probed.answer.durationMs)} ms`,
    };
    if (probed.message?.ready === false) {
      yield {
        step: 'ready',
        state: 'note',
        text: 'the driver says that it is not ready',
        cure: 'run waits for it until --startup-timeout',
      };
    }
    const info = await getPluginInfo(invoke);
    if (info.message === undefined) {
      yield identityFailure(info.answer.code);
      return;
    }
    yield { step: 'Identity', state: 'ok', text: `it is ${info.message.name} ${info.message.vendorVersion}` };
    const node = await nodeGetCapabilities(invoke);
    const listed = node.message?.capabilities.some(
      ({ type }) => type.case === 'rpc' && (type.value.type as number) === envVarInjection,
    );
    if (listed === true) yield { step: 'capability', state: 'ok', text: 'it lists ENV_VAR_INJECTION' };
    else if (node.message === undefined) {
      yield {
        step: 'capability',
        state: 'note',
        text: `NodeGetCapabilities answers ${codeName(node.answer.code)}`,
        cure: 'serve csi.v1.Node on this socket: without the capability nothing of NodeGetEnvVars applies',
      };
    } else {
      yield {
        step: 'capability',
        state: 'note',
        text: 'it does not list ENV_VAR_INJECTION',
        cure: 'that is legal, but then nothing of NodeGetEnvVars applies',
      };
    }
  } finally {
    await client.close();
  }
};

function identityFailure(code: number): Finding {
  const unimplemented = code === statusCode.UNIMPLEMENTED;
  return {
    step: 'Identity',
    state: 'fail',
    text: unimplemented ? 'it does not serve csi.v1.Identity' : `GetPluginInfo answers ${codeName(code)}`,
    cure: unimplemented
      ? 'this may be another gRPC service, such as the registration socket of the kubelet: name the socket of the CSI plugin'
      : 'GetPluginInfo has to answer without a backend; look at the log of the driver',
  };
}
