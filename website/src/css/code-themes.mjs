// Few colours, each with a contrast of at least 4.5 to 1 on the background of a code block.
const theme = (plain, background, comment, string, keyword, number) => ({
  plain: { color: plain, backgroundColor: background },
  styles: [
    { types: ['comment', 'prolog', 'cdata'], style: { color: comment } },
    { types: ['string', 'attr-value', 'inserted', 'char'], style: { color: string } },
    {
      types: ['keyword', 'property', 'tag', 'selector', 'key', 'atrule', 'attr-name'],
      style: { color: keyword },
    },
    { types: ['number', 'boolean', 'constant', 'symbol', 'deleted', 'null'], style: { color: number } },
  ],
});

/** Code on a light page. */
export const lightCode = theme('#1b2026', '#f4f5f3', '#5c656e', '#1d6340', '#0b5572', '#8a3b12');

/** Code on a dark page. */
export const darkCode = theme('#dfe3e6', '#191d21', '#95a0aa', '#8fd0a8', '#85c7e6', '#f0ae87');
