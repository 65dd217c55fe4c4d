import { mkdirSync, truncateSync, writeFileSync } from 'node:fs';
import { expect } from 'chai';
import fc from 'fast-check';
import { InputError, type Problem } from '../../src/disclosure/input-error.js';
import { pointerKeys, pointerOf, readSourceFile } from '../../src/disclosure/source-file.js';
import { rejection } from '../rejection.js';
import { temporaryFolder } from '../system/adapter-fixture.js';

describe('A source file', () => {
  const folder = temporaryFolder();
  const path = folder.file('file.yaml');
  after(() => folder.remove());

  const problemOf = async (file: string): Promise<Problem | undefined> => {
    const error = await rejection(readSourceFile(file));
    expect(error).to.be.instanceOf(InputError);
    const { problems } = error as InputError;
    expect(problems).to.have.length(1);
    expect(problems[0]?.file).to.equal(file);
    return problems[0];
  };

  const bomb = ['a: &a [x, x, x, x, x, x, x, x, x]'];
  for (let level = 1; level < 9; level += 1) {
    const [name, before] = [String.fromCharCode(97 + level), String.fromCharCode(96 + level)];
    bomb.push(`${name}: &${name} [${Array(9).fill(`*${before}`).join(', ')}]`);
  }

  const refused: readonly (readonly [
    title: string,
    content: string | Buffer,
    line: number,
    message: string,
  ])[] = [
    ['that expands its aliases without end', bomb.join('\n'), 1, 'expands too many aliases'],
    ['that is binary', Buffer.from('a: 1\nb: \0\n'), 2, 'is a binary file; UTF-8 text is wanted'],
    ['that is not UTF-8', Buffer.from([0x61, 0x3a, 0x20, 0xff]), 1, 'is not UTF-8 text'],
    ['that is UTF-16', Buffer.from('a: 1', 'utf16le'), 1, 'is a binary file; UTF-8 text is wanted'],
    ['with a key that stands twice', 'a: 1\nb: 2\na: 3\n', 3, 'Map keys must be unique'],
    ['with a key that stands twice as JSON', '{\n  "a": 1,\n  "\\u0061": 2\n}', 3, 'Map keys must be unique'],
    ['that is cut off', '{\n  "a": [1,\n', 3, 'end with a ]'],
    ['that is indented with tabs', 'a:\n\tb: 1\n', 2, 'Tabs are not allowed as indentation'],
    ['that is nested deeply as JSON', `{"a":\n${'['.repeat(20_000)}`, 2, 'is nested deeper than 200 levels'],
    ['that is nested deeply as lists', `${'- '.repeat(5000)}a`, 1, 'is nested deeper than 200 levels'],
    [
      'that is nested deeply as blocks',
      Array.from({ length: 1000 }, (_, level) => `${' '.repeat(level)}a:`).join('\n'),
      402,
      'is nested deeper than 200 levels',
    ],
    ['with an alias of nothing', 'a: *b\n', 1, 'Unresolved alias'],
    ['that holds several documents', 'a: 1\n---\nb: 2\n', 2, 'multiple documents'],
  ];
  for (const [title, content, line, message] of refused) {
    it(`${title} is refused, with file and line`, async () => {
      writeFileSync(path, content);
      const problem = await problemOf(path);
      expect(problem?.message).to.include(message);
      expect(problem?.message).to.not.match(/\n|:$/);
      expect(problem?.line).to.equal(line);
    });
  }

  it('that is too large is refused unread', async () => {
    writeFileSync(path, '');
    truncateSync(path, 8 * 1024 * 1024 + 1);
    expect((await problemOf(path))?.message).to.equal('is larger than the 8388608 bytes that are read');
  });

  it('that is not there is refused', async () => {
    expect((await problemOf(folder.file('nowhere.yaml')))?.message).to.equal('there is no such file');
  });

  it('that is a folder is refused', async () => {
    const name = folder.file('folder.yaml');
    mkdirSync(name);
    expect((await problemOf(name))?.message).to.equal('is a folder; a file is wanted');
  });

  it('is read however deep it is, within reason', async () => {
    for (const depth of [1, 10, 100, 200]) {
      for (const text of [
        `${'['.repeat(depth)}${']'.repeat(depth)}`,
        `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`,
      ]) {
        writeFileSync(path, text);
        expect(JSON.stringify((await readSourceFile(path)).value)).to.equal(text);
      }
    }
  });

  it('is read or refused, and never breaks the reader, whatever it holds', async () => {
    const piece = fc.constantFrom(
      'a',
      ': ',
      '- ',
      '\n',
      '  ',
      '"',
      "'",
      '[',
      ']',
      '{',
      '}',
      '&a ',
      '*a',
      '!',
      '|',
      '#',
      '\t',
      ',',
      '?',
      '%',
      '---',
      'ü',
      '\u2028',
      '\ufeff',
      '<<',
    );
    const texts = fc.oneof(
      fc.array(piece, { maxLength: 30 }).map((pieces) => pieces.join('')),
      fc.string({ unit: 'binary' }),
    );
    await fc.assert(
      fc.asyncProperty(texts, async (text) => {
        writeFileSync(path, text);
        const outcome = await readSourceFile(path).then(
          () => undefined,
          (error: unknown) => error,
        );
        if (outcome === undefined) return;
        expect(outcome).to.be.instanceOf(InputError);
        for (const { file, line } of (outcome as InputError).problems) {
          expect(file).to.equal(path);
          expect(line).to.be.at.least(1);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('is read as the JSON that it is', async () => {
    await fc.assert(
      fc.asyncProperty(fc.jsonValue({ maxDepth: 4 }), async (value) => {
        writeFileSync(path, JSON.stringify(value, undefined, 2));
        const file = await readSourceFile(path);
        expect(JSON.stringify(file.value)).to.equal(JSON.stringify(value));
      }),
      { numRuns: 100 },
    );
  });

  it('has a key __proto__ like any other', async () => {
    writeFileSync(path, '{"__proto__": {"x": 1}, "constructor": 2}');
    const { value } = await readSourceFile<object>(path);
    expect(Object.keys(value)).to.deep.equal(['__proto__', 'constructor']);
    expect(Object.getPrototypeOf(value)).to.equal(Object.prototype);
  });

  it('has the digest of its bytes', async () => {
    writeFileSync(path, 'a: 1\r\n');
    const { digest } = await readSourceFile(path);
    expect(digest).to.match(/^sha256:[0-9a-f]{64}$/);
    writeFileSync(path, 'a: 1\n');
    expect((await readSourceFile(path)).digest).to.not.equal(digest);
  });

  it('says where in it something stands: the value, or its key if that is meant', async () => {
    writeFileSync(path, '# A comment.\none:\n  - x\n  - { two: [1, 2] }\n');
    const file = await readSourceFile(path);
    const placeOf = (keys: readonly (string | number)[], at?: 'key' | 'value') => {
      const { line, column } = file.problem(keys, 'is wrong', at);
      return [line, column];
    };
    expect(placeOf([])).to.deep.equal([2, 1]);
    expect(placeOf(['one', 0])).to.deep.equal([3, 5]);
    expect(placeOf(['one', 1, 'two'])).to.deep.equal([4, 12]);
    expect(placeOf(['one', 1, 'two'], 'key')).to.deep.equal([4, 7]);
    expect(placeOf(['one', 1, 'two', 1])).to.deep.equal([4, 16]);
    expect(placeOf(['one', 1, 'two', 9, 'beyond'])).to.deep.equal([4, 12]);
    expect(file.problem([], 'is wrong')).to.include({ file: path, message: 'is wrong' });
  });

  it('has lines and columns from 1 even where it is empty', async () => {
    writeFileSync(path, '');
    expect((await readSourceFile(path)).problem(['x'], 'is missing')).to.include({ line: 1, column: 1 });
  });
});

describe('A JSON Pointer', () => {
  it('names the keys that it was made of, whatever they hold', () => {
    const key = fc.oneof(fc.string(), fc.constantFrom('~', '/', '~1', '~0', '~01', '', '__proto__'));
    fc.assert(
      fc.property(fc.array(key), (keys) => {
        expect(pointerKeys(pointerOf(keys))).to.deep.equal(keys);
      }),
    );
  });
});
