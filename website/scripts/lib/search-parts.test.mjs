import lunr from 'lunr';
import { describe, expect, it } from 'vitest';
import { findNamesByTheirWords, partsOf } from './search-parts.mjs';

const words = (name) => partsOf(name).map((offset) => name.slice(offset));

describe('the parts of a name', () => {
  it.each([
    ['csi_env_vars_errors_total', ['env_vars_errors_total', 'vars_errors_total', 'errors_total', 'total']],
    ['NodeGetEnvVars', ['GetEnvVars', 'EnvVars', 'Vars']],
    ['maxValueLengthBytes', ['ValueLengthBytes', 'LengthBytes', 'Bytes']],
    ['HTTPServer', ['Server']],
    ['ordering/same', ['same']],
    ['csi.v1.EnvVarResult', ['v1.EnvVarResult', 'EnvVarResult', 'VarResult', 'Result']],
  ])('%s', (name, parts) => expect(words(name)).toEqual(expect.arrayContaining(parts)));

  it.each(['word', 'Word', 'a', '', 'x'.repeat(200), 'aB'.repeat(60)])('none: %s', (name) =>
    expect(words(name)).toEqual([]),
  );
});

describe('an index', () => {
  const search = (query) => {
    findNamesByTheirWords(lunr);
    findNamesByTheirWords(lunr);
    const index = lunr(function () {
      this.ref('id');
      this.field('text');
      this.metadataWhitelist = ['position'];
      this.add({ id: 'metric', text: 'It counts in csi_env_vars_errors_total.' });
      this.add({ id: 'call', text: 'The call NodeGetEnvVars is new.' });
    });
    return index
      .search(query)
      .map(({ ref, matchData }) => [
        ref,
        Object.values(matchData.metadata).flatMap((found) => found.text.position),
      ]);
  };

  it('finds a name by the words inside it, and where they are', () => {
    expect(search('errors_total')).toEqual([['metric', [[26, 13]]]]);
    expect(search('getenv*')).toEqual([['call', [[13, 10]]]]);
  });

  it('still finds what it found', () => {
    expect(search('csi_env_vars_errors_total')).toEqual([['metric', [[13, 26]]]]);
    expect(search('nodegetenvvars')).toEqual([['call', [[9, 14]]]]);
    expect(search('counts')).toEqual([['metric', [[3, 6]]]]);
    expect(search('word')).toEqual([]);
  });
});
