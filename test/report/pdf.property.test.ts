import { expect } from 'chai';
import fc from 'fast-check';
import { loadFonts } from '../../src/report/pdf/fonts.js';
import { pdfReport } from '../../src/report/pdf/pdf-report.js';
import { printable } from '../../src/report/pdf/printable.js';
import type { Report } from '../../src/report/report.js';
import { brokenReport } from './sample-reports.js';

const tricky = fc.constantFrom(
  '\u0000',
  '\ud800',
  '\udfff',
  'e\u0301',
  '\u0301',
  'Ω─',
  '─\u0303',
  '\u202e',
  '\u200b',
  '\u200d',
  '\u00ad',
  '\ufe0f',
  '👩‍👩‍👧',
  '🇩🇪',
  '中',
  'نص',
  'עברית',
  '\ue000',
  '\uece0',
  '\u{10ffff}',
  '\ufffe',
  '\u2028',
  '\u3000',
  '\u00a0',
  'ﬁ',
  '#',
  '*',
  '$',
  '\\',
  '"',
  '`',
  '<',
  '@',
  '//',
  '‹U+0041›',
  ' ',
  '  ',
);
const anyText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.array(fc.integer({ min: 0, max: 0xffff })).map((units) => String.fromCharCode(...units)),
  fc.array(tricky).map((parts) => parts.join('')),
);

/** A report in which every place that a product can write to says one of these. */
function saying(texts: readonly string[]): Report {
  let next = 0;
  const say = () => texts[next++ % texts.length] ?? '';
  const replace = (value: unknown, key: string): unknown => {
    if (typeof value === 'string') return kept.has(key) ? value : say();
    if (Array.isArray(value)) return value.map((item) => replace(item, key));
    if (value instanceof Map) return value;
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, replace(item, name)]));
  };
  return replace(brokenReport(), '') as Report;
}
/** Words of the model, of which there are so many and no others. */
const kept = new Set(['verdict', 'judged', 'modality', 'kind', 'effect', 'outcome', 'part', 'category']);

describe('What the PDF report is given to print', () => {
  it('is set, whatever characters are in it', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyText, { minLength: 40, maxLength: 120 }), async (texts) => {
        const pdf = await pdfReport(saying(texts), 'a-2a');
        expect(Buffer.from(pdf.subarray(0, 5)).toString()).to.equal('%PDF-');
      }),
      { numRuns: 8 },
    );
  });

  it('is set, for each character that a font is said to have, alone and between others', async () => {
    const { coverage } = await loadFonts();
    const characters = [...coverage].map((code) => String.fromCodePoint(code));
    const words = characters.flatMap((one, at) => [
      one,
      `a${one}${characters[(at * 7) % characters.length]}─Ω`,
    ]);
    const texts = Array.from({ length: Math.ceil(words.length / 100) }, (_, at) =>
      words.slice(at * 100, (at + 1) * 100).join(' '),
    );
    const verification = texts.map((text) => ({ says: text, command: text }));
    for (const standard of ['a-2a', 'ua-1'] as const) {
      const pdf = await pdfReport({ ...brokenReport(), limits: texts, verification }, standard);
      expect(Buffer.from(pdf.subarray(0, 5)).toString()).to.equal('%PDF-');
    }
  });

  it('has only characters with a glyph, that can be seen; what has none is its code', async () => {
    const { coverage } = await loadFonts();
    fc.assert(
      fc.property(anyText, (text) => {
        const shown = String(printable(text, coverage)).replaceAll('\u200b', '');
        for (const character of shown) {
          expect(coverage.has(character.codePointAt(0) ?? 0)).to.equal(true);
          expect(character).not.to.match(/[\p{C}\p{M}\p{Zl}\p{Zp}]/u);
        }
        const back = shown.replaceAll(/‹U\+([0-9A-F]+)›/g, (_, code: string) =>
          String.fromCodePoint(Number.parseInt(code, 16)),
        );
        if (!/‹U\+/.test(text) && text.length <= 2000) expect(back).to.equal(text);
      }),
      { numRuns: 1000 },
    );
  });

  it('may be broken within each stretch that is wider than a narrow column', async () => {
    const { coverage } = await loadFonts();
    fc.assert(
      fc.property(fc.string({ minLength: 17, maxLength: 400 }), (text) => {
        for (const stretch of String(printable(text, coverage)).split(/[ \u200b]/)) {
          expect(stretch.length).to.be.at.most(16);
        }
      }),
    );
  });

  for (const [text, shown] of [
    ['plain words stay as they are', 'plain words stay as they are'],
    ['naïve Ελλάδα Россия “ok” ±5', 'naïve Ελλάδα Россия “ok” ±5'],
    ['中', '‹U+4E2D›'],
    ['e\u0301', 'e‹U+0301›'],
    ['\ud83d\ude00\ud83d', '‹U+1F600›‹U+D83D›'],
    ['a\u00a0b\tc', 'a‹U+00A0›b‹U+0009›c'],
  ] as const) {
    it(`shows ${JSON.stringify(text)} as ${shown}`, async () => {
      const { coverage } = await loadFonts();
      expect(String(printable(text, coverage)).replaceAll('\u200b', '')).to.equal(shown);
    });
  }
});
