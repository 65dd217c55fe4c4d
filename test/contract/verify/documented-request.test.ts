import { expect } from 'chai';
import {
  type DocumentedRequest,
  differenceOf,
  documentedRequest,
  toOutgoing,
} from '../../../src/contract/verify/documented-request.js';
import type { OutgoingRequest } from '../../../src/contract/verify/send.js';
import { acmeInteractions } from './acme-contract.js';

const [report, lookup, survey] = acmeInteractions.map(documentedRequest) as [
  DocumentedRequest,
  DocumentedRequest,
  DocumentedRequest,
];

const bytes = (text: string) => ({ body: Buffer.from(text) });

describe('A documented request', () => {
  it('is sent as its contract has it', () => {
    const { method, target, headers, body } = toOutgoing(survey);
    expect([method, target, headers, body?.toString()]).to.deep.equal([
      'POST',
      '/v1/surveys',
      [['content-type', 'application/x-www-form-urlencoded']],
      'a=yes+%26+no&score=4',
    ]);
    expect(toOutgoing(lookup).target).to.equal('/v1/lookup/topic?v=1.0+beta&k=a&k=b%26c&count=3');
  });

  for (const path of ['//evil.example/x', '/a?b', '/a#b', '/a b', '/%20', '/ü', '/\r\nx: y']) {
    it(`has the path ${JSON.stringify(path)} as a path and nothing else`, () => {
      const { target } = toOutgoing({ ...lookup, path, query: [] });
      expect(target).to.match(/^\/[!-~]*$/);
      const url = new URL(`http://own.invalid${target}`);
      expect([url.host, url.search, url.hash]).to.deep.equal(['own.invalid', '', '']);
    });
  }

  const same: readonly (readonly [string, DocumentedRequest, OutgoingRequest])[] = [
    ['itself', report, toOutgoing(report)],
    [
      'its members in another order',
      report,
      {
        ...toOutgoing(report),
        ...bytes(
          '{"notes":["n"],"stack":[{"function":"f"},{"line":3,"function":"g"}],"d":{"s":"S-7","m":"A1"}}',
        ),
      },
    ],
    [
      'its query in another order',
      lookup,
      { ...toOutgoing(lookup), target: '/v1/lookup/topic?count=3&k=a&k=b%26c&v=1.0%20beta' },
    ],
    [
      'its path encoded otherwise',
      lookup,
      { ...toOutgoing(lookup), target: toOutgoing(lookup).target.replace('topic', '%74opic') },
    ],
  ];
  for (const [what, documented, sent] of same) {
    it(`is the same as ${what}`, () => {
      expect(differenceOf(documented, sent)).to.equal(undefined);
    });
  }

  const others: readonly (readonly [string, DocumentedRequest, OutgoingRequest])[] = [
    ['the method', report, { ...toOutgoing(report), method: 'PUT' }],
    ['the path', report, { ...toOutgoing(report), target: '/v1/report' }],
    ['the query', lookup, { ...toOutgoing(lookup), target: '/v1/lookup/topic?v=1.0+beta&k=a&count=3' }],
    ['the query', report, { ...toOutgoing(report), target: '/v1/reports?x=1' }],
    ['the body', report, { ...toOutgoing(report), ...bytes('{}') }],
    ['the body', report, { ...toOutgoing(report), ...bytes('{') }],
    ['the body', lookup, { ...toOutgoing(lookup), ...bytes('x') }],
    // What a proxy of Pact's own makes of it.
    ['the body', survey, { ...toOutgoing(survey), ...bytes('{"a":"yes & no","sco') }],
  ];
  for (const [what, documented, sent] of others) {
    it(`differs in ${what} from ${sent.method} ${sent.target} ${sent.body?.toString() ?? ''}`, () => {
      expect(differenceOf(documented, sent)).to.equal(what);
    });
  }
});
