import { bodyPointer } from '../body.js';
import type { CanarySearch, Found } from './canary-search.js';
import type { Allowance } from './compressed.js';
import { backslashEscapes, percentEncoding, undo } from './escapes.js';
import type { Leak, Message } from './message.js';
import { type Bound, isPermitted, type Leaf, leavesOf, withoutPermitted } from './permitted.js';
import type { SearchedText } from './search.js';

const where = 'the body';

/**
 * Planted values in a body: in a member that may not hold them, or in what is left of the bytes when the texts that may
 * hold them are taken out. A member that may hold a value may hold it in any form: how a product writes what it is
 * permitted to send is its own affair. What the transport does to a text (the escapes of JSON, the percent-encoding of
 * a form, a content coding) is no form at all.
 */
export function inBody(search: CanarySearch, allowance: Allowance, message: Message): readonly Leak[] {
  const { body, unpacked, payload, request } = message;
  if (body.length === 0) return [];
  const pointer = bodyPointer(request);
  const found = search.search(textsOf(message, unpacked.bytes), allowance);
  if (found.length === 0) return [];
  if (payload?.from !== 'body') return found.map(({ canary, how }) => ({ canary, where, pointer, how }));
  const members = inMembers(search, allowance, payload);
  return found.flatMap((whole): readonly Leak[] => {
    const stray = members.filter(
      ({ found: { canary }, leaf }) => canary === whole.canary && !isPermitted(canary, payload, leaf),
    );
    if (stray.length > 0) {
      return stray.map(({ found: { canary, how }, leaf }) => ({
        canary,
        where,
        pointer,
        member: payload.sent.wirePointer(leaf.keys),
        how,
      }));
    }
    const rest = inRest(search, allowance, message, payload, whole);
    return rest === undefined ? [] : [{ canary: rest.canary, where, pointer, how: rest.how }];
  });
}

/** The body as it left, unpacked, and without what its format does to a text. */
function textsOf({ body, unpacked, payload }: Message, bytes: Uint8Array): readonly SearchedText[] {
  const notation = payload?.isForm === true ? percentEncoding : backslashEscapes;
  const undone = undo(notation, bytes);
  const isFolded = Buffer.compare(unpacked.bytes, body) !== 0;
  return [
    ...(isFolded ? [{ bytes: body, isFolded: unpacked.fault === undefined }] : []),
    { bytes },
    ...(undone === undefined ? [] : [{ bytes: undone }]),
    ...(payload?.isForm === true ? [{ bytes: spaced(undone ?? bytes) }] : []),
  ];
}

/** In a form a plus sign is a blank. */
function spaced(bytes: Uint8Array): Uint8Array {
  return bytes.map((byte) => (byte === 0x2b ? 0x20 : byte));
}

interface InMember {
  readonly found: Found;
  readonly leaf: Leaf;
}

function inMembers(search: CanarySearch, allowance: Allowance, payload: Bound): readonly InMember[] {
  return leavesOf(payload.sent.value).flatMap((leaf) =>
    search.search([{ bytes: Buffer.from(leaf.text) }], allowance).map((found) => ({ found, leaf })),
  );
}

/** What stands beside the permitted texts: a member that JSON.parse dropped, a comment, another coding. */
function inRest(
  search: CanarySearch,
  allowance: Allowance,
  message: Message,
  payload: Bound,
  whole: Found,
): Found | undefined {
  const text = Buffer.from(message.unpacked.bytes).toString('utf8');
  const rest = withoutPermitted(text, whole.canary, payload);
  if (rest === text) return whole;
  const found = search.search(textsOf(message, Buffer.from(rest)), allowance);
  return found.find(({ canary }) => canary === whole.canary);
}
