declare module '@site/.generated/landing.json' {
  const landing: {
    readonly doors: readonly {
      readonly title: string;
      readonly says: string;
      readonly links: readonly { readonly label: string; readonly to: string }[];
    }[];
    readonly command: string;
    readonly notPublished: { readonly title: string; readonly says: string; readonly command: string };
    readonly output: string;
  };
  export default landing;
}

declare module '@site/.generated/code/judging.js';

declare module '*.module.css' {
  const classes: Readonly<Record<string, string>>;
  export default classes;
}
