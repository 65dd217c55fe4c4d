import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** A request as the broker got it. */
export interface Asked {
  readonly method: string;
  readonly url: string;
  readonly authorization: string | undefined;
  readonly body: string;
}

/** A Pact Broker that knows as much of HAL as the client asks for. */
export interface FakeBroker {
  readonly url: string;
  readonly asked: readonly Asked[];
  close(): Promise<void>;
}

export type Answers = Readonly<Record<string, readonly [status: number, body: unknown]>>;

/** Starts a broker. Each of `answers` is for a path, without its query, and for `*`. */
export async function startBroker(answers: Answers = {}): Promise<FakeBroker> {
  const asked: Asked[] = [];
  const server = createServer(async (request, response) => {
    const { method = '', url = '', headers } = request;
    asked.push({ method, url, authorization: headers.authorization, body: await text(request) });
    const [path = ''] = url.split('?');
    const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const [status, body] = answers[path] ??
      answers['*'] ??
      usual(base)[path] ?? [404, { error: 'nothing here' }];
    response.writeHead(status, {
      'content-type': typeof body === 'string' ? 'text/html' : 'application/hal+json;charset=utf-8',
    });
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function usual(base: string): Answers {
  const self = { self: { href: base } };
  return {
    '/': [200, { _links: { ...self, 'pb:publish-contracts': { href: `${base}/contracts/publish` } } }],
    '/contracts/publish': [
      200,
      {
        notices: [{ type: 'success', text: 'Created' }],
        _links: { ...self, 'pb:contracts': [{ href: base, name: 'a contract' }] },
      },
    ],
    '/matrix': matrix(true),
  };
}

/** What a broker answers of a product and a service. */
export function matrix(deployable: boolean | null, consumer = 'acme-1'): readonly [number, unknown] {
  const link = { _links: { self: { href: 'http://127.0.0.1/' } } };
  const row = {
    consumer: { name: consumer, version: { number: '1', ...link }, ...link },
    provider: { name: 'acme.test', version: { number: '2', ...link }, ...link },
    pact: { createdAt: '2026-01-01T00:00:00+00:00', ...link },
    verificationResult: { success: deployable === true, verifiedAt: '2026-01-01T00:00:00+00:00', ...link },
  };
  const reason = deployable === true ? 'All required results are there' : 'A result is missing';
  return [
    200,
    {
      summary: { deployable, reason, success: 1, failed: 0, unknown: 0 },
      notices: [{ type: 'info', text: 'A notice of the broker' }],
      matrix: [row],
    },
  ];
}
