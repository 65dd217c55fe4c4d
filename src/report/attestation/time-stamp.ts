import { createHash } from 'node:crypto';
import { ContentInfo, id_signedData, SignedData } from '@peculiar/asn1-cms';
import { AsnConvert, OctetString } from '@peculiar/asn1-schema';
import { id_ct_tstInfo, MessageImprint, TimeStampReq, TimeStampResp, TSTInfo } from '@peculiar/asn1-tsp';
import { InputError } from '../../disclosure/input-error.js';
import { readBounded } from './bounded-file.js';

/** What a time stamp says (RFC 3161). Who says it is not checked here: that takes the authority's certificate. */
export interface TimeStamp {
  readonly bytes: Buffer;
  /** RFC 3339. */
  readonly at: string;
  readonly hash: Hash;
  /** The digest of what was stamped, in hexadecimal digits. */
  readonly imprint: string;
  /** Whether it is a token alone, without the response that it came in. */
  readonly tokenAlone: boolean;
}

type Hash = 'sha256' | 'sha384' | 'sha512';

const SIZE_LIMIT = 1024 * 1024;
const SHA_256 = '2.16.840.1.101.3.4.2.1';
/** By object identifier (RFC 5754 section 2). */
const hashes: ReadonlyMap<string, Hash> = new Map([
  [SHA_256, 'sha256'],
  ['2.16.840.1.101.3.4.2.2', 'sha384'],
  ['2.16.840.1.101.3.4.2.3', 'sha512'],
]);

/**
 * Reads a TimeStampResp, or the token of one.
 *
 * @throws InputError where it is neither, says that the request was refused, or stamps a digest of another kind.
 */
export async function readTimeStamp(path: string): Promise<TimeStamp> {
  const bytes = await readBounded(path, SIZE_LIMIT);
  const tokenAlone = parsed(bytes, ContentInfo)?.contentType === id_signedData;
  const info = infoOf(tokenAlone ? parsed(bytes, ContentInfo) : tokenIn(path, bytes));
  if (info === undefined || Number.isNaN(info.genTime.getTime()))
    throw new InputError({ file: path, message: 'is not a time stamp (RFC 3161, DER)' });
  const { hashAlgorithm, hashedMessage } = info.messageImprint;
  const hash = hashes.get(hashAlgorithm.algorithm);
  if (hash === undefined)
    throw new InputError({
      file: path,
      message: `stamps a digest of the kind ${hashAlgorithm.algorithm}; SHA-256, SHA-384 or SHA-512 is wanted`,
    });
  const imprint = Buffer.from(hashedMessage.buffer).toString('hex');
  return { bytes, at: info.genTime.toISOString(), hash, imprint, tokenAlone };
}

/** Whether a time stamp is of these bytes. */
export function timeStampFits({ hash, imprint }: TimeStamp, signature: Buffer): boolean {
  return createHash(hash).update(signature).digest('hex') === imprint;
}

/**
 * The request for a time stamp of a signature, DER. It has no nonce: an authority that answers it with an old stamp
 * of the same signature only says that the signature is older, and that is true.
 */
export function timeStampRequest(signature: Buffer): Buffer {
  const messageImprint = new MessageImprint();
  messageImprint.hashAlgorithm.algorithm = SHA_256;
  messageImprint.hashAlgorithm.parameters = null;
  messageImprint.hashedMessage = new OctetString(createHash('sha256').update(signature).digest());
  return Buffer.from(AsnConvert.serialize(new TimeStampReq({ messageImprint, certReq: true })));
}

function tokenIn(path: string, bytes: Buffer): ContentInfo | undefined {
  const response = parsed(bytes, TimeStampResp);
  if (response !== undefined && response.status.status > 1)
    throw new InputError({
      file: path,
      message: `is no time stamp: the authority refused (status ${response.status.status})`,
    });
  return response?.timeStampToken;
}

function infoOf(token: ContentInfo | undefined): TSTInfo | undefined {
  if (token?.contentType !== id_signedData) return undefined;
  const content = parsed(Buffer.from(token.content), SignedData)?.encapContentInfo;
  const bytes = content?.eContent?.single?.buffer;
  if (content?.eContentType !== id_ct_tstInfo || bytes === undefined) return undefined;
  return parsed(Buffer.from(bytes), TSTInfo);
}

/** Whatever the parser takes exception to, the file is not what it should be. */
function parsed<Value>(bytes: Buffer, type: new () => Value): Value | undefined {
  try {
    return AsnConvert.parse(bytes, type);
  } catch {
    return undefined;
  }
}
