import { type Document, isNode, LineCounter, parseAllDocuments, visit } from 'yaml';
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
    throw new UsageError(`cannot read ${what} ${name}: line ${line}, column ${col}: ${problemText(problem)}`);
  }
  return documents.map((document) => ({
    data: toData(document, lines, name, what),
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

function toData(document: Document, lines: LineCounter, name: string, what: string): unknown {
  visit(document, {
    Alias(_, alias) {
      if (alias.resolve(document) !== undefined) return;
      const { line, col } = lines.linePos(alias.range?.[0] ?? 0);
      throw new UsageError(
        `cannot read ${what} ${name}: line ${line}, column ${col}: an alias without its anchor`,
        'a text that begins with * needs quotes',
      );
    },
  });
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

/** Problems whose message in the library quotes the file, which may hold values. */
const withoutQuotes: Readonly<Record<string, string>> = {
  TAG_RESOLVE_FAILED: 'a tag that is not known; a text that begins with ! needs quotes',
  BAD_DQ_ESCAPE: 'an escape that is not known; a backslash within double quotes is \\\\',
  BAD_DIRECTIVE: 'a directive that is not known; a text that begins with % needs quotes',
};

function problemText({ code, message }: { readonly code: string; readonly message: string }): string {
  // What stands behind a colon is quoted.
  const told = code === 'UNEXPECTED_TOKEN' || code === 'IMPOSSIBLE' ? message.replace(/: .*/s, '') : message;
  return withoutQuotes[code] ?? sentence(told);
}

/** A message of the YAML library in this project's manner: lower case, no full stop, one line. */
function sentence(message: string): string {
  const line = message.split('\n')[0] ?? '';
  return (line[0]?.toLowerCase() ?? '') + line.slice(1).replace(/[.:]\s*$/, '');
}
