import { URLPattern } from 'urlpattern-polyfill/urlpattern';
import type { SystemFile } from '../../system/system-file.generated.js';

/** Where a message goes, by what the system file says of it. */
export type Address =
  | { readonly kind: 'route' | 'excluded'; readonly pattern: string }
  /** `under`: a route of that method has this URL without its last path parts. */
  | { readonly kind: 'elsewhere'; readonly under: boolean };

interface Known {
  readonly routes: readonly { readonly method: string; readonly url: string; readonly pattern: URLPattern }[];
  readonly excluded: readonly { readonly url: string; readonly pattern: URLPattern }[];
  readonly answers: Map<string, Address>;
}

const known = new WeakMap<SystemFile, Known>();

/**
 * Matches a method and a URL anew, not by the judge's own router: what the router lets pass by mistake must be a
 * mutant that is missed, not one that is not made.
 */
export function addressOf(system: SystemFile, method: string, url: string): Address {
  const patterns = known.get(system) ?? open(system);
  known.set(system, patterns);
  const key = `${method} ${url}`;
  const before = patterns.answers.get(key);
  if (before !== undefined) return before;
  const answer = find(patterns, method, url);
  patterns.answers.set(key, answer);
  return answer;
}

function open(system: SystemFile): Known {
  return {
    routes: system.routes.map(({ method, url }) => ({ method, url, pattern: new URLPattern(url) })),
    excluded: (system.excluded ?? []).map(({ url }) => ({ url, pattern: new URLPattern(url) })),
    answers: new Map(),
  };
}

function find({ routes, excluded }: Known, method: string, text: string): Address {
  if (!URL.canParse(text)) return { kind: 'elsewhere', under: false };
  const { host, href, pathname, protocol } = new URL(text);
  // A documented URL over http is judged as its route (DESIGN 5, route/undocumented).
  const protocols = protocol === 'http:' ? ['http:', 'https:'] : [protocol];
  const routeOf = (path: string): string | undefined =>
    routes.find(
      (route) =>
        route.method === method && protocols.some((one) => route.pattern.test(`${one}//${host}${path}`)),
    )?.url;
  const route = routeOf(pathname);
  if (route !== undefined) return { kind: 'route', pattern: route };
  const bare = `${protocol}//${host}${pathname}`;
  const exclusion = excluded.find(({ pattern }) => pattern.test(href) || pattern.test(bare));
  if (exclusion !== undefined) return { kind: 'excluded', pattern: exclusion.url };
  return { kind: 'elsewhere', under: shorterPaths(pathname).some((path) => routeOf(path) !== undefined) };
}

function shorterPaths(path: string): readonly string[] {
  const parts = path.split('/');
  return parts.slice(2).map((_, index) => parts.slice(0, index + 2).join('/'));
}

/** Why a URL that was to lead elsewhere does not. */
export function stillThere({ kind, pattern }: Exclude<Address, { readonly kind: 'elsewhere' }>): string {
  return kind === 'route' ? `it is the route ${pattern} all the same` : `${pattern} is excluded`;
}

const hosts = new WeakMap<SystemFile, readonly URLPattern[]>();

/** Whether a route or an exclusion names a host, by a pattern that does not leave the host open. */
export function isNamedHost(system: SystemFile, host: string): boolean {
  const patterns = hosts.get(system) ?? hostPatterns(system);
  hosts.set(system, patterns);
  return patterns.some((pattern) => pattern.test({ hostname: host }));
}

function hostPatterns(system: SystemFile): readonly URLPattern[] {
  return [...system.routes, ...(system.excluded ?? [])]
    .map(({ url }) => new URLPattern(url).hostname)
    .filter((hostname) => hostname !== '*')
    .map((hostname) => new URLPattern({ hostname }));
}
