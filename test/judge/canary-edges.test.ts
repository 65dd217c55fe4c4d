import { expect } from 'chai';
import type { Canary } from '../../src/judge/canary.js';
import { searchFor } from '../../src/judge/leak/canary-search.js';
import { findCanaries, type Leak } from '../../src/judge/leak/message.js';
import type { Bound } from '../../src/judge/leak/permitted.js';
import type { TraceRequest } from '../../src/trace/trace-event.generated.js';

const canary = (...permitted: string[]): Canary => ({
  name: 'hostName',
  value: 'host-7c2e',
  permitted: new Set(permitted),
});
const url = 'https://acme.test/v1/x';

function leaks(request: Partial<TraceRequest>, payload?: Bound, ...permitted: string[]): readonly Leak[] {
  const whole = { method: 'POST', url, ...request };
  const body = Buffer.from(whole.body ?? '');
  const unpacked = { bytes: body, fault: undefined, unclaimed: undefined };
  const message = { request: whole, serverName: undefined, body, unpacked, payload };
  return findCanaries(searchFor([canary(...permitted)]), message).leaks;
}

const pointer = (keys: readonly string[]): string => keys.map((key) => `/${key}`).join('');
const carrying = (value: unknown, id = 'report'): Bound => ({
  id,
  from: 'body',
  sent: { value, wirePointer: pointer, misnamed: [] },
});
const inBody = (value: unknown, ...permitted: string[]) =>
  leaks({ body: JSON.stringify(value) }, carrying(value), ...permitted).map(
    ({ where, member }) => `${where} ${member}`,
  );

/** A body, the places in which the value may stand, and where it is found. */
const bodies: Readonly<
  Record<string, readonly [value: unknown, permitted: readonly string[], found: readonly string[]]>
> = {
  'a permitted list permits its members': [{ notes: ['a', 'host-7c2e'] }, ['report#/notes'], []],
  'and theirs': [{ notes: [['host-7c2e']] }, ['report#/notes'], []],
  'a member of many': [{ notes: [...Array(11).fill('a'), 'host-7c2e'] }, ['report#/notes/*'], []],
  'a list permits nothing below an object in it': [
    { notes: [{ a: 'host-7c2e' }] },
    ['report#/notes'],
    ['the body /notes/0/a'],
  ],
  'a name that ends in a number is no place in a list': [
    { notes: { a1: 'host-7c2e' } },
    ['report#/notes/*'],
    ['the body /notes/a1'],
  ],
  'nor is one that begins with a number': [
    { notes: { '1a': 'host-7c2e' } },
    ['report#/notes/*'],
    ['the body /notes/1a'],
  ],
  'a place in another payload permits nothing': [
    { notes: 'host-7c2e' },
    ['lookup#/notes'],
    ['the body /notes'],
  ],
  'what holds nothing leaks nothing': [{ a: null, b: 7, c: true, d: [null] }, [], []],
  'twice in a permitted place is no leak': [{ notes: 'host-7c2e host-7c2e' }, ['report#/notes'], []],
};

describe('A planted value', () => {
  for (const [what, [value, permitted, found]] of Object.entries(bodies)) {
    it(`in a body: ${what}`, () => {
      expect(inBody(value, ...permitted)).to.deep.equal(found);
    });
  }

  it('more often in the bytes than where it may stand is a leak', () => {
    const body = '{"notes":"host-7c2e","notes":"on host-7c2e"}';
    const found = leaks({ body }, carrying({ notes: 'on host-7c2e' }), 'report#/notes');
    expect(found.map(({ where, member }) => [where, member])).to.deep.equal([['the body', undefined]]);
  });

  it('in a body without a payload is a leak, told once', () => {
    expect(
      leaks({ body: 'host-7c2e host-7c2e' }).map(({ where, pointer: place }) => [where, place]),
    ).to.deep.equal([['the body', '/request/body']]);
  });

  const addresses: Readonly<Record<string, readonly string[]>> = {
    'https://acme.test/host-7c2e': ['the URL'],
    'https://acme.test/%68ost-7c2e': ['the URL'],
    'https://acme.test/%68ost-7c2e%': ['the URL'],
    'https://acme.test/x#host-7c2e': ['the URL'],
    'https://acme.test/x?host-7c2e': ['the query'],
    'https://acme.test/x?a=b&c=host-7c2e': ['the query'],
    'https://acme.test/x?a=b\nhost-7c2e#x\nhost-7c2e': ['the query', 'the URL'],
    'host-7c2e no URL': ['the URL'],
    '%68ost-7c2e no URL': ['the URL'],
    'https://acme.test/x': [],
  };
  for (const [address, found] of Object.entries(addresses)) {
    it(`in ${JSON.stringify(address)} is found in ${found.join(' and ') || 'nothing'}`, () => {
      expect(leaks({ url: address }).map(({ where }) => where)).to.deep.equal(found);
    });
  }

  it('in a query may stand in a parameter of its payload, and not in that of another', () => {
    const asked = (permitted: string) => {
      const payload: Bound = { ...carrying({ version: 'host-7c2e' }, 'lookup'), from: 'query' };
      return leaks({ url: `${url}?version=host-7c2e` }, payload, permitted).map(({ member }) => member);
    };
    expect(asked('lookup#/version')).to.deep.equal([]);
    expect(asked('report#/version')).to.deep.equal(['/version']);
  });
});
