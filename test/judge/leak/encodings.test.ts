import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { benignMessages } from '../../../scripts/benign-messages.js';
import { findsIn, measurePair, measureWay } from '../../../scripts/encoding-measure.js';
import { ways } from '../../../scripts/encoding-ways.js';

const root = new URL('../../../../', import.meta.url);

describe('Of hidden values', () => {
  for (const way of ways) {
    it(`each is found that is written as: ${way.name}`, () => {
      const { found, tried } = measureWay(way);
      expect([found, tried > 0]).to.deep.equal([tried, true]);
    });
  }

  it('each is found in two layers of which every seventh pair is tried', () => {
    const layers = ways.filter(({ kind }) => kind !== 'plain');
    const pairs = layers.flatMap((outer) => layers.map((inner) => ({ outer, inner })));
    const missed = pairs
      .filter((_, index) => index % 7 === 0)
      .filter(({ outer, inner }) => {
        const score = measurePair(outer, inner);
        return score !== undefined && score.found < score.tried;
      });
    expect(missed.map(({ outer, inner }) => `${outer.name} of ${inner.name}`)).to.deep.equal([]);
  });

  it('none is found where none was planted, and all of it is searched', () => {
    const alarms = [...benignMessages(480)].filter(({ request }) => {
      const { values, whole } = findsIn(request);
      return values.length > 0 || !whole;
    });
    expect(alarms).to.deep.equal([]);
  });

  it('the page that tells of them tells of every encoding, and of no false alarm', async () => {
    const page = await readFile(fileURLToPath(new URL('docs/encodings.md', root)), 'utf8');
    for (const { name } of ways) expect(page).to.contain(`| ${name} `);
    expect(page).to.contain(
      '10000 messages in which nothing was planted, made from a fixed seed: 0 false alarms, 0 of them',
    );
  });
});
