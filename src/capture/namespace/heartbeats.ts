import { randomBytes } from 'node:crypto';
import type { Heard } from '../capture.js';
import type { CapturedRequest } from '../captured.js';
import { heartbeatHost } from './addresses.js';

/** The probes' requests among all others. */
export interface Heartbeats {
  /** Whether a request is the probe's own, and the first with its token. It is then heard. */
  claims(request: CapturedRequest): boolean;
  /**
   * Sends a probe with a token that nobody can guess, and tells what of it was heard.
   *
   * @param send gives the protocols by which the token came through to the inside
   */
  beat(send: (token: string) => Promise<readonly ('dns' | 'udp')[]>): Promise<Heard>;
}

const protocols = ['dns', 'tls', 'udp'] as const;

export function createHeartbeats(): Heartbeats {
  const heard = new Map<string, boolean>();
  return {
    claims(request) {
      if (heard.get(request.url) !== false || !isBare(request)) return false;
      heard.set(request.url, true);
      return true;
    },
    async beat(send) {
      const token = randomBytes(16).toString('hex');
      const url = `https://${heartbeatHost}/${token}`;
      heard.set(url, false);
      const over = new Set<string>(await send(token));
      if (heard.get(url) === true) over.add('tls');
      heard.delete(url);
      return {
        over: protocols.filter((protocol) => over.has(protocol)),
        missing: protocols.filter((protocol) => !over.has(protocol)),
      };
    },
  };
}

/** Whether a request is the probe's to the letter, so that nobody who has seen its token can hide in it. */
function isBare({ method, headers, body, tls }: CapturedRequest): boolean {
  const said = headers.map(([name, value]) => `${name}: ${value}`).join('\n');
  const isOurs = said === `host: ${heartbeatHost}\nConnection: close`;
  return method === 'GET' && isOurs && body.length === 0 && tls?.serverName === heartbeatHost;
}
