/** A text that a table of Markdown holds in one cell. */
export function markdownCell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('<', '&lt;').replaceAll('\n', ' ');
}
