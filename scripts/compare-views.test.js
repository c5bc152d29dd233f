import { describe, expect, test, vi } from 'vitest';
import { compareViews, isGraduation } from './compare-views.js';
import { describeProto } from './describe-proto.js';

// Each test runs buf.
vi.setConfig({ testTimeout: 60_000 });

const UPSTREAM = `syntax = "proto3";
package csi.v1;
import "google/protobuf/descriptor.proto";
extend google.protobuf.EnumValueOptions { bool alpha_enum_value = 1060; }
extend google.protobuf.FieldOptions { bool csi_secret = 1059; bool alpha_field = 1060; }
extend google.protobuf.MessageOptions { bool alpha_message = 1060; }
extend google.protobuf.MethodOptions { bool alpha_method = 1060; }
service Node {
  rpc Stage(Ask) returns (Answer) {}
  rpc Ask1(Ask) returns (Answer) { option (alpha_method) = true; }
}
message Ask {
  reserved 20 to 21;
  reserved "gone";
  string id = 1;
  map<string, string> secrets = 2 [(csi_secret) = true];
  repeated string tags = 3;
  oneof pick { int32 left = 4; int32 right = 5; }
}
message Answer {
  enum Type { UNKNOWN = 0; ONE = 1; TWO = 2 [(alpha_enum_value) = true]; reserved 9; }
  Type type = 1;
  message Inner { bool ok = 1; }
  Inner inner = 2;
}
`;

/** A legal view: one method and everything it needs, with additions marked alpha. */
const VIEW = UPSTREAM.replace('  rpc Stage(Ask) returns (Answer) {}\n', '')
  .replace('  reserved 20 to 21;\n  reserved "gone";\n', '')
  .replace(' reserved 9;', ' TEN = 10 [(alpha_enum_value) = true];')
  .replace(
    'service Node {',
    'service Node {\n  rpc Fresh(FreshAsk) returns (FreshAnswer) { option (alpha_method) = true; }',
  )
  .replace('  Inner inner = 2;', '  Inner inner = 2;\n  FreshAsk fresh = 3 [(alpha_field) = true];')
  .concat(
    'message FreshAsk { option (alpha_message) = true; string a = 1; }\n',
    'message FreshAnswer { option (alpha_message) = true; message Deep { string b = 1; } Deep deep = 1; }\n',
  );

/** The differences of the view after an edit, as text. */
function found(from, to, { upstream = UPSTREAM } = {}) {
  expect(VIEW).toContain(from);
  return compareViews(describeProto(VIEW.replace(from, to)), describeProto(upstream)).map(
    (difference) => difference.message,
  );
}

describe('compareViews', () => {
  test('finds nothing in a true view that lacks methods and adds alpha elements', () => {
    expect(found('string id = 1;', 'string id = 1;')).toEqual([]);
  });

  test.each([
    ['a package', 'package csi.v1;', 'package csi.v2;', 'file: has package "csi.v2", upstream "csi.v1"'],
    ['a field number', 'string id = 1;', 'string id = 6;', 'csi.v1.Ask.id: has number 6, upstream 1'],
    ['a field type', 'string id = 1;', 'bytes id = 1;', 'csi.v1.Ask.id: has type 12, upstream 9'],
    ['a label', 'repeated string tags', 'string tags', 'csi.v1.Ask.tags: has label 1, upstream 3'],
    [
      'presence',
      'string id = 1;',
      'optional string id = 1;',
      'csi.v1.Ask.id: has optional true, upstream false',
    ],
    [
      'a map value',
      'map<string, string> secrets',
      'map<string, int32> secrets',
      'csi.v1.Ask.secrets: has map [9,"scalar",5], upstream [9,"scalar",9]',
    ],
    [
      'a oneof',
      'oneof pick { int32 left = 4; int32 right = 5; }',
      'int32 left = 4; oneof pick { int32 right = 5; }',
      'csi.v1.Ask.left: has oneof null, upstream "pick"',
    ],
    [
      'a lost secret mark',
      'secrets = 2 [(csi_secret) = true]',
      'secrets = 2',
      'csi.v1.Ask.secrets: has options {}, upstream {"[csi.v1.csi_secret]":true}',
    ],
    [
      'an added option',
      'string id = 1;',
      'string id = 1 [deprecated = true];',
      'csi.v1.Ask.id: has options {"deprecated":true}, upstream {}',
    ],
    [
      'a lost alpha mark',
      'TWO = 2 [(alpha_enum_value) = true]',
      'TWO = 2',
      'csi.v1.Answer.Type.TWO: has options {}, upstream {"[csi.v1.alpha_enum_value]":true}',
    ],
    [
      'a method option',
      'rpc Ask1(Ask) returns (Answer) { option (alpha_method) = true; }',
      'rpc Ask1(Ask) returns (Answer) {}',
      'csi.v1.Node.Ask1: has options {}, upstream {"[csi.v1.alpha_method]":true}',
    ],
    [
      'a request type',
      'rpc Ask1(Ask)',
      'rpc Ask1(FreshAsk)',
      'csi.v1.Node.Ask1: has request "csi.v1.FreshAsk", upstream "csi.v1.Ask"',
    ],
    [
      'streaming',
      'rpc Ask1(Ask) returns (Answer)',
      'rpc Ask1(Ask) returns (stream Answer)',
      'csi.v1.Node.Ask1: has streaming "server_streaming", upstream "unary"',
    ],
    ['an enum number', 'ONE = 1;', 'ONE = 3;', 'csi.v1.Answer.Type.ONE: has number 3, upstream 1'],
    [
      'an extension number',
      'bool csi_secret = 1059;',
      'bool csi_secret = 1058;',
      'csi.v1.csi_secret: has number 1058, upstream 1059',
    ],
    [
      'a missing field',
      'repeated string tags = 3;',
      '',
      'csi.v1.Ask.tags: upstream has this field, and this view of its parent lacks it',
    ],
    [
      'a missing enum value',
      'ONE = 1;',
      '',
      'csi.v1.Answer.Type.ONE: upstream has this enum value, and this view of its parent lacks it',
    ],
    [
      'another kind under the same name',
      'message Inner { bool ok = 1; }',
      'enum Inner { ZERO = 0; }',
      'csi.v1.Answer.Inner: is enum here, message upstream',
    ],
    [
      'an addition without a mark',
      'message FreshAsk { option (alpha_message) = true;',
      'message FreshAsk {',
      'csi.v1.FreshAsk: upstream lacks this message, and it is not marked alpha',
    ],
    [
      'an added method without a mark',
      'rpc Fresh(FreshAsk) returns (FreshAnswer) { option (alpha_method) = true; }',
      'rpc Fresh(FreshAsk) returns (FreshAnswer) {}',
      'csi.v1.Node.Fresh: upstream lacks this method, and it is not marked alpha',
    ],
    [
      'a reserved field number',
      'string id = 1;',
      'string id = 1; string n = 20 [(alpha_field) = true];',
      'csi.v1.Ask.n: takes a name or number that upstream reserves',
    ],
    [
      'a reserved field name',
      'string id = 1;',
      'string id = 1; string gone = 30 [(alpha_field) = true];',
      'csi.v1.Ask.gone: takes a name or number that upstream reserves',
    ],
    [
      'a reserved enum number',
      'TEN = 10',
      'TEN = 9',
      'csi.v1.Answer.Type.TEN: takes a name or number that upstream reserves',
    ],
  ])('finds %s', (_aspect, from, to, message) => {
    expect(found(from, to)).toContain(message);
  });

  test.each([
    [
      'an enum number',
      'TWO = 2',
      'ELEVEN = 10; TWO = 2',
      'csi.v1.Answer.Type.TEN: takes the number of csi.v1.Answer.Type.ELEVEN upstream',
    ],
    [
      'a field number',
      'Inner inner = 2;',
      'Inner inner = 2; string other = 3;',
      'csi.v1.Answer.fresh: takes the number of csi.v1.Answer.other upstream',
    ],
    [
      'the name of a message, for an enum value',
      'Inner inner = 2;',
      'Inner inner = 2; message TEN {}',
      'csi.v1.Answer.Type.TEN: takes the name of csi.v1.Answer.TEN upstream',
    ],
    [
      'the name of a message, for another message',
      'message Ask {',
      'message FreshAsk { string z = 9; }\nmessage Ask {',
      'csi.v1.FreshAsk: has options {"[csi.v1.alpha_message]":true}, upstream {}',
    ],
    [
      'the name of a method',
      'service Node {',
      'service Node { rpc Fresh(Ask) returns (Answer) {}',
      'csi.v1.Node.Fresh: has request "csi.v1.FreshAsk", upstream "csi.v1.Ask"',
    ],
  ])('finds that upstream took %s', (_aspect, from, to, message) => {
    expect(UPSTREAM).toContain(from);
    const upstream = UPSTREAM.replace(from, to);
    expect(found('string id = 1;', 'string id = 1;', { upstream })).toContain(message);
  });
});

describe('isGraduation', () => {
  const options = (ours, theirs) => isGraduation({ name: 'x', aspect: 'options', message: '', ours, theirs });

  test('holds where only an alpha mark has gone since', () => {
    expect(options({}, { '[csi.v1.alpha_enum_value]': true })).toBe(true);
    expect(options({ deprecated: true }, { deprecated: true, '[csi.v1.alpha_field]': true })).toBe(true);
  });

  test('does not hold for any other difference', () => {
    expect(options({ '[csi.v1.alpha_field]': true }, {})).toBe(false);
    expect(options({}, { '[csi.v1.csi_secret]': true })).toBe(false);
    expect(options({}, { '[csi.v1.alpha_field]': true, '[csi.v1.csi_secret]': true })).toBe(false);
    expect(isGraduation({ name: 'x', aspect: 'number', message: '', ours: 1, theirs: 2 })).toBe(false);
  });
});
