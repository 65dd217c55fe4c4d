import { InputError } from '../../disclosure/input-error.js';
import { send } from './send.js';
import type { States } from './states.js';

/**
 * Sets states up by posting `{ state, params, action: "setup" }` to a URL of the vendor's, as Pact does. Whatever is
 * not answered with 2xx failed.
 *
 * @param timeout of one post, in milliseconds
 * @throws InputError where the URL is none of http or https.
 */
export function statesByUrl(text: string, timeout: number): States {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !['http:', 'https:'].includes(url.protocol) || url.username !== '')
    throw new InputError({
      message: '--state-url must begin with http:// or https://, and hold no user or password',
    });
  const service = { url: new URL(url.origin), headers: [], timeout };
  return {
    kind: 'url',
    async setUp({ name, params }) {
      const answer = await send(service, {
        method: 'POST',
        target: `${url.pathname}${url.search}`,
        headers: [['content-type', 'application/json']],
        body: Buffer.from(JSON.stringify({ state: name, params: params ?? {}, action: 'setup' })),
      });
      if (answer.kind === 'unanswered') return `the state URL: ${answer.because}`;
      if (answer.status >= 200 && answer.status < 300) return undefined;
      return `the state URL answered ${answer.status}`;
    },
    close: () => Promise.resolve(),
  };
}
