import { URLPattern } from 'urlpattern-polyfill/urlpattern';
import type { Route } from '../../system/system-file.generated.js';
import { anchored, literalPattern } from './pattern-text.js';

/** What a route's path may be: a pattern where parts of it are open, else the one path; and what is not held. */
export interface PathRule {
  readonly regex: string | undefined;
  readonly limit: string | undefined;
}

const PART = /:[A-Za-z_]\w*|\*|[^:*]+/g;
const BEYOND = /[(){}?+\\]|:[A-Za-z_]\w*\*/;

/** Named parts of a URL pattern take anything but a slash, a wildcard takes anything. */
export function pathRule({ url }: Route): PathRule {
  const { pathname } = new URLPattern(url);
  if (!/[:*({?+\\]/.test(pathname)) return { regex: undefined, limit: undefined };
  if (BEYOND.test(pathname))
    return { regex: undefined, limit: `of the paths ${pathname} only the example passes` };
  const pattern = (pathname.match(PART) ?? []).map((part) => {
    if (part === '*') return '[^?#]*';
    return part.startsWith(':') && part.length > 1 ? '[^/?#]+' : literalPattern(part);
  });
  return { regex: anchored(pattern.join('')), limit: undefined };
}
