// The decorators that @peculiar/x509 is built with need this first.
import 'reflect-metadata';
import { randomBytes, webcrypto } from 'node:crypto';
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  cryptoProvider,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension,
  type X509Certificate,
  X509CertificateGenerator,
} from '@peculiar/x509';
import type { ServerName } from './server-name.js';

// The types of another library bring the browser's Crypto along, which is the same thing by another name.
cryptoProvider.set(webcrypto as unknown as Crypto);

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const day = 86_400_000;
/** The last instant that a certificate can name (RFC 5280, 4.1.2.5.2). */
const LAST = Date.UTC(9999, 11, 31, 23, 59, 59);

export type KeyPair = webcrypto.CryptoKeyPair;

/** From when until when a certificate is valid, both ends included (RFC 5280, 4.1.2.5). */
export interface Validity {
  readonly from: Date;
  readonly to: Date;
}

/** A fresh ECDSA P-256 key pair that can be written to a file. */
export async function newKeyPair(): Promise<KeyPair> {
  return webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
}

/** A private key in PEM, PKCS #8. */
export async function privateKeyPem({ privateKey }: KeyPair): Promise<string> {
  const lines = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', privateKey))
    .toString('base64')
    .match(/.{1,64}/g);
  return `-----BEGIN PRIVATE KEY-----\n${(lines ?? []).join('\n')}\n-----END PRIVATE KEY-----\n`;
}

/** The certificate of a run's own authority: it signs servers' certificates and nothing else. */
export async function issueAuthority(
  commonName: string,
  keys: KeyPair,
  validity: Validity,
): Promise<X509Certificate> {
  return X509CertificateGenerator.createSelfSigned({
    ...numbered(validity),
    name: [{ CN: [commonName] }],
    signingAlgorithm: algorithm,
    keys,
    extensions: [
      new BasicConstraintsExtension(true, 0, true),
      new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
      await SubjectKeyIdentifierExtension.create(keys.publicKey),
      await AuthorityKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
}

/** The certificate of one host, in PEM. The host stands in subjectAltName alone (RFC 6125). */
export async function issueServer(
  authority: X509Certificate,
  authorityKeys: KeyPair,
  serverKeys: KeyPair,
  name: ServerName,
  validity: Validity,
): Promise<string> {
  const certificate = await X509CertificateGenerator.create({
    ...numbered(validity),
    subject: [{ CN: ['Candor capture server'] }],
    issuer: authority.subject,
    signingAlgorithm: algorithm,
    publicKey: serverKeys.publicKey,
    signingKey: authorityKeys.privateKey,
    extensions: [
      new BasicConstraintsExtension(false, undefined, true),
      new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
      new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth]),
      new SubjectAlternativeNameExtension([{ type: name.kind, value: name.text }]),
      await SubjectKeyIdentifierExtension.create(serverKeys.publicKey),
      await AuthorityKeyIdentifierExtension.create(authorityKeys.publicKey),
    ],
  });
  return certificate.toString('pem');
}

/**
 * From a day before to thirty days after now, for clocks that disagree; and as far around a span of time of a
 * product's own, where it has one.
 */
export function validityAround(span?: Validity): Validity {
  const now = Date.now();
  const from = Math.min(now, span?.from.getTime() ?? now);
  const to = Math.max(now, span?.to.getTime() ?? now);
  return { from: new Date(from - day), to: new Date(Math.min(to + 30 * day, LAST)) };
}

function numbered({ from, to }: Validity): { serialNumber: string; notBefore: Date; notAfter: Date } {
  return { serialNumber: `40${randomBytes(15).toString('hex')}`, notBefore: from, notAfter: to };
}
