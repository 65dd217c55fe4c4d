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

export type KeyPair = webcrypto.CryptoKeyPair;

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
export async function issueAuthority(commonName: string, keys: KeyPair): Promise<X509Certificate> {
  return X509CertificateGenerator.createSelfSigned({
    ...validity(),
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
): Promise<string> {
  const certificate = await X509CertificateGenerator.create({
    ...validity(),
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

/** From yesterday, for clocks that disagree, and for thirty days. */
function validity(): { serialNumber: string; notBefore: Date; notAfter: Date } {
  const now = Date.now();
  return {
    serialNumber: `40${randomBytes(15).toString('hex')}`,
    notBefore: new Date(now - day),
    notAfter: new Date(now + 30 * day),
  };
}
