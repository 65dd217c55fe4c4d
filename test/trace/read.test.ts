import { createHash } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { expect } from 'chai';
import fc from 'fast-check';
import { InputError } from '../../src/disclosure/input-error.js';
import { openTrace, type ReadOptions, readTrace, type TracedEvent } from '../../src/trace/read.js';
import { rejection } from '../rejection.js';
import { temporaryFolder } from '../system/adapter-fixture.js';
import { sample, traceText } from './sample.js';

describe('The trace reader', () => {
  const folder = temporaryFolder();
  after(() => folder.remove());

  const put = (content: string | Buffer): string => {
    const file = folder.file('trace.ndjson');
    writeFileSync(file, content);
    return file;
  };
  const collect = async (file: string, options?: ReadOptions): Promise<TracedEvent[]> => {
    const events: TracedEvent[] = [];
    for await (const event of readTrace(file, options)) events.push(event);
    return events;
  };

  it('gives every event with its line and its instant', async () => {
    const events = await collect(put(traceText()));
    expect(events.map(({ event }) => event)).to.deep.equal(sample);
    expect(events.map(({ line }) => line)).to.deep.equal([1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(events.map(({ instant }) => new Date(instant).toISOString())).to.deep.equal(
      sample.map(({ at }) => at),
    );
  });

  it('gives the digest of the bytes that it read, once it came to their end', async () => {
    const content = `\ufeff${traceText()}\n`;
    const trace = openTrace(put(content), { chunkSize: 100 });
    expect(() => trace.digest()).to.throw(Error, 'before its end');
    for await (const _ of trace.events) expect(() => trace.digest()).to.throw();
    expect(trace.digest()).to.equal(`sha256:${createHash('sha256').update(content).digest('hex')}`);
  });

  it('gives the same whatever the size of the chunks', async () => {
    const text = traceText();
    const endings = fc.constantFrom(
      text,
      text.replaceAll('\n', '\r\n'),
      `\ufeff${text}`,
      text.trimEnd(),
      `${text}\n \n`,
    );
    await fc.assert(
      fc.asyncProperty(endings, fc.integer({ min: 1, max: 600 }), async (content, chunkSize) => {
        const events = await collect(put(content), { chunkSize });
        expect(events.map(({ event }) => event)).to.deep.equal(sample);
        expect(events.map(({ line }) => line)).to.deep.equal([1, 2, 3, 4, 5, 6, 7, 8, 9]);
      }),
      { numRuns: 60 },
    );
  });

  it('gives nothing for an empty file, and for one of blank lines', async () => {
    for (const content of ['', '\ufeff', '\n', '\r\n \n\t\n'])
      expect(await collect(put(content))).to.deep.equal([]);
  });

  it('gives a trace that was cut off after a whole event up to there', async () => {
    expect(await collect(put(traceText(sample.slice(0, 5))))).to.have.length(5);
  });

  it('gives what stood before a fault', async () => {
    const file = put(`${traceText(sample.slice(0, 2))}oh`);
    const events: TracedEvent[] = [];
    const reading = (async () => {
      for await (const event of readTrace(file)) events.push(event);
    })();
    expect(await rejection(reading)).to.be.instanceOf(InputError);
    expect(events).to.have.length(2);
  });

  it('takes instants of any fraction, and orders them rightly', async () => {
    const [start] = sample;
    const at = [
      '2026-01-01T00:00:00Z',
      '2026-01-01T00:00:00.5Z',
      '2026-01-01T00:00:00.55Z',
      '2026-01-01T00:00:00.551Z',
    ];
    const beats = [...at, '2026-01-01T00:00:59.999Z', '2026-02-01T00:00:00.000Z'].map((at) => ({
      type: 'heartbeat',
      at,
    }));
    const events = await collect(put(traceText([start, ...beats])));
    const begin = Date.UTC(2026, 0, 1);
    expect(events.map(({ instant }) => instant - begin)).to.deep.equal([
      0,
      0,
      500,
      550,
      551,
      59_999,
      31 * 86_400_000,
    ]);
  });

  it('keeps a field called __proto__ a field like another', async () => {
    const facts =
      '{"type":"facts","at":"2026-01-01T00:00:00.000Z","installation":"i","facts":{"__proto__":"x","constructor":true}}';
    const [, read] = await collect(put(`${traceText(sample.slice(0, 1))}${facts}\n`));
    expect(JSON.stringify(read?.event)).to.equal(facts);
  });

  it('takes a line of just the limit, and no longer one', async () => {
    const text = traceText(sample.slice(0, 1));
    const length = Buffer.byteLength(text) - 1;
    for (const chunkSize of [7, 1000]) {
      expect(await collect(put(text), { lineLimit: length, chunkSize })).to.have.length(1);
      const error = await rejection(collect(put(text), { lineLimit: length - 1, chunkSize }));
      expect(String(error)).to.contain(`:1: is longer than the ${length - 1} bytes that a line may have`);
    }
  });

  it('reads long lines among short ones', async () => {
    const long = structuredClone(sample[5]) as { request: { bodyBase64: string } };
    long.request.bodyBase64 = 'A'.repeat(5_000_000);
    const events = [...sample.slice(0, 5), long, ...sample.slice(6)];
    expect((await collect(put(traceText(events)))).map(({ event }) => event)).to.deep.equal(events);
  });

  it('needs no more memory for a line without end than a line may have', async function () {
    if (!existsSync('/dev/zero')) this.skip();
    const error = await rejection(collect('/dev/zero'));
    expect(error).to.be.instanceOf(InputError);
    expect(String(error)).to.contain('/dev/zero:1: is longer than the 33554432 bytes that a line may have');
  });

  it('closes the file when nobody wants the rest', async () => {
    const events = readTrace(put(traceText()))[Symbol.asyncIterator]();
    await events.next();
    await events.return?.();
    expect((await events.next()).done).to.equal(true);
  });

  describe('refuses', () => {
    const [start, heartbeat, , , transmission] = sample;
    const at = '2026-01-01T00:00:00.000Z';
    const second = (event: unknown): string => traceText([start, event]);
    const request = { method: 'GET', url: 'https://one.test/' };
    const sent = (change: object): string =>
      second({ type: 'transmission', at, request, tls: null, ...change });
    const begin = traceText([start]);
    const table: readonly [title: string, content: string | Buffer, place: string, message: string][] = [
      [
        'a line that is no JSON',
        `${begin}{"type":"end",\n`,
        '2:15',
        'this line is no JSON: it ends in the middle of a value',
      ],
      ['a word where JSON belongs', `${begin}{"type":oh}\n`, '2:9', 'this line is no JSON from here on'],
      ['a comma too many', `${begin}{"type":"end",}\n`, '2:15', 'this line is no JSON from here on'],
      ['a comment', `${begin}// {"type":"end"}\n`, '2:1', 'this line is no JSON from here on'],
      [
        'a trace that was cut within a line',
        traceText().slice(0, -20),
        '9:28',
        'it ends in the middle of a value',
      ],
      ['a control character', Buffer.from(`${begin}{"type":"\u0001"}`), '2:9', 'this line is no JSON'],
      [
        'a NUL',
        Buffer.from(`${begin}{"type":"\0"}`),
        '2',
        'is a binary file; a trace is UTF-8 text, one event a line',
      ],
      ['an executable', Buffer.from('7f454c4602010100ff00', 'hex'), '1', 'is a binary file'],
      ['UTF-16', Buffer.from(begin, 'utf16le'), '1', 'is a binary file'],
      [
        'bytes that are not UTF-8',
        Buffer.concat([Buffer.from(begin), Buffer.from([0x22, 0xff, 0x22, 0x0a])]),
        '2',
        'holds bytes that are not UTF-8',
      ],
      [
        'half a character at the end',
        Buffer.concat([Buffer.from(begin), Buffer.from([0x22, 0xc3])]),
        '2',
        'holds bytes that are not UTF-8',
      ],
      [
        'deep nesting',
        `${begin}${'['.repeat(200_000)}`,
        '2',
        'is nested deeper than the 128 levels that are read',
      ],
      [
        'deep nesting that is well-formed',
        `${begin}${'{"a":'.repeat(129)}1${'}'.repeat(129)}`,
        '2',
        'nested deeper than',
      ],
      [
        'nesting that is only just too deep for an event',
        second({ type: 'end', at, a: JSON.parse(`${'['.repeat(127)}${']'.repeat(127)}`) }),
        '2',
        'in this event of type "end": unknown key "a"',
      ],
      ['an array', '[]', '1', 'an event must be a JSON object'],
      ['null', 'null', '1', 'an event must be a JSON object'],
      ['a number', '7', '1', 'an event must be a JSON object'],
      ['no type', '{}', '1', 'an event must have a "type"'],
      ['a type that is no string', '{"type":["start"]}', '1', 'the "type" of an event must be a string'],
      [
        'an unknown type',
        second({ type: 'teleport', at }),
        '2',
        'unknown type of event "teleport"; known are start, facts, action, transmission, dns, heartbeat, gap, opaque, end',
      ],
      [
        'a type that every object has',
        second({ type: 'constructor', at }),
        '2',
        'unknown type of event "constructor"',
      ],
      [
        'a type with colours',
        second({ type: '\u001b[31mred\u202e', at }),
        '2',
        'unknown type of event "‹U+001B›[31mred‹U+202E›"',
      ],
      [
        'a format to come',
        traceText([{ ...start, format: 'candor-trace/2' }]),
        '1',
        'this trace is of the format "candor-trace/2"; this Candor reads "candor-trace/1"',
      ],
      [
        'a format to come with more in it',
        traceText([{ ...start, format: 'candor-trace/2', more: 1 }]),
        '1',
        'this Candor reads',
      ],
      [
        'no format',
        traceText([{ ...start, format: undefined }]),
        '1',
        'in this event of type "start": the key "format" is missing',
      ],
      [
        'a key that is unknown',
        second({ type: 'end', at, why: 1 }),
        '2',
        'in this event of type "end": unknown key "why"',
      ],
      [
        'a key __proto__',
        `${begin}{"type":"end","at":"${at}","__proto__":1}`,
        '2',
        'unknown key "__proto__"',
      ],
      [
        'a key that is missing',
        sent({ tls: undefined }),
        '2',
        'in this event of type "transmission": the key "tls" is missing',
      ],
      [
        'a value of the wrong type',
        sent({ request: { ...request, method: 7 } }),
        '2',
        'in this event of type "transmission": /request/method must be string',
      ],
      [
        'a header without a value',
        sent({ request: { ...request, headers: [['a', 'b'], ['c']] } }),
        '2',
        '/request/headers/1 must NOT have fewer than 2 items',
      ],
      [
        'a body twice',
        sent({ request: { ...request, body: '', bodyBase64: '' } }),
        '2',
        '/request must have either "body" or "bodyBase64", not both',
      ],
      [
        'a body that is not base64',
        sent({ request: { ...request, bodyBase64: 'a-b' } }),
        '2',
        '/request/bodyBase64 must be base64',
      ],
      ['a session that is none', sent({ tls: true }), '2', '/tls must be null or object'],
      ['a session without its protocol', sent({ tls: {} }), '2', '/tls the key "protocol" is missing'],
      [
        'a fact that is a number',
        second({ type: 'facts', at, installation: 'i', facts: { a: 1 } }),
        '2',
        '/facts/a must be string or boolean',
      ],
      [
        'a gap of an unknown cause',
        second({ type: 'gap', at, until: at, cause: 'x' }),
        '2',
        '/cause must be one of host-asleep, offline, capture-down',
      ],
      [
        'bytes by halves',
        second({ type: 'opaque', at, protocol: 'x', destination: 'y', bytes: 0.5 }),
        '2',
        '/bytes must be integer',
      ],
      [
        'a capital letter in an id',
        second({ type: 'action', at, installation: 'i', action: 'Do' }),
        '2',
        '/action must be an id: small letters, digits, dots and hyphens',
      ],
      [
        'an instant with an offset',
        second({ type: 'end', at: '2026-01-01T00:00:00+01:00' }),
        '2',
        '/at must be an RFC 3339 instant in UTC, such as 2026-01-01T00:00:00.000Z',
      ],
      [
        'an instant that is not real',
        second({ type: 'end', at: '2026-02-31T00:00:00.000Z' }),
        '2',
        '"at" is 2026-02-31T00:00:00.000Z, which names no real instant',
      ],
      [
        'a second too many in a minute',
        second({ type: 'end', at: '2026-01-01T00:00:60.000Z' }),
        '2',
        'names no real instant',
      ],
      [
        'a gap that ends at no real instant',
        second({ type: 'gap', at, until: '2026-01-01T24:00:00.000Z', cause: 'offline' }),
        '2',
        '"until" is 2026-01-01T24:00:00.000Z, which names no real instant',
      ],
      [
        'a gap that ends before it begins',
        second({ type: 'gap', at, until: '2025-12-31T23:59:59.999Z', cause: 'offline' }),
        '2',
        `the gap's "until" 2025-12-31T23:59:59.999Z is earlier than its "at" ${at}`,
      ],
      [
        'an event out of order',
        traceText([start, transmission, heartbeat]),
        '3',
        `its instant ${at} is earlier than the event before it (2026-01-01T00:00:30.250Z)`,
      ],
      [
        'a first event other than start',
        traceText([heartbeat]),
        '1',
        'a trace begins with an event of type "start", not "heartbeat"',
      ],
      ['a second start', traceText([start, start]), '2', 'a second event of type "start"'],
      [
        'anything after the end',
        traceText([start, { type: 'end', at }, heartbeat]),
        '3',
        'an event of type "heartbeat" after the one of type "end"',
      ],
      [
        'a second end',
        traceText([start, { type: 'end', at }, { type: 'end', at }]),
        '3',
        'after the one of type "end"',
      ],
      [
        'a blank line between events',
        `${begin}\n \n${traceText([heartbeat])}`,
        '2',
        'a blank line between two events',
      ],
      ['a blank line before the first event', `\n${begin}`, '1', 'a blank line between two events'],
      [
        'a name twice',
        `${begin}{"type":"end","at":"${at}","at":"${at}"}`,
        '2',
        'a name stands twice in one object of this event',
      ],
      [
        'a name twice, once as an escape',
        `${begin}{"type":"end","at":"${at}","\\u0061t":"${at}"}`,
        '2',
        'a name stands twice',
      ],
      [
        'a name twice in a depth',
        `${begin}{"type":"facts","at":"${at}","installation":"i","facts":{"a":":\\\\","a":"\\":"}}`,
        '2',
        'a name stands twice',
      ],
      [
        '__proto__ twice',
        `${begin}{"type":"facts","at":"${at}","installation":"i","facts":{"__proto__":"a","__proto__":"a"}}`,
        '2',
        'a name stands twice',
      ],
    ];
    for (const [title, content, place, message] of table) {
      it(title, async () => {
        const file = put(content);
        for (const chunkSize of [undefined, 5]) {
          if (chunkSize !== undefined && content.length > 10_000) continue;
          const error = await rejection(collect(file, chunkSize === undefined ? {} : { chunkSize }));
          expect(error).to.be.instanceOf(InputError);
          const text = (error as InputError).message;
          expect(text.slice(0, file.length + place.length + 3)).to.equal(`${file}:${place}: `);
          expect(text).to.contain(message);
          expect(text).not.to.match(/\p{Cc}/u);
          expect(text.length).to.be.below(file.length + 1100);
        }
      });
    }

    it('a file that is not there', async () => {
      const file = folder.file('none.ndjson');
      expect(String(await rejection(collect(file)))).to.equal(`InputError: ${file}: there is no such file`);
    });

    it('a folder', async () => {
      const file = folder.file('folder');
      mkdirSync(file);
      expect(String(await rejection(collect(file)))).to.equal(
        `InputError: ${file}: is a folder; a file is wanted`,
      );
    });

    it('a file that may not be read', async function () {
      if (process.getuid?.() === 0) this.skip();
      const file = folder.file('secret.ndjson');
      writeFileSync(file, traceText());
      chmodSync(file, 0o000);
      expect(String(await rejection(collect(file)))).to.equal(`InputError: ${file}: may not be read`);
    });
  });
});
