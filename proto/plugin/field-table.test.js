import { describe, expect, test, vi } from 'vitest';
import { describeProto } from '../../scripts/describe-proto.js';
import { fieldTable } from './field-table.js';

// Each test runs buf.
vi.setConfig({ testTimeout: 60_000 });

/** A small proto whose request has the given fields. */
function protoWith(fields, { more = '', messageComment = '' } = {}) {
  return `syntax = "proto3";
package csi.v1;
import "google/protobuf/descriptor.proto";
extend google.protobuf.FieldOptions { bool csi_secret = 1059; bool alpha_field = 1060; }
extend google.protobuf.MessageOptions { bool alpha_message = 1060; }
extend google.protobuf.MethodOptions { bool alpha_method = 1060; }
service Node {
  rpc Ask(AskRequest) returns (AskResponse) { option (alpha_method) = true; }
  rpc Look(LookRequest) returns (AskResponse) {}
}
${messageComment}
message AskRequest {
${fields}
}
message LookRequest {}
message AskResponse {
  // This field is OPTIONAL.
  repeated Item items = 1;
}
message Item {
  option (alpha_message) = true;
  // This field is REQUIRED.
  string name = 1 [(csi_secret) = true];
  // The same below.
  // This field is OPTIONAL.
  Item inner = 2;
}
${more}`.replace('repeated Item items = 1;', 'repeated Item items = 1 [(alpha_field) = true];');
}

function tableOf(text) {
  const { file, registry } = describeProto(text);
  return fieldTable([file], [...registry.files]);
}

const entry = (table, path) => table.fields.find((field) => field.path === path);

describe('fieldTable', () => {
  const table = tableOf(
    protoWith(
      `  // This field is REQUIRED.
  string plain = 1;
  // This field overrides the general CSI size limit.
  // The size of this field is at most 253 bytes.
  // This field is REQUIRED.
  string long_name = 2;
  // This field is OPTIONAL.
  map<string, string> labels = 3;
  // This field is OPTIONAL.
  repeated string tags = 4;
  // This field is OPTIONAL.
  map<string, uint32> counts = 5;
  // This field is OPTIONAL.
  bytes raw = 6;
  // This field is OPTIONAL.
  Color color = 7;
  oneof pick {
    // This is a beta field.
    // This field is OPTIONAL.
    uint32 first = 8 [(alpha_field) = true];
  }
  // This field is OPTIONAL.
  map<string, Box> boxes = 9;`,
      {
        more: `enum Color { UNKNOWN = 0; }
message Box {
  // This field is REQUIRED.
  string label = 1;
}`,
        messageComment: '// The serialized message is at most 1000 bytes.',
      },
    ),
  );

  test('gives strings and maps of strings the general limits and others none', () => {
    expect(entry(table, 'AskRequest.plain')).toMatchObject({
      sizeLimit: 128,
      sizeOf: 'utf8',
      sizeOverride: false,
    });
    expect(entry(table, 'AskRequest.labels')).toMatchObject({ sizeLimit: 4096, sizeOf: 'map-sum' });
    expect(entry(table, 'AskRequest.tags')).toMatchObject({
      sizeLimit: 128,
      sizeOf: 'utf8',
      type: 'repeated',
    });
    for (const field of ['counts', 'raw', 'color', 'first', 'boxes']) {
      expect(entry(table, `AskRequest.${field}`)).toMatchObject({ sizeLimit: null, sizeOf: null });
    }
  });

  test('takes an override from the comment', () => {
    expect(entry(table, 'AskRequest.long_name')).toMatchObject({ sizeLimit: 253, sizeOverride: true });
  });

  test('names field, type, number and oneof', () => {
    expect(entry(table, 'AskRequest.long_name')).toMatchObject({
      message: 'csi.v1.AskRequest',
      field: 'long_name',
      localName: 'longName',
      number: 2,
      type: 'scalar',
      of: 'string',
      mapKey: null,
      oneof: null,
      presence: 'REQUIRED',
    });
    expect(entry(table, 'AskRequest.counts')).toMatchObject({ type: 'map', of: 'uint32', mapKey: 'string' });
    expect(entry(table, 'AskRequest.color')).toMatchObject({ type: 'enum', of: 'csi.v1.Color' });
    expect(entry(table, 'AskRequest.first')).toMatchObject({ oneof: 'pick', presence: 'OPTIONAL' });
    expect(entry(table, 'AskResponse.items')).toMatchObject({ type: 'repeated', of: 'csi.v1.Item' });
    expect(entry(table, 'Item.inner')).toMatchObject({ type: 'message', of: 'csi.v1.Item' });
  });

  test('marks secrets and stages', () => {
    expect(entry(table, 'Item.name')).toMatchObject({ secret: true, stage: 'alpha' });
    expect(entry(table, 'AskRequest.plain')).toMatchObject({ secret: false, stage: 'stable' });
    expect(entry(table, 'AskResponse.items')).toMatchObject({ stage: 'alpha' });
    expect(entry(table, 'AskRequest.first')).toMatchObject({ stage: 'beta' });
  });

  test('finds every place where an rpc carries a field, and stops in a circle', () => {
    expect(entry(table, 'Item.name')).toMatchObject({
      direction: 'response',
      rpcs: ['/csi.v1.Node/Ask', '/csi.v1.Node/Look'],
      uses: [
        { rpc: '/csi.v1.Node/Ask', direction: 'response', path: 'items[].name' },
        { rpc: '/csi.v1.Node/Look', direction: 'response', path: 'items[].name' },
      ],
    });
    expect(entry(table, 'Box.label').uses).toEqual([
      { rpc: '/csi.v1.Node/Ask', direction: 'request', path: 'boxes[].label' },
    ]);
  });

  test('lists messages and rpcs', () => {
    expect(table.messages.map(({ message, stage, sizeLimit }) => [message, stage, sizeLimit])).toEqual([
      ['csi.v1.AskRequest', 'stable', 1000],
      ['csi.v1.LookRequest', 'stable', null],
      ['csi.v1.AskResponse', 'stable', null],
      ['csi.v1.Item', 'alpha', null],
      ['csi.v1.Box', 'stable', null],
    ]);
    expect(table.rpcs[0]).toEqual({
      path: '/csi.v1.Node/Ask',
      service: 'csi.v1.Node',
      method: 'Ask',
      stage: 'alpha',
      request: 'csi.v1.AskRequest',
      response: 'csi.v1.AskResponse',
    });
    expect(table.rpcs[1]).toMatchObject({ method: 'Look', stage: 'stable' });
  });

  test('calls a message that travels both ways both', () => {
    const both = tableOf(protoWith('  // This field is OPTIONAL.\n  Item item = 1 [(alpha_field) = true];'));
    expect(entry(both, 'Item.name')).toMatchObject({ direction: 'both' });
  });

  test('names every field at fault, one a line', () => {
    const text = protoWith(
      '  // A name.\n  string a = 1;\n  // At most 9 bytes. This field is REQUIRED.\n  string b = 2;',
    );
    expect(() => tableOf(text)).toThrow(
      /AskRequest\.a: the comment says neither REQUIRED nor OPTIONAL\nAskRequest\.b: the comment states 9 bytes without/,
    );
  });

  test.each([
    [
      'a comment behind a field',
      protoWith('  // This field is REQUIRED.\n  string a = 1; // At most 9 bytes.'),
      'AskRequest.a: the field has a comment behind it',
    ],
    [
      'a stable field of an alpha message',
      protoWith('  // This field is OPTIONAL.\n  Item item = 1;'),
      'AskRequest.item: csi.v1.Item is alpha, so the field has to be marked alpha_field',
    ],
    [
      'a message that no rpc carries',
      protoWith('', { more: 'message Lost {}' }),
      'csi.v1.Lost: no rpc carries the message',
    ],
    [
      'an option that is not declared',
      'syntax = "proto3"; package csi.v1; message A {}',
      'the option csi.v1.csi_secret is not declared',
    ],
  ])('refuses %s', (_situation, text, message) => {
    expect(() => tableOf(text)).toThrow(message);
  });
});
