/** Style of the page: system fonts, one accent a state, both colour schemes, and a plain form for print. */
export const style = `
:root {
  color-scheme: light dark;
  --page: #fbfbfa; --panel: #fff; --ink: #1c1e21; --soft: #5b6168; --line: #dcdfe3; --code: #f1f2f4; --focus: #0b57d0;
  --pass: #176b3a; --fail: #b3261e; --warn: #8a5300; --error: #7a2e9d; --open: #4d5663;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #14161a; --panel: #1b1e23; --ink: #e6e8eb; --soft: #a3abb5; --line: #343a42; --code: #23272e; --focus: #8ab4f8;
    --pass: #6fcf97; --fail: #ff8a80; --warn: #f2b866; --error: #d6a2f0; --open: #b4bcc7;
  }
}
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 64rem; padding: 1.25rem 1rem 3rem; background: var(--page); color: var(--ink); font: 1rem/1.5 system-ui, sans-serif; }
code, pre { font: .875em/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; }
code, h2, dd, li, p { overflow-wrap: anywhere; }
a { color: inherit; text-underline-offset: .15em; }
:focus-visible { outline: 2px solid var(--focus); outline-offset: 2px; }
header > p { margin: .5rem 0; }
h1 { margin: 0; font-size: 2rem; line-height: 1.2; letter-spacing: -.01em; }
h2 { margin: 2rem 0 .5rem; font-size: 1.0625rem; }
.contract, .driver, small, .level { color: var(--soft); }
.conformant { color: var(--pass); } .nonconformant { color: var(--fail); } .partial { color: var(--warn); } .verdict.error { color: var(--error); }
.why { margin: .5rem 0; padding-left: 1.25rem; }
.notice { padding: .5rem .75rem; border-left: 3px solid var(--warn); background: var(--panel); }
summary { cursor: pointer; padding: .375rem 0; }
.facts dl { margin: .25rem 0 1rem; }
.facts dl > div { display: grid; grid-template-columns: 7rem 1fr; gap: .75rem; padding: .125rem 0; }
dt { color: var(--soft); } dd { margin: 0; min-width: 0; }
.filters { display: flex; flex-wrap: wrap; gap: .375rem; margin: 1rem 0 0; }
.filters[hidden] { display: none; }
button { min-height: 2.5rem; padding: .25rem .75rem; border: 1px solid var(--line); border-radius: 4px; background: var(--panel); color: inherit; font: inherit; cursor: pointer; }
button[aria-pressed="true"] { border-color: var(--ink); background: var(--ink); color: var(--page); }
.requirement { border-top: 1px solid var(--line); padding: .25rem 0; scroll-margin-top: 1rem; }
.requirement:last-child { border-bottom: 1px solid var(--line); }
.requirement > :not(summary) { margin-left: 1.125rem; }
.requirement[hidden], section[hidden] { display: none; }
.requirement:target, li:target { background: var(--panel); box-shadow: -4px 0 0 var(--focus); }
.requirement p { margin: .25rem 0 .5rem 1.125rem; max-width: 70ch; }
.requirement .note { margin: .125rem 0; color: var(--soft); }
.mark { display: inline-block; min-width: 7.5rem; font-size: .875rem; font-weight: 600; color: var(--open); }
.mark > span { display: inline-block; width: 1.1em; text-align: center; }
.mark.pass { color: var(--pass); } .mark.fail { color: var(--fail); } .mark.warn, .mark.known { color: var(--warn); } .mark.error { color: var(--error); }
.level { font-size: .8125rem; }
.anchor { padding: 0 .25rem; color: var(--soft); text-decoration: none; }
.checks { margin: 0 0 .75rem; padding: 0; list-style: none; }
.checks > li { padding: .25rem 0; }
.card { margin: .375rem 0 .75rem; padding: .5rem .875rem; border: 1px solid var(--line); border-radius: 4px; background: var(--panel); }
.card > div { display: grid; grid-template-columns: 6.5rem minmax(0, 1fr); gap: .75rem; padding: .25rem 0; }
.card ul { margin: 0; padding-left: 1rem; }
pre { margin: 0; padding: .5rem .625rem; border-radius: 4px; background: var(--code); overflow: auto; max-height: 24rem; }
footer { margin-top: 2rem; color: var(--soft); font-size: .875rem; }
.visually-hidden { position: absolute; width: 1px; height: 1px; margin: -1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
@media (max-width: 36rem) {
  .card > div, .facts dl > div { grid-template-columns: minmax(0, 1fr); gap: 0; }
  .requirement > :not(summary) { margin-left: 0; }
  .requirement p { margin-left: 0; }
  .mark { min-width: 0; margin-right: .25rem; }
  pre { white-space: pre-wrap; overflow-wrap: anywhere; }
}
@media print {
  :root { --page: #fff; --panel: #fff; --ink: #000; --soft: #444; --line: #bbb; --code: #f4f4f4; }
  .filters, .anchor { display: none; }
  pre { max-height: none; white-space: pre-wrap; }
  .card { break-inside: avoid; }
}
`;

/** Script of the page: shows the filters, applies them, and opens what the address points at. The page reads well without it. */
export const script = `
(() => {
  const group = document.querySelector('.filters');
  const buttons = [...group.querySelectorAll('button')];
  const items = [...document.querySelectorAll('.requirement')];
  const status = document.getElementById('shown');
  const show = (value) => {
    for (const button of buttons) button.setAttribute('aria-pressed', String(button.dataset.show === value));
    for (const item of items) item.hidden = value !== 'all' && item.dataset.shown !== value;
    for (const section of document.querySelectorAll('section')) section.hidden = !section.querySelector('.requirement:not([hidden])');
    const count = items.filter((item) => !item.hidden).length;
    status.textContent = count + (count === 1 ? ' requirement shown' : ' requirements shown');
  };
  const follow = () => {
    let id = location.hash.slice(1);
    try { id = decodeURIComponent(id); } catch { return; }
    const target = id === '' ? null : document.getElementById(id);
    const item = target === null ? null : target.closest('.requirement');
    if (item === null) return;
    if (item.hidden) show('all');
    item.open = true;
    target.scrollIntoView();
  };
  for (const button of buttons) button.addEventListener('click', () => show(button.dataset.show));
  addEventListener('hashchange', follow);
  addEventListener('beforeprint', () => { for (const item of items) item.open = true; });
  group.hidden = false;
  follow();
})();
`;
