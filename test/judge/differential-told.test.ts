import { expect } from 'chai';
import type { Instant } from '../../src/disclosure/instant.js';
import {
  type Comparison,
  createDifferential,
  differentialLeak,
  type Triple,
  withComparison,
} from '../../src/judge/differential.js';
import type { Sent } from '../../src/judge/transmission.js';
import type { StartEvent, TraceRequest, TransmissionEvent } from '../../src/trace/trace-event.generated.js';
import { acme, acmeSystem, judgementOf, trace } from './judging.js';

const AT = '2026-01-01T00:00:00.000Z';
type Canaries = NonNullable<StartEvent['canaries']>;

/** A system of its own has routes of its own, so that no test rests on what another one asked of them. */
const ownSystem = () => ({ ...acmeSystem.file.value });

function start(canaries: Canaries): StartEvent {
  return { type: 'start', format: 'candor-trace/1', at: AT, disclosure: 'acme-1', system: 'acme', canaries };
}

const planted = (value: string, permitted?: string[]): StartEvent =>
  start([{ name: 'hostName', value, ...(permitted === undefined ? {} : { permitted }) }]);
const plain = { first: planted('one'), again: planted('one'), changed: planted('two') };

const base = { method: 'POST', url: 'https://acme.test/v1/pulses' };
const json = (members: object) => JSON.stringify({ number: 1, on: false, id: 'p-7f3a', ...members });

function sent(request: Partial<TraceRequest>, tls: TransmissionEvent['tls'] = { protocol: 'TLSv1.3' }): Sent {
  const whole = {
    ...base,
    headers: [['content-type', 'application/json']] as [string, string][],
    ...request,
  };
  return {
    line: 5,
    at: 7 as Instant,
    event: { type: 'transmission', at: AT, installation: 'i-1', tls, request: whole },
  };
}

function compared(triple: Triple<Sent | undefined>, starts: Triple<StartEvent> = plain): Comparison {
  const differential = createDifferential(acme, ownSystem(), starts);
  differential.push(triple);
  return differential.finish();
}

/** Where each finding points, and what it says. */
function toldOf({ breaches }: Comparison): readonly string[] {
  return breaches.map(({ message, pointer, member }) =>
    [pointer, member, message].filter(Boolean).join(' | '),
  );
}

const changes = 'changes with the planted hostName';
const head = (...headers: [string, string][]) => sent({ headers, body: json({}) });
const report = (members: object) =>
  sent({
    url: 'https://acme.test/v1/reports',
    body: JSON.stringify({ d: { m: 'W1' }, stack: [{ function: 'f' }], ...members }),
  });
const survey = (body: string) =>
  sent({
    url: 'https://acme.test/v1/surveys',
    headers: [['content-type', 'application/x-www-form-urlencoded']],
    body,
  });
const lookup = (query: string) =>
  sent({ method: 'GET', url: `https://acme.test/v1/lookup/x${query}`, headers: [] });
const elsewhere = (body: string, method = 'POST') => sent({ method, url: 'https://evil.test/', body });

/** What was sent twice, what was sent once the value was changed, and what is told of it. */
const rows: Readonly<Record<string, readonly [before: Sent, after: Sent, told: readonly string[]]>> = {
  'a member': [
    sent({ body: json({}) }),
    sent({ body: json({ id: 'p-0000' }) }),
    [`/request/body | /id | the member /id ${changes}`],
  ],
  'a member below, by its name on the wire': [
    report({}),
    report({ d: { m: 'W2' } }),
    [`/request/body | /d/m | the member /d/m ${changes}`],
  ],
  'an item of a list': [
    report({ notes: ['a', 'b'] }),
    report({ notes: ['a', 'c'] }),
    [`/request/body | /notes/1 | the member /notes/1 ${changes}`],
  ],
  'the length of a list': [
    report({ notes: ['a'] }),
    report({ notes: ['a', 'a'] }),
    [
      `/request/body | /notes/ | the member /notes/ ${changes}`,
      `/request/body | /notes/1 | the member /notes/1 ${changes}`,
    ],
  ],
  'a member that goes, by where it stood': [
    report({ lic: 'L' }),
    report({}),
    [`/request/body | / | the member / ${changes}`, `/request/body | /lic | the member /lic ${changes}`],
  ],
  'null in place of a text': [
    sent({ body: json({}) }),
    sent({ body: json({ id: null }) }),
    [`/request/body | /id | the member /id ${changes}`],
  ],
  'a parameter': [lookup('?v=1'), lookup('?v=2'), [`/request/url | /v | the query parameter /v ${changes}`]],
  'the second of two parameters of one name': [
    lookup('?k=a&k=b'),
    lookup('?k=a&k=c'),
    [`/request/url | /k | the query parameter /k ${changes}`],
  ],
  'a parameter with a question mark and a line break in it': [
    lookup('?v=1?\n2'),
    lookup('?v=1?\n3'),
    [`/request/url | /v | the query parameter /v ${changes}`],
  ],
  'a member of a form': [
    survey('a=x&score=1'),
    survey('a=y&score=1'),
    [`/request/body | /a | the member /a ${changes}`],
  ],
  'a header, by its place': [
    head(['content-length', '9'], ['User-Agent', 'one']),
    head(['content-length', '10'], ['user-agent', 'two']),
    [`/request/headers/1 | the header user-agent ${changes}`],
  ],
  'the second of two headers of one name': [
    head(['x', 'a'], ['X', 'b'], ['x', 'c']),
    head(['x', 'a'], ['X', 'd'], ['x', 'c']),
    [`/request/headers/1 | the header x ${changes}`],
  ],
  'the method, to an undocumented destination': [
    elsewhere('one'),
    elsewhere('one', 'PUT'),
    [`/request/url | the method or address ${changes}`],
  ],
  'the TLS server name': [
    sent({ body: json({}) }, { protocol: 'TLSv1.3', serverName: 'acme.test' }),
    sent({ body: json({}) }, { protocol: 'TLSv1.3', serverName: 'b25l.acme.test' }),
    [`/tls/serverName | the TLS server name ${changes}`],
  ],
  'the body of an undocumented destination': [
    elsewhere('one'),
    elsewhere('dHdv'),
    [`/request/body | the body ${changes}`],
  ],
  'a body that comes, to an undocumented destination': [
    elsewhere(''),
    elsewhere('dHdv'),
    [`/request/body | the body ${changes}`],
  ],
  'a body that cannot be read': [
    sent({ body: '{"number":' }),
    sent({ body: '{"number"' }),
    [`/request/body | the body ${changes}`],
  ],
  'the body of a route that declares none': [
    sent({ method: 'GET', url: 'https://acme.test/v1/lookup/x', body: 'a' }),
    sent({ method: 'GET', url: 'https://acme.test/v1/lookup/x', body: 'b' }),
    [`/request/body | the body ${changes}`],
  ],
  'a parameter of an undocumented destination': [
    sent({ url: 'https://evil.test/?a=1', body: 'x' }),
    sent({ url: 'https://evil.test/?a=2', body: 'x' }),
    [`/request/url | /a | the query parameter /a ${changes}`],
  ],
  'nowhere, in plaintext': [sent({ body: json({}) }, null), sent({ body: json({}) }, null), []],
  'nowhere, where no server is named in either way': [
    sent({ body: json({}) }, { protocol: 'TLSv1.3', serverName: null }),
    sent({ body: json({}) }, { protocol: 'TLSv1.3' }),
    [],
  ],
  'a URL that cannot be read': [
    sent({ url: 'one', body: json({}) }),
    sent({ url: 'two', body: json({}) }),
    [`/request/url | the method or address ${changes}`],
  ],
};

describe('What changes with a planted value', () => {
  for (const [what, [before, after, told]] of Object.entries(rows)) {
    it(`is told where it is ${what}`, () => {
      expect(toldOf(compared({ first: before, again: before, changed: after }))).to.deep.equal(told);
    });
  }

  it('is a breach of the payload’s clauses, with all that a reader needs', () => {
    const [breach] = compared({
      first: sent({ body: json({}) }),
      again: sent({ body: json({}) }),
      changed: sent({ body: json({ id: 'p-0000' }) }),
    }).breaches;
    expect(breach).to.deep.equal({
      rule: differentialLeak,
      clause: 'pulse.transmit',
      alsoBreached: ['pulse.transmit', 'scope.transmit'],
      installation: 'i-1',
      at: 7,
      message: `the member /id ${changes}`,
      sent: 'something made from the planted hostName',
      allowed: 'nowhere',
      line: 5,
      pointer: '/request/body',
      member: '/id',
    });
  });

  it('is a breach of what may leave at all where no route matches', () => {
    const [breach] = compared({
      first: elsewhere('one'),
      again: elsewhere('one'),
      changed: elsewhere('two'),
    }).breaches;
    expect(breach).to.deep.include({ clause: 'scope.transmit', alsoBreached: [], member: undefined });
  });

  it('is told with each value that was changed, and each place in which one may stand', () => {
    const starts = {
      first: start([
        { name: 'a', value: '1' },
        { name: 'same', value: '9' },
        { name: 'b', value: '1' },
      ]),
      again: start([
        { name: 'a', value: '1' },
        { name: 'same', value: '9' },
        { name: 'b', value: '1' },
      ]),
      changed: start([
        { name: 'a', value: '2', permitted: ['pulse#/id', 'odd#/constructor'] },
        { name: 'same', value: '9', permitted: ['pulse#/number'] },
        { name: 'b', value: '2', permitted: ['pulse#/token'] },
      ]),
    };
    const before = sent({ body: json({}) });
    const [breach, ...rest] = compared(
      { first: before, again: before, changed: sent({ body: json({ number: 2, id: 'p-1' }) }) },
      starts,
    ).breaches;
    expect(breach).to.include({
      message: 'the member /number changes with the planted a, b',
      sent: 'something made from the planted a, b',
      allowed: 'pulse#/id, odd#/constructor, pulse#/token',
    });
    expect(rest).to.deep.equal([]);
  });

  it('is told of a transmission that comes or goes as a whole, and of none after it', () => {
    const differential = createDifferential(acme, ownSystem(), plain);
    const one = sent({ body: json({}) });
    differential.push({ first: one, again: one, changed: undefined });
    differential.push({ first: one, again: one, changed: sent({ body: json({ id: 'p-0000' }) }) });
    const { breaches, undecided } = differential.finish();
    expect(breaches.map(({ message, clause, pointer }) => [message, clause, pointer])).to.deep.equal([
      [`the number of transmissions ${changes}`, 'pulse.transmit', '/request'],
    ]);
    expect(undecided).to.deep.equal([]);
  });

  it('is charged to what may leave at all where what comes or goes has no route', () => {
    const one = elsewhere('one');
    const [breach] = compared({ first: one, again: one, changed: undefined }).breaches;
    expect(breach).to.include({ clause: 'scope.transmit', line: 5 });
  });

  it('is not known of what differs by itself, and it is said of which clause', () => {
    const number = {
      clause: 'scope.transmit',
      reason: 'the number of transmissions differs though nothing was changed',
    };
    const one = sent({ body: json({}) });
    expect(compared({ first: one, again: undefined, changed: one }).undecided).to.deep.equal([number]);
    expect(compared({ first: undefined, again: one, changed: undefined }).undecided).to.deep.equal([number]);
    const agent = (value: string) => head(['user-agent', value]);
    expect(compared({ first: agent('a'), again: agent('b'), changed: agent('c') })).to.deep.equal({
      breaches: [],
      undecided: [
        { clause: 'pulse.transmit', reason: 'the header user-agent differs though nothing was changed' },
      ],
    });
    expect(
      compared({ first: elsewhere('a'), again: elsewhere('b'), changed: elsewhere('c') }).undecided,
    ).to.deep.equal([{ clause: 'scope.transmit', reason: 'the body differs though nothing was changed' }]);
  });

  it('is not known of a documented field that differs by itself, which proves nothing', () => {
    const query = (version: string) => lookup(`?v=${version}`);
    expect(compared({ first: query('1'), again: query('2'), changed: query('3') })).to.deep.equal({
      breaches: [],
      undecided: [],
    });
  });

  it('may change where the value is permitted, and nowhere else', () => {
    const starts = { ...plain, changed: planted('two', ['report#/frames/*/function', 'lookup#/version']) };
    const frames = (name: string, line: number) =>
      report({ stack: [{ function: 'f' }, { function: name, line }] });
    expect(
      toldOf(compared({ first: frames('a', 1), again: frames('a', 1), changed: frames('b', 2) }, starts)),
    ).to.deep.equal([`/request/body | /stack/1/line | the member /stack/1/line ${changes}`]);
    expect(
      toldOf(compared({ first: lookup('?v=1'), again: lookup('?v=1'), changed: lookup('?v=2') }, starts)),
    ).to.deep.equal([]);
    expect(
      toldOf(
        compared({ first: lookup('?v=1'), again: lookup('?v=1'), changed: lookup('?v=1&version=2') }, starts),
      ),
    ).to.deep.equal([`/request/url | /version | the query parameter /version ${changes}`]);
  });

  it('may change in a permitted parameter that has no other name on the wire', () => {
    const starts = { ...plain, changed: planted('two', ['lookup#/count']) };
    const query = (count: number) => lookup(`?v=1&count=${count}`);
    expect(toldOf(compared({ first: query(1), again: query(1), changed: query(2) }, starts))).to.deep.equal(
      [],
    );
  });

  it('may not change in a query that belongs to no field, whatever its parameters are called', () => {
    const starts = { ...plain, changed: planted('two', ['pulse#/id']) };
    const query = (id: string) => sent({ url: `https://acme.test/v1/pulses?id=${id}`, body: json({}) });
    expect(
      toldOf(compared({ first: query('a'), again: query('a'), changed: query('b') }, starts)),
    ).to.deep.equal([`/request/url | /id | the query parameter /id ${changes}`]);
  });

  it('is told a thousand times at most', () => {
    const headers = (value: string) =>
      head(...Array.from({ length: 1001 }, (_, index): [string, string] => [`x-${index}`, value]));
    expect(
      compared({ first: headers('a'), again: headers('a'), changed: headers('b') }).breaches,
    ).to.have.length(1000);
    expect(
      compared({ first: headers('a'), again: headers('b'), changed: headers('c') }).undecided,
    ).to.have.length(1000);
  });

  it('asks for values that were planted alike in the first two', () => {
    const differ = (first: Canaries, again: Canaries, changed: Canaries) => () =>
      createDifferential(acme, ownSystem(), {
        first: start(first),
        again: start(again),
        changed: start(changed),
      });
    const alike = 'the first two traces must be planted alike; give the changed one last';
    const one = [{ name: 'a', value: '1' }];
    const two = [{ name: 'a', value: '2' }];
    expect(differ(one, two, two)).to.throw(alike);
    expect(differ(one, [], two)).to.throw(alike);
    expect(differ([], one, two)).to.throw(alike);
    expect(differ(one, one, one)).to.throw(
      'no planted value differs in the third trace, so nothing can depend on one',
    );
    expect(differ([], [], one)).not.to.throw();
    const unknown = { first: undefined, again: undefined, changed: start(one) };
    expect(() => createDifferential(acme, ownSystem(), unknown)).not.to.throw();
    expect(differ(one, one, [])).not.to.throw();
  });
});

describe('A judgement with what three observations show', () => {
  const comparison = (): Comparison => ({
    breaches: compared({
      first: sent({ body: json({}) }),
      again: sent({ body: json({}) }),
      changed: sent({ body: json({ id: 'p-0000' }) }),
    }).breaches,
    undecided: [{ clause: 'odd.transmit', reason: 'why' }],
  });

  it('has its own findings first, and counts the others in their clauses', () => {
    const before = judgementOf(trace().install().sends('odd').sends('lookup', { tls: null }).ends());
    const after = withComparison(before, comparison());
    expect(after.breaches.map(({ rule }) => rule.id)).to.deep.equal([
      'transport/plaintext',
      'leak/differential',
    ]);
    expect(after.accounts.get('pulse.transmit')?.violations).to.equal(1);
    expect(after.accounts.get('lookup.transmit')?.violations).to.equal(1);
    expect(after.accounts.get('scope.transmit')).to.deep.include({ violations: 2, exercised: 2 });
    expect([...(after.accounts.get('odd.transmit')?.undecided ?? [])]).to.deep.equal(['why']);
    expect(after.statelessAccounts.get('pulse.transmit')?.violations).to.equal(1);
    expect(after.transmissions).to.equal(2);
  });

  it('keeps what was told of no known state', () => {
    const before = judgementOf(trace().knows({ installed: true }).sends('lookup').ends());
    const after = withComparison(before, { breaches: [], undecided: [] });
    expect(after.statelessAccounts).to.deep.equal(before.statelessAccounts);
    expect(after.accounts).to.deep.equal(before.accounts);
  });

  it('leaves the one before as it was', () => {
    const before = judgementOf(trace().knows({ installed: true }).sends('odd').ends());
    const told = JSON.stringify(
      [...before.accounts].map(([id, { undecided, ...rest }]) => [id, [...undecided], rest]),
    );
    withComparison(before, comparison());
    expect(
      JSON.stringify([...before.accounts].map(([id, { undecided, ...rest }]) => [id, [...undecided], rest])),
    ).to.equal(told);
  });
});
