import { InputError } from '../disclosure/input-error.js';
import type { Route, SystemFile } from '../system/system-file.generated.js';
import type { TraceRequest } from '../trace/trace-event.generated.js';
import type { PayloadObject } from './payload-value.js';
import { toWire, urlOf } from './wire.js';

/**
 * The message that carries a payload over a route: its method, a URL of its pattern, the fields where the route has
 * them, and of the usual headers those that are permitted.
 *
 * @throws InputError where the route has a pattern for which no URL could be made, or no place for an object.
 */
export function composeRequest(system: SystemFile, route: Route, value: PayloadObject): TraceRequest {
  const url = urlOf(route);
  const wire = toWire(route, value);
  if (route.query === 'fields') {
    const query = pairsOf(route, wire);
    return withHeaders(system, route, { method: route.method, url: query === '' ? url : `${url}?${query}` });
  }
  if (route.body !== 'json' && route.body !== 'form')
    return withHeaders(system, route, { method: route.method, url });
  const body = route.body === 'json' ? JSON.stringify(wire) : pairsOf(route, wire);
  return withHeaders(system, route, { method: route.method, url, body });
}

function pairsOf(route: Route, wire: PayloadObject): string {
  const pairs = Object.entries(wire).flatMap(([name, value]) =>
    [value].flat().map((member): [string, string] => {
      if (typeof member !== 'object' || member === null) return [name, String(member)];
      throw new InputError({
        message: `${route.payload}: the field ${name} is an object, and ${route.url} carries pairs of names and values`,
      });
    }),
  );
  return new URLSearchParams(pairs).toString();
}

const contentTypes = { json: 'application/json', form: 'application/x-www-form-urlencoded' } as const;

function withHeaders(system: SystemFile, route: Route, request: TraceRequest): TraceRequest {
  const permitted = [...system.headers.permitted, ...(route.headers?.permitted ?? [])];
  const isPermitted = (name: string): boolean => permitted.some((one) => one.toLowerCase() === name);
  const { body } = request;
  const usual: [string, string][] = [['host', new URL(request.url).host]];
  if (body !== undefined) {
    usual.push(['content-type', contentTypes[route.body === 'form' ? 'form' : 'json']]);
    usual.push(['content-length', String(Buffer.byteLength(body))]);
  }
  return { ...request, headers: usual.filter(([name]) => isPermitted(name)) };
}
