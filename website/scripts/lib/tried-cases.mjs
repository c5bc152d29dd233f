import { rightAnswer, servedResult } from './right-answer.mjs';
import { sampleRequest } from './sample-request.mjs';
import { triedExamples } from './tried-examples.mjs';

/** Longest request that a page offers for editing, in characters of JSON. */
const longest = 4000;

/**
 * The calls that the page of a requirement offers for editing: its cases of one call of NodeGetEnvVars, with the answers of their
 * premises; calls of their own where those do not show the rule.
 */
export function triedCases(id, data) {
  return [...fromCases(id, data), ...fromExamples(id, data)];
}

function fromCases(id, { cases, premises, toolkit }) {
  return cases.flatMap((one) => {
    if (one.requirement !== id || one.method !== 'NodeGetEnvVars' || one.append !== undefined) return [];
    const request = sampleRequest(one, { whole: true });
    if (JSON.stringify(request).length > longest) return [];
    const { stimulus, expects } = toolkit.checks.find(({ name }) => name === one.id) ?? {};
    if (expects === undefined) return [];
    const advertised = id !== 'capability/unadvertised';
    const { stage = 'alpha' } = one;
    const answer = (asked, sent) => rightAnswer(asked, sent, toolkit, { advertised, stage });
    const answered = (name) => answer(premises[name], sampleRequest(premises[name], { whole: true }));
    return [
      {
        name: one.id,
        stimulus,
        stage,
        request,
        answer: answer(one, request),
        fixed: {
          expects,
          expect: one.expect,
          ofStage: one.stage !== undefined,
          premises: Object.fromEntries(one.premises.map((name) => [name, answered(name)])),
        },
        ...(advertised ? {} : { advertised }),
      },
    ];
  });
}

function fromExamples(id, { toolkit: { referenceProfile } }) {
  const { providerClass, pod, deniedPods } = referenceProfile;
  return (triedExamples[id] ?? []).map(({ stimulus, keys, deniedPod, code = 'OK', limits }, index) => {
    const queries = keys.map((key, i) => ({ name: `CSI_ENV_${i}`, key }));
    const podContext = deniedPod === undefined ? pod : deniedPods.find(deniedPod);
    return {
      name: `${id}/example-${index + 1}`,
      stimulus,
      stage: 'alpha',
      request: {
        provider_class_name: providerClass.name,
        class_parameters: providerClass.parameters,
        queries,
        pod_context: podContext,
      },
      answer: { code, results: queries.map(servedResult) },
      ...(limits === undefined ? {} : { limits }),
    };
  });
}
