import { X509Certificate } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * The variable by which Java trusts an authority: it reads neither PEM nor the variables of others.
 *
 * @param directory where the store is written
 */
export async function javaEnvironment(
  certificatePem: string,
  directory: string,
): Promise<Readonly<Record<string, string>>> {
  const store = join(directory, 'authority.p12');
  await writeFile(store, trustStore(new X509Certificate(certificatePem).raw), { mode: 0o644, flag: 'wx' });
  return {
    JAVA_TOOL_OPTIONS: `-Djavax.net.ssl.trustStore=${store} -Djavax.net.ssl.trustStoreType=PKCS12`,
  };
}

const tag = {
  integer: 0x02,
  octets: 0x04,
  identifier: 0x06,
  bmpString: 0x1e,
  sequence: 0x30,
  set: 0x31,
  explicit: 0xa0,
};

const identifiers = {
  data: '2a864886f70d010701',
  certBag: '2a864886f70d010c0a0103',
  x509Certificate: '2a864886f70d01091601',
  friendlyName: '2a864886f70d010914',
  /** Java's own mark of a certificate that is trusted, and what it is trusted for: everything. */
  trustedKeyUsage: '6086480186f966adca7b0101',
  anyExtendedKeyUsage: '551d2500',
} as const;

/** A PKCS #12 file (RFC 7292, 4) with one trusted certificate. It is no secret, so that it needs no password. */
function trustStore(certificate: Buffer): Buffer {
  const attribute = (name: string, value: Buffer): Buffer =>
    der(tag.sequence, identifier(name), der(tag.set, value));
  const bag = der(
    tag.sequence,
    identifier(identifiers.certBag),
    der(
      tag.explicit,
      der(
        tag.sequence,
        identifier(identifiers.x509Certificate),
        der(tag.explicit, der(tag.octets, certificate)),
      ),
    ),
    der(
      tag.set,
      attribute(identifiers.friendlyName, der(tag.bmpString, Buffer.from('candor', 'utf16le').swap16())),
      attribute(identifiers.trustedKeyUsage, identifier(identifiers.anyExtendedKeyUsage)),
    ),
  );
  const safe = der(tag.sequence, content(der(tag.sequence, bag)));
  return der(tag.sequence, der(tag.integer, Buffer.from([3])), content(safe));
}

function content(data: Buffer): Buffer {
  return der(tag.sequence, identifier(identifiers.data), der(tag.explicit, der(tag.octets, data)));
}

function identifier(hex: string): Buffer {
  return der(tag.identifier, Buffer.from(hex, 'hex'));
}

/** One value in DER (ITU-T X.690, 8.1). */
function der(kind: number, ...parts: readonly Buffer[]): Buffer {
  const value = Buffer.concat(parts);
  const length: number[] = [];
  for (let rest = value.length; rest > 0; rest >>= 8) length.unshift(rest & 0xff);
  const head = value.length < 128 ? [kind, value.length] : [kind, 0x80 | length.length, ...length];
  return Buffer.concat([Buffer.from(head), value]);
}
