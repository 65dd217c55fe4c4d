import { type DecodedPacket, decode, encode } from 'dns-packet';
import { type Address, addressesOf, indexOf, namedAddresses } from './addresses.js';

/** What a message to a resolver asks. */
export interface Question {
  /** As sent, letter case included; a byte that is no printable ASCII is written as in RFC 4343, 2.1. */
  readonly name: string;
  readonly type: string;
  /** Bytes of the message beyond what a plain client of a resolver sends: they could carry something. */
  readonly beyond: number;
}

/** Reads a query (RFC 1035, 4.1; RFC 6891). null when it is none: nothing of it is then understood. */
export function readQuestion(message: Buffer): Question | null {
  if (message.length < 17 || message.readUInt16BE(4) === 0) return null;
  // A response, or another operation than a query.
  if ((message.readUInt16BE(2) & 0xf800) !== 0) return null;
  const labels = readLabels(message, 12);
  if (labels === null || labels.end + 4 > message.length) return null;
  const end = labels.end + 4;
  let decoded: DecodedPacket;
  try {
    decoded = decode(message);
  } catch {
    return null;
  }
  const type = typeText(decoded.questions?.[0]?.type, message.readUInt16BE(labels.end));
  const header = 12;
  const beyond = isPlain(message, decoded, end) ? 0 : message.length - end || header;
  return { name: labels.name, type, beyond };
}

/** Of a header: recursion desired, authentic data and checking disabled may be set (RFC 1035, RFC 4035). */
const plainFlags = 0x0130;

/** Whether a message has what an ordinary client sends and nothing else. */
function isPlain(message: Buffer, decoded: DecodedPacket, end: number): boolean {
  if ((message.readUInt16BE(2) & ~plainFlags) !== 0) return false;
  const [questions, answers, authorities, additionals] = [4, 6, 8, 10].map((at) => message.readUInt16BE(at));
  if (questions !== 1 || answers !== 0 || authorities !== 0) return false;
  if (message.readUInt16BE(end - 2) !== 1) return false;
  if (additionals === 0) return message.length === end;
  return additionals === 1 && isPlainOpt(message.subarray(end), decoded);
}

const cookieOption = 10;
const keepaliveOption = 11;
const paddingOption = 12;

/** RFC 6891, 6.1: the root's name, 41, a size, a code and a version of zero, flags of which one is known. */
function isPlainOpt(record: Buffer, decoded: DecodedPacket): boolean {
  if (record.length < 11 || record.readUInt8(0) !== 0 || record.readUInt16BE(1) !== 41) return false;
  if (record.readUInt16BE(5) !== 0 || (record.readUInt16BE(7) & 0x7fff) !== 0) return false;
  if (record.length !== 11 + record.readUInt16BE(9)) return false;
  if (decoded.additionals?.[0]?.type !== 'OPT') return false;
  for (let offset = 11; offset < record.length; ) {
    if (offset + 4 > record.length) return false;
    const code = record.readUInt16BE(offset);
    const data = record.subarray(offset + 4, offset + 4 + record.readUInt16BE(offset + 2));
    offset += 4 + record.readUInt16BE(offset + 2);
    const isCookie = code === cookieOption && data.length === 8;
    const isKeepalive = code === keepaliveOption && data.length === 0;
    const isPadding = code === paddingOption && data.every((byte) => byte === 0);
    if (offset > record.length || !(isCookie || isKeepalive || isPadding)) return false;
  }
  return true;
}

/** A name that is not compressed, as a question's is, and where it ends. */
function readLabels(message: Buffer, start: number): { name: string; end: number } | null {
  const labels: string[] = [];
  let offset = start;
  for (;;) {
    const length = message[offset];
    if (length === undefined || length > 63 || offset + 1 + length > message.length) return null;
    if (length === 0) return { name: labels.join('.'), end: offset + 1 };
    labels.push(labelText(message.subarray(offset + 1, offset + 1 + length)));
    offset += 1 + length;
    if (offset - start > 254) return null;
  }
}

function labelText(label: Buffer): string {
  return label.toString('latin1').replace(/[^!-~]|[.\\]/g, (character) => {
    return `\\${String(character.charCodeAt(0)).padStart(3, '0')}`;
  });
}

function typeText(known: string | undefined, code: number): string {
  if (code === 65) return 'HTTPS';
  if (code === 64) return 'SVCB';
  // RFC 3597, 5.
  return known === undefined || known.startsWith('UNKNOWN') ? `TYPE${code}` : known;
}

/** Which address was given out for which name. */
export interface Names {
  /** The addresses of a name, the same for it in every letter case; null when there are no more to give. */
  addresses(name: string): { readonly A: Address; readonly AAAA: Address } | null;
  /** The name that an address was given out for, in lower case; null for other addresses. */
  name(address: Address): string | null;
}

export function createNames(capacity: number = namedAddresses): Names {
  const indices = new Map<string, number>();
  const names: string[] = [];
  return {
    addresses(name) {
      const key = name.toLowerCase();
      const known = indices.get(key);
      if (known !== undefined) return addressesOf(known);
      if (names.length >= capacity) return null;
      names.push(key);
      indices.set(key, names.length);
      return addressesOf(names.length);
    },
    name(address) {
      const index = indexOf(address);
      return index === null ? null : (names[index - 1] ?? null);
    },
  };
}

/** How long a client may remember an address, in seconds: as long as our names keep theirs, in effect. */
const timeToLive = 60;

const response = 0x8000;
const recursion = 0x0180;
const failure = 2;

/**
 * The answer to a query that was understood: the address of the kind that was asked for, or nothing of that type.
 *
 * @param address null when there is none of that kind; undefined when no answer can be given (SERVFAIL)
 */
export function answerQuestion(message: Buffer, address: Address | null | undefined): Buffer {
  const labels = readLabels(message, 12);
  const end = (labels?.end ?? 12) + 4;
  const echoed = Buffer.from(message.subarray(0, end));
  const code = address === undefined ? failure : 0;
  echoed.writeUInt16BE(response | recursion | (message.readUInt16BE(2) & 0x0110) | code, 2);
  echoed.writeUInt16BE(1, 4);
  echoed.writeUInt16BE(address === undefined || address === null ? 0 : 1, 6);
  echoed.writeUInt32BE(0, 8);
  return address === undefined || address === null ? echoed : Buffer.concat([echoed, recordOf(address)]);
}

/** One record of an address for the name in the question (RFC 1035, 3.2.1 and 4.1.4; RFC 3596). */
function recordOf(address: Address): Buffer {
  const record = Buffer.alloc(12 + address.length);
  record.writeUInt16BE(0xc00c, 0);
  record.writeUInt16BE(address.length === 4 ? 1 : 28, 2);
  record.writeUInt16BE(1, 4);
  record.writeUInt32BE(timeToLive, 6);
  record.writeUInt16BE(address.length, 10);
  address.copy(record, 12);
  return record;
}

/** A query such as a resolver's client sends, for Candor's own probes. */
export function buildQuestion(id: number, name: string, type: 'A' | 'AAAA'): Buffer {
  return encode({ type: 'query', id, flags: 0x0100, questions: [{ type, name }] });
}
