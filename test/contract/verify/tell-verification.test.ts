import { expect } from 'chai';
import { createColors } from 'picocolors';
import { tellVerification } from '../../../src/contract/verify/tell-verification.js';
import { type Check, concludeVerification } from '../../../src/contract/verify/verification.js';

function tell(check: Check): string {
  const interaction = {
    key: '1',
    description: 'a report',
    state: 'a state',
    executed: true,
    verdict: check.verdict,
    checks: [check],
  };
  const contracts = [{ provider: 'acme.test', interactions: [interaction] }];
  return tellVerification(concludeVerification('acme-1', 'none', 1, contracts), 80, createColors(false));
}

describe('A verification on a terminal', () => {
  it('shows what was undocumented, however long the body is', () => {
    const body = JSON.stringify({ long: 'x'.repeat(2000), undocumented: 'candor' });
    const text = tell({
      check: 'undocumented',
      what: 'field "undocumented" in the body',
      name: 'undocumented',
      verdict: 'violated',
      because: 'what is not documented was accepted',
      request: { method: 'POST', target: '/', body },
      answer: { status: 204, body: '' },
    });
    expect(text).to.match(/…x+","undocumented":"candor"\}\n {4}answered {2}204\n/);
    expect(text.length).to.be.below(1500);
  });

  it('bounds what the service answered', () => {
    const text = tell({
      check: 'documented',
      verdict: 'violated',
      request: { method: 'POST', target: '/', body: 'x' },
      answer: { status: 400, body: 'y'.repeat(4000) },
    });
    expect(text).to.match(/answered {2}400 y{300}…\n/);
  });
});
