import { expect } from 'chai';
import fc from 'fast-check';
import { InputError } from '../../src/disclosure/input-error.js';
import type { Verdict } from '../../src/judge/result.generated.js';
import { byCodePoint, faultOfName, isSetAside } from '../../src/report/attestation/names.js';
import { attestationStatement, statementText } from '../../src/report/attestation/statement.js';
import { clauseThatIs, sampleResult, sha256 } from './attestation-run.js';

const verdicts: readonly Verdict[] = [
  'upheld',
  'violated',
  'inconclusive',
  'not-exercised',
  'attested',
  'waived',
];

describe('the statement about a run', () => {
  it('is an in-toto Statement v1 with the predicate test-result v0.1', () => {
    const statement = attestationStatement(sampleResult(), [{ name: 'result.json', digest: sha256('r') }]);

    expect(statement._type).to.equal('https://in-toto.io/Statement/v1');
    expect(statement.predicateType).to.equal('https://in-toto.io/attestation/test-result/v0.1');
    expect(statement.predicate.result).to.equal('FAILED');
    expect(statement.predicate.passedTests).to.deep.equal(['harbour.upheld']);
    expect(statement.predicate.warnedTests).to.deep.equal(['harbour.inconclusive']);
    expect(statement.predicate.failedTests).to.deep.equal(['harbour.violated']);
  });

  for (const verdict of verdicts) {
    const outcome = { upheld: 'PASSED', violated: 'FAILED' }[verdict as string] ?? 'WARNED';
    it(`says ${outcome} of a run that is ${verdict}`, () => {
      const { predicate } = attestationStatement(sampleResult({ verdict }), []);
      expect(predicate.result).to.equal(outcome);
      expect(predicate.candor_run?.verdict).to.equal(verdict);
    });

    it(`says ${verdict === 'violated' ? 'FAILED' : 'WARNED'} of it where a scenario could not be judged`, () => {
      const files = [{ name: 'failures.json', digest: sha256('[]') }];
      const { predicate } = attestationStatement(sampleResult({ verdict }), files);
      expect(predicate.result).to.equal(verdict === 'violated' ? 'FAILED' : 'WARNED');
    });

    it(`lists a clause that is ${verdict} as passed only where it is upheld`, () => {
      const clauses = [clauseThatIs(verdict, 'c')];
      const { predicate } = attestationStatement(sampleResult({ clauses }), []);
      expect(predicate.passedTests?.includes('c')).to.equal(verdict === 'upheld');
      expect(predicate.failedTests?.includes('c')).to.equal(verdict === 'violated');
      expect(predicate.candor_run?.clauses).to.deep.equal({ c: verdict });
    });
  }

  it('names each artifact of the product first and once, then the disclosure, then the files by code point', () => {
    const files = ['traces/b', 'gate.json', '\u{1f600}', '\uff5e', 'Z'].map((name) => ({
      name,
      digest: sha256(name),
    }));
    const { subject } = attestationStatement(sampleResult(), files);
    expect(subject.map(({ name }) => name)).to.deep.equal([
      'product:harbour-driver.bin',
      'product:harbour.bin',
      'disclosure:harbour-1',
      'Z',
      'gate.json',
      'traces/b',
      '\uff5e',
      '\u{1f600}',
    ]);
    expect(subject[0]?.digest).to.deep.equal({ sha256: sha256('its driver').slice('sha256:'.length) });
    expect(subject[0]?.annotations).to.deep.equal({ product: 'Harbour Notes', version: '1.2.3' });
  });

  it('gives as configuration the disclosure with its readings, the system, and what it was judged with', () => {
    const file = { name: 'inputs/system.yaml', digest: sha256('s') };
    const { configuration } = attestationStatement(sampleResult(), [
      file,
      { name: 'report.html', digest: sha256('h') },
    ]).predicate;
    expect(configuration.map(({ name }) => name)).to.deep.equal([
      'disclosure:harbour-1',
      'system:harbour',
      'inputs/system.yaml',
    ]);
    expect(configuration[0]?.annotations).to.deep.equal({
      interpretations: { 'harbour.first-slot': 'after-one-period' },
      requireAll: false,
    });
  });

  it('names no product, disclosure or system that the run does not name', () => {
    const scenarios = sampleResult().scenarios.map(({ product: _, ...scenario }) => scenario);
    const nameless = sampleResult({ disclosure: { id: null }, system: { id: null }, scenarios });
    const statement = attestationStatement(nameless, []);
    expect(statement.subject).to.deep.equal([]);
    expect(statement.predicate.configuration).to.deep.equal([]);
  });

  it('is the same bytes in whatever order the files are found', () => {
    const names = fc.uniqueArray(fc.string({ unit: 'binary', minLength: 1, maxLength: 4 }), { maxLength: 5 });
    fc.assert(
      fc.property(names, (found) => {
        const files = found.map((name) => ({ name, digest: sha256(name) }));
        const texts = [files, files.toReversed()].map((list) =>
          statementText(attestationStatement(sampleResult(), list)),
        );
        expect(texts[0]).to.equal(texts[1]);
      }),
    );
  });

  it('refuses a digest that is no SHA-256', () => {
    for (const digest of [
      '',
      'sha256:',
      `sha1:${'0'.repeat(64)}`,
      `sha256:${'G'.repeat(64)}`,
      '0'.repeat(64),
    ])
      expect(() => attestationStatement(sampleResult(), [{ name: 'f', digest }])).to.throw(
        InputError,
        'hexadecimal digits',
      );
  });
});

describe('the names of subjects', () => {
  const refused = [
    '',
    '/etc/passwd',
    '..',
    '../result.json',
    'traces/../../result.json',
    './result.json',
    'traces//a.ndjson',
    'traces/',
    'traces\\a.ndjson',
    'C:\\result.json',
    'line\nfeed',
    'nul\0',
    'escape\u001b[2J',
    'no UTF-8 \ufffd',
    'lone \ud800',
    'product:harbour.bin',
    'disclosure:harbour-1',
    'system:harbour',
    'x'.repeat(4097),
  ];
  for (const name of refused)
    it(`refuse ${JSON.stringify(name.slice(0, 40))}`, () => {
      expect(faultOfName(name)).to.be.a('string');
    });

  for (const name of ['result.json', 'traces/a.ndjson', '-rf', '$(id)', '..a', 'ünï.html', '<b>.html', ' '])
    it(`allow ${JSON.stringify(name)}`, () => {
      expect(faultOfName(name)).to.equal(undefined);
    });

  it('set attestations and what belongs to them aside, beside result.json only', () => {
    const aside = ['attestation.intoto.json', 'a.intoto.json.tsr', 'a.intoto.json.tsq', 'traces/.DS_Store'];
    const listed = ['attestation.json', 'traces/a.intoto.json', 'a.intoto.json.html', 'key.pem', '.hidden'];
    expect(aside.filter(isSetAside)).to.deep.equal(aside);
    expect(listed.filter(isSetAside)).to.deep.equal([]);
  });

  it('are ordered as their code points are', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (one, other) => {
        const points = [one, other].map((name) =>
          [...name].map((character) => character.codePointAt(0) ?? 0),
        );
        const [first = [], second = []] = points;
        const index = first.findIndex((point, place) => point !== second[place]);
        const expected =
          index < 0 ? first.length - second.length : (first[index] ?? 0) - (second[index] ?? -1);
        expect(Math.sign(byCodePoint(one, other))).to.equal(Math.sign(expected));
      }),
    );
  });
});
