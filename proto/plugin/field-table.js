import { getOption, ScalarType } from '@bufbuild/protobuf';
import { getComments } from '@bufbuild/protoplugin';
import { parseFieldComment, parseMessageComment } from './field-comment.js';

/** @typedef {import('@bufbuild/protobuf').DescFile} DescFile */
/** @typedef {import('@bufbuild/protobuf').DescMessage} DescMessage */
/** @typedef {import('@bufbuild/protobuf').DescField} DescField */
/** @typedef {import('@bufbuild/protobuf').DescMethod} DescMethod */
/** @typedef {import('@bufbuild/protobuf').DescExtension} DescExtension */
/** @typedef {{rpc: string, direction: 'request' | 'response', path: string}} Use */

/** The general limits of CSI in bytes, for a string and for a map of strings. */
export const GENERAL_LIMITS = { utf8: 128, 'map-sum': 4096 };

/**
 * Makes the field table of proto files from their descriptors and comments.
 *
 * @param {readonly DescFile[]} files the files to describe, with source info
 * @param {readonly DescFile[]} allFiles these and what they import: where the options are declared
 * @returns {{fields: object[], messages: object[], rpcs: object[]}} in the order of the files; shapes in conformance/src/field-table.ts
 * @throws {Error} naming every field and message whose comment breaks a rule, one a line
 */
export function fieldTable(files, allFiles) {
  const options = optionsOf(allFiles);
  const methods = files.flatMap((file) => file.services).flatMap((service) => service.methods);
  const messages = files.flatMap((file) => file.messages).flatMap(withNested);
  const uses = usesOf(methods, new Set(messages));
  /** @type {string[]} */
  const problems = [];

  const table = {
    rpcs: methods.map((method) => rpcEntry(method, options)),
    messages: messages.map((message) =>
      orProblem(problems, message.typeName, () => messageEntry(message, uses, options)),
    ),
    fields: messages
      .flatMap((message) => message.fields)
      .map((field) => orProblem(problems, pathOf(field), () => fieldEntry(field, uses, options))),
  };
  if (problems.length > 0) {
    throw new Error(`the comments do not make a field table:\n${problems.join('\n')}`);
  }
  return /** @type {{fields: object[], messages: object[], rpcs: object[]}} */ (table);
}

/**
 * @param {DescField} field
 * @param {Uses} uses
 * @param {Options} options
 */
function fieldEntry(field, uses, options) {
  const comments = getComments(field);
  if (comments.trailing !== undefined) {
    throw new Error('the field has a comment behind it; only the one above it is read');
  }
  const sizeOf = sizeMeasure(field);
  const comment = parseFieldComment(comments.leading ?? '', { sized: sizeOf !== null });
  const at = uses.fields.get(field) ?? [];
  if (at.length === 0) {
    throw new Error('no rpc carries the field');
  }
  return {
    path: pathOf(field),
    message: field.parent.typeName,
    field: field.name,
    localName: field.localName,
    number: field.number,
    ...typeOf(field),
    oneof: field.oneof?.name ?? null,
    presence: comment.presence,
    sizeLimit: sizeOf === null ? null : (comment.size ?? GENERAL_LIMITS[sizeOf]),
    sizeOf,
    sizeOverride: comment.size !== null,
    defaultValue: comment.defaultValue,
    secret: marked(field, options.secret),
    stage: fieldStage(field, comment.beta, options),
    ...carriers(at),
    uses: at,
  };
}

/**
 * @param {DescMessage} message
 * @param {Uses} uses
 * @param {Options} options
 */
function messageEntry(message, uses, options) {
  const at = uses.messages.get(message) ?? [];
  if (at.length === 0) {
    throw new Error('no rpc carries the message');
  }
  return {
    message: message.typeName,
    stage: marked(message, options.alphaMessage) ? 'alpha' : 'stable',
    sizeLimit: parseMessageComment(getComments(message).leading ?? ''),
    ...carriers(at),
  };
}

/**
 * @param {DescMethod} method
 * @param {Options} options
 */
function rpcEntry(method, options) {
  return {
    path: rpcPath(method),
    service: method.parent.typeName,
    method: method.name,
    stage: marked(method, options.alphaMethod) ? 'alpha' : 'stable',
    request: method.input.typeName,
    response: method.output.typeName,
  };
}

/**
 * @param {DescField} field
 * @param {boolean} beta
 * @param {Options} options
 */
function fieldStage(field, beta, options) {
  const alpha = marked(field, options.alphaField) || marked(field.parent, options.alphaMessage);
  if (field.message && marked(field.message, options.alphaMessage) && !alpha) {
    throw new Error(`${field.message.typeName} is alpha, so the field has to be marked alpha_field`);
  }
  if (beta) {
    return 'beta';
  }
  return alpha ? 'alpha' : 'stable';
}

/** @param {DescField} field */
function typeOf(field) {
  switch (field.fieldKind) {
    case 'scalar':
      return { type: 'scalar', of: scalarName(field.scalar), mapKey: null };
    case 'enum':
      return { type: 'enum', of: field.enum.typeName, mapKey: null };
    case 'message':
      return { type: 'message', of: field.message.typeName, mapKey: null };
    case 'list':
      return { type: 'repeated', of: elementName(field), mapKey: null };
    case 'map':
      return { type: 'map', of: elementName(field), mapKey: scalarName(field.mapKey) };
  }
}

/** @param {DescField} field */
function elementName(field) {
  return (
    field.message?.typeName ??
    field.enum?.typeName ??
    scalarName(/** @type {import('@bufbuild/protobuf').ScalarType} */ (field.scalar))
  );
}

/** @param {import('@bufbuild/protobuf').ScalarType} scalar */
function scalarName(scalar) {
  return ScalarType[scalar].toLowerCase();
}

/**
 * @param {DescField} field
 * @returns {'utf8' | 'map-sum' | null}
 */
function sizeMeasure(field) {
  if (field.scalar !== ScalarType.STRING) {
    return null;
  }
  if (field.fieldKind === 'map') {
    return field.mapKey === ScalarType.STRING ? 'map-sum' : null;
  }
  return 'utf8';
}

/** @typedef {{fields: Map<DescField, Use[]>, messages: Map<DescMessage, Use[]>}} Uses */

/**
 * Walks from every rpc to the fields and messages it carries.
 *
 * @param {readonly DescMethod[]} methods
 * @param {ReadonlySet<DescMessage>} own where to stop: messages of imported files have no comments to read
 * @returns {Uses}
 */
function usesOf(methods, own) {
  /** @type {Uses} */
  const uses = { fields: new Map(), messages: new Map() };

  /**
   * @param {DescMessage} message
   * @param {Use} use
   * @param {readonly DescMessage[]} above
   */
  const walk = (message, use, above) => {
    if (!own.has(message) || above.includes(message)) {
      return;
    }
    append(uses.messages, message, use);
    for (const field of message.fields) {
      const path = use.path === '' ? field.name : `${use.path}.${field.name}`;
      append(uses.fields, field, { ...use, path });
      if (field.message) {
        const inside = field.fieldKind === 'message' ? path : `${path}[]`;
        walk(field.message, { ...use, path: inside }, [...above, message]);
      }
    }
  };
  for (const method of methods) {
    walk(method.input, { rpc: rpcPath(method), direction: 'request', path: '' }, []);
    walk(method.output, { rpc: rpcPath(method), direction: 'response', path: '' }, []);
  }
  return uses;
}

/** @param {readonly Use[]} uses */
function carriers(uses) {
  const directions = new Set(uses.map((use) => use.direction));
  return {
    direction: directions.size > 1 ? 'both' : [...directions][0],
    rpcs: [...new Set(uses.map((use) => use.rpc))],
  };
}

/** @typedef {{secret: DescExtension, alphaField: DescExtension, alphaMessage: DescExtension, alphaMethod: DescExtension}} Options */

/**
 * @param {readonly DescFile[]} files
 * @returns {Options}
 */
function optionsOf(files) {
  const extensions = files.flatMap((file) => file.extensions);
  /** @param {string} typeName */
  const find = (typeName) => {
    const extension = extensions.find((candidate) => candidate.typeName === typeName);
    if (!extension) {
      throw new Error(`the option ${typeName} is not declared`);
    }
    return extension;
  };
  return {
    secret: find('csi.v1.csi_secret'),
    alphaField: find('csi.v1.alpha_field'),
    alphaMessage: find('csi.v1.alpha_message'),
    alphaMethod: find('csi.v1.alpha_method'),
  };
}

/**
 * @param {DescField | DescMessage | DescMethod} desc
 * @param {DescExtension} option
 */
function marked(desc, option) {
  return getOption(desc, option) === true;
}

/** @param {DescField} field */
function pathOf(field) {
  const { file, typeName } = field.parent;
  const message = typeName.slice(file.proto.package.length + 1);
  return `${message}.${field.name}`;
}

/** @param {DescMethod} method */
function rpcPath(method) {
  return `/${method.parent.typeName}/${method.name}`;
}

/**
 * @param {DescMessage} message
 * @returns {DescMessage[]}
 */
function withNested(message) {
  return [message, ...message.nestedMessages.flatMap(withNested)];
}

/**
 * @template K, V
 * @param {Map<K, V[]>} map
 * @param {K} key
 * @param {V} value
 */
function append(map, key, value) {
  map.set(key, [...(map.get(key) ?? []), value]);
}

/**
 * @template T
 * @param {string[]} problems
 * @param {string} name
 * @param {() => T} make
 */
function orProblem(problems, name, make) {
  try {
    return make();
  } catch (error) {
    problems.push(`${name}: ${error instanceof Error ? error.message : String(error)}`);
    return undefined;
  }
}
