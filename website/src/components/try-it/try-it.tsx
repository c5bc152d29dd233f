/** Judges a request and an answer in the page. */
export function TryIt(_: { readonly requirement: string; readonly request?: unknown }) {
  return null;
}
