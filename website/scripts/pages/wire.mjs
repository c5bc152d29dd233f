import { editUrl, fieldPath, link, requirementLink, rpcPath } from '../lib/links.mjs';
import { page, plain, prose, table } from '../lib/markdown.mjs';

const edit = editUrl('proto/csi/v1_10/csi.proto');
const short = (name) => name.replace(/^csi\.v1\./, '');

/** The wire contract: an overview, a page for each call, and a table of all fields. */
export function wirePages(data) {
  return [overview(data), ...data.toolkit.rpcs.map((rpc) => rpcPage(rpc, data)), fieldsPage(data)];
}

function overview({ toolkit, proto }) {
  const rows = toolkit.rpcs.map((rpc) => [
    link(`\`${rpc.method}\``, rpcPath(rpc.method)),
    `\`${short(rpc.service)}\``,
    rpc.stage,
    prose(proto.comments.get(`${short(rpc.service)}.${rpc.method}`)),
  ]);
  return {
    path: 'spec/wire/index.mdx',
    text: page(
      {
        title: 'On the wire',
        slug: '/spec/wire/',
        sidebar_label: 'Overview',
        description: 'The calls of the contract, made from the proto.',
        custom_edit_url: edit,
      },
      'The proto is a partial view of `csi.v1`: the calls that a driver with NodeGetEnvVars serves, with the names and numbers of CSI. Where CSI v1.12.0 and this view have the same message, they agree; what is new is marked as alpha. What CSI v1.13.0 changed beside it is told by [the change to CSI’s specification](/kep/csi-spec/).',
      table(['call', 'service', 'stage', 'what it does'], rows),
      `Sizes are bytes of UTF-8; the size of a map is the sum of its keys and values. ${link('Limits', '/spec/limits/')} has them all, and ${link('All fields', '/spec/wire/fields/')} each field with what binds it.`,
    ),
  };
}

function rpcPage(rpc, data) {
  const { toolkit, proto } = data;
  const carried = toolkit.messages.filter(({ rpcs }) => rpcs.includes(rpc.path));
  const enums = proto.enums.filter(({ name }) =>
    carried.some(({ message }) => name.startsWith(`${short(message)}.`)),
  );
  const text = proto.comments.get(`${short(rpc.service)}.${rpc.method}`);
  return {
    path: `spec/wire/${rpc.method}.mdx`,
    text: page(
      {
        title: rpc.method,
        slug: rpcPath(rpc.method),
        description: plain(text).slice(0, 160),
        custom_edit_url: edit,
      },
      `\`${rpc.path}\`, ${rpc.stage === 'stable' ? 'as in CSI' : rpc.stage}, takes ${messageLink(rpc.request)} and gives ${messageLink(rpc.response)}.`,
      text.split(/(?<=\.) (?=[A-Z])/).map(prose),
      carried.map((message) => messageBlock(message, data)),
      enums.map((one) => enumBlock(one, proto)),
    ),
  };
}

const messageLink = (name) => `[\`${short(name)}\`](#${short(name)})`;

function messageBlock({ message, stage, sizeLimit, direction }, data) {
  const name = short(message);
  const own = data.toolkit.fields.filter((field) => field.message === message);
  const facts = [
    direction === 'both' ? 'in request and response' : `in the ${direction}`,
    ...(stage === 'stable' ? [] : [stage]),
    ...(sizeLimit === null
      ? []
      : [`at most ${sizeLimit} bytes serialized, unless the driver advertises otherwise`]),
  ];
  return [
    `## ${name} {/* #${name} */}`,
    prose(data.proto.comments.get(name) ?? ''),
    `*${facts.join('; ')}*`,
    own.length === 0 ? 'It has no fields.' : own.map((field) => fieldBlock(field, data)),
  ];
}

function fieldBlock(field, { proto, bindings }) {
  const bound = bindings.find((one) => one.field === field.path)?.requirements ?? [];
  return [
    `### ${field.field} {/* #${field.path} */}`,
    `<p className="signature">\`${typeOf(field)}\` number ${field.number}, ${facts(field).join(', ')}</p>`,
    prose(proto.comments.get(field.path) ?? ''),
    bound.length === 0 ? undefined : `Bound by ${bound.map(requirementLink).join(', ')}.`,
  ];
}

function enumBlock({ name, values }, proto) {
  const rows = values.map((value) => [
    `\`${value.name}\``,
    String(value.number),
    value.alpha ? 'alpha' : 'stable',
    prose(proto.comments.get(`${name}.${value.name}`) ?? ''),
  ]);
  return [
    `## ${name} {/* #${name} */}`,
    prose(proto.comments.get(name) ?? ''),
    table(['value', 'number', 'stage', 'meaning'], rows),
  ];
}

function typeOf({ type, of, mapKey }) {
  const element = short(of);
  if (type === 'map') return `map<${mapKey}, ${element}>`;
  return type === 'repeated' ? `repeated ${element}` : element;
}

function limit({ sizeLimit, sizeOf, sizeOverride }) {
  if (sizeLimit === null) return undefined;
  const what = sizeOf === 'map-sum' ? `${sizeLimit} bytes in sum` : `${sizeLimit} bytes`;
  return sizeOverride ? `${what}, an override of CSI's limit` : what;
}

function facts(field) {
  const size = limit(field);
  return [
    field.presence,
    ...(field.oneof === null ? [] : [`one of ${field.oneof}`]),
    ...(size === undefined ? [] : [`at most ${size}`]),
    ...(field.secret ? ['secret: never logged'] : []),
    ...(field.stage === 'stable' ? [] : [field.stage]),
  ];
}

function fieldsPage({ toolkit, bindings }) {
  const anchored = toolkit.fields.map((field) => {
    const bound = bindings.find((one) => one.field === field.path)?.requirements ?? [];
    return [
      link(`\`${field.path}\``, fieldPath(field)),
      String(field.number),
      `\`${typeOf(field)}\``,
      field.presence,
      limit(field) ?? '',
      field.secret ? 'secret' : '',
      field.stage,
      bound.map(requirementLink).join(' '),
    ];
  });
  return {
    path: 'spec/wire/fields.mdx',
    text: page(
      {
        title: 'All fields',
        slug: '/spec/wire/fields/',
        description:
          'Every field of every message: number, presence, limit, secrecy, stage, and the requirements that bind it.',
        custom_edit_url: edit,
        hide_table_of_contents: true,
      },
      table(['field', 'number', 'type', 'presence', 'limit', 'secrecy', 'stage', 'bound by'], anchored),
    ),
  };
}
