import type { Instant } from '../disclosure/instant.js';
import { instantOfSeconds } from './foreign-instant.js';
import { listMember, numberMember, textMember } from './json-value.js';
import { messageEvent, type Recorded } from './recorded.js';

const BINARY = 2;

/**
 * The messages of a WebSocket that the product sent (`_webSocketMessages`, as Chrome and Playwright write them), each
 * as a transmission of the method MESSAGE. What it received is left out.
 *
 * @param opened when the connection was opened: a message without an instant of its own is told of then.
 */
export function sentOverWebSocket(
  entry: unknown,
  url: string,
  opened: Instant,
  tls: { protocol: string; serverName: string | null } | null,
): readonly Recorded[] {
  return listMember(entry, '_webSocketMessages').map((message): Recorded => {
    const seconds = numberMember(message, 'time');
    const at = (seconds === undefined ? undefined : instantOfSeconds(seconds)) ?? opened;
    if (textMember(message, 'type') === 'receive')
      return { at, leftOut: 'messages that a WebSocket received' };
    const body = bytesOf(textMember(message, 'data'), numberMember(message, 'opcode'));
    if (body === undefined) return { at, unseen: 'messages of a WebSocket that the recording does not hold' };
    const event = messageEvent(
      { method: 'MESSAGE', url: url.replace(/^http(s?):/i, 'ws$1:'), headers: [], body, tls },
      at,
    );
    return { at, event };
  });
}

function bytesOf(data: string | undefined, opcode: number | undefined): Buffer | undefined {
  if (data === undefined) return undefined;
  if (opcode !== BINARY) return Buffer.from(data, 'utf8');
  return /^[A-Za-z0-9+/]*={0,2}$/.test(data) ? Buffer.from(data, 'base64') : undefined;
}
