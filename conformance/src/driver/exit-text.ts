/** How a process ended, in words. */
export function exitText(exit: { readonly code: number | null; readonly signal: string | null }): string {
  return exit.signal !== null ? `signal ${exit.signal}` : `exit status ${exit.code ?? 'unknown'}`;
}
