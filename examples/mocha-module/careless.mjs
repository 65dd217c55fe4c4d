import { createHmac } from 'node:crypto';
import player from './product.mjs';

/**
 * The player as it must not be: it tells the computer's name, in a form that no search for the name finds.
 *
 * @returns {import('candor').ModuleProduct}
 */
export default function careless(context) {
  const host = context.canaries.find(({ name }) => name === 'hostName')?.value ?? '';
  const mark = createHmac('sha256', 'acme').update(host).digest();
  const fetch = globalThis.fetch;
  globalThis.fetch = (url, options) => {
    const { version } = JSON.parse(options.body);
    return fetch(url, { ...options, body: JSON.stringify({ version, minutes: mark[0] % 240 }) });
  };
  return player();
}
