import { expect } from 'chai';
import fc from 'fast-check';
import { InputError } from '../../src/disclosure/input-error.js';
import { type JsonArrayOptions, type JsonItem, readJsonArray } from '../../src/import/json-array.js';
import { rejection } from '../rejection.js';

const limits = { depth: 20, values: 1000, characters: 10_000 };
const options: JsonArrayOptions = { file: 'a.har', item: 'entry', path: ['log', 'entries'], limits };

describe('A list in a JSON text', () => {
  it('has the items that the engine reads in it, however the text comes in', async () => {
    const texts = fc.array(fc.jsonValue({ maxDepth: 4 }), { maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(texts, fc.integer({ min: 1, max: 40 }), async (items, size) => {
        const text = JSON.stringify({ log: { version: '1.2', pages: [[1]], entries: items }, rest: [{}] });
        const found = await read(Buffer.from(text), size);
        expect(found.map(({ number }) => number)).to.deep.equal(items.map((_, index) => index + 1));
        expect(JSON.stringify(found.map(({ value }) => value))).to.equal(JSON.stringify(items));
      }),
      { numRuns: 200 },
    );
  });

  it('has __proto__ as a name like another', async () => {
    const [item] = await read(Buffer.from('{"log":{"entries":[{"__proto__":{"polluted":true}}]}}'));
    expect(Object.getPrototypeOf(item?.value)).to.equal(null);
    expect(JSON.stringify(item?.value)).to.equal('{"__proto__":{"polluted":true}}');
    expect(({} as { polluted?: unknown }).polluted).to.equal(undefined);
  });

  it('is read without the members that nobody wants, whatever is in them', async () => {
    const text = '{"log":{"entries":[{"a":1,"b":{"c":[{"d":"x"}],"c":2},"e":"x","f":null,"g":[1]}]}}';
    const skips = ([first]: readonly string[]): boolean => first === 'b' || first === 'e' || first === 'f';
    const [item] = await read(Buffer.from(text), 5, { ...options, skips });
    expect(JSON.stringify(item?.value)).to.equal('{"a":1,"g":[1]}');
  });

  it('may stand at the top', async () => {
    expect(await read(Buffer.from('[1,[2]]'), 2, { ...options, path: [] })).to.have.lengthOf(2);
  });

  const faults: Readonly<Record<string, readonly [string | Buffer, string]>> = {
    'a file that is cut off': [
      '{"log":{"entries":[{"a":1},{"a":"x',
      'entry 2: the file ends in the middle of it',
    ],
    'a file that ends behind its last entry': ['{"log":{"entries":[{"a":1}]', 'entry 2: the file ends'],
    'an empty file': ['', 'entry 1: the file ends in the middle of it'],
    'a text that is no JSON': [
      '{"log":{"entries":[{"a":1},{a:1}]}}',
      'entry 1: is no JSON, or soon after it',
    ],
    'another JSON': ['{"log":{"pages":[]}}', 'has no list log.entries'],
    'a second list': ['{"log":{"entries":[],"entries":[]}}', 'a second list of them begins here'],
    'a name that stands twice': ['{"log":{"entries":[{"url":1,"url":2}]}}', 'a name stands twice'],
    'an entry that is nested deeply': [
      `{"log":{"entries":[${'['.repeat(30)}${']'.repeat(30)}]}}`,
      'entry 1: is nested deeper than 20 levels',
    ],
    'a text around the list that is nested deeply': ['['.repeat(100_000), 'is nested deeper than 100 levels'],
    'an entry of many values': [
      `{"log":{"entries":[[${'1,'.repeat(2000)}1]]}}`,
      'entry 1: holds more than 1000 values',
    ],
    'a text without end': [
      `{"log":{"entries":[{"a":"${'x'.repeat(20_000)}"}]}}`,
      'entry 1: holds more than 10000 characters',
    ],
    'bytes that are not UTF-8': [
      Buffer.from('7b226c6f67223a7b22656e7472696573223a5b22ff225d7d7d', 'hex'),
      'holds bytes that are not UTF-8',
    ],
  };
  for (const [name, [text, message]] of Object.entries(faults)) {
    it(`${name} is refused`, async () => {
      const error = await rejection(read(Buffer.from(text as string), 1000));
      expect(error).to.be.instanceOf(InputError);
      expect((error as InputError).message)
        .to.include(message)
        .and.to.match(/^a\.har: /);
    });
  }
});

async function read(bytes: Buffer, size = 7, how = options): Promise<readonly JsonItem[]> {
  const items: JsonItem[] = [];
  for await (const item of readJsonArray(cut(bytes, size), how)) items.push(item);
  return items;
}

async function* cut(bytes: Buffer, size: number): AsyncGenerator<Uint8Array, void, void> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}
