import { isIP } from 'node:net';

/** A name that a certificate can carry: a DNS name in lower case, or the bytes of an address. */
export type ServerName =
  | { readonly kind: 'dns'; readonly text: string }
  | { readonly kind: 'ip'; readonly text: string; readonly bytes: Buffer };

const label = /^[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?$/;

/** Reads a host name or an IP address (RFC 1123, 2.1; RFC 4291, 2.2); null for anything else. */
export function readServerName(text: string): ServerName | null {
  const family = isIP(text);
  if (family === 4) return { kind: 'ip', text, bytes: Buffer.from(text.split('.').map(Number)) };
  if (family === 6) return text.includes('%') ? null : { kind: 'ip', text, bytes: addressBytes(text) };
  const name = text.toLowerCase().replace(/\.$/, '');
  if (name.length === 0 || name.length > 253) return null;
  return name.split('.').every((part) => label.test(part)) ? { kind: 'dns', text: name } : null;
}

/** The sixteen bytes of an IPv6 address that `isIP` has accepted. */
function addressBytes(text: string): Buffer {
  // The URL parser writes the one canonical form, without an embedded IPv4 address.
  const canonical = new URL(`http://[${text}]/`).hostname.slice(1, -1);
  const [left = '', right] = canonical.split('::');
  const head = groups(left);
  const tail = right === undefined ? [] : groups(right);
  const zeros = new Array<number>(8 - head.length - tail.length).fill(0);
  return Buffer.from([...head, ...zeros, ...tail].flatMap((group) => [group >> 8, group & 0xff]));
}

function groups(text: string): number[] {
  return text === '' ? [] : text.split(':').map((group) => Number.parseInt(group, 16));
}
