import { describe, expect, it } from 'vitest';
import { wrap, wrapAfter } from './wrap.js';

describe('wrap', () => {
  it('breaks at spaces', () => {
    expect(wrap('one two three four', 10)).toEqual(['one two', 'three four']);
  });

  it('breaks a longer word where it must', () => {
    expect(wrap('a 0123456789abc d', 10)).toEqual(['a', '0123456789', 'abc d']);
  });

  it('gives one empty line for an empty text', () => {
    expect(wrap('', 10)).toEqual(['']);
  });

  it('counts characters, not code units', () => {
    expect(wrap('😀😀😀😀😀😀😀😀😀😀', 10)).toHaveLength(1);
  });

  it('never begins a line with what a workflow takes for a command', () => {
    expect(wrap('0123456789::error::x', 10)).toEqual(['012345678', '9::error::', 'x']);
  });
});

describe('wrapAfter', () => {
  it('indents further lines by the width of the prefix', () => {
    expect(wrapAfter('- ', 'one two three four', 12)).toEqual(['- one two', '  three four']);
  });
});
