import type { Verdict } from '../../../../contract.js';
import type { Hit } from '../../../../leak/scan-stream.js';

const shownHits = 5;

/** A failure that says where a value was found, and never the value. */
export function leaked(hits: readonly Hit[]): Verdict {
  const mismatches = hits
    .slice(0, shownHits)
    .map(
      ({ source, line, byteOffset, label, encoding, pieceLength, whole }) =>
        `${source}, line ${line}, byte ${byteOffset}: ${whole ? 'the value' : `${pieceLength} bytes of the value`} of ${label}, ${encoding}`,
    );
  const more = hits.length - mismatches.length;
  return {
    outcome: 'fail',
    evidence: { mismatches: more > 0 ? [...mismatches, `and ${more} more`] : mismatches },
  };
}
