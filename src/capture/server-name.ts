import { isIP } from 'node:net';

/** A name that a certificate can carry: a DNS name in lower case, or an address. */
export interface ServerName {
  readonly kind: 'dns' | 'ip';
  readonly text: string;
}

const label = /^[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?$/;

/** Reads a host name or an IP address (RFC 1123, 2.1; RFC 4291, 2.2); null for anything else. */
export function readServerName(text: string): ServerName | null {
  const family = isIP(text);
  if (family !== 0) return text.includes('%') ? null : { kind: 'ip', text };
  const name = text.toLowerCase().replace(/\.$/, '');
  if (name.length === 0 || name.length > 253) return null;
  return name.split('.').every((part) => label.test(part)) ? { kind: 'dns', text: name } : null;
}
