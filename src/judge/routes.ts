import { URLPattern } from 'urlpattern-polyfill/urlpattern';
import type { Payload } from '../disclosure/disclosure.js';
import { pointerKeys } from '../disclosure/source-file.js';
import type { Route, SystemFile } from '../system/system-file.generated.js';
import { defineRule } from './rule.js';

export const undocumentedRoute = defineRule({
  id: 'route/undocumented',
  kind: 'excess',
  fires: 'A transmission matches no route and no exclusion, or a DNS question asks for the host of none.',
  charged: 'the clause that bounds what may leave (the disclosure’s scope)',
  explanation:
    'Every documented payload has a route in the system file: a method and a URL. Whatever goes elsewhere, by another method or to another path, carries something that the document does not describe. Methods and URLs are compared exactly; a documented URL over http instead of https is judged as its route and reported as transport/plaintext. A name that is asked of a resolver leaves too: one that is the host of no route or exclusion was looked up for something that the document does not describe, a search domain behind a documented name and the name of an address among them.',
  remedy:
    'Stop the product from sending it, or have the vendor document it. If it belongs to another disclosure (update downloads, say), exclude its URL in the system file with the reason; every report prints exclusions.',
});

export const unattributed = defineRule({
  id: 'route/unattributed',
  kind: 'excess',
  fires: 'A transmission cannot be tied to an installation.',
  charged: 'the payload’s clause, or the scope clause where no route matches',
  explanation:
    'What may be sent depends on the state of the installation that sends it. A transmission that names no installation belongs to the only one there is; where there are several, or none was seen yet, nobody can say whether it was permitted.',
  remedy: 'Record the installation with each transmission, or one trace for each installation.',
});

/** A route as it is matched: its payload, pattern and permitted header names in lower case. */
export interface BoundRoute {
  readonly route: Route;
  readonly payload: Payload;
  readonly pattern: URLPattern;
  readonly headers: ReadonlySet<string>;
  /** The payload's field for each wire name, both as keys. */
  readonly fieldByWireName: readonly WireName[];
}

export interface WireName {
  readonly wire: readonly string[];
  readonly field: readonly string[];
}

export type Destination =
  | { readonly kind: 'route'; readonly route: BoundRoute }
  /** Opens a WebSocket for the messages of a route. */
  | { readonly kind: 'handshake'; readonly route: BoundRoute }
  | { readonly kind: 'excluded'; readonly index: number }
  | { readonly kind: 'undocumented'; readonly nearest: Nearest | undefined };

/** The route whose URL is a prefix of the one that was sent, and what was added to it. */
export interface Nearest {
  readonly route: BoundRoute;
  readonly addition: string;
}

export type Router = (method: string, url: URL) => Destination;

const MEMORY = 4096;

/** The method that a message of a WebSocket has in a trace and in a system file. */
export const WEBSOCKET_MESSAGE = 'MESSAGE';

const routers = new WeakMap<SystemFile, WeakMap<ReadonlyMap<string, Payload>, Router>>();

/** The router of a system. Patterns take long to compile, and one system judges many traces: it is made once. */
export function routerOf(system: SystemFile, payloads: ReadonlyMap<string, Payload>): Router {
  const known = routers.get(system) ?? new WeakMap<ReadonlyMap<string, Payload>, Router>();
  routers.set(system, known);
  const router = known.get(payloads) ?? createRouter(system, payloads);
  known.set(payloads, router);
  return router;
}

/** Matches methods and URLs against a system's routes, then its exclusions (DESIGN 4.3). */
export function createRouter(system: SystemFile, payloads: ReadonlyMap<string, Payload>): Router {
  const routes = system.routes.flatMap((route) => bindRoute(system, route, payloads) ?? []);
  const excluded = (system.excluded ?? []).map(({ url }) => new URLPattern(url));
  const find = (method: string, url: URL): Destination => {
    const secured = /^(?:http|ws):/.test(url.href) ? url.href.replace(':', 's:') : undefined;
    for (const candidate of [url.href, secured]) {
      if (candidate === undefined) continue;
      const address = withoutQuery(candidate);
      const matching = (wanted: string): BoundRoute | undefined =>
        routes.find((bound) => bound.route.method === wanted && bound.pattern.test(address));
      const route = matching(method);
      if (route !== undefined) return { kind: 'route', route };
      const opened = method === 'GET' && /^wss?:/.test(address) ? matching(WEBSOCKET_MESSAGE) : undefined;
      if (opened !== undefined) return { kind: 'handshake', route: opened };
    }
    const index = excluded.findIndex(
      (pattern) => pattern.test(url.href) || pattern.test(withoutQuery(url.href)),
    );
    if (index >= 0) return { kind: 'excluded', index };
    return { kind: 'undocumented', nearest: findNearest(routes, method, url) };
  };
  return remember(find, excluded.length === 0);
}

/** Patterns are slow to match and traffic repeats itself: the answer for an address is kept. */
function remember(find: Router, byAddress: boolean): Router {
  const known = new Map<string, Destination>();
  return (method, url) => {
    const key = `${method} ${byAddress ? withoutQuery(url.href) : url.href}`;
    const before = known.get(key);
    if (before !== undefined) return before;
    const found = find(method, url);
    if (known.size >= MEMORY) known.clear();
    known.set(key, found);
    return found;
  };
}

function bindRoute(
  system: SystemFile,
  route: Route,
  payloads: ReadonlyMap<string, Payload>,
): BoundRoute | undefined {
  const payload = payloads.get(route.payload);
  if (payload === undefined) return undefined;
  const permitted = [...system.headers.permitted, ...(route.headers?.permitted ?? [])];
  return {
    route,
    payload,
    pattern: new URLPattern(route.url),
    headers: new Set(permitted.map((name) => name.toLowerCase())),
    fieldByWireName: Object.entries(route.map ?? {}).map(([wire, field]) => ({
      wire: asKeys(wire),
      field: asKeys(field),
    })),
  };
}

function asKeys(name: string): readonly string[] {
  return name.startsWith('/') ? pointerKeys(name) : [name];
}

// The query, fragment and user information are channels of their own, judged apart: a pattern that leaves
// them open would let them pass, and one that does not would hide the route.
function withoutQuery(href: string): string {
  const url = new URL(href);
  url.search = '';
  url.hash = '';
  url.username = '';
  url.password = '';
  return url.href;
}

function findNearest(routes: readonly BoundRoute[], method: string, url: URL): Nearest | undefined {
  const segments = url.pathname.split('/');
  for (let length = segments.length - 1; length > 1; length -= 1) {
    const shorter = new URL(url.href);
    shorter.pathname = segments.slice(0, length).join('/');
    const address = withoutQuery(shorter.href);
    const route = routes.find((bound) => bound.route.method === method && bound.pattern.test(address));
    if (route !== undefined) return { route, addition: `/${segments.slice(length).join('/')}` };
    if (segments.length - length > 8) return undefined;
  }
  return undefined;
}
