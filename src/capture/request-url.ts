import { type Destination, namesDestination, originOf } from './destination.js';
import type { Http1Head } from './http1-head.js';

const authority = /^(?:\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._~%!$&'()*+,;=-]+)(?::[0-9]{0,5})?$/;
const absolute = /^[A-Za-z][A-Za-z0-9+.-]*:\/\//;

/**
 * The URL of an HTTP/1 request (RFC 9112, 3.3), as sent as far as possible. In a tunnel it is where the
 * request would have gone, whatever its Host field says: that field stays among the headers as evidence.
 * `address` stands for the host where none that can be written in a URL was sent.
 */
export function http1Url(
  head: Http1Head,
  destination: Destination | null,
  secure: boolean,
  address: string,
): string {
  if (destination !== null) return tunnelUrl(head.target, destination, secure);
  if (absolute.test(head.target)) return head.target;
  const host = head.headers.find(([name]) => name.toLowerCase() === 'host')?.[1].trim() ?? '';
  return `http://${authority.test(host) ? host : address}${pathOf(head.target)}`;
}

/**
 * The URL of an HTTP/2 request: from `:authority`, unless that contradicts the tunnel. Then it is where
 * the request would have gone, as in HTTP/1, and `evidence` is what it said.
 */
export function http2Url(
  pseudo: ReadonlyMap<string, string>,
  destination: Destination | null,
  secure: boolean,
  address: string,
): { url: string; evidence: [string, string][] } {
  const scheme = secure ? 'https' : 'http';
  const named = pseudo.get(':authority');
  const path = pathOf(pseudo.get(':path') ?? '');
  if (named === undefined || named === '') {
    return {
      url: `${destination === null ? `http://${address}` : originOf(destination, scheme)}${path}`,
      evidence: [],
    };
  }
  const host = named.slice(named.lastIndexOf('@') + 1);
  const consistent =
    destination === null ? authority.test(host) : namesDestination(host, destination, scheme);
  if (consistent) {
    // A client may name the scheme's own port or not: the same place is one URL.
    const standard = secure ? ':443' : ':80';
    const written = named.endsWith(standard) ? named.slice(0, -standard.length) : named;
    return { url: `${scheme}://${written}${path}`, evidence: [] };
  }
  const origin = destination === null ? `http://${address}` : originOf(destination, scheme);
  return { url: `${origin}${path}`, evidence: [[':authority', named]] };
}

function tunnelUrl(target: string, destination: Destination, secure: boolean): string {
  const scheme = secure ? 'https' : 'http';
  const origin = originOf(destination, scheme);
  const named = absolute.test(target) ? /^[^/]*\/\/([^/?#]*)/.exec(target)?.[1] : undefined;
  const host = named?.slice(named.lastIndexOf('@') + 1);
  const consistent = host !== undefined && namesDestination(host, destination, scheme);
  return consistent && target.toLowerCase().startsWith(`${scheme}:`) ? target : `${origin}${pathOf(target)}`;
}

/** The asterisk form has no path; any other form that is not a path is kept behind a slash, unlost. */
function pathOf(target: string): string {
  if (target === '*' || target === '') return '';
  return target.startsWith('/') ? target : `/${target}`;
}
