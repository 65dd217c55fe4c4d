import { createHash, type KeyObject, randomBytes, sign } from 'node:crypto';
import { bits, integer, octets, oid, sequence, set, tagged, time, utf8, yes } from './der.js';
import type { ServerName } from './server-name.js';

/** A name and the key pair that stands behind it. */
export interface Identity {
  readonly commonName: string;
  readonly publicKey: KeyObject;
  readonly privateKey: KeyObject;
}

const day = 86_400_000;
const ecdsaWithSha256 = sequence(oid('1.2.840.10045.4.3.2'));

/** The certificate of a run's own authority, in PEM: it signs servers' certificates and nothing else. */
export function issueAuthority(authority: Identity): string {
  return issue(authority, authority, [
    extension('2.5.29.19', true, sequence(yes(), integer(Uint8Array.of(0)))), // basicConstraints: CA, no CA below
    extension('2.5.29.15', true, bits(Uint8Array.of(0b0000_0110), 1)), // keyUsage: keyCertSign, cRLSign
    subjectKeyIdentifier(authority),
    authorityKeyIdentifier(authority),
  ]);
}

/** The certificate of one host, in PEM. The host stands in subjectAltName alone (RFC 6125). */
export function issueServer(authority: Identity, server: Identity, name: ServerName): string {
  const alternative = name.kind === 'dns' ? tagged(2, Buffer.from(name.text)) : tagged(7, name.bytes);
  return issue(authority, server, [
    extension('2.5.29.19', true, sequence()), // basicConstraints: no CA
    extension('2.5.29.15', true, bits(Uint8Array.of(0b1000_0000), 7)), // keyUsage: digitalSignature
    extension('2.5.29.37', false, sequence(oid('1.3.6.1.5.5.7.3.1'))), // extKeyUsage: serverAuth
    extension('2.5.29.17', false, sequence(alternative)),
    subjectKeyIdentifier(server),
    authorityKeyIdentifier(authority),
  ]);
}

/** RFC 5280, 4.1. Valid from yesterday, for clocks that disagree, and for thirty days. */
function issue(issuer: Identity, subject: Identity, extensions: readonly Buffer[]): string {
  const now = Date.now();
  const content = sequence(
    tagged(0, integer(Uint8Array.of(2)), true), // version 3
    integer(Buffer.concat([Uint8Array.of(0x40), randomBytes(15)])),
    ecdsaWithSha256,
    distinguishedName(issuer.commonName),
    sequence(time(new Date(now - day)), time(new Date(now + 30 * day))),
    distinguishedName(subject.commonName),
    subject.publicKey.export({ type: 'spki', format: 'der' }),
    tagged(3, sequence(...extensions), true),
  );
  const certificate = sequence(content, ecdsaWithSha256, bits(sign('sha256', content, issuer.privateKey)));
  const lines = certificate.toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
}

function distinguishedName(commonName: string): Buffer {
  return sequence(set(sequence(oid('2.5.4.3'), utf8(commonName))));
}

function extension(id: string, critical: boolean, value: Buffer): Buffer {
  return sequence(oid(id), ...(critical ? [yes()] : []), octets(value));
}

function subjectKeyIdentifier(identity: Identity): Buffer {
  return extension('2.5.29.14', false, octets(keyIdentifier(identity)));
}

function authorityKeyIdentifier(identity: Identity): Buffer {
  return extension('2.5.29.35', false, sequence(tagged(0, keyIdentifier(identity))));
}

/** RFC 7093, 2, method 1: the first 160 bits of the SHA-256 of the public key. */
function keyIdentifier(identity: Identity): Buffer {
  const encoded = identity.publicKey.export({ type: 'spki', format: 'der' });
  const point = encoded.subarray(-65); // a P-256 point, uncompressed
  return createHash('sha256').update(point).digest().subarray(0, 20);
}
