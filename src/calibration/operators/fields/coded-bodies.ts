import { withBody, withHeader } from '../../edit.js';
import { brotli, type GzipField, gzip, gzipOfBlanks, zlib } from './content-codings.js';
import { type Change, type Message, permitsHeader, withRequest } from './message.js';

/** What the judge says of itself that it reads (body/undecodable). */
const EXPANSION_LIMIT = 8 * 1024 * 1024;
const LAYER_LIMIT = 3;
const HIDDEN = Buffer.from('hidden');

const coders = { gzip, deflate: zlib, br: brotli } as const;

/** Bodies under a content coding that cannot be undone, or that hold more than what it yields. */
export function* codedMutants(message: Message, bytes: Uint8Array): Iterable<Change> {
  const unreadable = (operator: string, what: string, coding: string, body: Uint8Array): Change =>
    coded(message, 'body/undecodable', operator, what, coding, body);
  const unclaimed = (operator: string, what: string, coding: string, body: Uint8Array): Change =>
    coded(message, 'capture/unclaimed', operator, what, coding, body);

  yield unreadable('body/unknown-coding', 'under an unknown content coding', 'x-unknown', bytes);
  for (const [coding, code] of Object.entries(coders)) {
    const whole = code(bytes);
    yield unreadable('body/falsely-coded', `under ${coding}, and plain`, coding, bytes);
    yield unreadable(
      'body/truncated',
      `its first half under ${coding}`,
      coding,
      whole.subarray(0, whole.length / 2),
    );
    yield unclaimed('body/behind-coding', `bytes behind the end of ${coding}`, coding, joined(whole, HIDDEN));
  }
  let layered = bytes;
  for (let layer = 0; layer <= LAYER_LIMIT; layer += 1) layered = gzip(layered);
  const layers = Array.from({ length: LAYER_LIMIT + 1 }, () => 'gzip').join(', ');
  yield unreadable('body/too-many-layers', `under gzip ${LAYER_LIMIT + 1} times`, layers, layered);
  const bomb = gzipOfBlanks(bytes, EXPANSION_LIMIT);
  yield unreadable('body/expanding', `expanding past ${EXPANSION_LIMIT} bytes`, 'gzip', bomb);
  for (const field of ['extra', 'name', 'comment'] satisfies GzipField[])
    yield unclaimed('body/gzip-header', `a gzip header with the field ${field}`, 'gzip', gzip(bytes, field));
  const second = joined(gzip(bytes), gzip(new Uint8Array(0), 'comment'));
  yield unclaimed('body/gzip-header', 'a second gzip header with the field comment', 'gzip', second);
}

/** The body in two gzip members, one behind the other: it is read as one (RFC 1952 section 2.2). */
export function* codedEquivalents(message: Message, bytes: Uint8Array): Iterable<Change> {
  const operator = 'equivalent/compressed';
  const subject = `${message.payload.id}: in two members of gzip`;
  if (!permitsHeader(message, 'content-encoding')) {
    yield { operator, subject, because: 'content-encoding is no permitted header' };
    return;
  }
  const half = Math.ceil(bytes.length / 2);
  const members = joined(gzip(bytes.subarray(0, half)), gzip(bytes.subarray(half)));
  yield { operator, subject, event: withCoding(message, 'gzip', members), charges: [] };
}

function coded(
  message: Message,
  rule: string,
  operator: string,
  what: string,
  coding: string,
  body: Uint8Array,
): Change {
  const { clause, id } = message.payload;
  // The header itself may be a channel that no route permits: then that is found as well.
  const channel = permitsHeader(message, 'content-encoding')
    ? []
    : [{ rule: 'channel/undocumented', clause }];
  return {
    operator,
    subject: `${id}: ${what}`,
    event: withCoding(message, coding, body),
    charges: [{ rule, clause }, ...channel],
  };
}

function withCoding(message: Message, coding: string, body: Uint8Array) {
  const { request } = message.event;
  return withRequest(message, withBody(withHeader(request, 'content-encoding', coding), body));
}

function joined(...parts: readonly Uint8Array[]): Uint8Array {
  return Buffer.concat(parts);
}
