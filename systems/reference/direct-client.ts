import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { connect, type Socket } from 'node:net';
import type { HttpMessage, Message, OpaqueMessage } from './message.js';

const OPAQUE_LINGER_MILLISECONDS = 250;

/**
 * Sends one message as a program does that knows of no proxy: by the resolver of the system, to the port that the URL
 * names, with the authorities that Node trusts. Waits until it is answered, whatever the answer, and as long as that
 * takes: where time runs fast, a deadline would be over before a connection is made.
 */
export async function sendDirectly(message: Message): Promise<void> {
  return message.kind === 'opaque' ? sendOpaque(message) : sendHttp(message);
}

function sendHttp(message: HttpMessage): Promise<void> {
  return new Promise((resolve, reject) => {
    const url = new URL(message.url);
    const secure = url.protocol === 'https:';
    const options = {
      method: message.method,
      host: url.hostname,
      port: url.port === '' ? undefined : url.port,
      path: `${url.pathname}${url.search}`,
      headers: { host: url.host, ...message.headers },
      agent: false as const,
      // A second attempt a quarter of a second later comes before the first is answered, where time runs fast.
      autoSelectFamily: false,
      ...(message.tls === undefined ? {} : { minVersion: 'TLSv1' as const, ...message.tls }),
    };
    const asking = (secure ? httpsRequest : httpRequest)(options, (response) =>
      untilEnd(response).then(resolve, reject),
    );
    asking.on('error', reject);
    asking.end(message.body);
  });
}

async function sendOpaque(message: OpaqueMessage): Promise<void> {
  const { hostname, port } = new URL(`tcp://${message.authority}`);
  const socket: Socket = connect({ host: hostname, port: Number(port) });
  const closed = new Promise<void>((resolve, reject) => {
    socket.once('close', () => resolve()).once('error', reject);
  });
  // Nobody need answer such bytes, so the connection is given a moment and then closed from here.
  const linger = setTimeout(() => socket.destroy(), OPAQUE_LINGER_MILLISECONDS);
  socket.resume();
  socket.end(message.bytes);
  await closed;
  clearTimeout(linger);
}

function untilEnd(response: IncomingMessage): Promise<void> {
  return new Promise((resolve, reject) => {
    response.once('end', resolve);
    response.on('error', reject);
    response.resume();
  });
}
