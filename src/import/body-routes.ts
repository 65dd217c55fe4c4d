import { URLPattern } from 'urlpattern-polyfill/urlpattern';
import type { SystemFile } from '../system/system-file.generated.js';

/** Whether a message of this method to this URL is one that is judged by its body. */
export type BodyRoutes = (method: string, url: string) => boolean;

const MEMORY = 4096;

/**
 * Which messages cannot be judged where their body was not seen: those of a route whose payload travels in the body.
 * As the judge does, it leaves the query out, and takes http for https.
 */
export function bodyRoutesOf({ routes }: SystemFile): BodyRoutes {
  const carrying = routes
    .filter(({ body }) => body === 'json' || body === 'form')
    .map(({ method, url }) => ({ method, pattern: new URLPattern(url) }));
  const known = new Map<string, boolean>();
  return (method, text) => {
    if (!URL.canParse(text)) return false;
    const url = new URL(text);
    url.search = '';
    url.hash = '';
    url.username = '';
    url.password = '';
    if (url.protocol === 'http:') url.protocol = 'https:';
    const key = `${method} ${url.href}`;
    const before = known.get(key);
    if (before !== undefined) return before;
    const plain = url.href.replace(/^https:/, 'http:');
    const found = carrying.some(
      (route) => route.method === method && (route.pattern.test(url.href) || route.pattern.test(plain)),
    );
    if (known.size >= MEMORY) known.clear();
    known.set(key, found);
    return found;
  };
}
