import { describe, expect, it } from 'vitest';
import { type CaseAnswer, type CaseContext, type CaseResult, judgeCase } from '../src/judge-case.js';

const result = (name: string, value: string, error = ''): CaseResult => ({ name, value, error });
const ok = (...results: CaseResult[]): CaseAnswer => ({ code: 'OK', results });
const two = ok(result('A', '1'), result('B', '2'));
const context = (members: Partial<CaseContext> = {}): CaseContext => ({
  queries: 2,
  premises: { two },
  volatile: () => false,
  text: (template) => template,
  fits: () => true,
  ...members,
});
const outcome = (
  ...[expected, answer, members]: [Parameters<typeof judgeCase>[0], CaseAnswer, Partial<CaseContext>?]
) => judgeCase(expected, answer, context(members)).outcome;

describe('a case', () => {
  it('passes by any of its codes and fails by any other', () => {
    expect(outcome({ code: ['NOT_FOUND', 'INTERNAL'] }, { code: 'INTERNAL' })).toBe('pass');
    expect(outcome({ code: ['NOT_FOUND'] }, two)).toBe('fail');
    expect(outcome({ not: ['OK'] }, { code: 'UNKNOWN' })).toBe('pass');
    expect(outcome({ not: ['OK'] }, two)).toBe('fail');
    expect(outcome({ ok: {}, code: ['NOT_FOUND'] }, { code: 'NOT_FOUND' })).toBe('pass');
    expect(outcome({ ok: {} }, { code: 'NOT_FOUND' })).toBe('fail');
  });

  it('leaves a wrong number of results to ordering, unless it counts itself', () => {
    const one = ok(result('A', '1'));
    expect(judgeCase({ ok: { same: 'two' } }, one, context())).toEqual({
      outcome: 'untested',
      blockedBy: 'ordering/one-per-query',
    });
    expect(outcome({ ok: { count: 2 } }, one)).toBe('fail');
  });

  it('takes order strictly by names, and looks values up by name', () => {
    const turned = ok(result('B', '2'), result('A', '1'));
    expect(outcome({ ok: { names: ['A', 'B'] } }, turned)).toBe('fail');
    expect(outcome({ ok: { same: 'two' } }, turned)).toBe('pass');
    expect(outcome({ ok: { same: 'two', permuted: [1, 0] } }, turned)).toBe('pass');
    expect(outcome({ ok: { same: 'two', permuted: [1, 0] } }, ok(result('B', '1'), result('A', '2')))).toBe(
      'fail',
    );
  });

  it('goes by position where names repeat', () => {
    const entries = [{ like: { premise: 'two', index: 0 } }, { like: { premise: 'two', index: 1 } }];
    expect(outcome({ ok: { results: entries } }, ok(result('A', '1'), result('A', '2')))).toBe('pass');
    expect(outcome({ ok: { results: entries } }, ok(result('A', '2'), result('A', '2')))).toBe('fail');
  });

  it('compares volatile keys by presence only', () => {
    const other = ok(result('A', '9'), result('B', '2'));
    expect(outcome({ ok: { same: 'two' } }, other)).toBe('fail');
    expect(outcome({ ok: { same: 'two' } }, other, { volatile: (index) => index === 0 })).toBe('pass');
  });

  it('judges values and errors of single results', () => {
    const mixed = ok(result('A', '1'), result('B', '', 'no such key'));
    expect(
      outcome(
        {
          ok: {
            results: [
              { name: 'A', value: '1', error: false },
              { name: 'B', error: true },
            ],
          },
        },
        mixed,
      ),
    ).toBe('pass');
    expect(outcome({ ok: { results: [{ name: 'A', error: true }] } }, mixed)).toBe('fail');
    expect(outcome({ ok: { results: [{ name: 'A', value: '2' }] } }, mixed)).toBe('fail');
    expect(outcome({ ok: { results: [{ name: 'B', errorMaxBytes: 10 }] } }, mixed)).toBe('fail');
    expect(outcome({ ok: { results: [{ name: 'B', errorMaxBytes: 11 }] } }, mixed)).toBe('pass');
  });

  it('never tells a value', () => {
    const verdict = judgeCase(
      { ok: { results: [{ name: 'A', value: 'secret' }] } },
      two,
      context({ premises: {} }),
    );
    expect(JSON.stringify(verdict)).not.toMatch(/secret|"1"/);
  });
});
