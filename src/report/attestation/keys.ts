import { createHash, createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import { InputError } from '../../disclosure/input-error.js';
import { readBounded } from './bounded-file.js';

const SIZE_LIMIT = 64 * 1024;
const HOW_TO_MAKE = 'make one with "openssl genpkey -algorithm ed25519 -out key.pem"';

/**
 * The private key that signs: PEM, PKCS#8, Ed25519.
 *
 * @param passphrase of an encrypted key.
 * @throws InputError where it cannot be read or opened, or is a key of another kind.
 */
export async function readSigningKey(path: string, passphrase: string | undefined): Promise<KeyObject> {
  const pem = (await readBounded(path, SIZE_LIMIT)).toString('latin1');
  const encrypted = pem.includes('-----BEGIN ENCRYPTED PRIVATE KEY-----');
  if (!encrypted && !pem.includes('-----BEGIN PRIVATE KEY-----'))
    throw new InputError({ file: path, message: `is not a private key (PEM, PKCS#8); ${HOW_TO_MAKE}` });
  if (encrypted && passphrase === undefined)
    throw new InputError({
      file: path,
      message: 'is encrypted; give its passphrase in CANDOR_KEY_PASSPHRASE',
    });
  try {
    return requireEd25519(
      path,
      createPrivateKey({ key: pem, format: 'pem', ...(encrypted ? { passphrase } : {}) }),
    );
  } catch (error) {
    if (error instanceof InputError) throw error;
    const message = encrypted
      ? 'cannot be opened with the passphrase in CANDOR_KEY_PASSPHRASE'
      : `is damaged; ${HOW_TO_MAKE}`;
    throw new InputError({ file: path, message });
  }
}

/**
 * The public key that a signature is checked with: PEM, SubjectPublicKeyInfo, Ed25519.
 *
 * @throws InputError where it is something else; who checks should not be asked for a private key.
 */
export async function readVerifyingKey(path: string): Promise<KeyObject> {
  const pem = (await readBounded(path, SIZE_LIMIT)).toString('latin1');
  if (!pem.includes('-----BEGIN PUBLIC KEY-----'))
    throw new InputError({
      file: path,
      message: 'is not a public key (PEM); "openssl pkey -in key.pem -pubout -out key.pub.pem" writes it',
    });
  try {
    return requireEd25519(path, createPublicKey({ key: pem, format: 'pem' }));
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw new InputError({ file: path, message: 'is a damaged public key' });
  }
}

/** What a key is called: the SHA-256 of its public half (SubjectPublicKeyInfo, DER), in hexadecimal digits. */
export function keyIdOf(key: KeyObject): string {
  const publicKey = key.type === 'private' ? createPublicKey(key) : key;
  return createHash('sha256')
    .update(publicKey.export({ type: 'spki', format: 'der' }))
    .digest('hex');
}

function requireEd25519(path: string, key: KeyObject): KeyObject {
  if (key.asymmetricKeyType === 'ed25519') return key;
  throw new InputError({
    file: path,
    message: `is a key of type ${key.asymmetricKeyType}; an Ed25519 key is wanted: ${HOW_TO_MAKE}`,
  });
}
