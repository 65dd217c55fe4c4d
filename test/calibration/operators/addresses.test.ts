import { expect } from 'chai';
import { addressOf, stillThere } from '../../../src/calibration/operators/addresses.js';
import { acmeSystem } from '../../judge/judging.js';

const system = acmeSystem.file.value;

function told(method: string, url: string): string {
  const address = addressOf(system, method, url);
  if (address.kind !== 'elsewhere') return stillThere(address);
  return address.under ? 'under a route' : 'elsewhere';
}

const pulses = 'it is the route https://acme.test/v1/pulses all the same';
const lookup = 'it is the route https://acme.test/v1/lookup/:topic all the same';

const cases: Readonly<Record<string, readonly [method: string, url: string, told: string]>> = {
  'a route is a route': ['POST', 'https://acme.test/v1/pulses', pulses],
  'so it is over http': ['POST', 'http://acme.test/v1/pulses', pulses],
  'so it is with what is judged apart': ['POST', 'https://me@ACME.test:443/v1/./pulses?a=1#b', pulses],
  'another method is elsewhere': ['GET', 'https://acme.test/v1/pulses', 'elsewhere'],
  'the same in small letters is elsewhere': ['post', 'https://acme.test/v1/pulses', 'elsewhere'],
  'another port is elsewhere': ['POST', 'https://acme.test:8443/v1/pulses', 'elsewhere'],
  'a dot behind the host is elsewhere': ['POST', 'https://acme.test./v1/pulses', 'elsewhere'],
  'another scheme is elsewhere': ['POST', 'ftp://acme.test/v1/pulses', 'elsewhere'],
  'a part that is open is the route': ['GET', 'https://acme.test/v1/lookup/anything', lookup],
  'more behind a route is under it': ['POST', 'https://acme.test/v1/pulses/', 'under a route'],
  'much more behind a route is under it': ['GET', 'https://acme.test/v1/lookup/a/b/c', 'under a route'],
  'an exclusion is one by any method': [
    'PUT',
    'https://updates.acme.test/a?b',
    'https://updates.acme.test/* is excluded',
  ],
  'what is no URL is elsewhere': ['POST', 'acme.test', 'elsewhere'],
};

describe('Where a message goes', () => {
  for (const [sentence, [method, url, expected]] of Object.entries(cases)) {
    it(`is told without the judge: ${sentence}`, () => {
      expect(told(method, url)).to.equal(expected);
    });
  }
});
