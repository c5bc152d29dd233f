/** Whole keys of requests and their segments, longest first, plain and percent-encoded. */
export function ownTexts(keys: readonly string[]): readonly string[] {
  const texts = keys.flatMap((key) => [key, ...key.split(/[/:.#?&=]/)]).filter((text) => text !== '');
  return [
    ...new Set(texts.flatMap((text) => [text, encodeURIComponent(text), JSON.stringify(text).slice(1, -1)])),
  ].sort((a, b) => b.length - a.length);
}

/** A message as its words and what lies between them, with the request's own texts and digits replaced. */
export function shapeOf(message: string, texts: readonly string[]): string[] {
  let shape = message;
  for (const text of texts) {
    const escaped = text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
    // A short segment must not take letters out of other words.
    shape = shape.replace(new RegExp(`(?<![\\p{L}\\p{N}])${escaped}(?![\\p{L}\\p{N}])`, 'gu'), '\ue000');
  }
  shape = shape.replace(/\ue000(?:[^\p{L}\p{N}\s]*\ue000)*/gu, '\ue000').replace(/\p{N}+/gu, '0');
  return shape.split(/([^\p{L}\p{N}\ue000_-]+)/u).filter((token) => token !== '');
}

/**
 * Whether the messages of two keys differ in shape in every round.
 *
 * @param rounds the messages for one key and for the other, once for each round
 * @param texts the requests' own texts, which do not count
 */
export function differs(rounds: readonly (readonly [string, string])[], texts: readonly string[]): boolean {
  const shapes = rounds.map(([a, b]) => [shapeOf(a, texts), shapeOf(b, texts)] as const);
  const [ones, others] = [shapes.map(([a]) => a), shapes.map(([, b]) => b)];
  if (unevenLengths(ones) || unevenLengths(others)) {
    return shapes.every(([a, b]) => a.join('') !== b.join('')) && lasting(ones) !== lasting(others);
  }
  const varies = varying(ones).concat(varying(others));
  return shapes.every(([a, b]) => {
    if (a.length !== b.length) return true;
    return a.some((token, index) => token !== b[index] && !varies.includes(index));
  });
}

/** Places at which identical calls got different tokens: times, trace ids and the like. */
function varying(shapes: readonly (readonly string[])[]): number[] {
  const [first = []] = shapes;
  return first.flatMap((token, index) =>
    shapes.some((shape) => shape.length === first.length && shape[index] !== token) ? [index] : [],
  );
}

function unevenLengths(shapes: readonly (readonly string[])[]): boolean {
  return new Set(shapes.map((shape) => shape.length)).size > 1;
}

/** What identical calls have in common where not even the number of tokens is the same. */
function lasting(shapes: readonly (readonly string[])[]): string {
  const [first = []] = shapes;
  return [...new Set(first)].filter((token) => shapes.every((shape) => shape.includes(token))).join('');
}
