/** The scheme that a reader chose on the other pages, else that of the system. */
const chosen = localStorage.getItem('theme');
const dark =
  chosen === null || chosen === 'system'
    ? matchMedia('(prefers-color-scheme: dark)').matches
    : chosen === 'dark';
document.documentElement.dataset.theme = dark ? 'dark' : 'light';
