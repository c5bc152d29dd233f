import { countShown, htmlPage, readReport, shownRequirements } from './read-report';

const input = element('file', HTMLInputElement);
const drop = element('drop', HTMLElement);
const status = element('status', HTMLElement);
const notice = element('notice', HTMLElement);
const frame = element('report', HTMLIFrameElement);

input.addEventListener('change', () => void show(input.files?.[0]));
for (const type of ['dragenter', 'dragover'])
  addEventListener(type, (event) => {
    event.preventDefault();
    drop.dataset.over = 'true';
  });
addEventListener('dragleave', (event) => {
  if (event.relatedTarget === null) delete drop.dataset.over;
});
addEventListener('drop', (event) => {
  event.preventDefault();
  delete drop.dataset.over;
  void show(event.dataTransfer?.files[0]);
});

/** Reads the file here in the page and shows its report; the page sends nothing of it anywhere. */
async function show(file: File | undefined): Promise<void> {
  if (file === undefined) return;
  notice.hidden = true;
  try {
    const { report, digest } = await readReport(file.name, await file.text());
    const counts = countShown(shownRequirements(report));
    frame.srcdoc = withNewTabs([...htmlPage(report)].join(''));
    frame.hidden = false;
    notice.hidden = digest;
    say(`${file.name}: ${report.verdict}, ${counts.pass} requirements passed, ${counts.fail} failed`);
  } catch (reason) {
    frame.hidden = true;
    frame.removeAttribute('srcdoc');
    say(reason instanceof Error ? reason.message : String(reason));
  }
}

/** Links of a report lead out of its frame. */
function withNewTabs(page: string): string {
  return page.replaceAll('<a href="http', '<a target="_blank" rel="noopener" href="http');
}

function say(text: string): void {
  status.textContent = text;
}

function element<T extends HTMLElement>(id: string, type: new () => T): T {
  const found = document.getElementById(id);
  if (!(found instanceof type)) throw new Error(`the page has no ${id}`);
  return found;
}
