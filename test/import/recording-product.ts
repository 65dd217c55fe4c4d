import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createSecureServer, type Http2SecureServer } from 'node:http2';
import type { AddressInfo, Socket } from 'node:net';
import { join } from 'node:path';

/** A server that answers whatever it is asked, over HTTP/1.1 and HTTP/2 and TLS, and forgets it. */
export interface RecordedServer {
  readonly port: number;
  close(): Promise<void>;
}

/** A page that sends a report and something that nobody documented, and then says that it has. */
const PAGE = `<!doctype html><title>Acme Notes</title><link rel="icon" href="data:,"><script>
(async () => {
  const report = (body) =>
    fetch('/v1/reports', { method: 'POST', headers: { 'content-type': 'application/json' }, body });
  await report('{"version":"1.0","notes":3}');
  await report('{"version":"1.0","notes":4,"title":"My diary"}');
  await fetch('/v1/hidden?machine=desk-7').catch(() => undefined);
  document.title = 'sent';
})();
</script>`;

/** @param folder where its certificate is made, with openssl. */
export async function startRecordedServer(folder: string): Promise<RecordedServer> {
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  const names = 'subjectAltName=DNS:stats.acme.test,DNS:localhost,IP:127.0.0.1';
  execFileSync(
    'openssl',
    [
      'req',
      '-x509',
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:prime256v1',
      '-nodes',
      '-days',
      '30',
    ].concat(['-subj', '/CN=stats.acme.test', '-addext', names, '-keyout', key, '-out', cert]),
    { stdio: 'ignore' },
  );
  const options = { key: readFileSync(key), cert: readFileSync(cert), allowHTTP1: true };
  const server: Http2SecureServer = createSecureServer(options, (request, response) => {
    request.resume();
    request.on('end', () => {
      const isPage = request.url === '/app';
      response.setHeader('content-type', isPage ? 'text/html' : 'application/json');
      response.end(isPage ? PAGE : '{}');
    });
  });
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Whether a program can be run here, and the reason for a test that needs it where not. */
export function isHere(program: string): boolean {
  const folders = (process.env['PATH'] ?? '').split(':');
  return folders.some((folder) => folder !== '' && existsSync(join(folder, program)));
}
