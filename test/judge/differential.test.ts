import { expect } from 'chai';
import { InputError } from '../../src/disclosure/input-error.js';
import type { Instant } from '../../src/disclosure/instant.js';
import { createDifferential } from '../../src/judge/differential.js';
import type { Sent } from '../../src/judge/transmission.js';
import type { StartEvent, TraceRequest } from '../../src/trace/trace-event.generated.js';
import { acme, acmeSystem } from './judging.js';

const AT = '2026-01-01T00:00:00.000Z';

/** A system of its own has routes of its own, so that no test rests on what another one asked of them. */
const ownSystem = () => ({ ...acmeSystem.file.value });

function start(value: string, permitted: string[] = []): StartEvent {
  const canaries = [{ name: 'hostName', value, permitted }];
  return { type: 'start', format: 'candor-trace/1', at: AT, disclosure: 'acme-1', system: 'acme', canaries };
}

const plain = { first: start('host-one'), again: start('host-one'), changed: start('host-two') };

function sent(request: Partial<TraceRequest> = {}, members: object = {}): Sent {
  const body = JSON.stringify({ number: 1, on: false, id: 'p-7f3a', ...members });
  return {
    line: 5,
    at: 0 as Instant,
    event: {
      type: 'transmission',
      at: AT,
      installation: 'i-1',
      tls: { protocol: 'TLSv1.3' },
      request: {
        method: 'POST',
        url: 'https://acme.test/v1/pulses',
        headers: [['content-type', 'application/json']],
        body,
        ...request,
      },
    },
  };
}

type Row = readonly [
  name: string,
  first: Sent,
  again: Sent,
  changed: Sent,
  found: readonly string[],
  undecided: number,
];

const rows: readonly Row[] = [
  ['nothing changes', sent(), sent(), sent(), [], 0],
  ['a member changes', sent(), sent(), sent({}, { id: 'p-0000' }), ['/id'], 0],
  ['a member comes', sent(), sent(), sent({}, { extra: 1 }), ['/', '/extra'], 0],
  ['an order changes', sent(), sent(), sent({ body: '{"id":"p-7f3a","on":false,"number":1}' }), ['/'], 0],
  [
    'a documented field differs anyway',
    sent({}, { id: 'a' }),
    sent({}, { id: 'b' }),
    sent({}, { id: 'c' }),
    [],
    0,
  ],
  ['an undocumented part differs anyway', sent({}, { x: 1 }), sent({}, { x: 2 }), sent({}, { x: 3 }), [], 1],
  [
    'a header changes',
    sent({ headers: [['user-agent', 'one']] }),
    sent({ headers: [['user-agent', 'one']] }),
    sent({ headers: [['user-agent', 'two']] }),
    ['undefined'],
    0,
  ],
  [
    'only Content-Length changes',
    sent({ headers: [['content-length', '9']] }),
    sent({ headers: [['content-length', '9']] }),
    sent({ headers: [['content-length', '10']] }),
    [],
    0,
  ],
  [
    'the address changes',
    sent(),
    sent(),
    sent({ url: 'https://acme.test/v1/pulses/aG9zdC10d28' }),
    ['undefined'],
    0,
  ],
];

describe('Three observations of one scenario', () => {
  for (const [name, first, again, changed, members, undecided] of rows) {
    it(`where ${name}: ${members.length} leaks, ${undecided} undecided`, () => {
      const differential = createDifferential(acme, ownSystem(), plain);
      differential.push({ first, again, changed });
      const comparison = differential.finish();
      const found = comparison.breaches.map(({ member }) => String(member));
      expect(
        members.every((member) => found.includes(member)),
        found.join(' '),
      ).to.equal(true);
      expect(found.length > 0).to.equal(members.length > 0);
      expect(comparison.undecided).to.have.length(undecided);
      for (const { message } of comparison.breaches) expect(message).not.to.contain('host-two');
    });
  }

  it('leave alone a place in which the value is permitted', () => {
    const permitted = { ...plain, changed: start('host-two', ['pulse#/id']) };
    const differential = createDifferential(acme, ownSystem(), permitted);
    differential.push({ first: sent(), again: sent(), changed: sent({}, { id: 'p-0000' }) });
    expect(differential.finish().breaches).to.deep.equal([]);
  });

  it('find a transmission that comes or goes with the value', () => {
    const differential = createDifferential(acme, ownSystem(), plain);
    differential.push({ first: undefined, again: undefined, changed: sent() });
    expect(differential.finish().breaches.map(({ rule }) => rule.id)).to.deep.equal(['leak/differential']);
  });

  it('are compared whatever the order in which messages came', () => {
    const differential = createDifferential(acme, ownSystem(), plain);
    const [one, other] = [sent({}, { id: 'p-0001' }), sent({}, { id: 'p-0002' })];
    differential.push({ first: one, again: one, changed: other });
    differential.push({ first: other, again: other, changed: one });
    expect(differential.finish()).to.deep.equal({ breaches: [], undecided: [] });
  });

  it('are told apart by a value that stands in no message of the others, in whatever order', () => {
    const differential = createDifferential(acme, ownSystem(), plain);
    const [one, other] = [sent({}, { id: 'p-0001' }), sent({}, { id: 'p-0002' })];
    differential.push({ first: one, again: other, changed: sent({}, { id: 'p-0003' }) });
    differential.push({ first: other, again: one, changed: one });
    expect(differential.finish().breaches.map(({ member }) => member)).to.deep.equal(['/id']);
  });

  it('leave undecided what comes or goes by itself', () => {
    const differential = createDifferential(acme, ownSystem(), plain);
    differential.push({ first: sent(), again: undefined, changed: sent() });
    expect(differential.finish()).to.deep.include({ breaches: [] });
    expect(differential.finish().undecided).to.have.length(1);
  });

  it('must be planted alike twice and otherwise once', () => {
    const odd = { ...plain, again: start('host-three') };
    expect(() => createDifferential(acme, ownSystem(), odd)).to.throw(InputError, 'planted alike');
    const same = { ...plain, changed: start('host-one') };
    expect(() => createDifferential(acme, ownSystem(), same)).to.throw(InputError, 'no planted value');
  });
});
