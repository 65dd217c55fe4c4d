import { expect } from 'chai';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { visible } from '../../src/disclosure/visible.js';
import { csvReport } from '../../src/report/csv.js';
import type { DataItem, Report } from '../../src/report/report.js';
import { brokenReport, cleanReport, hostileReport } from './sample-reports.js';

type Row = Readonly<Record<string, string>>;

function rows(report: Report): readonly Row[] {
  return parse(csvReport(report), { columns: true, record_delimiter: '\r\n' });
}

function withItem(change: Partial<DataItem>): Report {
  const report = cleanReport();
  return { ...report, dataItems: [{ ...(report.dataItems[0] as DataItem), ...change }] };
}

/** What a spreadsheet takes for the beginning of a formula. */
const FORMULA = /^\s*[=+\-@\t\r＝＋－＠]/u;

describe('the CSV report', () => {
  it('has a row for each data item under a header, the undocumented ones first', () => {
    expect(
      rows(brokenReport()).map(({ item, documented, seen }) => ({ item, documented, seen })),
    ).to.deep.equal([
      { item: 'environment/hostName', documented: 'no', seen: '4' },
      { item: 'station-report#/stationNumber', documented: 'yes', seen: '24' },
      { item: 'station-report#/tideHeight', documented: 'yes', seen: '22' },
    ]);
    expect(rows(brokenReport())[1]).to.include({
      payload: 'station-report',
      field: 'stationNumber',
      category: 'pseudonymous',
      clause: 'report.station',
      at: 'line 10',
      permitted: 'registered: true',
      seen_in: 'Accepted',
      destinations: 'reports.harbour.example',
    });
  });

  it('ends each record with CR LF, as RFC 4180 has it, and has a header alone where there is no item', () => {
    const text = csvReport(brokenReport());
    expect(text.split('\r\n')).to.have.length(5);
    expect(text.replaceAll('\r\n', '')).to.not.match(/[\r\n]/);
    expect(csvReport({ ...cleanReport(), dataItems: [] })).to.match(/^"item",.*,"seen"\r\n$/);
  });

  it('is the same bytes twice', () => {
    expect(csvReport(hostileReport())).to.equal(csvReport(hostileReport()));
  });

  it('begins no cell with a formula, in a hostile run', () => {
    for (const row of rows(hostileReport())) {
      for (const cell of Object.values(row)) expect(cell).to.not.match(FORMULA);
    }
  });

  const guarded: readonly (readonly [string, string])[] = [
    ['=1+1', "'=1+1"],
    ['+1', "'+1"],
    ['-1', "'-1"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['＝1', "'＝1"],
    ['＋1', "'＋1"],
    ['－1', "'－1"],
    ['＠x', "'＠x"],
    ['  =1', "  '=1"],
    ['\u00a0=1', "\u00a0'=1"],
    ['\t=1', '‹U+0009›=1'],
    ['\r=1', '‹U+000D›=1'],
    ['a;=1', "a;'=1"],
    ['a; @x', "a; '@x"],
    ['a-b; c=d', 'a-b; c=d'],
    ['"=1"', '"=1"'],
    ['a,"b"\nc', 'a,"b"‹U+000A›c'],
  ];
  for (const [captured, cell] of guarded) {
    it(`tells ${JSON.stringify(captured)} as ${JSON.stringify(cell)}`, () => {
      expect(rows(withItem({ item: captured }))[0]?.['item']).to.equal(cell);
    });
  }

  it('guards a list whose second entry is a formula', () => {
    expect(rows(withItem({ destinations: ['a.example', '=cmd'] }))[0]?.['destinations']).to.equal(
      "a.example; '=cmd",
    );
  });

  it('gives back each text with nothing but the guard, whatever it holds', () => {
    const text = fc.string({
      unit: fc.constantFrom('=', '+', '-', '@', '"', ',', ';', ' ', "'", 'a', '\n', '\r', '\t', '＝', '漢'),
    });
    fc.assert(
      fc.property(text, (captured) => {
        const [row] = rows(withItem({ says: captured }));
        const cell = row?.['says'] ?? '';
        expect(Object.keys(row ?? {})).to.have.length(12);
        expect(cell).to.not.match(FORMULA);
        for (const part of cell.split(';')) expect(part).to.not.match(FORMULA);
        const unguarded = cell.replaceAll(/(^|;)(\s*)'(?=[=+\-@＝])/gu, '$1$2');
        expect(unguarded).to.equal(visible(captured, 4000).replaceAll(/(^|;)(\s*)'(?=[=+\-@＝])/gu, '$1$2'));
      }),
    );
  });
});
