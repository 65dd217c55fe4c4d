import { URLPattern } from 'urlpattern-polyfill/urlpattern';
import { visible } from '../disclosure/visible.js';
import type { SystemFile } from '../system/system-file.generated.js';
import type { TransmissionEvent } from '../trace/trace-event.generated.js';
import type { ChannelFault } from './channel.js';

/**
 * Whether the name that the TLS handshake gave away (RFC 6066 section 3) is one that the message accounts for: its
 * own host, or that of another route or exclusion, since hosts may share a connection (RFC 9113 section 9.1.1). Any
 * other name went out in the clear, before the message, and said something that no route documents.
 */
export function judgeServerName(
  system: SystemFile,
  tls: TransmissionEvent['tls'],
  url: URL,
): readonly ChannelFault[] {
  const name = tls?.serverName ?? '';
  if (name === '' || withoutDot(name) === withoutDot(url.hostname) || isDocumentedHost(system, name))
    return [];
  const what = `the TLS server name ${JSON.stringify(visible(name))}`;
  // It is of the handshake, and none of the message's bytes.
  return [{ what, pointer: '/tls/serverName', allowed: url.hostname, bytes: 0 }];
}

function withoutDot(name: string): string {
  return name.toLowerCase().replace(/\.$/, '');
}

const patterns = new WeakMap<SystemFile, readonly URLPattern[]>();

/** Whether a name is the host of a route or an exclusion, as it is written or by the pattern that it matches. */
export function isDocumentedHost(system: SystemFile, name: string): boolean {
  const known = patterns.get(system) ?? hostPatterns(system);
  patterns.set(system, known);
  return known.some((pattern) => pattern.test({ hostname: name }));
}

/** Whether `host:port` is where a route or an exclusion leads. */
export function isDocumentedEnd(system: SystemFile, destination: string): boolean {
  const [, hostname = '', port = ''] = /^(.*):(\d{1,5})$/.exec(destination) ?? [];
  return [...system.routes, ...(system.excluded ?? [])].some(({ url }) => {
    const pattern = new URLPattern(url);
    if (pattern.hostname === '*' || !new URLPattern({ hostname: pattern.hostname }).test({ hostname }))
      return false;
    // A pattern has no port where it is its scheme's own.
    return pattern.port === '' ? port === '443' || port === '80' : pattern.port === port;
  });
}

/** A pattern that leaves the host open would let any name pass, and names none. */
function hostPatterns(system: SystemFile): readonly URLPattern[] {
  const urls = [...system.routes, ...(system.excluded ?? [])].map(({ url }) => url);
  const hosts = new Set(
    urls.map((url) => new URLPattern(url).hostname).filter((hostname) => hostname !== '*'),
  );
  return [...hosts].map((hostname) => new URLPattern({ hostname }));
}
