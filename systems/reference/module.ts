import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { connect } from 'node:net';
import type { ModuleContext, ModuleProduct } from '../../src/capture/module/module-product.js';
import { parseAction } from './action.js';
import type { HttpMessage, Message, OpaqueMessage } from './message.js';
import { type Product, startProduct } from './product.js';

/** How often the product looks at its clock, in milliseconds. */
const HEARTBEAT = 60_000;

/** The reference product as a module (docs/formats/module-driver.md): the same code, with Node's own clients. */
export default function referenceModule(context: ModuleContext): ModuleProduct {
  const { installation, at, given, canaries } = context;
  let work: Promise<unknown> = Promise.resolve();
  const product: Product = startProduct(
    {
      installation,
      at: Date.parse(at),
      given,
      canaries: new Map(canaries.map(({ name, value }) => [name, value])),
      send,
      log: (line) => process.stderr.write(`${line}\n`),
    },
    {},
  );
  /** One thing after another, as over the driver protocol. */
  const inTurn = (task: () => Promise<void>): Promise<void> => {
    const done = work.then(task);
    work = done.catch(() => undefined);
    return done;
  };
  const look = (): Promise<void> => inTurn(() => product.advance(Date.now()));
  let looking = setInterval(look, HEARTBEAT);

  return {
    name: 'reference',
    version: '11.0.0.6499',
    perform: (action, parameters) => {
      // What is due counts from the action, and so do the looks at the clock.
      clearInterval(looking);
      looking = setInterval(look, HEARTBEAT);
      return inTurn(async () => {
        await product.advance(Date.now());
        await product.perform(parseAction(action, parameters));
      });
    },
  };
}

function send(message: Message): Promise<void> {
  return message.kind === 'opaque' ? sendOpaque(message) : sendHttp(message);
}

function sendHttp(message: HttpMessage): Promise<void> {
  const url = new URL(message.url);
  const request = url.protocol === 'https:' ? httpsRequest : httpRequest;
  const tls = message.tls === undefined ? {} : { minVersion: 'TLSv1' as const, ...message.tls };
  return new Promise((resolve, reject) => {
    const asking = request(
      url,
      { method: message.method, headers: { host: url.host, ...message.headers }, ...tls },
      (response) => untilEnd(response).then(resolve, reject),
    );
    asking.on('error', reject);
    asking.end(message.body);
  });
}

function untilEnd(response: IncomingMessage): Promise<void> {
  return new Promise((resolve, reject) => {
    response.once('end', resolve);
    response.on('error', reject);
    response.resume();
  });
}

function sendOpaque({ authority, bytes }: OpaqueMessage): Promise<void> {
  const { hostname, port } = new URL(`tcp://${authority}`);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname);
    socket.on('error', reject);
    socket.once('close', () => resolve());
    socket.end(bytes);
  });
}
