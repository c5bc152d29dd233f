/**
 * Prepares tables for narrow screens: each cell learns the heading of its column, and roles stay what they are when the style
 * sheet makes blocks of rows.
 */
export function stackTables() {
  return (tree) => visit(tree);
}

function visit(node) {
  if (node.type === 'element' && node.tagName === 'table') label(node);
  for (const child of node.children ?? []) visit(child);
}

function label(table) {
  table.properties = { ...table.properties, role: 'table' };
  const rows = elements(table, 'tr');
  const headings = elements(rows[0] ?? table, 'th').map(textOf);
  for (const part of [...elements(table, 'thead'), ...elements(table, 'tbody')])
    part.properties = { ...part.properties, role: 'rowgroup' };
  for (const row of rows) {
    row.properties = { ...row.properties, role: 'row' };
    for (const heading of elements(row, 'th'))
      heading.properties = { ...heading.properties, role: 'columnheader' };
    for (const [index, cell] of elements(row, 'td').entries()) stack(cell, headings[index] ?? '');
  }
}

/** What a cell holds stays together beside its heading. */
function stack(cell, heading) {
  cell.properties = { ...cell.properties, role: 'cell', 'data-label': heading };
  if (cell.children.length > 0)
    cell.children = [{ type: 'element', tagName: 'div', properties: {}, children: cell.children }];
}

function elements(node, tagName) {
  return (node.children ?? []).flatMap((child) => [
    ...(child.tagName === tagName ? [child] : []),
    ...elements(child, tagName),
  ]);
}

function textOf(node) {
  return node.type === 'text' ? node.value : (node.children ?? []).map(textOf).join('');
}
