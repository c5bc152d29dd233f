import { describe, expect, it } from 'vitest';
import { changed, kep, messages, withFile, without } from './changed-kep.js';
import { keys } from './keys.js';

const file = 'kep.yaml';

describe('the keys of kep.yaml', () => {
  it('are those that upstream takes', () => {
    expect(keys(kep)).toEqual([]);
  });

  it.each([
    [
      'a member that upstream does not know',
      'editor-in-chief: me\nstage:',
      'editor-in-chief is no member of kep.yaml',
    ],
    [
      'a status that upstream does not know',
      undefined,
      'status is draft, and not one of',
      'status: provisional',
      'status: draft',
    ],
    [
      'a stage that upstream does not know',
      undefined,
      'stage is ga, and not one of',
      'stage: alpha',
      'stage: ga',
    ],
    [
      'a number that is none',
      undefined,
      'kep-number has the form of no kep-number: 0012',
      'kep-number: NNNN',
      'kep-number: "0012"',
    ],
    [
      'a group that is no SIG',
      undefined,
      'owning-sig has the form of no owning-sig: storage',
      'owning-sig: sig-storage',
      'owning-sig: storage',
    ],
    ['an author without a handle', undefined, 'authors cannot have Jane Doe', '"@assafkatz"', 'Jane Doe'],
    [
      'a date in another form',
      undefined,
      'creation-date has the form of no creation-date',
      'creation-date: 2026-11-21',
      'creation-date: 21.11.2026',
    ],
    [
      'a release that is none',
      undefined,
      'milestone.beta is no release: 1.37',
      'beta: "v1.37"',
      'beta: "1.37"',
    ],
    [
      'a stage of a milestone that is none',
      undefined,
      'milestone has no stage ga',
      'stable: "v1.39"',
      'ga: "v1.38"',
    ],
    [
      'a gate without components',
      undefined,
      'has no components',
      '    components:\n      - kubelet\n      - kube-apiserver\n',
      '',
    ],
    [
      'a gate with an unknown member',
      undefined,
      'a feature gate has no member default',
      '  - name: CSIDirectEnvInjection',
      '  - name: CSIDirectEnvInjection\n    default: false',
    ],
    [
      'a metric with labels',
      undefined,
      'metrics cannot have a{b="c"}',
      '  - kubelet_csi_env_injection_errors_total',
      '  - a{b="c"}',
    ],
    ['no approvers', undefined, 'approvers is missing', 'approvers:\n  - TBD\n', 'approvers: []\n'],
    [
      'a list that is a text',
      undefined,
      'reviewers is no list of texts',
      'reviewers:\n  - TBD\n',
      'reviewers: TBD\n',
    ],
    [
      'an answer that is neither yes nor no',
      undefined,
      'disable-supported is neither',
      'disable-supported: true',
      'disable-supported: maybe',
    ],
    [
      'a link to no KEP',
      undefined,
      'see-also cannot have',
      '"/keps/sig-storage/596-csi-inline-volumes"',
      '"596"',
    ],
    [
      'implemented before stable',
      undefined,
      'status implemented goes with stage stable only',
      'status: provisional',
      'status: implemented',
    ],
    ['no YAML', undefined, 'Nested mappings', 'status: provisional', 'status: a: b'],
    [
      'a member twice',
      undefined,
      'Map keys must be unique',
      'status: provisional',
      'status: provisional\nstatus: provisional',
    ],
  ])('are refused with %s', (_, insert, message, from = 'stage:', to = insert ?? '') => {
    expect(messages(keys(changed(file, from, to))).join('\n')).toContain(message);
  });

  it('are refused at the line that YAML does not take', () => {
    const twice = changed(file, 'status: provisional', 'status: provisional\nstatus: provisional');
    const line = (twice.files[file] ?? '').split('\n').lastIndexOf('status: provisional') + 1;
    expect(keys(twice)).toEqual([{ file, line, message: 'Map keys must be unique' }]);
  });

  it('are refused where there is no file, or nothing in it', () => {
    expect(messages(keys(without(file)))).toEqual(['there is no kep.yaml']);
    expect(messages(keys(withFile(file, '# nothing\n')))).toEqual(['it holds no members']);
  });
});
