import { InputError } from '../../disclosure/input-error.js';
import { writeNew } from './bounded-file.js';
import { parseEnvelope, readEnvelope } from './envelope.js';
import { TIME_STAMP_ENDING } from './names.js';
import { readTimeStamp, type TimeStamp, timeStampFits, timeStampRequest } from './time-stamp.js';

/**
 * Puts a time stamp beside the attestation that it is of, as `FILE.tsr`: bytes that openssl reads, and an envelope
 * that stays one.
 *
 * @throws InputError where it is of something else, or another is there already.
 */
export async function stampAttestation(path: string, token: string): Promise<TimeStamp> {
  const { signatures } = await readEnvelope(path);
  const timeStamp = await readTimeStamp(token);
  requireFits(timeStamp, signatures, token, path);
  await writeNew(`${path}${TIME_STAMP_ENDING}`, timeStamp.bytes);
  return timeStamp;
}

/** @throws InputError where a time stamp is not of this envelope, before anything is written. */
export async function requireStampOf(envelope: string, token: string): Promise<void> {
  const { signatures } = parseEnvelope('the attestation', Buffer.from(envelope));
  requireFits(await readTimeStamp(token), signatures, token, 'this attestation');
}

/**
 * Writes the request for a time stamp of an attestation.
 *
 * @throws InputError where the attestation has several signatures: it is not known which is meant.
 */
export async function requestTimeStamp(path: string, out: string): Promise<void> {
  const [signed, ...others] = (await readEnvelope(path)).signatures;
  if (signed === undefined || others.length > 0)
    throw new InputError({ file: path, message: 'has several signatures; a time stamp is of one' });
  await writeNew(out, timeStampRequest(signed.signature));
}

function requireFits(
  timeStamp: TimeStamp,
  signatures: readonly { readonly signature: Buffer }[],
  token: string,
  of: string,
): void {
  if (signatures.some(({ signature }) => timeStampFits(timeStamp, signature))) return;
  throw new InputError({
    file: token,
    message: `is the time stamp of something else, not of the signature in ${of}`,
  });
}
