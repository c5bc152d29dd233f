const types = (style, ...names) => ({ types: names, style });
const color = (name) => ({ color: `var(--${name})` });

/**
 * Few colours, each with a contrast of at least 4.5 to 1 on the background of a code block. They are those of tokens.css, so that the
 * built page has the right ones in either theme before any script runs.
 */
export const codeTheme = {
  plain: { ...color('ink'), backgroundColor: 'var(--raised)' },
  styles: [
    types(color('code-comment'), 'comment', 'prolog', 'cdata'),
    types(color('good'), 'string', 'attr-value', 'inserted', 'char'),
    types(color('accent'), 'keyword', 'property', 'tag', 'selector', 'key', 'atrule', 'attr-name'),
    types(color('code-number'), 'number', 'boolean', 'constant', 'symbol', 'deleted', 'null'),
  ],
};
