import { createHash } from 'node:crypto';
import { visibleJson } from './visible.js';

/** A digest over pieces of text, which shows that a file was changed; it has no key, so it does not show who wrote it. */
export interface Digest {
  add(text: string): void;
  /** `sha256:` and hex; nothing can be added afterwards. */
  value(): string;
}

/** Begins a digest. */
export function startDigest(): Digest {
  const hash = createHash('sha256');
  return {
    add: (text) => void hash.update(text),
    value: () => `sha256:${hash.digest('hex')}`,
  };
}

/** Events as one JSON object a line; the last one, the footer, ends with a digest of all that stands before it. */
export async function* digestedLines(
  events: AsyncIterable<{ readonly type: string }>,
): AsyncGenerator<string> {
  const digest = startDigest();
  for await (const event of events) {
    const line = visibleJson(event);
    if (event.type === 'footer') {
      yield `${withDigest(line, digest)}\n`;
      return;
    }
    digest.add(`${line}\n`);
    yield `${line}\n`;
  }
}

/** Ends an object of JSON on one line with the digest of everything up to there. */
function withDigest(line: string, digest: Digest): string {
  const head = line.slice(0, -1);
  digest.add(head);
  return `${head},"digest":"${digest.value()}"}`;
}

/** The line without its digest, and the digest, of what {@link withDigest} made; undefined for anything else. */
export function splitDigest(line: string): { readonly head: string; readonly digest: string } | undefined {
  const [, head, digest] = /^(.*),"digest":"(sha256:[0-9a-f]{64})"\}$/s.exec(line) ?? [];
  return head === undefined || digest === undefined ? undefined : { head, digest };
}

/** A JSON document of several lines with the digest of everything before it as its last member. */
export function documentWithDigest(json: string): string {
  const head = json.slice(0, -2);
  return `${head},\n  "digest": "${digestOfDocument(head)}"\n}\n`;
}

/** What the digest at the end of a document says: that it holds, that it does not, or that there is none. */
export function checkDocument(
  text: string,
): { readonly digest: string; readonly holds: boolean } | undefined {
  const plain = text.replace(/^\ufeff/, '').replaceAll('\r\n', '\n');
  const [, head, digest] = /^(.*),\s*"digest": ?"(sha256:[0-9a-f]{64})"\s*\}\s*$/s.exec(plain) ?? [];
  if (head === undefined || digest === undefined) return undefined;
  return { digest, holds: digestOfDocument(head) === digest };
}

/** Why nothing shows that a document is as it was written; undefined where the digest at its end holds. */
export function digestProblem(
  text: string,
): { readonly problem: 'missing' | 'changed'; readonly why: string } | undefined {
  const checked = checkDocument(text);
  if (checked?.holds === true) return undefined;
  if (checked !== undefined)
    return {
      problem: 'changed',
      why: 'it was changed after it was written: its digest does not match',
    };
  return /"digest":/.test(text)
    ? { problem: 'changed', why: 'it is cut short, or was changed after its digest' }
    : { problem: 'missing', why: 'it has no digest, so nothing shows that it is whole' };
}

function digestOfDocument(head: string): string {
  const digest = startDigest();
  digest.add(head);
  return digest.value();
}
