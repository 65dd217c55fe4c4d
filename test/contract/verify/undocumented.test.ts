import { expect } from 'chai';
import fc from 'fast-check';
import type { DocumentedRequest } from '../../../src/contract/verify/documented-request.js';
import { documentedRequest } from '../../../src/contract/verify/documented-request.js';
import { undocumentedName, undocumentedRequests } from '../../../src/contract/verify/undocumented.js';
import { acmeContract, acmeInteractions } from './acme-contract.js';

const [report, lookup, survey] = acmeInteractions.map(documentedRequest) as [
  DocumentedRequest,
  DocumentedRequest,
  DocumentedRequest,
];

describe('An undocumented field', () => {
  it('is put into each object of a body, at every depth and in every member of a list', () => {
    expect(undocumentedRequests(report, 'extra').map(({ what }) => what)).to.deep.equal([
      'field "extra" in the body',
      'field "extra" in /d',
      'field "extra" in /stack/0',
      'field "extra" in /stack/1',
    ]);
  });

  it('is put into the query where the fields are there', () => {
    const [variant, ...others] = undocumentedRequests(lookup, 'extra');
    expect(others).to.deep.equal([]);
    expect(variant?.request.query).to.deep.equal([...lookup.query, ['extra', 'candor']]);
  });

  it('is put into the query of a request without fields and body', () => {
    const bare = { ...lookup, query: [] };
    expect(undocumentedRequests(bare, 'extra').map(({ what }) => what)).to.deep.equal([
      'query parameter "extra"',
    ]);
  });

  it('is put into a form', () => {
    const [variant, ...others] = undocumentedRequests(survey, 'extra');
    expect(others).to.deep.equal([]);
    expect(variant?.request.body).to.deep.equal({
      in: 'form',
      pairs: [
        ['a', 'yes & no'],
        ['score', '4'],
        ['extra', 'candor'],
      ],
    });
  });

  it('is put nowhere in a body of another kind', () => {
    expect(undocumentedRequests({ ...report, body: { in: 'other', text: '<a/>' } }, 'extra')).to.deep.equal(
      [],
    );
  });

  it('is the only thing by which a request differs from the documented one', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5 }), (value) => {
        const documented: DocumentedRequest = { ...report, body: { in: 'json', value } };
        const before = JSON.stringify(value);
        const variants = undocumentedRequests(documented, 'entirely-undocumented');
        expect(variants).to.have.lengthOf(before.split('{').length - 1 - bracesInTexts(value));
        for (const { request } of variants) {
          expect(request.body.in).to.equal('json');
          const text = JSON.stringify(request.body.in === 'json' ? request.body.value : undefined);
          const without = text.replace(/,?"entirely-undocumented":"candor"/, '');
          expect(without.length).to.be.below(text.length);
          expect(without).to.equal(before);
        }
        expect(JSON.stringify(value)).to.equal(before);
      }),
    );
  });

  it('is refused where there are more objects than are tried', () => {
    const value = Array.from({ length: 501 }, () => ({}));
    expect(() => undocumentedRequests({ ...report, body: { in: 'json', value } }, 'extra')).to.throw(
      'more than the 500 objects',
    );
  });

  it('has a name that stands nowhere in the contracts and schemas, in whatever case', () => {
    expect(undocumentedName([acmeContract()])).to.equal('undocumented');
    expect(undocumentedName([acmeContract()], [{ properties: { Undocumented: {} } }])).to.equal(
      'undocumented-more',
    );
    expect(undocumentedName([acmeContract()], [['undocumented-more']])).to.equal('undocumented-more-more');
  });
});

function bracesInTexts(value: unknown): number {
  if (typeof value === 'string') return value.split('{').length - 1;
  if (typeof value !== 'object' || value === null) return 0;
  return Object.entries(value).reduce(
    (sum, [key, member]) => sum + (Array.isArray(value) ? 0 : bracesInTexts(key)) + bracesInTexts(member),
    0,
  );
}
