import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { expect } from 'chai';
import fc from 'fast-check';
import { parse } from 'yaml';
import type { DisclosureFile } from '../../src/disclosure/disclosure-file.generated.js';
import {
  accountForDocument,
  cutDocument,
  digestOf,
  documentDigest,
  normalise,
} from '../../src/disclosure/document.js';

/** A page of a vendor that does not exist: two lists that share an item, and paragraphs of sentences. */
const page = `Heliotrope Notes 3.1.0

What Heliotrope Notes tells us

When you sign in, we receive:

  • Version of Heliotrope Notes
  • Name of your garden
    • Name of its last flower

When you rate a note, we receive:

  • Version of Heliotrope Notes
  • Stars given

Ratings leave once a day for 3 days. "Once" means what it says! Is that all? 2 exceptions are in terms.txt and nowhere else.
`;

const clausesOf = (text: string) => cutDocument(text).map(({ at, digest }) => ({ id: at, digest }));

const named = (text: string) => {
  const { unaccounted, gone } = accountForDocument(text, clausesOf(page));
  return { unaccounted: unaccounted.map(({ at }) => at), gone: gone.map(({ id }) => id) };
};

describe('normalising a sentence', () => {
  const same: readonly (readonly [string, string, string])[] = [
    ['white space around it is stripped', ' \t Stars given \r', 'Stars given'],
    ['runs of white space are one space', 'Stars \t\u00a0\u202f\u3000 given', 'Stars given'],
    ['a byte order mark is white space', '\ufeffStars given', 'Stars given'],
    ['a next-line control is white space', 'Stars\u0085given', 'Stars given'],
    ['a bullet is stripped', '• Stars given', 'Stars given'],
    ['a bullet without white space is stripped', '▪Stars given', 'Stars given'],
    ['nested bullets are stripped', '  ◦  - Stars given', 'Stars given'],
    ['a hyphen before a number stays', '-5 degrees', '-5 degrees'],
    ['a dash inside stays', 'Stars – given', 'Stars – given'],
    ['a decomposed letter is composed', 'Cafe\u0301', 'Café'],
    ['a bullet with nothing behind it is nothing', ' • ', ''],
    ['a hyphen with nothing behind it is nothing', ' - ', ''],
  ];
  for (const [behaviour, text, expected] of same) {
    it(behaviour, () => {
      expect(normalise(text)).to.equal(expected);
      expect(digestOf(text)).to.equal(digestOf(expected));
    });
  }

  it('gives the SHA-256 of the UTF-8 bytes', () => {
    expect(digestOf('abc')).to.equal(
      'sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    );
  });

  it('changes nothing the second time', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(normalise(normalise(text))).to.equal(normalise(text));
      }),
    );
  });
});

describe('cutting a document', () => {
  it('takes each list item and each sentence of a paragraph, and says where it stands', () => {
    expect(cutDocument(page).map(({ at, text }) => `${at}: ${text}`)).to.deep.equal([
      'line 1: Heliotrope Notes 3.1.0',
      'line 3: What Heliotrope Notes tells us',
      'line 5: When you sign in, we receive:',
      'line 7: Version of Heliotrope Notes',
      'line 8: Name of your garden',
      'line 9: Name of its last flower',
      'line 11: When you rate a note, we receive:',
      'line 13: Version of Heliotrope Notes',
      'line 14: Stars given',
      'line 16, sentence 1: Ratings leave once a day for 3 days.',
      'line 16, sentence 2: "Once" means what it says!',
      'line 16, sentence 3: Is that all?',
      'line 16, sentence 4: 2 exceptions are in terms.txt and nowhere else.',
    ]);
  });

  const cuts: readonly (readonly [string, string, readonly string[]])[] = [
    ['not inside a version', 'It is 11.0.0 now', ['It is 11.0.0 now']],
    ['not at a file name', 'Read terms.txt and sign', ['Read terms.txt and sign']],
    ['not before a lower-case letter', 'See e.g. this page', ['See e.g. this page']],
    ['after a closing quotation mark', 'He says "Go." Then he goes.', ['He says "Go."', 'Then he goes.']],
    ['before an opening quotation mark', 'Stop. “Why?” Because.', ['Stop.', '“Why?”', 'Because.']],
    ['before a digit', 'It ends. 24 hours later', ['It ends.', '24 hours later']],
    ['before an upper-case letter of any script', 'Ende. Überall. Всё.', ['Ende.', 'Überall.', 'Всё.']],
    ['across a no-break space', 'One.\u00a0Two.', ['One.', 'Two.']],
    ['not after the number of a list item', '1. Version', ['1. Version']],
    ['not after the nested number of a list item', '• 1.2. Version. Name', ['1.2. Version.', 'Name']],
  ];
  for (const [behaviour, text, expected] of cuts) {
    it(behaviour, () => {
      expect(cutDocument(text).map((sentence) => sentence.text)).to.deep.equal(expected);
    });
  }

  it('finds the same lines whatever ends them', () => {
    for (const end of ['\r\n', '\r', '\u2028', '\u2029']) {
      expect(cutDocument(page.replaceAll('\n', end))).to.deep.equal(cutDocument(page));
    }
  });

  it('finds nothing where there is nothing', () => {
    for (const text of ['', '\ufeff', '\r\n \n\t', '•\n  •']) expect(cutDocument(text)).to.deep.equal([]);
  });

  it('gives digests that white space, bullets and the Unicode form do not change', () => {
    const letters = ['a', 'Z', 'é', 'Ω', '가', '7', '.', ',', '-', '?', '"'];
    const word = fc.string({ unit: fc.constantFrom(...letters), minLength: 1, maxLength: 8 });
    const line = fc.array(word, { maxLength: 6 });
    const space = fc.constantFrom(' ', '  ', '\t', '\u00a0', ' \u2009 ', '\ufeff', '\u0085');
    const bullet = fc.constantFrom('', '• ', '\t◦\t', '- ', '* ', '▪', '— ');
    const form = fc.constantFrom('NFC', 'NFD');
    const end = fc.constantFrom('\n', '\r\n', '\r');
    fc.assert(
      fc.property(fc.array(line), space, bullet, form, end, (lines, between, before, unicode, after) => {
        const plain = lines.map((words) => words.join(' ')).join('\n');
        const dressed = lines
          .map((words) => `${between}${before}${words.join(between)}${between}`.normalize(unicode))
          .join(after);
        expect(cutDocument(dressed)).to.deep.equal(cutDocument(plain));
      }),
    );
  });

  it('loses no visible character', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const kept = cutDocument(text).map((sentence) => sentence.text);
        const lines = text.split(/\r\n|[\n\r\u2028\u2029]/u).map(normalise);
        expect(kept.join('').replaceAll(' ', '')).to.equal(lines.join('').replaceAll(' ', ''));
      }),
    );
  });

  it('takes no more than linear time over hostile text', function () {
    this.timeout(20_000);
    for (const unit of ['a. A', '\n', ' ', '• ', '- ', '.', '1.', '."', '\u0301']) {
      cutDocument(unit.repeat(200_000));
    }
  });
});

describe('the digest of a document', () => {
  it('is that of its sentences, joined by line feeds', () => {
    // printf 'a\nbc' | sha256sum
    expect(documentDigest(cutDocument('• a\n\n\tbc'))).to.equal(
      'sha256:b4c620724d95022be9765d6f660a36f90835acab2437b5e8cd71812940b29346',
    );
    expect(documentDigest([])).to.equal(digestOf(''));
  });

  it('tells where a sentence ends', () => {
    expect(documentDigest(cutDocument('ab\nc'))).not.to.equal(documentDigest(cutDocument('a\nbc')));
  });
});

describe('accounting for a document', () => {
  it('finds nothing wrong with the document itself', () => {
    expect(named(page)).to.deep.equal({ unaccounted: [], gone: [] });
  });

  const changes: readonly (readonly [
    string,
    (text: string) => string,
    readonly string[],
    readonly string[],
  ])[] = [
    [
      'a changed word names its clause and no other',
      (text) => text.replace('your garden', 'your window'),
      ['line 8'],
      ['line 8'],
    ],
    [
      'a changed word names the first of two equal items where it is the first',
      (text) => text.replace('• Version of', '• Versions of'),
      ['line 7'],
      ['line 7'],
    ],
    [
      'a changed word names the second of two equal items where it is the second',
      (text) =>
        text.replace('• Version of Heliotrope Notes\n  • Stars', '• Version of Heliotropes\n  • Stars'),
      ['line 13'],
      ['line 13'],
    ],
    [
      'a changed word in a paragraph names its sentence',
      (text) => text.replace('Is that all?', 'Is that much?'),
      ['line 16, sentence 3'],
      ['line 16, sentence 3'],
    ],
    [
      'an added item is unaccounted for',
      (text) => text.replace('  • Stars', '  • Time\n  • Stars'),
      ['line 14'],
      [],
    ],
    [
      'an added sentence is unaccounted for',
      (text) => text.replace('Is that', 'We may ask. Is that'),
      ['line 16, sentence 3'],
      [],
    ],
    ['a dropped item is gone', (text) => text.replace('  • Stars given\n', ''), [], ['line 14']],
    [
      'an item that is repeated is unaccounted for',
      (text) => text.replace('  • Stars given\n', '  • Stars given\n  • Stars given\n'),
      ['line 15'],
      [],
    ],
    [
      'an item that moved to another list is gone from the one and unaccounted for in the other',
      (text) =>
        text
          .replace('  • Name of your garden\n', '')
          .replace('  • Stars', '  • Name of your garden\n  • Stars'),
      ['line 13'],
      ['line 8'],
    ],
    [
      'lines that were moved by an empty one are accounted for',
      (text) => `\n${text.replace('  •', '\n  ▪')}`,
      [],
      [],
    ],
    [
      'a change of letter case is a change',
      (text) => text.replace('Stars', 'stars'),
      ['line 14'],
      ['line 14'],
    ],
  ];
  for (const [behaviour, change, unaccounted, gone] of changes) {
    it(behaviour, () => {
      const changed = change(page);
      expect(changed).not.to.equal(page);
      expect(named(changed)).to.deep.equal({ unaccounted, gone });
    });
  }

  it('gives back the clauses that were given', () => {
    const clause = { id: 'stars', digest: digestOf('Stars given'), says: 'How many.' };
    expect(accountForDocument('', [clause]).gone).to.deep.equal([clause]);
  });

  it('knows nothing of a document without clauses', () => {
    expect(accountForDocument(page, []).unaccounted).to.deep.equal(cutDocument(page));
  });

  it('never accounts for more sentences than there are clauses, and never out of order', () => {
    const word = fc.constantFrom('A', 'B', 'C', 'D');
    fc.assert(
      fc.property(fc.array(word), fc.array(word), (expected, actual) => {
        const clauses = expected.map((text, index) => ({ index, text, digest: digestOf(text) }));
        const { unaccounted, gone } = accountForDocument(actual.join('\n'), clauses);
        const kept = clauses.filter((clause) => !gone.includes(clause)).map(({ text }) => text);
        const absent = new Set(unaccounted.map(({ at }) => at));
        const present = actual.filter((_, index) => !absent.has(`line ${index + 1}`));
        expect(kept).to.deep.equal(present);
      }),
    );
  });

  it('finishes soon where a document repeats and shuffles thousands of sentences', function () {
    this.timeout(20_000);
    const clauses = Array.from({ length: 5000 }, (_, index) => ({ digest: digestOf(`S${index}`) }));
    const lines = Array.from({ length: 50_000 }, (_, index) => `S${(index * 7919) % 5000}`);
    const { unaccounted } = accountForDocument(lines.join('\n'), clauses);
    expect(unaccounted.length).to.be.at.least(45_000);
  });
});

describe('the document behind disclosures/kes-11.0.0', () => {
  // The vendor's text is not part of the project. Where it lies beside the checkout, it is held against the data.
  const path = new URL('../../../../shared/documents/kes-11.0.0.txt', import.meta.url);
  let text: string;
  let disclosure: DisclosureFile;

  before(async function () {
    if (!existsSync(path)) {
      process.stdout.write(`    skipped: the vendor's document is not at ${path.pathname}\n`);
      this.skip();
    }
    text = await readFile(path, 'utf8');
    const data = new URL('../../../disclosures/kes-11.0.0/disclosure.yaml', import.meta.url);
    disclosure = parse(await readFile(data, 'utf8'));
  });

  it('is accounted for, sentence by sentence and as a whole', () => {
    expect(accountForDocument(text, disclosure.clauses)).to.deep.equal({ unaccounted: [], gone: [] });
    expect(documentDigest(cutDocument(text))).to.equal(disclosure.document.digest);
    expect(disclosure.clauses.map(({ at }) => at)).to.deep.equal(cutDocument(text).map(({ at }) => at));
  });

  it('names the one clause whose words changed, though the same words stand in another list', () => {
    const sentences = cutDocument(text);
    const digests = sentences.map(({ digest }) => digest);
    const repeated = sentences.filter(
      ({ digest }) => digests.indexOf(digest) !== digests.lastIndexOf(digest),
    );
    expect(repeated).not.to.have.lengthOf(0);
    for (const { at } of repeated) {
      const lines = text.split('\n');
      const index = Number(at.slice('line '.length)) - 1;
      const { unaccounted, gone } = accountForDocument(
        lines.with(index, `${lines[index]} (changed)`).join('\n'),
        disclosure.clauses,
      );
      expect(unaccounted.map((sentence) => sentence.at)).to.deep.equal([at]);
      expect(gone.map((clause) => clause.at)).to.deep.equal([at]);
    }
  });

  it('lends the disclosure none of its sentences', () => {
    const own = normalise(JSON.stringify(disclosure)).toLowerCase();
    for (const sentence of cutDocument(text)) {
      expect(own).not.to.include(sentence.text.replace(/[.:]$/, '').toLowerCase());
    }
  });
});
