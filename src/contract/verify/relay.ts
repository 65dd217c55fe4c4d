import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Provider } from './provider.js';
import { type Answer, type OutgoingRequest, send } from './send.js';

/** A request that came by, and what the provider said to it. */
export interface Exchange {
  readonly sent: OutgoingRequest;
  readonly answer: Answer;
}

/**
 * A server on the loopback between Pact's Verifier and the provider. It counts for itself what was really asked and
 * answered, and keeps from the Verifier what it has no need of: where the provider is, what authorises requests,
 * where an answer would redirect to.
 */
export interface Relay {
  /** What the Verifier is told to be the provider. */
  readonly url: string;
  /** The exchanges since the last time that this was asked. */
  take(): readonly Exchange[];
  close(): Promise<void>;
}

const REQUEST_LIMIT = 8 * 1024 * 1024;
/** Of this one connection, or written anew for the next. */
const OWN: ReadonlySet<string> = new Set([
  'host',
  'connection',
  'content-length',
  'transfer-encoding',
  'accept-encoding',
]);

/** Opens a relay to a provider, at a path that nobody else on this machine can guess. */
export async function openRelay(provider: Provider): Promise<Relay> {
  const base = `/${randomBytes(16).toString('hex')}`;
  let exchanges: Exchange[] = [];
  const server = createServer((request, response) => {
    relayOne(provider, base, request, response).then(
      (exchange) => {
        if (exchange !== undefined) exchanges.push(exchange);
      },
      // The Verifier went away within its request; whoever started it knows why.
      () => response.destroy(),
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}${base}`,
    take() {
      const taken = exchanges;
      exchanges = [];
      return taken;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function relayOne(
  provider: Provider,
  base: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<Exchange | undefined> {
  const target = request.url ?? '';
  if (!target.startsWith(`${base}/`)) {
    response.writeHead(404).end();
    return undefined;
  }
  const body = await readBody(request);
  const sent: OutgoingRequest = {
    method: request.method ?? '',
    target: target.slice(base.length),
    headers: headersOf(request).filter(([name]) => !OWN.has(name.toLowerCase())),
    ...(body.length === 0 ? {} : { body }),
  };
  const answer = await send(provider, sent);
  // The status is all that the contract says of an answer. Without a place to go to it redirects nobody.
  if (answer.kind === 'answered' && answer.status >= 200) response.writeHead(answer.status).end();
  else response.destroy();
  return { sent, answer };
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    length += chunk.length;
    if (length > REQUEST_LIMIT) throw new Error('the Verifier sent more than any contract holds');
  }
  return Buffer.concat(chunks);
}

function headersOf({ rawHeaders }: IncomingMessage): readonly (readonly [string, string])[] {
  return rawHeaders.flatMap((name, index): (readonly [string, string])[] =>
    index % 2 === 0 ? [[name, rawHeaders[index + 1] ?? '']] : [],
  );
}
