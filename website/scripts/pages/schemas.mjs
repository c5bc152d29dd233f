import { editUrl, link } from '../lib/links.mjs';
import { code, page, plain, prose, span, table } from '../lib/markdown.mjs';

/** Schemas in the order of the menu, those of the tool before those of the specification; what is new goes last. */
const reading = [
  'profile',
  'report',
  'event',
  'known-failures',
  'providerclass',
  'csi-secret-ref',
  'contract',
  'requirement',
];

/** A page for each JSON Schema, member by member. */
export function schemaPages({ schemas }) {
  const rank = (name) => (reading.includes(name) ? reading.indexOf(name) : reading.length);
  return Object.entries(schemas)
    .sort(([a], [b]) => rank(a) - rank(b))
    .map(([name, schema]) => schemaPage(name, schema));
}

function schemaPage(name, schema) {
  const definitions = Object.entries(schema.$defs ?? {}).filter(([, definition]) => isSection(definition));
  return {
    path: `tool/schemas/${name}.mdx`,
    text: page(
      {
        title: `Schema: ${plain(schema.title)}`,
        slug: `/tool/schemas/${name}/`,
        sidebar_label: name,
        description: plain(schema.description).slice(0, 160),
        custom_edit_url: editUrl(`spec-tests/schemas/${name}.schema.json`),
      },
      prose(schema.description),
      `As a JSON Schema: [${name}.schema.json](pathname:///schemas/${name}.schema.json).`,
      schema.oneOf === undefined
        ? []
        : `One of ${schema.oneOf.map((one) => typeOf(one, schema)).join(', ')}.`,
      members(schema.type === 'array' ? schema.items : schema, schema),
      definitions.map(([key, definition]) => [
        `## ${plain(definition.title ?? key)} {/* #${key} */}`,
        prose(definition.description ?? ''),
        definition.enum === undefined
          ? [otherForms(definition, schema), members(definition, schema)]
          : `One of ${definition.enum.map((one) => span(String(one))).join(', ')}.`,
      ]),
      schema.examples === undefined
        ? []
        : ['## Example', code('json', JSON.stringify(schema.examples[0], undefined, 2))],
    ),
  };
}

/** Whether a definition has a section of its own. */
function isSection(definition) {
  return definition.enum !== undefined || objectsOf(definition).length > 0;
}

/** The objects that a value may be. */
function objectsOf(node) {
  return [node, ...(node?.oneOf ?? [])].filter((one) => one?.properties !== undefined);
}

/** What a value may be in place of an object, as the shorthand of it. */
function otherForms({ oneOf = [] }, root) {
  const others = oneOf.filter((one) => one.properties === undefined);
  if (others.length === 0) return [];
  return `A ${others.map((one) => typeOf(one, root)).join(' or ')}, or an object with these members:`;
}

function members(node, root) {
  const rows = rowsOf(node, root, '');
  return rows.length === 0 ? [] : table(['member', 'type', 'required', 'meaning', 'example'], rows);
}

/** Members of an object, and those of objects within it that have no definition of their own. */
function rowsOf(node, root, before) {
  const objects = objectsOf(node);
  const needed = objects.length > 1 ? 'one of these' : 'required';
  return objects.flatMap((object) => rowsOfObject(object, root, before, needed));
}

function rowsOfObject({ properties, required = [] }, root, before, needed) {
  return Object.entries(properties).flatMap(([name, member]) => {
    const target = resolve(member, root);
    const path = `${before}${name}`;
    const inner = member.$ref === undefined ? target : undefined;
    const items = target.type === 'array' && target.items?.$ref === undefined ? target.items : undefined;
    return [
      [
        span(path),
        typeOf(member, root),
        required.includes(name) ? needed : '',
        prose(target.description ?? ''),
        example(target),
      ],
      ...(inner === undefined ? [] : rowsOf(inner, root, `${path}.`)),
      ...(items === undefined ? [] : rowsOf(items, root, `${path}[].`)),
    ];
  });
}

function example({ examples: [first] = [], const: fixed }) {
  if (fixed !== undefined || first === undefined) return '';
  const text = JSON.stringify(first);
  return text.length > 120 ? '' : span(text);
}

function resolve(node, root) {
  const name = /^#\/\$defs\/(.+)$/.exec(node?.$ref ?? '')?.[1];
  return name === undefined ? node : { ...resolve(root.$defs[name], root), ...node };
}

function typeOf(node, root) {
  const name = /^#\/\$defs\/(.+)$/.exec(node.$ref ?? '')?.[1];
  if (name !== undefined) {
    const target = resolve(node, root);
    return isSection(root.$defs[name])
      ? link(plain(root.$defs[name].title ?? name), `#${name}`)
      : typeOf({ ...target, $ref: undefined }, root);
  }
  if (node.const !== undefined) return span(JSON.stringify(node.const));
  if (node.enum !== undefined) return node.enum.map((one) => span(String(one))).join(' or ');
  const alternatives = node.oneOf ?? node.anyOf;
  if (alternatives !== undefined)
    return [...new Set(alternatives.map((one) => typeOf(one, root)))].join(' or ');
  if (node.type === 'array')
    return `list of ${node.items === undefined ? 'anything' : typeOf(node.items, root)}`;
  return Array.isArray(node.type) ? node.type.join(' or ') : (node.type ?? 'any');
}
