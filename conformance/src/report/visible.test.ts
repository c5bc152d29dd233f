import { describe, expect, it } from 'vitest';
import { oneLine, visible, visibleJson } from './visible.js';

describe('visible', () => {
  it.each([
    ['a terminal escape', '\u001b[31mred', '\\x1b[31mred'],
    ['a control character of the upper range', '\u009b2J', '\\x9b2J'],
    ['line breaks and tabs', 'a\r\n\tb', 'a\\r\\n\\tb'],
    ['a direction override', '\u202egnp', '\\u202egnp'],
    ['separators that some readers take for line breaks', 'a\u2028b', 'a\\u2028b'],
    ['a lone surrogate', '\ud800', '\\ud800'],
    ['a tag character', '\u{e0041}', '\\u{e0041}'],
    ['what XML has no place for', '\ufffe', '\\ufffe'],
    ['a workflow command', '::error::x', '\\x3a:error::x'],
    ['a workflow command after a space', 'a ::error::x', 'a \\x3a:error::x'],
    ['a workflow command of the old form', 'a ##[debug]', 'a \\x23#[debug]'],
  ])('escapes %s', (_, text, shown) => {
    expect(visible(text)).toBe(shown);
  });

  it('leaves words, paths, emoji and other scripts alone', () => {
    const text = 'C:\\x std::string fe80::1 größer 日本語 😀 "q" <b>';
    expect(visible(text)).toBe(text);
  });
});

describe('oneLine', () => {
  it('takes line breaks as layout', () => {
    expect(oneLine('One sentence.\n  Another.\n')).toBe('One sentence. Another.');
  });
});

describe('visibleJson', () => {
  it('escapes what a terminal obeys and stays the same JSON', () => {
    const value = { a: '\u009b\u202e\u2028\u007f\u{e0041} ##[x]\n', b: 1 };
    const json = visibleJson(value);
    expect(json).toBe('{"a":"\\u009b\\u202e\\u2028\\u007f\\udb40\\udc41 \\u0023#[x]\\n","b":1}');
    expect(JSON.parse(json)).toEqual(value);
  });
});
