import type { Route, SystemFile } from '../../system/system-file.generated.js';

/** Header names that a route permits, in lower case. */
export function permittedHeaders(system: SystemFile, route: Route): ReadonlySet<string> {
  const names = [...system.headers.permitted, ...(route.headers?.permitted ?? [])];
  return new Set(names.map((name) => name.toLowerCase()));
}

/** Headers whose values say how the rest is to be read, and so cannot be chosen freely. */
const framing = new Set([
  'host',
  'content-type',
  'content-length',
  'content-encoding',
  'transfer-encoding',
  'connection',
]);

/** Of the headers that a route permits those in whose value any text may stand. */
export function freeHeaders(system: SystemFile, route: Route): readonly string[] {
  return [...permittedHeaders(system, route)].filter((name) => !framing.has(name));
}

/** A header name that a route does not permit. */
export function strangeHeader(system: SystemFile, route: Route): string {
  const permitted = permittedHeaders(system, route);
  let name = 'x-extra';
  while (permitted.has(name)) name = `${name}-extra`;
  return name;
}
