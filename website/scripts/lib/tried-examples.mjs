const ordinary = (count) => Array.from({ length: count }, (_, i) => `app/ordinary/0${i}`);
const one = { stimulus: 'one query for a key that is served', keys: ['app/db/password'] };

/** Calls to edit on the pages of requirements that no case in data shows. Keys and pods are those of the reference driver. */
export const triedExamples = {
  'values/value-xor-error': [one],
  'values/no-nul': [one],
  'values/size': [
    { stimulus: 'a key whose value is too long', keys: ['app/huge'], code: 'INVALID_ARGUMENT' },
    {
      stimulus: 'one query to a driver that takes 32 bytes for a value',
      keys: ['app/db/password'],
      limits: { maxTotalPayloadBytes: 65_536, maxValueLengthBytes: 32 },
    },
  ],
  'values/response-size': [
    {
      stimulus: 'two queries to a driver that takes 512 bytes for a message',
      keys: ['app/db/password', 'app/db/url'],
      limits: { maxTotalPayloadBytes: 512, maxValueLengthBytes: 512 },
    },
  ],
  'batch/no-error-in-ok': [
    { stimulus: 'two queries for keys that are served', keys: ['app/db/password', 'app/db/url'] },
    { stimulus: 'a query for a missing key', keys: ['app/db/password', 'app/none'], code: 'NOT_FOUND' },
  ],
  'batch/scales': [{ stimulus: 'ten queries for keys that are served', keys: ordinary(10) }],
  'errors/backend': [
    { stimulus: 'a key for which the backend is down', keys: ['app/broken'], code: 'UNAVAILABLE' },
    { stimulus: 'a key for which the backend fails', keys: ['app/corrupt'], code: 'INTERNAL' },
  ],
  'authorization/namespace': [
    {
      stimulus: 'a pod of a namespace that the class does not permit',
      keys: ['app/db/password'],
      deniedPod: ({ namespace }) => namespace === 'elsewhere',
      code: 'PERMISSION_DENIED',
    },
    { ...one, stimulus: 'a pod of a namespace that the class permits' },
  ],
  'authorization/identity': [
    {
      stimulus: 'a pod whose service account the class does not permit',
      keys: ['app/db/password'],
      deniedPod: ({ serviceAccount }) => serviceAccount === 'intruder',
      code: 'PERMISSION_DENIED',
    },
    { ...one, stimulus: 'a pod whose service account the class permits' },
  ],
  'request/payload-size': [
    {
      stimulus: 'eight queries to a driver that takes 512 bytes for a message',
      keys: ordinary(8),
      code: 'INVALID_ARGUMENT',
      limits: { maxTotalPayloadBytes: 512, maxValueLengthBytes: 512 },
    },
  ],
};
