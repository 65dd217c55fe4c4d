import { type KeyObject, sign, verify } from 'node:crypto';
import canonicalize from 'canonicalize';
import { InputError } from '../../disclosure/input-error.js';
import { readBounded } from './bounded-file.js';
import { keyIdOf } from './keys.js';
import { strictReader } from './strict-json.js';

const PAYLOAD_TYPE = 'application/vnd.in-toto+json';
const SIZE_LIMIT = 16 * 1024 * 1024;
const SIGNATURE_LIMIT = 64;

/** A DSSE envelope, its Base64 undone. */
export interface Envelope {
  readonly payloadType: string;
  readonly payload: Buffer;
  readonly signatures: readonly { readonly keyid: string | undefined; readonly signature: Buffer }[];
}

interface EnvelopeFile {
  readonly payloadType: string;
  readonly payload: string;
  readonly signatures: readonly { readonly keyid?: string; readonly sig: string }[];
}

const readEnvelopeFile = strictReader<EnvelopeFile>('a DSSE envelope', {
  type: 'object',
  required: ['payloadType', 'payload', 'signatures'],
  properties: {
    payloadType: { type: 'string', maxLength: 256 },
    payload: { type: 'string' },
    signatures: {
      type: 'array',
      minItems: 1,
      maxItems: SIGNATURE_LIMIT,
      items: {
        type: 'object',
        required: ['sig'],
        properties: {
          keyid: { type: 'string', maxLength: 1024 },
          sig: { type: 'string', maxLength: 16_384 },
        },
      },
    },
  },
});

/**
 * Signs a statement. Ed25519 is deterministic (RFC 8032 section 5.1.6): the same statement and key give the same bytes.
 *
 * @param key a private Ed25519 key.
 * @returns the text of the envelope's file.
 * @throws InputError where the envelope would be larger than what is read.
 */
export function signEnvelope(statement: string, key: KeyObject): string {
  const payload = Buffer.from(statement);
  const envelope: EnvelopeFile = {
    payloadType: PAYLOAD_TYPE,
    payload: payload.toString('base64'),
    signatures: [
      {
        keyid: keyIdOf(key),
        sig: sign(null, preAuthenticationEncoding(PAYLOAD_TYPE, payload), key).toString('base64'),
      },
    ],
  };
  const text = `${canonicalize(envelope) ?? ''}\n`;
  if (text.length <= SIZE_LIMIT) return text;
  throw new InputError({
    message: `the run has too many files: its attestation is over ${SIZE_LIMIT} bytes`,
  });
}

/** @throws InputError where the file is not a DSSE envelope, or too large. */
export async function readEnvelope(path: string): Promise<Envelope> {
  return parseEnvelope(path, await readBounded(path, SIZE_LIMIT));
}

/** As {@link readEnvelope}, of what was read. */
export function parseEnvelope(path: string, bytes: Buffer): Envelope {
  const file = readEnvelopeFile(path, bytes);
  return {
    payloadType: file.payloadType,
    payload: decode(path, file.payload),
    signatures: file.signatures.map(({ keyid, sig }) => ({ keyid, signature: decode(path, sig) })),
  };
}

/**
 * The signature of a key over what the envelope holds; undefined where there is none that is right. A key id is only
 * a hint, but one that names another key contradicts what is found, and such a signature is passed over.
 */
export function signatureBy(envelope: Envelope, key: KeyObject): Buffer | undefined {
  const signed = preAuthenticationEncoding(envelope.payloadType, envelope.payload);
  const keyId = keyIdOf(key);
  return envelope.signatures
    .filter(({ keyid }) => !keyid || keyid === keyId)
    .find(({ signature }) => verify(null, signed, key, signature))?.signature;
}

/** @throws InputError where the envelope holds something other than an in-toto statement. */
export function requireStatement(path: string, { payloadType }: Envelope): void {
  if (payloadType === PAYLOAD_TYPE) return;
  throw new InputError({
    file: path,
    message: `holds ${JSON.stringify(payloadType)}; ${JSON.stringify(PAYLOAD_TYPE)} is wanted`,
  });
}

/** PAE of the DSSE protocol, version 1: the bytes that are signed. */
export function preAuthenticationEncoding(type: string, body: Buffer): Buffer {
  const head = `DSSEv1 ${Buffer.byteLength(type)} ${type} ${body.length} `;
  return Buffer.concat([Buffer.from(head), body]);
}

/** Both alphabets are allowed, not mixed, and one way only to write the same bytes: Node would pass over what is wrong. */
function decode(path: string, text: string): Buffer {
  const bytes = Buffer.from(text, 'base64');
  const written = text.replace(/={1,2}$/, '');
  const padded = written === text || text.length % 4 === 0;
  const exact = ['base64', 'base64url'] as const;
  if (padded && exact.some((encoding) => bytes.toString(encoding).replace(/=+$/, '') === written))
    return bytes;
  throw new InputError({ file: path, message: 'is not a DSSE envelope: its Base64 is damaged' });
}
