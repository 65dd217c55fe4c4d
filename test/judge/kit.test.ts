import { expect } from 'chai';
import type { Row } from './judging.js';
import { acme, judgementOf, table, trace } from './judging.js';

const kit = (...names: string[]) => trace({ kit: names }).install().beats().ends();
const missing: Row = ['kit/missing', 'kit.files', 'shortfall'];

describe('the distribution kit', () => {
  table({
    'that holds what the document promises upholds it': {
      trace: trace({ kit: ['license.txt', 'notice_de.txt', 'setup.exe'] })
        .install()
        .sends('ping')
        .beats()
        .ends(),
      verdicts: { 'kit.files': 'upheld' },
      verdict: 'upheld',
    },
    'alone makes no scenario: a trace in which nothing else was put to the test is not exercised': {
      trace: kit('license.txt', 'notice_de.txt'),
      verdicts: { 'kit.files': 'upheld' },
      verdict: 'not-exercised',
    },
    'is not upheld by a trace that saw nothing': {
      trace: trace({ kit: ['license.txt', 'notice_de.txt'] }).ends(),
      verdicts: { 'kit.files': 'inconclusive' },
      verdict: 'inconclusive',
    },
    'may hold several files of one promise': { trace: kit('license.txt', 'notice_de.txt', 'notice_en.txt') },
    'may have nothing where the asterisk stands': { trace: kit('license.txt', 'notice_.txt') },
    'that lacks a file breaches it': {
      trace: kit('notice_de.txt'),
      findings: [missing],
      verdicts: { 'kit.files': 'violated' },
    },
    'that lacks all files breaches it for each': { trace: kit(), findings: [missing, missing] },
    'needs the name to its last letter': {
      trace: kit('license.txt.bak', 'notice_de.txt'),
      findings: [missing],
    },
    'needs the name from its first letter': {
      trace: kit('license.txt', 'my_notice_de.txt'),
      findings: [missing],
    },
    'needs its letter case': { trace: kit('License.txt', 'notice_de.txt'), findings: [missing] },
    'takes no full stop for any letter': { trace: kit('licenseXtxt', 'notice_de.txt'), findings: [missing] },
    'does not let both ends of a promise share a letter': {
      trace: kit('license.txt', 'notice_txt'),
      findings: [missing],
    },
    'that a trace does not list says nothing': {
      trace: trace().install().ends(),
      verdicts: { 'kit.files': 'not-exercised' },
    },
    'that a trace lists shows its state even where the trace was cut off': {
      trace: trace({ kit: [] }),
      findings: [missing, missing],
    },
  });

  it('is matched in little time, however many asterisks a promise has', () => {
    const disclosure = { ...acme, kit: { clause: 'kit.files', files: [`${'*a'.repeat(200)}*b`] } };
    const { breaches } = judgementOf(trace({ kit: ['a'.repeat(400)] }).ends(), { disclosure });
    expect(breaches.map(({ rule }) => rule.id)).to.deep.equal(['kit/missing']);
  });

  const names: readonly (readonly [promised: string, name: string, isThere: boolean])[] = [
    ['a*b*c', 'abc', true],
    ['a*b*c', 'a--b--c', true],
    ['a*b*c', 'a--c', false],
    ['a*b*c', 'ab', false],
    ['a*b*c', 'xabc', false],
    ['a*b*c', 'abcx', false],
    ['a*bb*c', 'abc', false],
    ['a*bb*c', 'a-b-bb-c', true],
    ['a*b*b', 'ab', false],
    ['a*b*b', 'abb', true],
    ['a*x*y*b', 'ayxb', false],
    ['a*x*y*b', 'axyb', true],
    ['a*x*x*b', 'axb', false],
    ['a*x*x*b', 'axxb', true],
    ['a*xb', 'axb', true],
    ['aa*aa', 'aaa', false],
    ['aa*aa', 'aaaa', true],
    ['*', '', true],
    ['*.txt', '.txt', true],
    ['a*xa*a', 'axa', false],
    ['a.c', 'abc', false],
  ];
  for (const [promised, name, isThere] of names) {
    it(`${isThere ? 'has' : 'has not'} ${promised} where it holds ${name || 'a file without a name'}`, () => {
      const disclosure = { ...acme, kit: { clause: 'kit.files', files: [promised] } };
      const { breaches } = judgementOf(kit(name), { disclosure });
      expect(breaches.map(({ rule }) => rule.id)).to.deep.equal(isThere ? [] : ['kit/missing']);
    });
  }

  it('is not asked for by a disclosure that promises none', () => {
    const { kit: _, ...disclosure } = acme;
    expect(judgementOf(kit('setup.exe'), { disclosure: disclosure as typeof acme }).breaches).to.deep.equal(
      [],
    );
  });
});
