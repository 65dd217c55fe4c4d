import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { request as httpRequest } from 'node:http';
import { type ClientHttp2Session, connect as connectHttp2, type OutgoingHttpHeaders } from 'node:http2';
import { connect as connectTcp, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { type ConnectionOptions, connect as connectTls, type TLSSocket } from 'node:tls';

/** A raw connection to the proxy port. */
export async function tcp(url: string): Promise<Socket> {
  const { hostname, port } = new URL(url);
  const socket = connectTcp({ host: hostname, port: Number(port) });
  socket.on('error', () => {});
  await once(socket, 'connect');
  return socket;
}

/** A tunnel to `target` through the proxy. */
export async function tunnel(url: string, target: string): Promise<Socket> {
  const { hostname, port } = new URL(url);
  const request = httpRequest({ host: hostname, port, method: 'CONNECT', path: target, agent: false });
  request.end();
  const [response, socket] = (await once(request, 'connect')) as [{ statusCode: number }, Socket];
  if (response.statusCode !== 200) throw new Error(`CONNECT was answered ${response.statusCode}`);
  socket.on('error', () => {});
  return socket;
}

/** TLS through a tunnel to `target`. Rejects when the handshake fails. */
export async function tlsTunnel(url: string, target: string, options: ConnectionOptions): Promise<TLSSocket> {
  const socket = await tunnel(url, target);
  const servername = target.slice(0, target.lastIndexOf(':'));
  const secured = connectTls({ socket, servername, ...options });
  await once(secured, 'secureConnect');
  secured.on('error', () => {});
  return secured;
}

/** Writes raw bytes and gives all that is answered until the other end closes. */
export async function converse(socket: Socket, ...pieces: (string | Buffer)[]): Promise<string> {
  for (const piece of pieces) {
    socket.write(piece);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return text(socket).catch(() => '');
}

/** Waits until a socket is closed, by an error or without one. */
export function closed(socket: Socket): Promise<void> {
  return new Promise((resolve) => (socket.destroyed ? resolve() : socket.once('close', () => resolve())));
}

/** Waits until an answer's head and a body of `{}` have come. */
export async function answered(socket: Socket, times = 1): Promise<string> {
  let received = '';
  for await (const chunk of socket.iterator({ destroyOnReturn: false })) {
    received += String(chunk);
    if (received.split('{}').length > times) break;
  }
  return received;
}

/** An HTTP/2 session through a tunnel. */
export async function http2Session(url: string, target: string, ca: string): Promise<ClientHttp2Session> {
  const socket = await tlsTunnel(url, target, { ca, ALPNProtocols: ['h2'] });
  const session = connectHttp2(`https://${target}`, { createConnection: () => socket });
  session.on('error', () => {});
  return session;
}

/** One request on a session; gives the answer's status. */
export async function http2Request(
  session: ClientHttp2Session,
  headers: OutgoingHttpHeaders,
  body?: Buffer,
): Promise<number> {
  const stream = session.request(headers, { endStream: body === undefined });
  if (body !== undefined) stream.end(body);
  const [response] = (await once(stream, 'response')) as [Record<string, unknown>];
  stream.resume();
  await once(stream, 'close');
  return Number(response[':status']);
}

/** Runs a program; gives its exit status and what it printed. null when the machine has none. */
export async function program(
  command: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
): Promise<{ status: number; output: string } | null> {
  const child = spawn(command, args, {
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const missing = once(child, 'error').then(() => null);
  const finished = Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]).then(
    ([stdout, stderr, [status]]) => ({ status: Number(status), output: stdout + stderr }),
  );
  return Promise.race([missing, finished]);
}
