/** Where a tunnel leads, as the client wrote it. */
export interface Destination {
  /** A name or an address, an IPv6 address without its brackets. */
  readonly host: string;
  readonly port: number;
  /** `host:port`. */
  readonly text: string;
}

const authority = /^(?:\[([0-9A-Fa-f:.]{2,45})\]|([A-Za-z0-9._-]{1,255})):([0-9]{1,5})$/;

/** Reads the authority form of a CONNECT (RFC 9112, 3.2.3); null for anything else. */
export function readDestination(text: string): Destination | null {
  const parts = authority.exec(text);
  const host = parts?.[1] ?? parts?.[2];
  const port = Number(parts?.[3]);
  if (host === undefined || port > 65535) return null;
  return { host, port, text };
}

/** The origin of a tunnel's requests, the scheme's own port left out. */
export function originOf(destination: Destination, scheme: 'http' | 'https'): string {
  const standard = scheme === 'https' ? 443 : 80;
  const host = destination.text.slice(0, destination.text.lastIndexOf(':'));
  return `${scheme}://${destination.port === standard ? host : destination.text}`;
}

/** Whether an authority (RFC 3986, 3.2, without user information) names the tunnel's own end. */
export function namesDestination(text: string, destination: Destination, scheme: 'http' | 'https'): boolean {
  const same = [destination.text, originOf(destination, scheme).slice(scheme.length + 3)];
  return same.some((known) => known.toLowerCase() === text.toLowerCase());
}
