import { decodeStatusMessage } from '../../../../driver/grpc-message.js';
import { metadataBytes } from '../../../../driver/metadata-bytes.js';
import { conditions, wellFormed } from '../../needs.js';
import type { EnvCheck, Tools } from '../../tools.js';
import { messagesSeen } from './errors.js';
import { leaked } from './leaked.js';
import { provokeAll } from './provoke.js';
import { type PlacedText, scanTexts } from './scan-texts.js';
import { lostTexts, nothingFound, noValues, prepareSearch } from './search.js';

/** Carries the status message, which is privacy/errors'; nobody reads it elsewhere, as in the headers of an answer with trailers. */
const messageName = 'grpc-message';
/** Some stacks repeat the status message in it. */
const detailsName = 'grpc-status-details-bin';

/** privacy/metadata: no value in headers or trailers. */
export const metadataPrivacyChecks: readonly EnvCheck[] = (['header', 'trailer'] as const).map(
  (kind): EnvCheck => ({
    name: `privacy/metadata/${kind}s`,
    requirement: 'privacy/metadata',
    stimulus: `the ${kind}s of every answer of the run`,
    expects: `no value that the driver returned or the profile names in a ${kind}'s name or value, in any encoding`,
    needs: wellFormed,
    when: [conditions.advertised],
    final: true,
    async run(tools) {
      await provokeAll(tools);
      const search = prepareSearch(tools);
      if (search === undefined) return noValues;
      const repeated = scanTexts(search.scanner, messagesSeen(tools)).length > 0;
      const texts = entriesSeen(tools, kind, repeated);
      const hits = scanTexts(search.scanner, texts);
      return hits.length > 0
        ? leaked(hits)
        : (lostTexts(tools) ?? nothingFound(search, `${texts.length} ${kind}s`));
    },
  }),
);

function entriesSeen(tools: Tools, kind: 'header' | 'trailer', withoutDetails: boolean): PlacedText[] {
  const seen = [...tools.journal.texts.values()];
  const messages = new Set(seen.flatMap(({ source, text }) => (source === 'status message' ? [text] : [])));
  return seen
    .filter(
      ({ source, name, text }) =>
        source === kind &&
        !(name === messageName && messages.has(decodeStatusMessage(text))) &&
        !(withoutDetails && name === detailsName),
    )
    .flatMap(({ name, text }) => [
      ...metadataBytes(text).map((bytes) => ({ source: `${kind} ${name}`, text: bytes })),
      ...decoded(kind, name, text),
    ]);
}

/** gRPC writes the values of `-bin` entries in base64, several of them with commas between. */
function decoded(kind: string, name: string, text: string): PlacedText[] {
  if (!name.endsWith('-bin')) return [];
  return text
    .split(',')
    .map((item) => ({ source: `${kind} ${name}, decoded`, text: Buffer.from(item, 'base64') }));
}
