import { expect } from 'chai';
import { decode, encode, type Packet, RECURSION_DESIRED } from 'dns-packet';
import fc from 'fast-check';
import { addressesOf, addressText, readAddress } from '../../../src/capture/namespace/addresses.js';
import { answerQuestion, createNames, readQuestion } from '../../../src/capture/namespace/resolver.js';

const query = (packet: Packet): Buffer =>
  encode({ type: 'query', id: 7, flags: RECURSION_DESIRED, ...packet });
const plain = query({ questions: [{ type: 'A', name: 'ExAmple.COM' }] });

const option = (code: number, data: Buffer): Buffer => {
  const head = Buffer.alloc(4);
  head.writeUInt16BE(code, 0);
  head.writeUInt16BE(data.length, 2);
  return Buffer.concat([head, data]);
};
const opt = (...options: Buffer[]): Buffer => {
  const data = Buffer.concat(options);
  const record = Buffer.from([0, 0, 41, 4, 208, 0, 0, 0, 0, data.length >> 8, data.length & 0xff]);
  const message = Buffer.concat([plain, record, data]);
  message.writeUInt16BE(1, 10);
  return message;
};
const patched = (offset: number, value: number): Buffer => {
  const message = Buffer.from(plain);
  message.writeUInt16BE(value, offset);
  return message;
};

describe('questions to the resolver', () => {
  it('are read with their name as it was sent and their type', () => {
    for (const type of ['A', 'AAAA', 'TXT', 'MX', 'SRV', 'PTR'] as const) {
      const question = readQuestion(query({ questions: [{ type, name: 'ExAmple.COM' }] }));
      expect(question).to.deep.equal({ name: 'ExAmple.COM', type, beyond: 0 });
    }
    for (const [code, type] of [
      [65, 'HTTPS'],
      [64, 'SVCB'],
      [4711, 'TYPE4711'],
    ] as const) {
      expect(readQuestion(patched(plain.length - 4, code))?.type).to.equal(type);
    }
  });

  it('have every byte of their name written, of whatever kind it is', () => {
    const label = fc.uint8Array({ minLength: 1, maxLength: 20 }).map((array) => Buffer.from(array));
    fc.assert(
      fc.property(fc.array(label, { minLength: 1, maxLength: 5 }), (labels) => {
        const name = Buffer.concat([
          ...labels.flatMap((bytes) => [Buffer.from([bytes.length]), bytes]),
          Buffer.from([0, 0, 1, 0, 1]),
        ]);
        const read = readQuestion(Buffer.concat([plain.subarray(0, 12), name]));
        const again = (read?.name ?? '')
          .split('.')
          .map((text) => text.replace(/\\(\d{3})/g, (_, code: string) => String.fromCharCode(Number(code))));
        expect(again).to.deep.equal(labels.map((bytes) => bytes.toString('latin1')));
        expect(read?.name).to.match(/^[!-~]*$/);
      }),
    );
  });

  const ordinary: [string, Buffer][] = [
    ['without anything', plain],
    ['with EDNS', opt()],
    ['with a cookie of a client', opt(option(10, Buffer.from('12345678')))],
    ['with padding', opt(option(12, Buffer.alloc(100)))],
    ['asking for a lasting connection', opt(option(11, Buffer.alloc(0)))],
    ['that checks signatures itself', patched(2, 0x0130)],
  ];
  for (const [name, message] of ordinary) {
    it(`${name} have nothing beyond themselves`, () => {
      expect(readQuestion(message)).to.deep.equal({ name: 'ExAmple.COM', type: 'A', beyond: 0 });
    });
  }

  const second = query({
    questions: [
      { type: 'A', name: 'a.test' },
      { type: 'A', name: 'secret.test' },
    ],
  });
  const additional = query({
    questions: [{ type: 'A', name: 'a.test' }],
    additionals: [{ type: 'TXT', name: 'a.test', data: 'secret' }],
  });
  const carrying: [string, Buffer, number][] = [
    ['a second question', second, 17],
    ['a record besides', additional, additional.length - 24],
    ['bytes after the end', Buffer.concat([plain, Buffer.from('secret')]), 6],
    ['an option that names a network', opt(option(8, Buffer.from([0, 1, 24, 0, 192, 0, 2]))), 22],
    ['padding that is not empty', opt(option(12, Buffer.from('secret'))), 21],
    ['a cookie that is too long', opt(option(10, Buffer.from('a longer secret'))), 30],
    ['an option that nobody knows', opt(option(65001, Buffer.from('secret'))), 21],
    ['flags that no client sets', patched(2, 0x0140), 12],
    ['another class', patched(plain.length - 2, 254), 12],
  ];
  for (const [name, message, beyond] of carrying) {
    it(`with ${name} have bytes that could carry something`, () => {
      expect(readQuestion(message)?.beyond).to.equal(beyond);
    });
  }

  const none: [string, Buffer][] = [
    ['nothing', Buffer.alloc(0)],
    ['text', Buffer.from('the quick brown fox jumps over the lazy dog')],
    ['a response', patched(2, 0x8180)],
    ['an update', patched(2, 0x2800)],
    ['no question', patched(4, 0)],
    ['a name that is cut off', plain.subarray(0, 20)],
    ['a name that points', Buffer.concat([plain.subarray(0, 12), Buffer.from([0xc0, 12, 0, 1, 0, 1])])],
    ['a question that is cut off', plain.subarray(0, -1)],
  ];
  for (const [name, message] of none) {
    it(`are not: ${name}`, () => {
      expect(readQuestion(message)).to.equal(null);
    });
  }

  it('never make the reader fail', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), fc.integer({ min: 0, max: 4 }), (bytes, count) => {
        const message = Buffer.concat([Buffer.from([0, 1, 1, 0, 0, 1, 0, count, 0, 0, 0, count]), bytes]);
        const question = readQuestion(message);
        expect(question === null || question.beyond <= message.length).to.equal(true);
      }),
    );
  });
});

describe('answers of the resolver', () => {
  it('give the address, in a message that other software reads', () => {
    const answer = decode(answerQuestion(plain, readAddress('198.18.0.1')));
    expect(answer).to.include({ id: 7, type: 'response', rcode: 'NOERROR' });
    expect(answer.questions).to.deep.equal([{ name: 'ExAmple.COM', type: 'A', class: 'IN' }]);
    expect(answer.answers?.[0]).to.include({ name: 'ExAmple.COM', type: 'A', data: '198.18.0.1' });
    const six = decode(answerQuestion(plain, readAddress('2001:db8::1')));
    expect(six.answers?.[0]).to.include({ type: 'AAAA', data: '2001:db8::1' });
  });

  it('say that there is no such record, or that there is no answer to be had', () => {
    const empty = decode(answerQuestion(opt(), null));
    expect([empty.answers, empty.additionals, Reflect.get(empty, 'rcode')]).to.deep.equal([
      [],
      [],
      'NOERROR',
    ]);
    expect(decode(answerQuestion(plain, undefined))).to.include({ rcode: 'SERVFAIL' });
  });
});

describe('names', () => {
  it('have one pair of addresses each, whatever the case of their letters, by which they are known', () => {
    const names = createNames();
    const first = names.addresses('A.test');
    expect(names.addresses('a.TEST')).to.deep.equal(first);
    const second = names.addresses('b.test');
    expect(second).to.deep.equal(addressesOf(2));
    expect(names.name(readAddress('198.18.0.2'))).to.equal('b.test');
    expect(names.name(addressesOf(1).AAAA)).to.equal('a.test');
    expect(names.name(readAddress('198.18.0.3'))).to.equal(null);
    expect(names.name(readAddress('8.8.8.8'))).to.equal(null);
  });

  it('have no address when there are no more, and keep theirs', () => {
    const names = createNames(1);
    const first = names.addresses('a.test');
    expect(names.addresses('b.test')).to.equal(null);
    expect(names.addresses('a.test')).to.deep.equal(first);
    expect(addressText(first?.A ?? Buffer.alloc(4))).to.equal('198.18.0.1');
  });
});
