import { describe, expect, it } from 'vitest';
import { changed, kep, messages } from './changed-kep.js';
import { citations } from './citations.js';

const file = 'README.md';
const add = (/** @type {string} */ text) => changed(file, '## Summary\n', `## Summary\n\n${text}\n`);
const enhancements = 'https://github.com/kubernetes/enhancements/tree/master/keps';
const issues = 'https://github.com/hashicorp/vault-k8s/issues';

describe('citations', () => {
  it('are links', () => {
    expect(citations(kep)).toEqual([]);
  });

  it.each([
    ['See KEP-9999.', 'KEP-9999 is no link'],
    ['See [KEP-9999].', 'KEP-9999 is no link'],
    ['(CVE-2024-99999)', 'CVE-2024-99999 is no link'],
    ['issue #9999,', '#9999 is no link'],
    ['| vault-k8s#9999 |', 'vault-k8s#9999 is no link'],
    ['- hashicorp/vault-k8s#9999', 'hashicorp/vault-k8s#9999 is no link'],
    [
      `[KEP-9999](${enhancements}/sig-node/999-other)`,
      `KEP-9999 links to ${enhancements}/sig-node/999-other`,
    ],
    [
      '[CVE-2024-9](https://www.cve.org/CVERecord?id=CVE-2024-8)',
      'CVE-2024-9 links to https://www.cve.org/CVERecord?id=CVE-2024-8',
    ],
    [`[#9](${issues}/99)`, `#9 links to ${issues}/99`],
    [`[vault#9](${issues}/9)`, `vault#9 links to ${issues}/9`],
    [`[a/vault-k8s#9][nine]\n\n[nine]: ${issues}/9`, `a/vault-k8s#9 links to ${issues}/9`],
  ])('are refused as "%s"', (text, message) => {
    const broken = add(text);
    const line = (broken.files[file] ?? '').split('\n').indexOf(text.split('\n')[0] ?? '') + 1;
    expect(citations(broken)).toEqual([{ file, line, message }]);
  });

  it.each([
    `[KEP-9999](${enhancements}/sig-node/9999-dragons) and [KEP-9998]\n\n[KEP-9998]: https://github.com/kubernetes/enhancements/issues/9998`,
    '[CVE-2024-9](https://www.cve.org/CVERecord?id=CVE-2024-9)',
    `[#9](${issues}/9), [vault-k8s#9](${issues}/9) and [hashicorp/vault-k8s#9](${issues}/9)`,
    '[Init container and file (KEP-3721)](ALTERNATIVES.md#init-container-and-file-kep-3721)',
    '`KEP-9999`, `#9` and #heading',
    'https://example.com/#9 and KEP-NNNN',
  ])('may be "%s"', (text) => {
    expect(messages(citations(add(text)))).toEqual([]);
  });
});
