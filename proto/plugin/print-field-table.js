/**
 * Writes a field table as TypeScript.
 *
 * @param {ReturnType<typeof import('./field-table.js').fieldTable>} table
 * @param {readonly string[]} sources the proto files it was made from
 * @returns {string[]} lines
 */
export function printFieldTable(table, sources) {
  return [
    `// Generated from ${sources.join(', ')} by proto/plugin: change that and run \`npm run generate\`.`,
    '',
    "import type { FieldEntry, MessageEntry, RpcEntry } from '../field-table.js';",
    '',
    '/** Every field of every message, in the order of the proto. */',
    `export const fields: readonly FieldEntry[] = ${literal(table.fields)};`,
    '',
    '/** Every message, in the order of the proto. */',
    `export const messages: readonly MessageEntry[] = ${literal(table.messages)};`,
    '',
    '/** Every rpc, in the order of the proto. */',
    `export const rpcs: readonly RpcEntry[] = ${literal(table.rpcs)};`,
  ];
}

/** @param {unknown} value */
function literal(value) {
  return JSON.stringify(value, null, 2).replace(/^(\s*)"(\w+)":/gm, '$1$2:');
}
