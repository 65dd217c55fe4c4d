import { URLPattern } from 'urlpattern-polyfill/urlpattern';
import { formatInstant, type Instant } from '../disclosure/instant.js';
import { visible } from '../disclosure/visible.js';
import type { SystemFile } from '../system/system-file.generated.js';

/** What kept a product from a host that it wanted to send to. */
type Obstacle = 'unresolved' | 'untrusted';

/**
 * What products tried and could not do: a host that was asked for and never called, or called and not trusted. Nobody
 * knows what would have been sent there, so that nothing is missing that could have been among it.
 */
export interface Attempts {
  /** The address of a host was asked for. */
  asked(installation: string | undefined, host: string, at: Instant): void;
  /** TLS with a host was broken off before anything was said. */
  distrusted(installation: string | undefined, host: string, at: Instant): void;
  /** Something was said to a host after all. */
  reached(installation: string | undefined, host: string): void;
  /** Why a payload may have been kept from being sent by an instant; undefined where nothing shows that. */
  obstacle(installation: string | undefined, payload: string, until: Instant): string | undefined;
  /** The same for whatever installation, where it does not matter which. */
  obstacleToAny(payload: string, until: Instant): string | undefined;
  /** The payloads that have a route to a host. */
  payloadsSentTo(host: string): readonly string[];
}

interface Attempt {
  readonly at: Instant;
  readonly obstacle: Obstacle;
}

/** Installations times hosts that are remembered; the attempts of a hostile trace are without end. */
const LIMIT = 100_000;

/** @param isDocumented whether a name is the host of a route or an exclusion. Others are nobody's business here. */
export function watchAttempts(system: SystemFile, isDocumented: (host: string) => boolean): Attempts {
  const pending = new Map<string, Map<string, Attempt>>();
  const routes = system.routes.map(({ payload, url }) => {
    const hostname = new URLPattern(url).hostname;
    return { payload, pattern: new URLPattern({ hostname }) };
  });
  let count = 0;

  const note = (installation: string | undefined, name: string, attempt: Attempt): void => {
    const host = normal(name);
    if (!isDocumented(host)) return;
    const known = pending.get(installation ?? '') ?? new Map<string, Attempt>();
    const before = known.get(host);
    if (before?.obstacle === 'untrusted' || (before !== undefined && attempt.obstacle === 'unresolved'))
      return;
    if (before === undefined && count >= LIMIT) return;
    if (before === undefined) count += 1;
    known.set(host, { at: before?.at ?? attempt.at, obstacle: attempt.obstacle });
    pending.set(installation ?? '', known);
  };

  const among = (
    known: ReadonlyMap<string, Attempt> | undefined,
    payload: string,
    until: Instant,
  ): string | undefined => {
    if (known === undefined || known.size === 0) return undefined;
    const own = routes.filter((route) => route.payload === payload);
    for (const [host, { at, obstacle }] of known) {
      if (at > until || !own.some(({ pattern }) => pattern.test({ hostname: host }))) continue;
      const what =
        obstacle === 'untrusted'
          ? `the product did not trust the capture’s certificate for ${visible(host)}`
          : `the product asked for the address of ${visible(host)} and called nobody there`;
      return `${what} from ${formatInstant(at)} on: what it would have sent was not seen`;
    }
    return undefined;
  };

  return {
    asked: (installation, host, at) => note(installation, host, { at, obstacle: 'unresolved' }),
    distrusted: (installation, host, at) => note(installation, host, { at, obstacle: 'untrusted' }),
    reached(installation, host) {
      if (pending.get(installation ?? '')?.delete(normal(host))) count -= 1;
    },
    obstacle: (installation, payload, until) => among(pending.get(installation ?? ''), payload, until),
    obstacleToAny(payload, until) {
      for (const known of pending.values()) {
        const reason = among(known, payload, until);
        if (reason !== undefined) return reason;
      }
      return undefined;
    },
    payloadsSentTo(name) {
      const there = routes.filter(({ pattern }) => pattern.test({ hostname: normal(name) }));
      return [...new Set(there.map(({ payload }) => payload))];
    },
  };
}

function normal(host: string): string {
  return host.toLowerCase().replace(/\.$/, '');
}
