import { expect } from 'chai';
import { bodyMutants } from '../../../src/calibration/operators/bodies.js';
import { text } from './fields/creatures.js';
import { soleMessage } from './fields/derived.js';
import { type Animal, zoo } from './fields/zoo.js';

describe('A body', () => {
  const derive = async (animal: Animal, headers?: readonly string[]) => {
    const lab = await zoo({ one: animal }, headers);
    const { baseline, sent } = soleMessage(lab);
    return [...bodyMutants(lab.context, baseline, sent)].map((derived) => {
      if ('exclusion' in derived) return `${derived.exclusion.operator} | not: ${derived.exclusion.because}`;
      const { operator, subject, expected } = derived.mutant;
      return `${operator} | ${subject} | ${expected.map(({ rule }) => rule).join(', ')}`;
    });
  };
  const undecodable = (operator: string, ...whats: readonly string[]): readonly string[] =>
    whats.map((what) => `${operator} | one: ${what} | body/undecodable`);
  const properties = { a: text() };
  const coded = (more = ''): readonly string[] =>
    [
      'body/unknown-coding | one: under an unknown content coding | body/undecodable',
      ...['gzip', 'deflate', 'br'].flatMap((coding) => [
        `body/falsely-coded | one: under ${coding}, and plain | body/undecodable`,
        `body/truncated | one: its first half under ${coding} | body/undecodable`,
        `body/behind-coding | one: bytes behind the end of ${coding} | capture/unclaimed`,
      ]),
      'body/too-many-layers | one: under gzip 4 times | body/undecodable',
      'body/expanding | one: expanding past 8388608 bytes | body/undecodable',
      'body/gzip-header | one: a gzip header with the field extra | capture/unclaimed',
      'body/gzip-header | one: a gzip header with the field name | capture/unclaimed',
      'body/gzip-header | one: a gzip header with the field comment | capture/unclaimed',
      'body/gzip-header | one: a second gzip header with the field comment | capture/unclaimed',
    ].map((line) => `${line}${more}`);

  it('of JSON is made unreadable in every way, and hides bytes in its coding', async () => {
    expect(await derive({ properties })).to.deep.equal([
      ...undecodable('body/empty', 'no body'),
      ...undecodable(
        'body/truncated',
        'without its last character',
        'its first half',
        'without its first character',
      ),
      ...undecodable(
        'body/trailing',
        ...['x', '{}', '\n{}', ',', '\0', '\u00a0', '/* */', '}'].map(
          (more) => `${JSON.stringify(more)} behind it`,
        ),
      ),
      ...undecodable('body/blank', 'nothing but white space'),
      ...undecodable('body/too-deep', 'more than 64 levels'),
      ...undecodable('body/too-many', 'more than 20000 values'),
      ...undecodable(
        'body/content-type',
        'application/x-www-form-urlencoded',
        'application/octet-stream',
        'application/xml',
        'image/png',
        'multipart/form-data; boundary=x',
        'application/json; charset=utf-16',
        'application/json; charset=iso-8859-1',
      ),
      ...undecodable(
        'body/not-utf-8',
        'a byte of no character',
        'an overlong form',
        'an encoded surrogate',
        'half a character',
        'a character past the last',
        'UTF-16',
        'UTF-16 with its mark',
      ),
      ...coded(),
    ]);
  });

  it('of a form is what any text is, and lacks its fields where it is empty', async () => {
    const lines = await derive({ properties, route: { body: 'form' } });
    expect(lines.slice(0, 2)).to.deep.equal([
      'body/empty | one: no body | field/missing',
      'body/truncated | not: every text is a form',
    ]);
    const optional = await derive({ properties, required: [], route: { body: 'form' } });
    expect(optional[0]).to.equal('body/empty | not: all its fields may be left out');
  });

  it('is coded by a header that is itself undocumented where none may say so', async () => {
    const lines = await derive({ properties }, ['host']);
    expect(lines).to.include.members([
      'body/content-type | not: content-type is no permitted header',
      ...coded(', channel/undocumented'),
    ]);
  });
});
