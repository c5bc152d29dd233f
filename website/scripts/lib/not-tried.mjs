const otherCall = 'It is about another call; what can be edited here is one call of NodeGetEnvVars.';
const bytes = 'It is about bytes that a request in JSON cannot hold.';
const many = 'It shows in many calls at once; what can be edited here is one call.';
const time = 'It shows in time and memory; what can be edited here is one call.';
const outside = 'It shows outside of the answer, where no page can look.';
const connection = 'It is about the connection, which a page does not make.';
const documents = 'It is about what the driver documents.';

/** Why the page of a requirement offers no call for editing, by requirement or by area. */
const reasons = {
  identity: otherCall,
  capability: otherCall,
  'capability/tolerates-unknown': bytes,
  'errors/no-existence-oracle': 'It compares the answers to two calls; what can be edited here is one call.',
  'errors/message': 'It is about the message of a status; what can be edited here is its code.',
  'errors/details': 'It is about the details of a status; what can be edited here is its code.',
  'errors/canonical':
    'It is about codes that gRPC does not define; what can be chosen here are those that it does.',
  'errors/documented-retry': documents,
  'authorization/no-cached-bypass':
    'It shows in the second of two calls; what can be edited here is one call.',
  idempotency: 'It shows in several calls, one after the other; what can be edited here is one call.',
  'idempotency/concurrent': many,
  'idempotency/no-side-effects': outside,
  concurrency: many,
  'concurrency/deadline': time,
  privacy: outside,
  'privacy/errors': 'It is about the messages of failures; what can be edited here is the code.',
  'privacy/metadata':
    'It is about headers and trailers; what can be edited here is the message between them.',
  transport: connection,
  'transport/malformed': bytes,
  'transport/oversize-message': 'Its request has more than 4 MiB, which is too long to edit.',
  performance: time,
  documentation: documents,
  co: 'It binds the CO; what can be edited here is the answer of a driver.',
};

/** Why no call of a requirement can be edited, as a sentence; undefined where nobody has said it. */
export function whyNotTried(id) {
  return reasons[id] ?? reasons[id.split('/')[0]];
}
