import { type Document, isNode, LineCounter, parseAllDocuments } from 'yaml';
import { UsageError } from '../errors.js';

/** A YAML or JSON document with the places of its members. */
export interface SourceDocument {
  readonly data: unknown;
  /** Line of the member at a path, or of the nearest one around it; the document's first line for the root. */
  lineOf(path: readonly (string | number)[]): number;
}

/**
 * Reads YAML 1.2 (of which JSON is a part), one or more documents.
 *
 * @param what names the kind of file in messages, such as `profile`
 * @throws UsageError `cannot read profile x.yaml: line 3, column 5: …` for broken YAML, duplicated members and tabs
 */
export function parseDocuments(text: string, name: string, what: string): readonly SourceDocument[] {
  const lines = new LineCounter();
  const parsed = parseAllDocuments(text, {
    lineCounter: lines,
    prettyErrors: false,
    version: '1.2',
    uniqueKeys: true,
  });
  const documents: readonly Document[] = Array.isArray(parsed) ? parsed : [];
  for (const { errors, warnings } of documents) {
    const [problem] = [...errors, ...warnings];
    if (problem === undefined) continue;
    const { line, col } = lines.linePos(problem.pos[0]);
    throw new UsageError(
      `cannot read ${what} ${name}: line ${line}, column ${col}: ${sentence(problem.message)}`,
    );
  }
  return documents.map((document) => ({
    data: toData(document, name, what),
    lineOf: (path) => lineOf(document, lines, path),
  }));
}

/** Reads exactly one YAML or JSON document. Throws as {@link parseDocuments} does. */
export function parseDocument(text: string, name: string, what: string): SourceDocument {
  const documents = parseDocuments(text, name, what);
  if (documents.length > 1)
    throw new UsageError(`cannot read ${what} ${name}: it has ${documents.length} documents, one is allowed`);
  const [only] = documents;
  if (only === undefined || only.data === null)
    throw new UsageError(`cannot read ${what} ${name}: it is empty`);
  return only;
}

function toData(document: Document, name: string, what: string): unknown {
  try {
    // Bounded, so that aliases of aliases cannot fill the memory.
    return document.toJS({ maxAliasCount: 100 });
  } catch (reason) {
    throw new UsageError(`cannot read ${what} ${name}: ${sentence((reason as Error).message)}`, undefined, {
      cause: reason,
    });
  }
}

function lineOf(document: Document, lines: LineCounter, path: readonly (string | number)[]): number {
  for (let length = path.length; length >= 0; length--) {
    const node = length === 0 ? document.contents : document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) return lines.linePos(node.range[0]).line;
  }
  return 1;
}

/** A message of the YAML library in this project's manner: lower case, no full stop, one line. */
function sentence(message: string): string {
  const line = message.split('\n')[0] ?? '';
  return (line[0]?.toLowerCase() ?? '') + line.slice(1).replace(/[.:]\s*$/, '');
}
