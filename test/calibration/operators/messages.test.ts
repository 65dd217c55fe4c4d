import { expect } from 'chai';
import type { Derived } from '../../../src/calibration/mutant.js';
import { channelMutants } from '../../../src/calibration/operators/channels.js';
import { destinationMutants } from '../../../src/calibration/operators/destinations.js';
import { equivalentMessages } from '../../../src/calibration/operators/equivalent-messages.js';
import { leakMutants } from '../../../src/calibration/operators/leaks.js';
import { transportMutants } from '../../../src/calibration/operators/transport.js';
import { formatValidator } from '../../../src/disclosure/format.js';
import { acmeLaboratory, kesLaboratory, type Laboratory } from '../calibrating.js';
import {
  acmeLaboratoryWith,
  derivedFrom,
  exclusionsIn,
  expectAllFound,
  type Message,
  messageOf,
  messagesOf,
  mutantsIn,
  subjectsByOperator,
} from './deriving.js';

const everyOperator = [
  'channel/header',
  'channel/cookie',
  'channel/query-parameter',
  'channel/fragment',
  'channel/user-info',
  'channel/path-part',
  'channel/body',
  'channel/host-header',
  'destination/second',
  'destination/look-alike',
  'destination/other-method',
  'destination/other-path',
  'destination/other-scheme',
  'transport/plaintext',
  'transport/weak-tls',
  'leak/header',
  'leak/query',
  'leak/fragment',
  'leak/user-info',
  'leak/server-name',
  'leak/method',
  'leak/path',
  'leak/member',
  'leak/member-name',
  'leak/dropped-member',
  'leak/compressed',
  'equivalent/header-order',
  'equivalent/header-case',
  'equivalent/header-absent',
  'equivalent/content-type',
  'equivalent/host-header',
  'equivalent/permitted-header',
  'equivalent/http-version',
  'equivalent/transport',
  'equivalent/body-bytes',
  'equivalent/empty-body',
  'equivalent/sole-installation',
  'equivalent/address',
];

function found(lab: Laboratory): ReadonlySet<string> {
  return expectAllFound(
    lab,
    messagesOf(lab).map((message) => [message.baseline, derivedFrom(lab, message)]),
  );
}

describe('Mutants of messages', () => {
  const lab = acmeLaboratory();

  it('are all found by their rules, and no equivalent is a false alarm, for the first disclosure', async () => {
    expect([...found(await kesLaboratory())]).to.include.members(everyOperator);
  });

  it('are all found for a vendor of another kind', () => {
    expect([...found(lab)]).to.include.members([
      ...everyOperator,
      'equivalent/compressed',
      'equivalent/permitted-canary',
    ]);
  });

  it('are all found where routes are open and TLS is not asked for', () => {
    const open = acmeLaboratoryWith({
      transport: { tls: 'optional' },
      headers: { permitted: ['Cookie', 'x-Kind', 'user-agent'] },
      excluded: [{ url: 'https://:any.acme.test/*', because: 'Whatever is below the domain.' }],
    });
    const operators = found(open);
    expect([...operators]).to.include.members(['equivalent/transport', 'leak/header', 'channel/host-header']);
    expect([...operators]).not.to.include.members(['channel/cookie']);
    expect([...operators].filter((operator) => operator.startsWith('transport/'))).to.deep.equal([]);
  });

  it('are traces that could be read', () => {
    const validate = formatValidator('trace');
    for (const message of messagesOf(lab)) {
      for (const { events, subject } of mutantsIn(derivedFrom(lab, message))) {
        expect(events.every((event) => validate(event))).to.equal(true, subject);
        const instants = events.map(({ at }) => at);
        expect(instants.toSorted()).to.deep.equal(instants, subject);
      }
    }
  });

  it('are the same each time, and no two of an operator are the same', () => {
    for (const message of messagesOf(lab)) {
      const once = [...derivedFrom(lab, message)];
      expect([...derivedFrom(acmeLaboratory(), message)]).to.deep.equal(once);
      for (const subjects of Object.values(subjectsByOperator(mutantsIn(once))))
        expect(new Set(subjects).size).to.equal(subjects.length, subjects.join('; '));
    }
  });
});

type Operator = (lab: Laboratory, message: Message) => Iterable<Derived>;

const operators: Readonly<Record<string, Operator>> = {
  channels: ({ context }, { baseline, sent }) => channelMutants(context, baseline, sent),
  destinations: ({ context }, { baseline, sent }) => destinationMutants(context, baseline, sent),
  transport: ({ context }, { baseline, sent }) => transportMutants(context, baseline, sent),
  leaks: ({ context }, { baseline, sent }) => leakMutants(context, baseline, sent),
  equivalents: ({ context }, { baseline, sent }) => equivalentMessages(context, baseline, sent),
};

function made(of: string, lab: Laboratory, payload: string): readonly Derived[] {
  return [...(operators[of]?.(lab, messageOf(lab, payload)) ?? [])];
}

describe('What is made of one message', () => {
  const lab = acmeLaboratory();

  it('is a channel of each kind, charged to the clause of its payload at its line', () => {
    const { baseline, sent } = messageOf(lab, 'ping');
    const mutants = mutantsIn(made('channels', lab, 'ping'));
    const inPlace = mutants.filter(({ events }) => events.length === baseline.events.length);
    for (const { expected, subject } of inPlace) {
      const line = sent.index + 1;
      expect(expected).to.deep.equal(
        [{ rule: 'channel/undocumented', line, clause: 'ping.transmit' }],
        subject,
      );
    }
    const subjects = subjectsByOperator(inPlace);
    expect(subjects['channel/query-parameter']).to.include.members([
      'ping: the query "?"',
      'ping: the query "?&&&"',
    ]);
    expect(subjects['channel/fragment']).to.include('ping: the fragment "#"');
    expect(subjects['channel/user-info']).to.include('ping: the user information "@"');
    expect(subjects['channel/header']).to.include.members([
      'ping: the header "x-extra"',
      'ping: the header "x-extra" without a value',
      'ping: the header "content_type"',
    ]);
  });

  it('is a copy right behind it, charged to the scope, where it goes elsewhere', () => {
    const { baseline, sent } = messageOf(lab, 'pulse');
    for (const { events, expected, operator, subject } of mutantsIn(made('destinations', lab, 'pulse'))) {
      expect(events.length).to.equal(baseline.events.length + 1, subject);
      expect(events[sent.index]).to.equal(baseline.events[sent.index], subject);
      const line = sent.index + 2;
      const rules = ['route/undocumented', ...(expected.length > 1 ? ['channel/undocumented'] : [])];
      expect(expected).to.deep.equal(
        rules.map((rule) => ({ rule, line, clause: 'scope.transmit' })),
        `${operator} ${subject}`,
      );
    }
  });

  it('is a copy to every host that looks like its own', () => {
    const alike = subjectsByOperator(mutantsIn(made('destinations', lab, 'pulse')))['destination/look-alike'];
    expect(alike).to.deep.equal([
      'pulse: to acme.example',
      'pulse: to acme.test.evil.test',
      'pulse: to acme.test.',
      'pulse: to other.acme.test',
      'pulse: to test',
      'pulse: to acmx.test',
      'pulse: to acme-1.test',
      'pulse: to acme-test',
      'pulse: to аcmе.test',
      'pulse: to acme.test:8443',
    ]);
  });

  it('is every protocol below the minimum, and some that nobody knows', () => {
    expect(subjectsByOperator(mutantsIn(made('transport', lab, 'report')))).to.deep.equal({
      'transport/plaintext': ['report: no TLS under its own URL', 'report: no TLS over http'],
      'transport/weak-tls': ['SSLv2', 'SSLv3', 'TLSv1', 'TLSv1.1', 'TLSv0.9', 'tlsv1.2', ''].map(
        (protocol) => `report: the protocol "${protocol}"`,
      ),
    });
  });

  it('is TLS 1.2 where 1.3 is the minimum', () => {
    const strict = acmeLaboratoryWith({ transport: { tls: 'required', minimum: 'TLSv1.3' } });
    const weak = subjectsByOperator(mutantsIn(made('transport', strict, 'report')))['transport/weak-tls'];
    expect(weak).to.include('report: the protocol "TLSv1.2"');
    const same = subjectsByOperator(mutantsIn(made('equivalents', strict, 'report')))['equivalent/transport'];
    expect(same).not.to.include('report: TLSv1.2');
  });

  it('is a planted value in each text that may not hold it, however it is written', () => {
    const leaks = subjectsByOperator(mutantsIn(made('leaks', lab, 'survey')))['leak/member'];
    expect(leaks).to.deep.equal([
      'survey: userName in survey#/answer',
      'survey: userName in survey#/answer, in other characters',
      'survey: userName in survey#/answer, amid other text',
    ]);
  });
});

describe('What is not made of a message', () => {
  const lab = acmeLaboratory();
  const reasons = (of: string, payload: string, from = lab): readonly string[] =>
    exclusionsIn(made(of, from, payload)).map(
      ({ because, operator, subject }) => `${operator} of ${subject}: ${because}`,
    );

  it('is said with its reason', () => {
    expect(reasons('channels', 'lookup')).to.include(
      'channel/query-parameter of lookup: a query: its fields travel in the query: another is one more field',
    );
    expect(reasons('destinations', 'lookup')).to.include(
      'destination/other-path of lookup: to /v1/lookup/topicx: it is the route https://acme.test/v1/lookup/:topic all the same',
    );
    expect(reasons('leaks', 'pulse')).to.include.members([
      'leak/path of pulse: userName in the path: its route leaves no part of the path open',
      'leak/member of pulse: hostName in pulse#/id: it is permitted there',
      'leak/member of pulse: pulse#/on: its schema, or the fact that it tells, permits no such text',
    ]);
  });

  it('is what an exclusion or an open route lets through', () => {
    const open = acmeLaboratoryWith({
      transport: { tls: 'optional' },
      headers: { permitted: ['cookie'] },
      excluded: [{ url: 'https://:any.acme.test/*', because: 'Whatever is below the domain.' }],
    });
    expect(reasons('channels', 'report', open)).to.include(
      'channel/cookie of report: a cookie: the system file permits the header cookie',
    );
    expect(reasons('destinations', 'report', open)).to.include(
      'destination/look-alike of report: to other.acme.test: https://:any.acme.test/* is excluded',
    );
    expect(reasons('transport', 'report', open)).to.deep.equal([
      'transport/plaintext of report: without TLS: the system file does not require TLS',
      'transport/weak-tls of report: an old protocol: the system file states no minimum',
    ]);
  });
});
