import { isIPv6 } from 'node:net';

/** An IP address as it stands in a packet: 4 or 16 bytes. */
export type Address = Buffer;

/** Reads an address of either family from its usual text. The text must be an address. */
export function readAddress(text: string): Address {
  if (!isIPv6(text)) return Buffer.from(text.split('.').map(Number));
  const [head = '', tail] = text.split('::');
  const front = groupsOf(head);
  const back = groupsOf(tail ?? '');
  const zeros = Array.from({ length: 8 - front.length - back.length }, () => 0);
  const address = Buffer.alloc(16);
  for (const [index, group] of [...front, ...zeros, ...back].entries())
    address.writeUInt16BE(group, 2 * index);
  return address;
}

function groupsOf(text: string): number[] {
  return text === '' ? [] : text.split(':').map((group) => Number.parseInt(group, 16));
}

/** The usual text of an address, an IPv6 address in the form of RFC 5952 without brackets. */
export function addressText(address: Address): string {
  if (address.length === 4) return address.join('.');
  const groups = Array.from({ length: 8 }, (_, index) => address.readUInt16BE(2 * index).toString(16));
  // A URL's host is written as RFC 5952 says (WHATWG URL, host serializing).
  return new URL(`http://[${groups.join(':')}]`).hostname.slice(1, -1);
}

/** `address:port`, an IPv6 address in brackets. */
export function endpointText(address: Address, port: number): string {
  const text = addressText(address);
  return address.length === 4 ? `${text}:${port}` : `[${text}]:${port}`;
}

/**
 * The addresses of the namespace's own network. All but `own` are nobody's: what is sent there goes into the
 * tunnel as everything else does.
 */
export interface NetworkAddresses {
  /** The only address that an interface has. */
  readonly own: Address;
  /** Stands for the other end of every connection that is handed to our listener. */
  readonly peer: Address;
  /** The proxy, for programs that insist on one. */
  readonly proxy: Address;
  readonly resolver: Address;
  /** Where Candor's own probes go. */
  readonly heartbeat: Address;
  /** Where the datagrams go that mark a place in the queue. */
  readonly marker: Address;
}

export const ipv4: NetworkAddresses = {
  own: readAddress('10.201.0.1'),
  peer: readAddress('10.201.0.2'),
  proxy: readAddress('10.201.0.3'),
  resolver: readAddress('10.201.0.53'),
  heartbeat: readAddress('10.201.0.7'),
  marker: readAddress('10.201.0.9'),
};

/** From RFC 4193's range: nobody else's. */
export const ipv6: NetworkAddresses = {
  own: readAddress('fd63:616e:646f:7200::1'),
  peer: readAddress('fd63:616e:646f:7200::2'),
  proxy: readAddress('fd63:616e:646f:7200::3'),
  resolver: readAddress('fd63:616e:646f:7200::53'),
  heartbeat: readAddress('fd63:616e:646f:7200::7'),
  marker: readAddress('fd63:616e:646f:7200::9'),
};

export const proxyPort = 3128;
export const heartbeatHost = 'heartbeat.candor.invalid';

/** The last 64 bits of the addresses that names get, in IPv6, and the prefix of them. */
const namedIPv6 = readAddress('fd63:616e:646f:7201::');
/** 198.18.0.0/15 is for tests of networks (RFC 2544): no service is there. */
const namedIPv4 = 0xc6120000;

/** How many names can have an address. */
export const namedAddresses = 0x1fffe;

/** The addresses of the name number `index`, from 1 to `namedAddresses`. */
export function addressesOf(index: number): { readonly A: Address; readonly AAAA: Address } {
  const A = Buffer.alloc(4);
  A.writeUInt32BE(namedIPv4 + index);
  const AAAA = Buffer.from(namedIPv6);
  AAAA.writeUInt32BE(index, 12);
  return { A, AAAA };
}

/** The number of the name that has an address; null for all other addresses. */
export function indexOf(address: Address): number | null {
  if (address.length === 4) {
    const index = address.readUInt32BE(0) - namedIPv4;
    return index > 0 && index <= namedAddresses ? index : null;
  }
  return address.compare(namedIPv6, 0, 12, 0, 12) === 0 ? address.readUInt32BE(12) : null;
}
