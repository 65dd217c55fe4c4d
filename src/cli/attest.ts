import { realpath } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, relative, resolve } from 'node:path';
import { InputError } from '../disclosure/input-error.js';
import { visible } from '../disclosure/visible.js';
import {
  quoted,
  rows,
  testCounts,
  timeStampAccount,
  verificationAccount,
} from '../report/attestation/account.js';
import { attestRun } from '../report/attestation/attest-run.js';
import { writeNew } from '../report/attestation/bounded-file.js';
import { signEnvelope } from '../report/attestation/envelope.js';
import { keyIdOf, readSigningKey, readVerifyingKey } from '../report/attestation/keys.js';
import { ATTESTATION, isFileName, TIME_STAMP_ENDING } from '../report/attestation/names.js';
import {
  requestTimeStamp,
  requireStampOf,
  stampAttestation,
} from '../report/attestation/stamp-attestation.js';
import { statementText } from '../report/attestation/statement.js';
import { verifyAttestation } from '../report/attestation/verify-attestation.js';
import type { Console } from './console.js';

export interface AttestOptions {
  /** A private Ed25519 key: PEM, PKCS#8. */
  readonly key: string;
  /** DIR/attestation.intoto.json when not given. */
  readonly out?: string;
  /** A time stamp of the signature, for the signature is the same each time. */
  readonly timestamp?: string;
}

export interface AttestVerifyOptions {
  /** A public Ed25519 key: PEM. */
  readonly key: string;
  /** The folder of the run; that of the attestation when not given. */
  readonly dir?: string;
}

const MATCHES = 0;
const DIFFERS = 1;

/**
 * `candor attest DIR`: signs what a run says, and every file in its folder.
 *
 * @returns 0 where it was written.
 * @throws InputError where the folder, the key or the time stamp cannot be used.
 */
export async function attest(folder: string, options: AttestOptions, console: Console): Promise<number> {
  const out = options.out ?? join(folder, ATTESTATION);
  await requireLasting(folder, out);
  const key = await readSigningKey(options.key, process.env['CANDOR_KEY_PASSPHRASE']);
  await requireElsewhere(folder, options.key);
  const statement = await attestRun(folder, (name) => console.progress(`reading ${visible(name)}`));
  console.progress();
  const text = signEnvelope(statementText(statement), key);
  if (options.timestamp !== undefined) await requireStampOf(text, options.timestamp);
  const fresh = await writeNew(out, Buffer.from(text));
  if (options.timestamp !== undefined) await stampAttestation(out, options.timestamp);
  console.out(
    rows([
      [fresh ? 'written' : 'unchanged', out],
      ['says', testCounts(statement)],
      ['files', String(statement.subject.filter(({ name }) => isFileName(name)).length)],
      ['key', keyIdOf(key)],
    ]),
  );
  return MATCHES;
}

/**
 * `candor attest verify FILE`: whether an attestation is of this key, and the run as it was signed.
 *
 * @returns 0 where all matches, 1 where anything differs.
 * @throws InputError where it cannot be told.
 */
export async function attestVerify(
  file: string,
  { key: keyFile, dir }: AttestVerifyOptions,
  console: Console,
): Promise<number> {
  const key = await readVerifyingKey(keyFile);
  const folder = dir ?? dirname(file);
  const onFile = (name: string): void => console.progress(`reading ${visible(name)}`);
  const verification = await verifyAttestation(file, key, { folder, onFile });
  console.progress();
  console.out(verificationAccount(verification, { folder, keyId: keyIdOf(key) }, console.colours));
  if (verification.timeStamp !== undefined) console.out(timeStampAccount(file, verification.timeStamp));
  return verification.differences.length === 0 ? MATCHES : DIFFERS;
}

/**
 * `candor attest timestamp FILE`: puts a time stamp (RFC 3161) beside an attestation.
 *
 * @returns 0 where it is of the attestation's signature.
 * @throws InputError where it is not.
 */
export async function attestTimestamp(
  file: string,
  { token }: { readonly token: string },
  console: Console,
): Promise<number> {
  const timeStamp = await stampAttestation(file, token);
  console.out(rows([['written', `${file}${TIME_STAMP_ENDING}`]]));
  console.out(timeStampAccount(file, timeStamp));
  return MATCHES;
}

/**
 * `candor attest request FILE`: writes what a time-stamping authority is asked with. Candor itself asks nobody.
 *
 * @returns 0 where it was written.
 * @throws InputError where that cannot be done.
 */
export async function attestRequest(
  file: string,
  { out = `${file}.tsq` }: { readonly out?: string },
  console: Console,
): Promise<number> {
  await requestTimeStamp(file, out);
  const question = `curl -H "Content-Type: application/timestamp-query" --data-binary ${quoted(`@${out}`)} -o token.tsr URL`;
  console.out(
    `${rows([['written', out]])}ask an authority that you trust, and keep its answer:\n  ${question}\n  candor attest timestamp ${quoted(file)} --token token.tsr\n`,
  );
  return MATCHES;
}

/**
 * What `candor report --format attestation` tells: the statement alone, or signed where there is a key.
 *
 * @throws InputError where the folder or the key cannot be used.
 */
export async function tellAttestation(folder: string, keyFile: string | undefined): Promise<string> {
  if (keyFile === undefined) return `${statementText(await attestRun(folder))}\n`;
  const key = await readSigningKey(keyFile, process.env['CANDOR_KEY_PASSPHRASE']);
  await requireElsewhere(folder, keyFile);
  return signEnvelope(statementText(await attestRun(folder)), key);
}

/** What is handed over with an attestation must not hold what signed it. */
async function requireElsewhere(folder: string, keyFile: string): Promise<void> {
  if (!isWithin(await wholePath(folder), await wholePath(keyFile))) return;
  throw new InputError({
    file: keyFile,
    message: 'is in the folder that is attested and handed over; keep the private key elsewhere',
  });
}

/** In the folder of the run, another name or place would make the attestation a file that it does not list itself. */
async function requireLasting(folder: string, out: string): Promise<void> {
  if (!basename(out).endsWith('.intoto.json'))
    throw new InputError({ file: out, message: 'an attestation is called something.intoto.json' });
  if (!isWithin(await wholePath(folder), await wholePath(dirname(out)))) return;
  throw new InputError({
    file: out,
    message: 'an attestation stands beside result.json, or outside of the folder',
  });
}

/** Where a path leads, its links followed. */
function wholePath(path: string): Promise<string> {
  return realpath(path).catch(() => resolve(path));
}

function isWithin(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way !== '' && !/^\.\.(?:[\\/]|$)/.test(way) && !isAbsolute(way);
}
