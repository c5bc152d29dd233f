/** A category of a sidebar; with a page of its own where one is named. */
export function category(label, items, link) {
  return { type: 'category', label, items, ...(link !== undefined && { link: { type: 'doc', id: link } }) };
}
