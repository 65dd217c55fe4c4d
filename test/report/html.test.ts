import { createHash } from 'node:crypto';
import { expect } from 'chai';
import fc from 'fast-check';
import { htmlReport } from '../../src/report/html/html-report.js';
import type { Report } from '../../src/report/report.js';
import { skeletonOf, styleOf, tagsOf } from './html-markup.js';
import { brokenReport, cleanReport, hostileReport, hugeReport } from './sample-reports.js';

const reports: readonly (readonly [string, () => Report])[] = [
  ['a clean run', cleanReport],
  ['a broken run', brokenReport],
  ['a run with findings without end', () => hugeReport(3000)],
  ['a hostile run', hostileReport],
];

function page(report: Report): string {
  return [...htmlReport(report)].join('');
}

function values(html: string, attribute: string): readonly string[] {
  return tagsOf(html).flatMap(({ attributes }) => attributes.get(attribute) ?? []);
}

describe('The HTML report', () => {
  for (const [name, make] of reports) {
    describe(`of ${name}`, () => {
      const html = page(make());

      it('permits its own style by hash, and nothing else', () => {
        const hash = createHash('sha256').update(styleOf(html)).digest('base64');
        const policy = tagsOf(html).find(({ attributes }) => attributes.has('http-equiv'));
        expect(policy?.attributes.get('content')).to.equal(
          `default-src 'none'; style-src 'sha256-${hash}'; font-src data:; img-src data:; base-uri 'none'; form-action 'none'`,
        );
        expect(html.match(/<style/g)).to.have.length(1);
      });

      it('has no script, no inline style and no handler', () => {
        const tags = tagsOf(html);
        expect(tags.map((tag) => tag.name)).not.to.include.members(['script']);
        for (const { name: tag, attributes } of tags) {
          expect(tag).not.to.match(/^(script|iframe|object|embed|img|form|base)$/);
          for (const attribute of attributes.keys()) expect(attribute).not.to.match(/^(on|style$|src)/i);
        }
      });

      it('leads nowhere but to itself', () => {
        for (const target of values(html, 'href')) expect(target).to.match(/^(#[a-z0-9-]+|data:,)$/);
        expect(styleOf(html).match(/url\((?!data:font\/woff2;base64,|#)/g)).to.equal(null);
        expect(styleOf(html)).not.to.match(/@import|https?:/);
      });

      it('has each id once, and all that is pointed at', () => {
        const ids = values(html, 'id');
        expect(new Set(ids).size).to.equal(ids.length);
        const pointed = [
          ...values(html, 'href').flatMap((target) => (target.startsWith('#') ? target.slice(1) : [])),
          ...values(html, 'aria-labelledby').flatMap((names) => names.split(' ')),
          ...values(html, 'for'),
          ...[...html.matchAll(/url\(#([^)]+)\)/g)].map(([, id = '']) => id),
        ];
        expect(pointed.filter((id) => !ids.includes(id))).to.deep.equal([]);
      });

      it('closes what it opens', () => {
        const open: string[] = [];
        for (const { name: tag } of tagsOf(html)) {
          if (/^(meta|link|input|rect|circle|path|use)$/.test(tag)) continue;
          if (tag.startsWith('/')) {
            if (!/^\/(rect|circle|path|use)$/.test(tag)) expect(`/${open.pop()}`).to.equal(tag);
          } else open.push(tag);
        }
        expect(open).to.deep.equal([]);
      });

      it('has its headings in order', () => {
        const levels = tagsOf(html).flatMap(({ name: tag }) => (/^h[1-6]$/.test(tag) ? Number(tag[1]) : []));
        expect(levels[0]).to.equal(1);
        expect(levels.filter((level) => level === 1)).to.have.length(1);
        for (const [index, level] of levels.entries())
          if (index > 0) expect(level - (levels[index - 1] ?? 0)).to.be.at.most(1);
      });

      it('is the same bytes in any time zone', () => {
        const zone = process.env['TZ'];
        try {
          process.env['TZ'] = 'Pacific/Kiritimati';
          expect(page(make()) === html).to.equal(true);
        } finally {
          if (zone === undefined) delete process.env['TZ'];
          else process.env['TZ'] = zone;
        }
      });
    });
  }

  it('tells everything in the order in which a reader asks', () => {
    const html = page(brokenReport());
    const headings = [...html.matchAll(/<h2 id="([^"]+)"/g)].map(([, id]) => id);
    expect(headings).to.deep.equal([
      'determination',
      'examined',
      'clauses',
      'schedules',
      'findings',
      'data-items',
      'interpretations',
      'limits',
      'gate',
      'calibration',
      'verify',
    ]);
  });

  it('claims no more than was observed', () => {
    const told = [cleanReport(), brokenReport()].map((report) => page(report));
    for (const html of told)
      expect(html.replace(styleOf(html), '')).not.to.match(
        /complian|conform|certified|\bscore\b|guarantee|\bsafe\b/i,
      );
  });

  it('has the same markup whatever the texts are', () => {
    expect(skeletonOf(page(hostileReport()))).to.deep.equal(skeletonOf(page(brokenReport())));
  });

  it('lets no text become markup', () => {
    const clean = cleanReport();
    const told = (text: string): Report => ({
      ...clean,
      title: text,
      system: text,
      disclosure: text,
      determination: { ...clean.determination, sentence: text },
      examined: [{ label: text, lines: [{ text, digest: text }] }],
      limits: [text],
      schedules: clean.schedules.map((window) => ({
        ...window,
        payload: text,
        installation: text,
        summary: text,
        states: window.states.map((state) => ({ ...state, says: text })),
      })),
    });
    const skeleton = skeletonOf(page(told('text')));
    const attack = fc.array(
      fc.oneof(
        fc.constantFrom(
          '<',
          '>',
          '"',
          "'",
          '&',
          '/',
          '--',
          '=',
          '`',
          '</style>',
          '<script>',
          '<!--',
          ']]>',
          '&lt',
        ),
        fc.string({ unit: 'binary' }),
      ),
    );
    fc.assert(
      fc.property(attack, (parts) => {
        expect(skeletonOf(page(told(parts.join(''))))).to.deep.equal(skeleton);
      }),
      { numRuns: 60 },
    );
  });

  it('shows what cannot be seen, so that no text passes for another', () => {
    const html = page({ ...cleanReport(), title: 'exe\u202egnp.\u0000\u200b\ud800' });
    expect(html).to.contain('exe‹U+202E›gnp.‹U+0000›‹U+200B›‹U+D800›');
    expect(html.replace(styleOf(html), '')).not.to.match(/[^\P{Cc}\n]|\p{Cf}|\p{Cs}/u);
  });

  it('is given away in pieces, of which none grows with the findings', () => {
    const total = 20_000;
    const pieces = [...htmlReport(hugeReport(total))];
    expect(Math.max(...pieces.map(({ length }) => length))).to.be.below(400_000);
    for (const piece of pieces) expect(piece.split('<tr').length).to.be.at.most(502);
  });

  it('keeps every finding of a group that has a card', () => {
    const report = hugeReport(3000);
    const html = page(report);
    const told = new Set([...html.matchAll(/<code>(f-\d+)<\/code>/g)].map(([, id]) => id));
    const shown = report.findings.slice(0, 200).flatMap(({ occurrences }) => occurrences);
    expect(shown.filter(({ id }) => !told.has(id))).to.deep.equal([]);
  });

  it('takes a part of a typeface only where a text needs it', () => {
    const parts = (title: string): number =>
      styleOf(page({ ...cleanReport(), title })).split('@font-face').length - 1;
    expect(parts('Tidewatch')).to.equal(3);
    expect(parts('Łódź')).to.equal(6);
    expect(parts('Причал Łódź')).to.equal(9);
  });

  it('says so where there is nothing to tell', () => {
    const html = page({
      ...cleanReport(),
      examined: [],
      scenarios: [],
      states: [],
      clauses: [],
      schedules: [],
      dataItems: [],
      interpretations: [],
      limits: [],
      verification: [],
      files: [],
      recorded: undefined,
    });
    expect(html).to.contain('No window of a schedule was followed in this run.');
    expect(html).to.contain('The run found no breach in what it observed.');
    expect(html).to.contain('The disclosure records no choice among readings.');
    expect(html).to.contain('No gate was asked');
  });
});
