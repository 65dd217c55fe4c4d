import { URLPattern } from 'urlpattern-polyfill/urlpattern';
import { InputError } from '../disclosure/input-error.js';
import { pointerKeys } from '../disclosure/source-file.js';
import type { Route } from '../system/system-file.generated.js';
import type { PayloadObject } from './payload-value.js';

type Keys = readonly string[];

/**
 * A URL that a route's pattern matches: its named parts stand for themselves, a wildcard for `any`.
 *
 * @throws InputError where none was found, as for a pattern with a regular expression in it.
 */
export function urlOf(route: Route): string {
  const known = urls.get(route);
  if (known !== undefined) return known;
  const made = makeUrl(route.url);
  urls.set(route, made);
  return made;
}

/** Patterns take long to compile. */
const urls = new WeakMap<Route, string>();

function makeUrl(url: string): string {
  const scheme = url.slice(0, url.indexOf('://') + 3);
  const written = url
    .slice(scheme.length)
    .replaceAll(/\{([^{}]*)\}[?*+]?/g, '$1')
    .replaceAll(/:([A-Za-z_]\w*)[?*+]?/g, '$1')
    .replaceAll('*', 'any');
  const candidate = `${scheme}${written}`;
  if (URL.canParse(candidate) && new URLPattern(url).test(candidate)) return candidate;
  throw new InputError({
    message: `no URL could be made for the route ${url}; give a recorded trace that uses it`,
  });
}

/** A payload's value under the names that a route gives its fields on the wire (DESIGN 4.3, `map`). */
export function toWire({ map }: Route, value: PayloadObject): Record<string, unknown> {
  const wire = structuredClone(value) as Record<string, unknown>;
  const moved = Object.entries(map ?? {}).flatMap(([name, field]) => {
    const taken = take(wire, keysOf(field));
    return taken === undefined ? [] : [{ keys: keysOf(name), value: taken.value }];
  });
  for (const { keys, value: member } of moved) put(wire, keys, member);
  return wire;
}

function keysOf(name: string): Keys {
  return name.startsWith('/') ? pointerKeys(name) : [name];
}

function take(
  holder: Record<string, unknown>,
  [key, ...rest]: Keys,
): { readonly value: unknown } | undefined {
  if (key === undefined || !Object.hasOwn(holder, key)) return undefined;
  const value = holder[key];
  if (rest.length === 0) {
    delete holder[key];
    return { value };
  }
  if (typeof value !== 'object' || value === null) return undefined;
  const taken = take(value as Record<string, unknown>, rest);
  if (taken !== undefined && Object.keys(value).length === 0) delete holder[key];
  return taken;
}

function put(holder: Record<string, unknown>, [key, ...rest]: Keys, value: unknown): void {
  if (key === undefined) return;
  if (rest.length > 0 && !Object.hasOwn(holder, key)) define(holder, key, {});
  if (rest.length > 0) put(holder[key] as Record<string, unknown>, rest, value);
  else define(holder, key, value);
}

/** Not by assignment: a name may be `__proto__`. */
function define(holder: Record<string, unknown>, key: string, value: unknown): void {
  Object.defineProperty(holder, key, { value, enumerable: true, configurable: true, writable: true });
}
