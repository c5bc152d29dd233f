import { editUrl, link, requirementLink } from '../lib/links.mjs';
import { page, prose, table } from '../lib/markdown.mjs';

const pod = {
  namespace: 'production',
  serviceAccount: 'myapp',
  podName: 'myapp-0',
  podUID: '1',
  nodeName: 'node-1',
};
const parameters = { allowedNamespaces: 'production, staging', allowedFields: 'app/**' };
const key = (name, more = {}) => ({ key: name, parameters: {}, ...more });
const available = (name, value) => key(name, { volatile: false, value: Buffer.from(value) });

/** What the predictions of the page know of a driver. */
const profile = {
  providerClass: { name: 'example', parameters },
  pod,
  pods: [{ ...pod, namespace: 'staging', podName: 'myapp-1' }],
  deniedPods: [
    { ...pod, namespace: 'elsewhere' },
    { ...pod, serviceAccount: 'intruder' },
  ],
  keys: {
    available: [available('app/a', 'a value'), available('app/large', 'x'.repeat(16_000))],
    missing: [key('app/none')],
    denied: [key('team-b/token', { exists: true })],
    oversized: [key('app/huge')],
    failing: [key('app/broken')],
  },
};

const query = (name, more = {}) => ({
  name: `N_${name.replace(/\W/g, '_')}`.slice(0, 60),
  key: name,
  ...more,
});
const request = (keys, change = {}) => ({
  className: 'example',
  classParameters: parameters,
  queries: keys.map((one) => (typeof one === 'string' ? query(one) : one)),
  podContext: pod,
  ...change,
});
const optional = (name) => query(name, { optional: true });
const many = (name, count) => Array.from({ length: count }, (_, i) => query(name, { name: `N_${i}` }));

/** Requests that show each rule of the model: what is asked, the request, and the state of the backend or the stages that differ. */
const situations = [
  ['an available key', request(['app/a'])],
  ['the same while the backend is down', request(['app/a']), { backend: 'unsure' }],
  ['a missing key', request(['app/none'])],
  ['a denied key', request(['team-b/token'])],
  ['a key with a value over the limit', request(['app/huge'])],
  ['a key for which the backend fails', request(['app/broken'])],
  ['a key that the profile does not name', request(['app/whatever'])],
  ['a key outside of `allowedFields` in an odd spelling', request(['app/../team-b/token'])],
  ['an available key beside a missing one', request(['app/a', 'app/none'])],
  ['a missing key beside a denied one', request(['app/none', 'team-b/token'])],
  ['a missing key beside one for which the backend fails', request(['app/none', 'app/broken'])],
  ['an optional missing key', request([optional('app/none')]), { stages: ['alpha', 'beta'] }],
  [
    'an optional missing key beside a required one',
    request([optional('app/none'), query('app/none', { name: 'B' })]),
  ],
  ['an optional denied key', request([optional('team-b/token')])],
  [
    'a pod of a namespace that is denied',
    request(['app/a'], { podContext: { ...pod, namespace: 'elsewhere' } }),
  ],
  [
    'a pod whose identity is denied',
    request(['app/a'], { podContext: { ...pod, serviceAccount: 'intruder' } }),
  ],
  [
    'a pod that the profile does not name',
    request(['app/a'], { podContext: { ...pod, podName: 'another-0' } }),
  ],
  ['a class that the profile does not name', request(['app/a'], { className: 'another' })],
  ['no queries', request([])],
  ['a name with `=` beside a denied key', request([query('app/a', { name: 'A=B' }), 'team-b/token'])],
  ['values that do not fit the response', request(many('app/large', 5))],
];

/** How `fuzz` knows what a driver may answer: the model's own predictions for requests that show each of its rules. */
export function modelPage({ toolkit }) {
  const known = toolkit.knownOf({ ...toolkit.emptyProfile, ...profile });
  const row = ([what, asked, special = {}]) => {
    const stages = (special.stages ?? ['alpha']).map((stage) => [
      stage,
      predictionOf(toolkit, known, asked, stage, special),
    ]);
    const [alpha, beta] = ['alpha', 'beta'].map((stage) =>
      allowedText(toolkit, predictionOf(toolkit, known, asked, stage, special)),
    );
    if (special.stages === undefined && alpha !== beta)
      throw new Error(`${what} may get ${alpha} at alpha and ${beta} at beta: name the stages`);
    return stages.map(([stage, prediction]) => [
      special.stages === undefined ? prose(what) : `${prose(what)}, at ${stage}`,
      allowedText(toolkit, prediction),
      prediction.okAllowed
        ? ''
        : requirementLink(toolkit.blameOfStatus(prediction, toolkit.statusCode.OK, stage).requirement),
    ]);
  };
  return {
    path: 'tool/model.mdx',
    text: page(
      {
        title: 'The model of fuzz',
        slug: '/tool/model/',
        description:
          'How fuzz knows which answers a driver may give to a request that nobody wrote a case for.',
        custom_edit_url: editUrl('website/scripts/pages/model.mjs'),
      },
      `${link('`fuzz`', '/tool/commands/fuzz/')} plays requests that it has drawn, so nobody has written down what the answer to each has to be. A model says it: from a request, what the profile tells of the driver, and what was seen of it so far, it makes the set of all answers that the contract allows. It is a pure function, and the judge of every answer to a request that can be read, in all phases.`,
      '## How an answer is predicted',
      [
        '1. A driver that does not list the capability may answer UNIMPLEMENTED and nothing else. Here and in the next rule, a message above 4 MiB may be refused or cut off by the gRPC stack.',
        '2. A request that breaks a rule of the area request may get INVALID\\_ARGUMENT and nothing else.',
        '3. Otherwise pod and class together, and each query, get a set of outcomes: served, denied, missing, failed by the backend, refused as such; at beta an optional query may also come to an error in its result.',
        `4. A status is allowed when ${requirementLink('errors/precedence')} can make it of one outcome of each part. OK is allowed when every part can be served. Of a class whose parameters the profile does not give, any status but UNIMPLEMENTED is.`,
        `5. Where the values cannot fit the response, any status other than OK and UNIMPLEMENTED is allowed. Where it is not known whether they fit, OK is too, if every part can be served: with values of unknown length, and for drivers whose responses carry fields of their own.`,
        '6. What comes with OK is judged by the same code that judges the answers of the checks: number, order and names of the results, value or error, sizes, and the values, where they are known.',
      ].join('\n'),
      'The model would rather allow too much than blame a driver that is right. Of a key, pod or class that the profile does not name it knows next to nothing, so a profile that names more lets `fuzz` find more.',
      '## What it predicts',
      `These rows are made by the model itself, for a profile with \`allowedFields: app/**\` and one key of each kind. The last column is the requirement that OK would break, as far as this one call shows it. Where the stage is not named, the statuses are those of both.`,
      table(['a request with', 'may get', 'OK would break'], situations.flatMap(row)),
      '## What it remembers',
      [
        '- An available key that the profile names without a value, and not as volatile, has to keep the value that came first, for the class of the profile and the same pod. Once the hook `rotate` has run and caches have had their time, that is learned anew.',
        '- While the backend is down, and until the driver has served again, a key that may be read may also fail as the backend does.',
        '- Values of eight bytes and more that came back, up to 5,000, are looked for in status messages, result errors, headers and trailers from then on; of long ones parts.',
      ].join('\n'),
      '## Who is blamed',
      'One wrong answer may have many causes, so further calls tell them apart: a call that has to be served, the same call with nothing in it that has to fail, its queries one by one, the same without what is unusual in it, or by itself where it was one of many at once. Repetitions, permutations and pairs of denied keys are compared with each other, and malformed traffic is judged by whether the driver serves on. The finding names the requirement that is left. What cannot be told apart is put down to the first rule that the answer breaks.',
    ),
  };
}

function predictionOf({ predict, encodeRequest, limitsOf }, known, asked, stage, { backend = 'up' }) {
  const moment = { backend, extraBytes: 0, value: ({ value }) => value };
  const facts = { advertised: true, stage, limits: limitsOf(undefined) };
  return predict({ known, facts }, moment, asked, encodeRequest(asked).length);
}

function allowedText({ statusCode }, prediction) {
  const allowed = Object.entries(statusCode).filter(([, code]) => prediction.allows(code));
  if (allowed.length > 8) return 'anything but OK and UNIMPLEMENTED';
  return allowed.map(([name]) => prose(name)).join(', ');
}
