import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSecureContext, type SecureContext } from 'node:tls';
import { InputError } from '../disclosure/input-error.js';
import {
  issueAuthority,
  issueServer,
  newKeyPair,
  privateKeyPem,
  type Validity,
  validityAround,
} from './certificate.js';
import { limits } from './limits.js';
import { readServerName, type ServerName } from './server-name.js';

/** The certificate authority of one run: its key lives and dies with the run (DESIGN 8). */
export interface Authority {
  /** What a product is told to trust, PEM. The private key is beside it, for its owner's eyes only. */
  readonly certificateFile: string;
  readonly certificatePem: string;
  /**
   * The server side of a TLS session for a host name or an IP address. It takes old protocol versions
   * and ciphers too: weak TLS is to be seen, not lost. Rejects with an InputError when the name is neither.
   */
  contextFor(serverName: string): Promise<SecureContext>;
  /** Removes the key and the certificate. Idempotent. */
  close(): Promise<void>;
}

export interface AuthorityOptions {
  /** In which directory the run's own directory is made; the system's temporary one without it. */
  readonly directory?: string;
  /** The span of time in which the products believe that they live; now, without it. */
  readonly span?: Validity;
}

/**
 * Makes an authority with a fresh ECDSA P-256 key, in a directory of mode 0700 of its own; the key file
 * has mode 0600 (DESIGN 8). The directory goes with `close`, or when the process exits.
 */
export async function openAuthority(options: AuthorityOptions = {}): Promise<Authority> {
  const directory = await mkdtemp(join(options.directory ?? tmpdir(), 'candor-authority-'));
  const [keys, serverKeys] = await Promise.all([newKeyPair(), newKeyPair()]);
  // The name is the run's own: a client that kept an older run's certificate must not take it for this one.
  const name = `Candor capture ${randomBytes(8).toString('hex')}`;
  const validity = validityAround(options.span);
  const authority = await issueAuthority(name, keys, validity);
  const certificatePem = `${authority.toString('pem')}\n`;
  const certificateFile = join(directory, 'authority.pem');
  await writeFile(join(directory, 'authority.key'), await privateKeyPem(keys), { mode: 0o600, flag: 'wx' });
  await writeFile(certificateFile, certificatePem, { mode: 0o600, flag: 'wx' });

  const serverKey = await privateKeyPem(serverKeys);
  const issue = async (host: ServerName): Promise<SecureContext> =>
    createSecureContext({
      key: serverKey,
      cert: await issueServer(authority, keys, serverKeys, host, validity),
      minVersion: 'TLSv1',
      ciphers: 'DEFAULT@SECLEVEL=0',
    });
  const removeAtExit = (): void => rmSync(directory, { recursive: true, force: true });
  process.once('exit', removeAtExit);

  return {
    certificateFile,
    certificatePem,
    contextFor: remember(issue),
    async close() {
      await rm(directory, { recursive: true, force: true });
      process.off('exit', removeAtExit);
    },
  };
}

/** Contexts by name, the one used longest ago dropped first. */
function remember(
  issue: (name: ServerName) => Promise<SecureContext>,
): (serverName: string) => Promise<SecureContext> {
  const cache = new Map<string, Promise<SecureContext>>();
  return async (serverName) => {
    const name = readServerName(serverName);
    if (name === null) {
      throw new InputError({
        message: `a certificate needs a host name or an IP address, not ${JSON.stringify(serverName)}`,
      });
    }
    const context = cache.get(name.text) ?? issue(name);
    cache.delete(name.text);
    cache.set(name.text, context);
    const oldest = cache.keys().next();
    if (cache.size > limits.certificates && oldest.done !== true) cache.delete(oldest.value);
    return context;
  };
}
