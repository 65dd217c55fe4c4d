import { Buffer } from 'node:buffer';
import { createServer as createHttpServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import { openAuthority } from '../../src/capture/authority.js';

/** One thing that came through the proxy. */
export interface Recorded {
  readonly kind: 'http' | 'opaque';
  readonly method: string;
  /** The absolute URL, or for opaque bytes the host and port. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Buffer;
  /** The version of TLS, null for none. */
  readonly tls: string | null;
}

/** A proxy that decrypts what is sent to hosts under candor.test, keeps it, and answers 200 and {}. */
export interface RecordingProxy {
  readonly url: string;
  /** The path of the authority's certificate, which the product must trust. */
  readonly authorityFile: string;
  /** What came since it was last asked. */
  readonly take: () => readonly Recorded[];
  /** Whether connections are refused from now on: by an answer, or by a reset. */
  readonly refuse: (how: 'no' | 'answer' | 'reset') => void;
  readonly close: () => Promise<void>;
}

/** Opens a recording proxy on a free port of the loopback. */
export async function openRecordingProxy(): Promise<RecordingProxy> {
  const authority = await openAuthority();
  const recorded: Recorded[] = [];
  const sockets = new Set<Socket>();
  let refusing: 'no' | 'answer' | 'reset' = 'no';

  const record = (request: IncomingMessage, response: ServerResponse): void => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const tls = request.socket instanceof TLSSocket ? request.socket.getProtocol() : null;
      const address = request.url ?? '';
      recorded.push({
        kind: 'http',
        method: request.method ?? '',
        url: tls === null ? address : `https://${request.headers.host}${address}`,
        headers: request.headers,
        body: Buffer.concat(chunks),
        tls,
      });
      response.setHeader('content-type', 'application/json').end('{}');
    });
  };
  const decrypting = createHttpsServer(
    {
      SNICallback: (name, done) => {
        authority.contextFor(name).then((context) => done(null, context), done);
      },
      minVersion: 'TLSv1',
      ciphers: 'DEFAULT@SECLEVEL=0',
    },
    record,
  );
  const proxy = createHttpServer(record);
  proxy.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    if (refusing === 'reset') socket.resetAndDestroy();
  });
  proxy.on('connect', (request: IncomingMessage, socket: Socket) => {
    if (refusing === 'answer') {
      socket.end('HTTP/1.1 503 Service Unavailable\r\n\r\n');
      return;
    }
    socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
    socket.once('data', (first: Buffer) => {
      const url = request.url ?? '';
      if (first[0] !== 0x16) {
        recorded.push({ kind: 'opaque', method: '', url, headers: {}, body: first, tls: null });
        return;
      }
      // What flows before the decrypting server listens would be lost.
      socket.pause();
      socket.unshift(first);
      decrypting.emit('connection', socket);
    });
  });
  await new Promise<void>((resolve) => {
    proxy.listen(0, '127.0.0.1', resolve);
  });

  return {
    url: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`,
    authorityFile: authority.certificateFile,
    take: () => recorded.splice(0),
    refuse: (how) => {
      refusing = how;
    },
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => {
        proxy.close(() => resolve());
      });
      await authority.close();
    },
  };
}
