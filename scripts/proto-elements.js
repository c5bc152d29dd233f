import { toJson } from '@bufbuild/protobuf';
import {
  EnumOptionsSchema,
  EnumValueOptionsSchema,
  FieldOptionsSchema,
  MessageOptionsSchema,
  MethodOptionsSchema,
  OneofOptionsSchema,
  ServiceOptionsSchema,
} from '@bufbuild/protobuf/wkt';

/** @typedef {{file: import('@bufbuild/protobuf').DescFile, registry: import('@bufbuild/protobuf').FileRegistry}} View */

/**
 * One message, field, oneof, enum, enum value, extension, service or method.
 *
 * @typedef {object} Element
 * @property {string} kind
 * @property {string} name full name
 * @property {string | null} parent full name of the element that it is in
 * @property {Record<string, unknown>} facts what both sides of a wire have to agree on
 * @property {Record<string, unknown>} options as JSON, extensions in brackets
 * @property {string | null} slot what its number takes: equal in two elements that cannot be together
 * @property {string | null} scope a further full name that it takes
 * @property {boolean} whole whether a partial view that has it has all that is in it
 */

/**
 * Every element of a view by full name.
 *
 * @param {View} view
 * @returns {Map<string, Element>}
 */
export function elementsOf({ file, registry }) {
  /** @type {Map<string, Element>} */
  const elements = new Map();
  /**
   * @param {string} kind
   * @param {string} name
   * @param {string | null} parent
   * @param {Record<string, unknown>} facts
   * @param {Record<string, unknown>} options
   * @param {{slot?: string, scope?: string, whole?: boolean}} [more]
   */
  const add = (kind, name, parent, facts, options, { slot, scope, whole = false } = {}) =>
    elements.set(name, {
      kind,
      name,
      parent,
      facts,
      options,
      slot: slot ?? null,
      scope: scope ?? null,
      whole,
    });

  /** @param {import('@bufbuild/protobuf').DescEnum} desc */
  const addEnum = (desc) => {
    const options = optionsAs(EnumOptionsSchema, desc.proto.options, registry);
    add('enum', desc.typeName, desc.parent?.typeName ?? null, {}, options, { whole: true });
    for (const value of desc.values) {
      add(
        'enum value',
        `${desc.typeName}.${value.name}`,
        desc.typeName,
        { number: value.number },
        optionsAs(EnumValueOptionsSchema, value.proto.options, registry),
        {
          slot: `${desc.typeName}=${value.number}`,
          // Protobuf puts the name of a value beside its enum, not into it.
          scope: `${desc.typeName.slice(0, desc.typeName.lastIndexOf('.'))}.${value.name}`,
        },
      );
    }
  };
  /** @param {import('@bufbuild/protobuf').DescMessage} desc */
  const addMessage = (desc) => {
    const options = optionsAs(MessageOptionsSchema, desc.proto.options, registry);
    add('message', desc.typeName, desc.parent?.typeName ?? null, {}, options, { whole: true });
    for (const oneof of desc.oneofs) {
      add(
        'oneof',
        `${desc.typeName}.${oneof.name}`,
        desc.typeName,
        {},
        optionsAs(OneofOptionsSchema, oneof.proto.options, registry),
      );
    }
    for (const field of desc.fields) {
      add(
        'field',
        `${desc.typeName}.${field.name}`,
        desc.typeName,
        fieldFacts(field),
        optionsAs(FieldOptionsSchema, field.proto.options, registry),
        { slot: `${desc.typeName}=${field.number}` },
      );
    }
    desc.nestedMessages.forEach(addMessage);
    desc.nestedEnums.forEach(addEnum);
    desc.nestedExtensions.forEach(addExtension);
  };
  /** @param {import('@bufbuild/protobuf').DescExtension} desc */
  const addExtension = (desc) =>
    add(
      'extension',
      desc.typeName,
      desc.parent?.typeName ?? null,
      { ...fieldFacts(desc), extendee: desc.extendee.typeName },
      optionsAs(FieldOptionsSchema, desc.proto.options, registry),
      { slot: `${desc.extendee.typeName}=${desc.number}` },
    );

  file.messages.forEach(addMessage);
  file.enums.forEach(addEnum);
  file.extensions.forEach(addExtension);
  for (const service of file.services) {
    add(
      'service',
      service.typeName,
      null,
      {},
      optionsAs(ServiceOptionsSchema, service.proto.options, registry),
    );
    for (const method of service.methods) {
      add(
        'method',
        `${service.typeName}.${method.name}`,
        service.typeName,
        { request: method.input.typeName, response: method.output.typeName, streaming: method.methodKind },
        optionsAs(MethodOptionsSchema, method.proto.options, registry),
      );
    }
  }
  return elements;
}

/** @param {import('@bufbuild/protobuf').DescField | import('@bufbuild/protobuf').DescExtension} field */
function fieldFacts(field) {
  const { proto } = field;
  return {
    number: proto.number,
    type: proto.typeName === '' ? proto.type : proto.typeName,
    label: proto.label,
    optional: proto.proto3Optional,
    oneof: field.oneof?.name ?? null,
    json: proto.jsonName,
    // The entries of a map are a message that protoc makes up.
    map: field.fieldKind === 'map' ? [field.mapKey, field.mapKind, field.scalar ?? null] : null,
  };
}

/**
 * @template {import('@bufbuild/protobuf').DescMessage} T
 * @param {T} schema
 * @param {import('@bufbuild/protobuf').MessageShape<T> | undefined} options
 * @param {import('@bufbuild/protobuf').FileRegistry} registry
 * @returns {Record<string, unknown>}
 */
function optionsAs(schema, options, registry) {
  const json = options === undefined ? {} : toJson(schema, options, { registry });
  return /** @type {Record<string, unknown>} */ (json);
}
