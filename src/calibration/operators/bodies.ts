import type { Composing } from '../compose.js';
import { withBody, withHeader } from '../edit.js';
import type { Baseline, Derived, Sent } from '../mutant.js';
import { codedMutants } from './fields/coded-bodies.js';
import { memberOf, nodeOf, type WireNode, withMembers, writeJson } from './fields/json-text.js';
import {
  type Change,
  derive,
  type Message,
  openMessage,
  permitsHeader,
  withRequest,
  withText,
} from './fields/message.js';
import { chargesOfEmpty } from './fields/places.js';
import { freeName, wireTree } from './fields/wire-tree.js';

/** What the judge says of itself that it reads (body/undecodable). */
const DEPTH_LIMIT = 64;
const VALUE_LIMIT = 20_000;

/**
 * What can be wrong with the body of one message so that its fields cannot be read, and what can be hidden in the way
 * in which it is encoded.
 */
export function* bodyMutants(context: Composing, baseline: Baseline, sent: Sent): Iterable<Derived> {
  const message = openMessage(context, baseline, sent);
  for (const change of changesOf(message)) yield derive(baseline, sent, change);
}

function* changesOf(message: Message): Iterable<Change> {
  const tree = wireTree(message);
  if (tree === undefined || message.carrier === 'query') {
    yield { operator: 'body', subject: message.payload.id, because: 'its route declares no body' };
    return;
  }
  // Written anew, so that it is not encoded, whatever the trace held.
  const text = message.carrier === 'json' ? writeJson(tree) : String(message.event.request.body ?? '');
  const plain = { ...message, event: withText(message, text) };
  yield emptied(plain);
  if (message.carrier === 'json') yield* unreadableJson(plain, text, tree);
  else yield { operator: 'body/truncated', subject: message.payload.id, because: 'every text is a form' };
  yield* otherTypes(plain);
  yield* otherBytes(plain, text);
  yield* codedMutants(plain, Buffer.from(text));
}

function unreadable(message: Message, operator: string, what: string, body: string | Uint8Array): Change {
  const { clause, id } = message.payload;
  return {
    operator,
    subject: `${id}: ${what}`,
    event: withRequest(message, withBody(message.event.request, body)),
    charges: [{ rule: 'body/undecodable', clause }],
  };
}

/** An empty text is no JSON; it is a form, but one that holds nothing of what it must. */
function emptied(message: Message): Change {
  const operator = 'body/empty';
  if (message.carrier === 'json') return unreadable(message, operator, 'no body', '');
  const subject = `${message.payload.id}: no body`;
  const charges = chargesOfEmpty(message, []);
  if (charges.length === 0) return { operator, subject, because: 'all its fields may be left out' };
  return { operator, subject, event: withText(message, ''), charges };
}

function* unreadableJson(message: Message, text: string, tree: WireNode): Iterable<Change> {
  const cuts: readonly (readonly [string, string])[] = [
    ['without its last character', text.slice(0, -1)],
    ['its first half', text.slice(0, Math.ceil(text.length / 2))],
    ['without its first character', text.slice(1)],
  ];
  for (const [what, cut] of cuts) yield unreadable(message, 'body/truncated', what, cut);
  const behind = ['x', '{}', '\n{}', ',', '\0', '\u00a0', '/* */', '}'];
  for (const more of behind)
    yield unreadable(message, 'body/trailing', `${JSON.stringify(more)} behind it`, text + more);
  yield unreadable(message, 'body/blank', 'nothing but white space', ' \n');
  const name = freeName(message, 'extra');
  const withExtra = (value: unknown): string =>
    writeJson(withMembers(tree, [], (members) => [...members, memberOf(name, nodeOf(value))]));
  yield unreadable(
    message,
    'body/too-deep',
    `more than ${DEPTH_LIMIT} levels`,
    withExtra(nested(DEPTH_LIMIT)),
  );
  const many = Array.from({ length: VALUE_LIMIT }, () => 0);
  yield unreadable(message, 'body/too-many', `more than ${VALUE_LIMIT} values`, withExtra(many));
}

/** A list in a list, so many deep: one level more than that where it is a member. */
function nested(depth: number): unknown {
  let value: unknown = [];
  for (let level = 1; level < depth; level += 1) value = [value];
  return value;
}

const otherContentTypes = {
  json: [
    'application/x-www-form-urlencoded',
    'application/octet-stream',
    'application/xml',
    'image/png',
    'multipart/form-data; boundary=x',
    'application/json; charset=utf-16',
    'application/json; charset=iso-8859-1',
  ],
  form: [
    'application/json',
    'text/plain',
    'application/octet-stream',
    'multipart/form-data; boundary=x',
    'application/x-www-form-urlencoded; charset=utf-16',
  ],
} as const;

function* otherTypes(message: Message): Iterable<Change> {
  const operator = 'body/content-type';
  const { clause, id } = message.payload;
  if (!permitsHeader(message, 'content-type')) {
    yield { operator, subject: id, because: 'content-type is no permitted header' };
    return;
  }
  for (const type of otherContentTypes[message.carrier === 'json' ? 'json' : 'form']) {
    yield {
      operator,
      subject: `${id}: ${type}`,
      event: withRequest(message, withHeader(message.event.request, 'content-type', type)),
      charges: [{ rule: 'body/undecodable', clause }],
    };
  }
}

/** Bytes that begin nothing, an overlong form, a surrogate, and a character cut short (RFC 3629 section 3). */
const noUtf8: readonly (readonly [string, readonly number[]])[] = [
  ['a byte of no character', [0xff]],
  ['an overlong form', [0xc0, 0x80]],
  ['an encoded surrogate', [0xed, 0xa0, 0x80]],
  ['half a character', [0xc3]],
  ['a character past the last', [0xf4, 0x90, 0x80, 0x80]],
];

function* otherBytes(message: Message, text: string): Iterable<Change> {
  // Inside the last text where there is one: it stays JSON in all else.
  const at = Math.max(0, text.lastIndexOf('"'));
  const [before, behind] = [Buffer.from(text.slice(0, at)), Buffer.from(text.slice(at))];
  for (const [what, bytes] of noUtf8)
    yield unreadable(message, 'body/not-utf-8', what, Buffer.concat([before, Buffer.from(bytes), behind]));
  if (message.carrier !== 'json') return;
  yield unreadable(message, 'body/not-utf-8', 'UTF-16', Buffer.from(text, 'utf16le'));
  yield unreadable(
    message,
    'body/not-utf-8',
    'UTF-16 with its mark',
    Buffer.from(`\ufeff${text}`, 'utf16le'),
  );
}
