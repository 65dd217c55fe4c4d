import { isIPv6 } from 'node:net';
import { expect } from 'chai';
import fc from 'fast-check';
import {
  addressesOf,
  addressText,
  endpointText,
  indexOf,
  ipv4,
  ipv6,
  namedAddresses,
  readAddress,
} from '../../../src/capture/namespace/addresses.js';

const bytes = (length: number) =>
  fc.uint8Array({ minLength: length, maxLength: length }).map((array) => Buffer.from(array));

describe('addresses in packets', () => {
  it('are written so that reading them gives the same bytes', () => {
    fc.assert(
      fc.property(fc.oneof(bytes(4), bytes(16)), (address) => {
        expect(readAddress(addressText(address))).to.deep.equal(address);
      }),
    );
  });

  it('of IPv6 are written as RFC 5952 says', () => {
    for (const text of ['2001:db8::1', '::', '::1', 'fe80::1:0:0:1', '2001:db8:0:1:1:1:1:1']) {
      expect(addressText(readAddress(text))).to.equal(text);
      expect(isIPv6(text)).to.equal(true);
    }
  });

  it('stand in brackets before a port where they have colons', () => {
    expect(endpointText(readAddress('192.0.2.1'), 53)).to.equal('192.0.2.1:53');
    expect(endpointText(readAddress('2001:db8::1'), 443)).to.equal('[2001:db8::1]:443');
  });

  it('of a name tell its number, and no other address does', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: namedAddresses }), (index) => {
        const { A, AAAA } = addressesOf(index);
        expect(indexOf(A)).to.equal(index);
        expect(indexOf(AAAA)).to.equal(index);
      }),
    );
    expect(addressText(addressesOf(1).A)).to.equal('198.18.0.1');
    expect(addressText(addressesOf(namedAddresses).A)).to.equal('198.19.255.254');
    for (const text of ['198.18.0.0', '198.17.255.255', '198.20.0.0', '2001:db8::1']) {
      expect(indexOf(readAddress(text)), text).to.equal(null);
    }
    for (const network of [ipv4, ipv6]) {
      for (const address of Object.values(network)) expect(indexOf(address as Buffer)).to.equal(null);
    }
  });
});
