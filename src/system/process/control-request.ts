import { request as requestPlain } from 'node:http';
import { request as requestSecurely } from 'node:https';
import { text } from 'node:stream/consumers';
import { servePeer } from './peer.js';

/** Makes calls to a product's control interface from where the product is, with no proxy: they are Candor's own. */
interface Call {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly timeout: number;
}

/** How much of an answer is told of, in characters. */
const TOLD = 400;

function call({ method, url, headers, body, timeout }: Call): Promise<object> {
  return new Promise((resolve, reject) => {
    const send = new URL(url).protocol === 'https:' ? requestSecurely : requestPlain;
    // No connection is kept: a product whose time runs fast closes it in no time.
    const options = { method, headers, agent: false as const, signal: AbortSignal.timeout(timeout) };
    const asking = send(url, options, (response) => {
      text(response).then(
        (told) => resolve({ status: response.statusCode ?? 0, body: told.slice(0, TOLD) }),
        reject,
      );
    });
    asking.on('error', reject);
    asking.end(body);
  });
}

await servePeer(async (_method, parameters) => call(parameters as unknown as Call));
