import { gzipSync } from 'node:zlib';
import { expect } from 'chai';
import type { Account } from '../../../src/contract/replay/account.js';
import { type MockService, startMockService } from '../../../src/contract/replay/mock-service.js';
import { findPact } from '../../../src/contract/replay/pact-executable.js';
import { assembleReplay } from '../../../src/contract/replay/replay.js';
import { acmeSystem, type Changes, type TraceBuilder, trace } from '../../judge/judging.js';
import { hostileTrace } from '../../report/hostile-trace.js';
import { acmeContract, changed, like, text, withoutSerial } from './acme-contract.js';
import { replay } from './replaying.js';

const agree = { bothAccept: 0, bothReject: 0, disagreements: 0, knownLimits: 0, notCompared: 0 };

describe('a replayed trace', () => {
  let service: MockService;

  before(async () => {
    service = await startMockService(findPact());
  });

  after(() => service.end());

  const installed = (): TraceBuilder => trace().install().beats();
  /** What became of one odd message, sent with a change by an installation that is not managed. */
  const sent = (payload: string, changes: Changes, contract = acmeContract): Promise<Account> =>
    replay(service, installed().sends(payload, changes).ends(), contract);

  it('agrees where every payload is what it should be', async () => {
    const built = installed().does('crash');
    for (const payload of ['report', 'pulse', 'lookup', 'survey', 'odd', 'ping'])
      built.sends(payload, payload === 'pulse' ? { json: { on: true } } : {});
    const account = await replay(service, built.ends());
    expect(account.disagreements).to.deep.equal([]);
    expect(account.total).to.deep.equal({ ...agree, bothAccept: 6 });
    expect(account.payloads.map(([payload]) => payload)).to.deep.equal([
      'lookup',
      'odd',
      'ping',
      'pulse',
      'report',
      'survey',
    ]);
  });

  describe('agrees in rejecting', () => {
    const cases: Readonly<Record<string, readonly [string, Changes]>> = {
      'an undocumented field': ['odd', { json: { extra: 1 } }],
      'an undocumented field of a nested object': ['report', { json: { d: { m: 'W1', s: 'S', x: 1 } } }],
      'an undocumented field of a list’s member': [
        'report',
        { json: { stack: [{ function: 'f', line: 1, x: 1 }] } },
      ],
      'an undocumented field of a form': ['survey', { body: 'a=good&score=5&x=1' }],
      'a missing field': ['odd', { json: { constructor: undefined } }],
      'a field out of its bounds': ['odd', { json: { constructor: 'longer than ten' } }],
      'a field of another type': ['pulse', { json: { on: true, number: 'one' } }],
      'a list that is too long': [
        'report',
        { json: { stack: [1, 2, 3, 4].map((line) => ({ function: 'f', line })) } },
      ],
      'a field that contradicts a fact': ['odd', { json: { toString: true } }],
      'a field of another state': ['odd', { json: { valueOf: 3 } }],
      'an undocumented query parameter': ['lookup', { url: 'https://acme.test/v1/lookup/help?v=1.0&x=1' }],
      'a query where none belongs': ['odd', { url: 'https://acme.test/v1/odd?x=1' }],
      'a body where none belongs': ['lookup', { body: 'more' }],
      'an undocumented path': ['odd', { url: 'https://acme.test/v1/odd/more' }],
      'an undocumented method': ['odd', { method: 'PUT' }],
      'a body that is no JSON': ['odd', { body: '{"constructor":' }],
      'a body that is no text': ['odd', { bytes: Buffer.from([0xff, 0xfe, 0xfd]) }],
    };
    for (const [what, [payload, changes]] of Object.entries(cases)) {
      it(what, async () => {
        const { total, disagreements } = await sent(payload, changes);
        expect(disagreements).to.deep.equal([]);
        expect(total).to.deep.equal({ ...agree, bothReject: 1 });
      });
    }
  });

  describe('is held against the interactions of the state that its installation was in at that moment', () => {
    it('so that a field is accepted in its own state', async () => {
      const built = trace()
        .install({ managed: true })
        .sends('odd', { json: { toString: true, valueOf: 3 } });
      expect((await replay(service, built.ends())).total).to.deep.equal({ ...agree, bothAccept: 1 });
    });

    it('and a state at the very instant applies', async () => {
      const built = installed()
        .sends('pulse')
        .does('turn-off')
        .after('PT1S')
        .sends('pulse', { json: { on: true } });
      const { total, disagreements } = await replay(service, built.ends());
      expect(disagreements).to.deep.equal([]);
      expect(total).to.deep.equal({ ...agree, knownLimits: 1, bothReject: 1 });
    });

    it('and a state that the contract does not have is not decided', async () => {
      const built = installed()
        .does('buy')
        .does('crash')
        .sends('report', { json: { lic: 'L-1' } });
      const account = await replay(service, built.ends());
      expect(account.total).to.deep.equal({ ...agree, notCompared: 1 });
      expect(account.undecided).to.equal(1);
      expect(account.notCompared[0]?.what).to.contain('no interaction for the state');
    });
  });

  describe('names as a known limit of Pact', () => {
    const cases: Readonly<Record<string, readonly [string, string, Changes]>> = {
      'an extra header': ['channel/undocumented:header', 'odd', { headers: [['x-more', '1']] }],
      'a cookie': ['channel/undocumented:header', 'odd', { headers: [['cookie', 'a=b']] }],
      'a Host header of another host': [
        'channel/undocumented:header',
        'odd',
        { headers: [['Host', 'evil.test']] },
      ],
      'a fragment': ['channel/undocumented:fragment', 'odd', { url: 'https://acme.test/v1/odd#more' }],
      'user information': [
        'channel/undocumented:user-information',
        'odd',
        { url: 'https://u:p@acme.test/v1/odd' },
      ],
      'a TLS server name of nobody’s': [
        'channel/undocumented:server-name',
        'odd',
        { tls: { protocol: 'TLSv1.3', serverName: 'more.evil.test' } },
      ],
      'a query without parameters': [
        'channel/undocumented:empty-query',
        'odd',
        { url: 'https://acme.test/v1/odd?' },
      ],
      plaintext: ['transport/plaintext', 'odd', { tls: null }],
      'weak TLS': ['transport/weak-tls', 'odd', { tls: { protocol: 'TLSv1.1' } }],
      'a name that stands twice in an object': [
        'field/duplicate',
        'odd',
        { body: '{"toString":true,"constructor":"c","toString":false}' },
      ],
      'a name that stands twice in a query': [
        'field/duplicate',
        'lookup',
        { url: 'https://acme.test/v1/lookup/help?v=1.0&v=2.0' },
      ],
      'the letter case of a method': ['route/undocumented:method-case', 'odd', { method: 'post' }],
      'a bound that the contract says it cannot hold': [
        'field/invalid:matcher',
        'pulse',
        { json: { on: true, number: 2000 } },
      ],
      'a planted value': ['leak/canary', 'odd', { json: { constructor: 'planted-x' } }],
      'a payload that nothing prompted': ['trigger/unprompted', 'report', {}],
    };
    for (const [what, [id, payload, changes]] of Object.entries(cases)) {
      it(what, async () => {
        const canaries = [{ name: 'userName', value: 'planted-x', permitted: [] }];
        const built = trace({ canaries }).install().sends(payload, changes).ends();
        const { total, limits, disagreements } = await replay(service, built);
        expect(disagreements).to.deep.equal([]);
        expect(limits.map((limit) => [limit.what.id, limit.count])).to.deep.equal([[id, 1]]);
        expect(total).to.deep.equal({ ...agree, knownLimits: 1 });
      });
    }

    it('a state in which the payload is forbidden', async () => {
      const built = trace()
        .install({ consent: 'refused' })
        .sends('pulse', { json: { on: true } });
      const { limits } = await replay(service, built.ends());
      expect(limits.map(({ what }) => what.id)).to.deep.equal(['state/forbidden']);
    });

    it('a second transmission where one is owed, and one at the wrong time', async () => {
      const built = installed()
        .does('turn-off')
        .pulses('PT1H', 'PT1H1M', 'PT1H30M')
        .at('PT9H')
        .sends('pulse');
      const { limits, total } = await replay(service, built.ends());
      expect(limits.map(({ what }) => what.id)).to.deep.equal([
        'schedule/after-window',
        'schedule/off-slot',
        'schedule/repeated',
      ]);
      expect(total).to.include({ bothAccept: 1, knownLimits: 3 });
    });

    it('that an optional field is left out, which an interaction demands', async () => {
      const built = installed()
        .does('crash')
        .sends('report', { json: { d: { m: 'W1' } } });
      const { limits, disagreements } = await replay(service, built.ends());
      expect(disagreements).to.deep.equal([]);
      expect(limits.map(({ what }) => what.id)).to.deep.equal(['contract:optional-field']);
    });

    it('whose installation it was', async () => {
      const built = trace().as('i-1').install().as('i-2').install().sends('odd', { installation: null });
      const { limits } = await replay(service, built.ends());
      expect(limits.map(({ what }) => what.id)).to.deep.equal(['route/unattributed']);
    });
  });

  describe('disagrees', () => {
    it('where Pact rejects a set of fields that the contract has, though others of its interactions have more', async () => {
      const built = installed()
        .does('crash')
        .sends('report', { json: { d: { m: 'W1' } } });
      const ended = built.ends();
      const { disagreements, limits } = await replay(service, ended, withoutSerial('Z9'));
      expect(limits).to.deep.equal([]);
      expect(disagreements.map(({ kind, payload }) => [kind, payload])).to.deep.equal([
        ['pact-rejects', 'report'],
      ]);
      const { total } = await replay(service, ended, withoutSerial('W1'));
      expect(total).to.deep.equal({ ...agree, bothAccept: 1 });
    });

    it('where Pact rejects what the judge accepts, and says why without what was sent', async () => {
      const contract = changed('odd', (request) => ({
        ...request,
        matchingRules: {
          body: { '$.constructor': like('[xyz]') },
        },
      }));
      const { disagreements, total } = await sent('odd', { json: { constructor: 'secret-1' } }, contract);
      expect(total).to.deep.equal({ ...agree, disagreements: 1 });
      expect(disagreements).to.deep.equal([
        {
          trace: 'trace.ndjson',
          line: 4,
          payload: 'odd',
          kind: 'pact-rejects',
          rules: [],
          judge: [],
          pact: ["BodyMismatch $.constructor: Expected (8 characters) to match '^(?:[xyz])$'"],
        },
      ]);
    });

    it('where Pact rejects what the judge rejects only for something that Pact is blind to', async () => {
      const contract = changed('odd', (request) => ({ ...request, path: '/v2/odd' }));
      const { disagreements } = await sent('odd', { headers: [['x-more', '1']] }, contract);
      expect(disagreements).to.have.lengthOf(1);
      expect(disagreements[0]).to.deep.include({
        kind: 'pact-rejects',
        rules: ['channel/undocumented'],
        pact: ['it matches no interaction of the contract'],
      });
    });

    it('where the contract lacks the payload', async () => {
      const { disagreements } = await sent('odd', {}, changed('odd'));
      expect(disagreements.map(({ kind }) => kind)).to.deep.equal(['pact-rejects']);
    });

    it('where Pact accepts a value that the judge rejects', async () => {
      const contract = changed('odd', (request) => ({
        ...request,
        matchingRules: { body: { '$.constructor': text(100) } },
      }));
      const { disagreements } = await sent('odd', { json: { constructor: 'longer than ten' } }, contract);
      expect(disagreements[0]).to.deep.include({ kind: 'pact-accepts', rules: ['field/invalid'], pact: [] });
    });

    it('where Pact accepts a field that the judge does not know', async () => {
      const contract = changed('odd', (request) => ({
        ...request,
        body: {
          content: { constructor: 'c', toString: false, extra: 1 },
          contentType: 'application/json',
          encoded: false,
        },
      }));
      const { disagreements } = await sent('odd', { json: { extra: 1 } }, contract);
      expect(disagreements[0]).to.deep.include({ kind: 'pact-accepts', rules: ['field/undocumented'] });
    });

    it('where Pact lets a body pass that belongs nowhere', async () => {
      const contract = changed('lookup', (request) => ({ ...request, body: {} }));
      const { disagreements } = await sent('lookup', { body: 'more' }, contract);
      expect(disagreements[0]).to.deep.include({ kind: 'pact-accepts', rules: ['channel/undocumented'] });
    });

    it('more often than is told one by one, and counts the rest', async () => {
      const built = installed();
      for (let index = 0; index < 205; index += 1) built.sends('odd');
      const account = await replay(service, built.ends(), changed('odd'));
      expect(account.disagreements).to.have.lengthOf(200);
      expect(account.disagreementsOmitted).to.equal(5);
    });
  });

  describe('does not compare', () => {
    const zipped: Changes = {
      bytes: gzipSync('{"constructor":"c","toString":false}'),
      headers: [['content-encoding', 'gzip']],
    };
    const nowhere = 'https://acme.test/v1/nowhere';
    const outside: Readonly<Record<string, readonly [string, Changes]>> = {
      'the system file excludes its URL': ['odd', { url: 'https://updates.acme.test/list' }],
      'there is no contract for its host': ['odd', { url: 'https://evil.test/v1/odd' }],
      'its body is compressed, and Pact undoes no content coding': ['odd', { ...zipped, url: nowhere }],
      'it has a header that HTTP/1.1 cannot carry': [
        'odd',
        { url: nowhere, headers: [['x-more', 'a\r\nb: c']] },
      ],
      'its URL cannot be read': ['odd', { url: 'no URL' }],
    };
    for (const [why, [payload, changes]] of Object.entries(outside)) {
      it(`what no route leads to, and says: ${why}`, async () => {
        const account = await sent(payload, changes);
        expect(account.notCompared.map(({ what }) => what)).to.deep.equal([why]);
        expect(account.total).to.deep.equal({ ...agree, notCompared: 1 });
        expect(account.undecided).to.equal(0);
      });
    }

    it('messages of a WebSocket, and the request that opens it', async () => {
      const { value } = acmeSystem.file;
      const url = 'wss://acme.test/v1/ping';
      const routes = value.routes.map((route) =>
        route.payload === 'ping' ? { payload: 'ping', method: 'MESSAGE', url, body: 'json' } : route,
      ) as unknown as typeof value.routes;
      const traced = installed()
        .transmits({ method: 'GET', url, headers: [['upgrade', 'websocket']] })
        .transmits({ method: 'MESSAGE', url, headers: [], body: '{}' })
        .ends();
      const account = await replay(service, traced, acmeContract, { ...value, routes });
      expect(account.notCompared.map(({ what }) => what)).to.have.members([
        'it opens a WebSocket',
        'it is a message of a WebSocket, and a contract is of requests',
      ]);
      expect(account.disagreements).to.deep.equal([]);
    });

    const documented: Readonly<Record<string, Changes>> = {
      'its body is compressed, and Pact undoes no content coding': zipped,
      'its headers tell another length than its body has': { headers: [['content-length', '3']] },
      'it has a header that HTTP/1.1 cannot carry': { headers: [['x-more', 'a\r\nb: c']] },
      'it says in HTTP/2 alone where it goes': { headers: [[':path', '/v1/odd']] },
    };
    for (const [why, changes] of Object.entries(documented)) {
      it(`what a route leads to and cannot be sent, which is not decided: ${why}`, async () => {
        const account = await replay(service, installed().sends('lookup').sends('odd', changes).ends());
        expect(account.notCompared.map(({ what }) => what)).to.deep.equal([why]);
        expect(account.total).to.deep.equal({ ...agree, bothAccept: 1, notCompared: 1 });
        expect(account.undecided).to.equal(1);
        const { outcome, reasons } = assembleReplay(account, []);
        expect(outcome).to.equal('undecided');
        expect(reasons).to.deep.equal(['one transmission of documented routes could not be compared']);
      });
    }

    it('what belongs to a state that the contract does not have, where it is forbidden', async () => {
      const built = trace()
        .install({ consent: 'refused' })
        .does('buy')
        .sends('report', { json: { lic: 'L-1' } });
      const account = await replay(service, built.ends());
      expect(account.total).to.deep.equal({ ...agree, notCompared: 1 });
      expect(account.notCompared[0]?.what).to.contain('a state in which it is forbidden');
    });

    it('what Pact’s HTTP cannot read, and that is not decided', async () => {
      const headers = Array.from({ length: 300 }, (_, index): [string, string] => [`x-${index}`, '1']);
      const account = await sent('odd', { headers });
      expect(account.undecided).to.equal(1);
      expect(account.notCompared[0]?.what).to.contain('could not read the request (431)');
    });
  });

  it('survives whatever a trace may hold', async () => {
    const built = hostileTrace();
    const { total, payloads } = await replay(service, built);
    const sentAtAll = built.events.filter(({ type }) => type === 'transmission').length;
    expect(Object.values(total).reduce((sum, count) => sum + count, 0)).to.equal(sentAtAll);
    expect(payloads.map(([payload]) => payload)).to.deep.equal(['odd', 'survey', undefined]);
    await service.requireAlive();
  });

  it('gives the same account twice', async () => {
    const built = installed();
    for (let index = 0; index < 50; index += 1)
      built.sends('odd', index % 3 === 0 ? { json: { extra: index } } : {}).sends('lookup');
    const [one, other] = [await replay(service, built.ends()), await replay(service, built)];
    expect(one).to.deep.equal(other);
    expect(one.total).to.deep.equal({ ...agree, bothAccept: 83, bothReject: 17 });
  });
});
