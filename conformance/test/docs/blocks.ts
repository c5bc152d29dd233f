/** A fenced block of a Markdown document. */
export interface Block {
  readonly language: string;
  /** What `title="…"` beside the language says: the file that the block is. */
  readonly title?: string;
  readonly text: string;
  /** Line of its fence, from 1. */
  readonly line: number;
  /** Heading of the second level above it. */
  readonly section: string;
}

/** A command of an `sh` block. */
export interface Command {
  /** The command without its comment. */
  readonly text: string;
  /** Exit code that the document gives beside it as `# exit N`; 0 unless said. */
  readonly exit: number;
}

/** Every fenced block, in order. */
export function blocksOf(markdown: string): Block[] {
  const blocks: Block[] = [];
  let section = '';
  let open: (Omit<Block, 'text' | 'section'> & { readonly lines: string[] }) | undefined;
  for (const [i, line] of markdown.split('\n').entries()) {
    const fence = /^```(\w*)(?:.* title="([^"]+)")?/.exec(line);
    if (open === undefined) {
      section = /^## (.*)$/.exec(line)?.[1] ?? section;
      if (fence !== null) {
        const [, language = '', title] = fence;
        open = { language, line: i + 1, lines: [], ...(title === undefined ? {} : { title }) };
      }
    } else if (fence === null) {
      open.lines.push(line);
    } else {
      const { lines, ...rest } = open;
      blocks.push({ ...rest, text: lines.join('\n'), section });
      open = undefined;
    }
  }
  return blocks;
}

/** The commands of an `sh` block; a backslash at its end continues a line. */
export function commandsOf(text: string): Command[] {
  return text
    .replaceAll('\\\n', ' ')
    .split('\n')
    .filter((line) => line.trim() !== '' && !line.startsWith('#'))
    .map((line) => {
      const [, command = line, exit] = /^(.*?)\s+# exit (\d+)$/.exec(line) ?? [];
      return { text: command.trim(), exit: exit === undefined ? 0 : Number(exit) };
    });
}

/** Name of the file that a block shows, from a comment in its first line. */
export function fileNameOf(text: string): string | undefined {
  return /^(?:#|\/\/) ([\w.-]+(?:\/[\w.-]+)*)\n/.exec(text)?.[1];
}

/** The prose of a document: everything outside of fenced blocks. */
export function proseOf(markdown: string): string {
  return markdown.replace(/^```[\s\S]*?^```$/gm, '');
}

/** The texts of inline code. */
export function inlineCode(markdown: string): string[] {
  return [...proseOf(markdown).matchAll(/`([^`\n]+)`/g)].map(([, code]) => code ?? '');
}
