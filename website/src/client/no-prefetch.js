// Docusaurus loads every page that a link in sight leads to. Pages are small and load when they are asked for, or pointed at.
// It sets `window.docusaurus` after this module was loaded, so the change waits for that.
if (typeof window !== 'undefined') {
  let held;
  Object.defineProperty(window, 'docusaurus', {
    get: () => held,
    set(value) {
      held = { ...value, prefetch: () => false };
    },
  });
}
