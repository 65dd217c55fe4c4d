import type { Socket } from 'node:net';
import { type SecureContext, TLSSocket } from 'node:tls';
import type { Authority } from './authority.js';
import type { TlsSession } from './captured.js';
import { limits } from './limits.js';
import { readServerName } from './server-name.js';

/**
 * Plays the server of a TLS session over a socket, with a certificate for the name that the client asks
 * for, or for `host` when it asks for none. null when the handshake fails: a client that does not trust
 * the run's authority, pins its own, or breaks off. Never rejects; the socket is then destroyed.
 */
export async function openTls(
  socket: Socket,
  host: string,
  authority: Authority,
): Promise<{ stream: TLSSocket; session: TlsSession } | null> {
  const stream = new TLSSocket(socket, {
    isServer: true,
    secureContext: await contextOf(authority, host),
    SNICallback: (serverName, done) => {
      contextOf(authority, serverName, host).then(
        (context) => done(null, context),
        (error: Error) => done(error),
      );
    },
    ALPNProtocols: ['h2', 'http/1.1'],
    requestCert: false,
  });
  stream.on('error', () => stream.destroy());
  const secured = await new Promise<boolean>((resolve) => {
    const timer = setTimeout(() => resolve(false), limits.handshakeTime);
    const settle = (secure: boolean) => (): void => {
      clearTimeout(timer);
      resolve(secure);
    };
    // A client that leaves in mid-handshake may only half close: the stream then ends and does not close.
    stream.once('secure', settle(true)).once('end', settle(false)).once('close', settle(false));
  });
  if (!secured) {
    stream.destroy();
    return null;
  }
  // Typed as a string, and false or null at run time when the client sent no name.
  const serverName: unknown = Reflect.get(stream, 'servername');
  return {
    stream,
    session: {
      protocol: stream.getProtocol() ?? 'unknown',
      serverName: typeof serverName === 'string' && serverName !== '' ? serverName : null,
    },
  };
}

/** The context of the first name that a certificate can carry; a hostile name gets one for nobody. */
function contextOf(authority: Authority, ...names: readonly string[]): Promise<SecureContext> {
  const usable = names.find((name) => readServerName(name) !== null);
  return authority.contextFor(usable ?? 'nobody.candor.invalid');
}
