import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSecureContext, type SecureContext } from 'node:tls';
import { InputError } from '../disclosure/input-error.js';
import { type Identity, issueAuthority, issueServer } from './certificate.js';
import { limits } from './limits.js';
import { readServerName } from './server-name.js';

/** The certificate authority of one run: its key lives and dies with the run (DESIGN 8). */
export interface Authority {
  /** What a product is told to trust, PEM. The private key is beside it, for its owner's eyes only. */
  readonly certificateFile: string;
  readonly certificatePem: string;
  /**
   * The server side of a TLS session for a host name or an IP address. It takes old protocol versions
   * and ciphers too: weak TLS is to be seen, not lost. Throws an InputError when the name is neither.
   */
  contextFor(serverName: string): SecureContext;
  /** Removes the key and the certificate. Idempotent. */
  close(): Promise<void>;
}

export interface AuthorityOptions {
  /** In which directory the run's own directory is made; the system's temporary one without it. */
  readonly directory?: string;
}

/**
 * Makes an authority with a fresh ECDSA P-256 key, in a directory of mode 0700 of its own; the key file
 * has mode 0600 (DESIGN 8). The directory goes with `close`, or when the process exits.
 */
export async function openAuthority(options: AuthorityOptions = {}): Promise<Authority> {
  const directory = await mkdtemp(join(options.directory ?? tmpdir(), 'candor-authority-'));
  // The name is the run's own: a client that kept an older run's certificate must not take it for this one.
  const authority = newIdentity(`Candor capture ${randomBytes(8).toString('hex')}`);
  const server = newIdentity('Candor capture server');
  const certificatePem = issueAuthority(authority);
  const certificateFile = join(directory, 'authority.pem');
  const privateKeyPem = authority.privateKey.export({ type: 'pkcs8', format: 'pem' });
  await writeFile(join(directory, 'authority.key'), privateKeyPem, { mode: 0o600, flag: 'wx' });
  await writeFile(certificateFile, certificatePem, { mode: 0o600, flag: 'wx' });

  const removeAtExit = (): void => rmSync(directory, { recursive: true, force: true });
  process.once('exit', removeAtExit);

  return {
    certificateFile,
    certificatePem,
    contextFor: cachedContexts(authority, server),
    async close() {
      await rm(directory, { recursive: true, force: true });
      process.off('exit', removeAtExit);
    },
  };
}

function newIdentity(commonName: string): Identity {
  return { commonName, ...generateKeyPairSync('ec', { namedCurve: 'P-256' }) };
}

/** Contexts by name, the one used longest ago dropped first. */
function cachedContexts(authority: Identity, server: Identity): (serverName: string) => SecureContext {
  const cache = new Map<string, SecureContext>();
  const key = server.privateKey.export({ type: 'pkcs8', format: 'pem' });
  return (serverName) => {
    const name = readServerName(serverName);
    if (name === null) {
      throw new InputError({
        message: `a certificate needs a host name or an IP address, not ${JSON.stringify(serverName)}`,
      });
    }
    const context =
      cache.get(name.text) ??
      createSecureContext({
        key,
        cert: issueServer(authority, server, name),
        minVersion: 'TLSv1',
        ciphers: 'DEFAULT@SECLEVEL=0',
      });
    cache.delete(name.text);
    cache.set(name.text, context);
    const oldest = cache.keys().next();
    if (cache.size > limits.certificates && oldest.done !== true) cache.delete(oldest.value);
    return context;
  };
}
