import { connect } from 'node:net';
import { createByteReader } from '../../capture/byte-reader.js';
import { parseFields } from '../../capture/http1-head.js';

/** What a mock server made of one request. `none`: it never came so far as to compare it. */
export type Answer =
  | { readonly kind: 'accepts' }
  | { readonly kind: 'rejects' }
  | { readonly kind: 'none'; readonly why: string };

const HEAD_LIMIT = 64 * 1024;
const STATUS = /^HTTP\/1\.[01] (\d{3})(?: |$)/;

/**
 * Sends the bytes of one request to a mock server on this machine, over a connection of its own, and reads the head
 * of the answer: a request that matched no interaction is told by the header `x-pact`.
 *
 * @param patience in milliseconds.
 */
export async function exchange(port: number, message: Uint8Array, patience = 30_000): Promise<Answer> {
  const socket = connect({ host: '127.0.0.1', port });
  const reader = createByteReader(socket);
  const deadline = performance.now() + patience;
  try {
    socket.write(message);
    for (;;) {
      const end = reader.peek().indexOf('\r\n\r\n');
      if (end !== -1) {
        const answer = answerOf(reader.take(end + 4).toString('latin1', 0, end));
        if (answer !== 'interim') return answer;
        continue;
      }
      if (reader.peek().length > HEAD_LIMIT) return none('its answer has no end');
      const arrival = await reader.more(deadline);
      if (arrival === 'timeout') return none(`it did not answer within ${patience / 1000} s`);
      if (arrival === 'end') return none('it closed the connection without an answer');
    }
  } finally {
    // Without a reset the ports of thousands of connections would be kept waiting.
    socket.resetAndDestroy();
  }
}

function none(why: string): Answer {
  return { kind: 'none', why };
}

function answerOf(head: string): Answer | 'interim' {
  const [first = '', ...lines] = head.split('\r\n');
  const status = Number(STATUS.exec(first)?.[1] ?? 0);
  if (status >= 100 && status < 200) return 'interim';
  const names = (parseFields(lines) ?? []).map(([name]) => name.toLowerCase());
  if (names.includes('x-pact')) return { kind: 'rejects' };
  if (status >= 200 && status < 300) return { kind: 'accepts' };
  return none(`its HTTP could not read the request (${status})`);
}
