/** Why nothing could be connected to, the same in every client: `cannot connect: ENOENT`. Stock stacks say it each in their way. */
export function refusedText(text: string): string {
  return `cannot connect: ${/\bE[A-Z]{3,}\b/.exec(text)?.[0] ?? text}`;
}
