import { expect } from 'chai';
import fc from 'fast-check';
import { visible } from '../../src/disclosure/visible.js';
import { code, codes, markdown, prose, table } from '../../src/report/inert-markdown.js';
import { markdownReport } from '../../src/report/markdown.js';
import { cells, elements, readByHosts, rendered, textOutsideCode, unescaped } from './rendered-markdown.js';
import { brokenReport, cleanReport, hostileReport } from './sample-reports.js';

const OURS = ['h1', 'h2', 'p', 'strong', 'ul', 'li', 'table', 'thead', 'tbody', 'tr', 'th', 'td', 'code'];

/** What the formats in question give meaning to, in any order. */
const attack = fc.string({
  unit: fc.constantFrom(
    ...'|`\\ $<>&#*[]()!~_-+=:;@/.{}0123abcdefwx\n\t'.split(''),
    'http://',
    'www.',
    '@a',
    '&lt;',
    '漢',
    '\u202e',
  ),
});

describe('the Markdown report', () => {
  it('says what can be said, then lists the data items, the undocumented first and flagged', () => {
    const text = markdownReport(brokenReport());
    expect(text).to.match(
      /^# Tidewatch 3, what it tells Harbour Light\n\n\*\*In 4 scenarios with 72 transmissions, /,
    );
    const [head, ...rows] = cells(rendered(text));
    expect(head).to.deep.equal([
      'Data item',
      'Documented',
      'Category',
      'Clause',
      'May be sent',
      'Seen in',
      'Destination',
      'Seen',
    ]);
    expect(rows).to.deep.equal([
      [
        'environment/hostName',
        'NOT DOCUMENTED',
        'unknown',
        'report.transmit, line 9',
        'in no state',
        'Accepted',
        'reports.harbour.example',
        'seen 4 times',
      ],
      [
        'station-report#/stationNumber',
        'yes',
        'pseudonymous',
        'report.station, line 10',
        'registered: true',
        'Accepted',
        'reports.harbour.example',
        'seen 24 times',
      ],
      [
        'station-report#/tideHeight',
        'yes',
        'public',
        'report.tide, line 12',
        'registered: true',
        'Accepted',
        'reports.harbour.example',
        'seen 22 times',
      ],
    ]);
    expect(text).to.contain('1 was seen that the disclosure does not document.');
    for (const { name, digest } of brokenReport().files)
      expect(text).to.contain(`\n- \`${name}\` \`${digest}\`\n`);
    for (const limit of brokenReport().limits) expect(text).to.contain(`\n- ${limit}\n`);
  });

  it('says that an item was not seen, and has no table where there is no item', () => {
    const report = cleanReport();
    const [item] = report.dataItems;
    if (item === undefined) throw new Error('the sample has changed');
    const unseen = { ...item, seen: 0, seenIn: [], destinations: [] };
    expect(cells(rendered(markdownReport({ ...report, dataItems: [unseen] })))[1]?.slice(-3)).to.deep.equal([
      '—',
      '—',
      'not seen',
    ]);
    expect(rendered(markdownReport({ ...report, dataItems: [] }))).to.not.contain('<table>');
  });

  it('is the same bytes twice, and ends in one line feed', () => {
    const text = markdownReport(hostileReport());
    expect(markdownReport(hostileReport())).to.equal(text);
    expect(text).to.match(/[^\n]\n$/);
  });

  it('holds nothing of a hostile run but text and code', () => {
    const report = hostileReport();
    const html = rendered(markdownReport(report));
    expect([...elements(html)]).to.have.members(OURS);
    expect(textOutsideCode(html)).to.not.match(readByHosts);
    for (const row of cells(html)) expect(row).to.have.length(8);
    expect(cells(html)).to.have.length(report.dataItems.length + 1);
  });
});

describe('inert Markdown', () => {
  it('shows a captured value as it is, in its own cell, whatever it holds', () => {
    fc.assert(
      fc.property(attack, attack, (one, other) => {
        const html = rendered(markdown([table(['a', 'b'], [[code(one), code(other)]])]));
        const shown = [one, other].map((text) => visible(text, 300).trim() || '—');
        expect(cells(html)[1], html).to.deep.equal(shown);
        expect([...elements(html)]).to.include.members(['table', 'td']);
        for (const name of elements(html)) expect(OURS).to.include(name);
        expect(textOutsideCode(html)).to.not.match(readByHosts);
      }),
      { numRuns: 500 },
    );
  });

  it('shows a sentence with its words, and makes nothing else of it', () => {
    fc.assert(
      fc.property(attack, (text) => {
        const html = rendered(markdown([{ type: 'paragraph', children: [...prose(text)] }]));
        const told = unescaped(html.replaceAll(/<[^>]*>/g, '')).trim();
        const sentence = visible(text.replaceAll(/\s+/g, ' ').trim(), 1000) || '—';
        expect(told, html).to.equal(sentence);
        for (const name of elements(html)) expect(['p', 'code']).to.include(name);
        expect(textOutsideCode(html)).to.not.match(readByHosts);
      }),
      { numRuns: 500 },
    );
  });

  it('keeps sentences readable: plain words are no code', () => {
    const sentence =
      'A pulse came 32.2 minutes after the slot at T0 + 12 h had ended (not before), and 5% late – twice.';
    expect(markdown([{ type: 'paragraph', children: [...prose(sentence)] }])).to.equal(`${sentence}\n`);
  });

  for (const risky of [
    '@everyone',
    '#12',
    'GH-12',
    '!34',
    'www.attacker.example',
    'https://attacker.example',
    ':tada:',
    '0123abc',
    '/close',
    '$x$',
    '<b>',
    '**x**',
    'a|b',
    '~label',
  ]) {
    it(`shows ${risky} as code`, () => {
      const html = rendered(markdown([{ type: 'paragraph', children: [...prose(`see ${risky} there`)] }]));
      expect(textOutsideCode(html).replaceAll('|', '').trim().split(/\s+/)).to.deep.equal(['see', 'there']);
    });
  }

  it('lists several values', () => {
    expect(markdown([{ type: 'paragraph', children: [...codes(['a', '', 'b`c'])] }])).to.equal(
      '`a`, —, ``b`c``\n',
    );
    expect(markdown([{ type: 'paragraph', children: [...codes([])] }])).to.equal('—\n');
  });
});
