import type { KeyObject } from 'node:crypto';
import { access, realpath } from 'node:fs/promises';
import { basename, dirname, relative, sep } from 'node:path';
import { InputError } from '../../disclosure/input-error.js';
import { type Difference, disagreements, gateDisagreements } from './agreement.js';
import type { OnFile } from './attest-run.js';
import { readEnvelope, signatureBy } from './envelope.js';
import { digestOf, type FolderListing, listFolder } from './folder.js';
import { faultOfName, isFileName, isSetAside, TIME_STAMP_ENDING } from './names.js';
import { readAttestedResult } from './read-result.js';
import { readStatement } from './read-statement.js';
import type { AttestedResult, Statement } from './statement.js';
import { readTimeStamp, type TimeStamp, timeStampFits } from './time-stamp.js';

/** What came of checking an attestation. It matches where it has no differences. */
export interface Verification {
  readonly differences: readonly Difference[];
  /** What was signed; undefined where the key signed nothing here. */
  readonly statement: Statement | undefined;
  /** How many files of the folder it lists. */
  readonly files: number;
  /** The result in the folder, where it is the one that was signed. */
  readonly result: AttestedResult | undefined;
  /** The time stamp beside the attestation, where there is one and it is of this signature. */
  readonly timeStamp: TimeStamp | undefined;
}

/**
 * Checks an attestation: that the key signed it, that every file that it lists is in the folder as it was, that the
 * folder has no other, and that the result says what the statement says. A name in it is only looked up among the
 * files that are there, so that nothing outside of the folder is ever opened.
 *
 * @param folder of the run; that of the attestation when not given.
 * @throws InputError where that cannot be checked: no envelope, no statement, a name that leads out of the folder.
 */
export async function verifyAttestation(
  path: string,
  key: KeyObject,
  { folder = dirname(path), onFile }: { readonly folder?: string | undefined; readonly onFile?: OnFile } = {},
): Promise<Verification> {
  const envelope = await readEnvelope(path);
  const signature = signatureBy(envelope, key);
  if (signature === undefined) {
    const says =
      'the signature is not of this key over this content: either was changed, or the key is another';
    const differences = [{ name: basename(path), says }];
    return { differences, statement: undefined, files: 0, result: undefined, timeStamp: undefined };
  }
  const statement = readStatement(path, envelope);
  const signed = signedFiles(path, statement);
  const listing = await listFolder(folder);
  const files = [
    ...(await fileDifferences(folder, signed, listing, onFile)),
    ...extraFiles(signed, listing, await nameWithin(folder, path)),
  ];
  const unchanged = (name: string): boolean => signed.has(name) && !files.some((file) => file.name === name);
  const result = unchanged('result.json') ? await readAttestedResult(folder) : undefined;
  const contradictions = result === undefined ? [] : disagreements(statement, result);
  const gate = unchanged('gate.json') ? await gateDisagreements(folder, signed.get('result.json') ?? '') : [];
  const time = await timeStampBeside(path, signature);
  const differences = [...files, ...contradictions, ...gate, ...time.differences];
  return { differences, statement, files: signed.size, result, timeStamp: time.timeStamp };
}

/** The files that were signed, with their digests. @throws InputError where a name is twice there, or could lead astray. */
function signedFiles(path: string, { subject }: Statement): ReadonlyMap<string, string> {
  const signed = new Map<string, string>();
  const refuse = (message: string): never => {
    throw new InputError({ file: path, message });
  };
  for (const { name, digest } of subject) {
    if (!isFileName(name)) continue;
    const fault = faultOfName(name);
    if (fault !== undefined) refuse(`its subject ${JSON.stringify(name)} ${fault}`);
    if (signed.has(name)) refuse(`its subject ${JSON.stringify(name)} is there twice`);
    signed.set(name, `sha256:${digest.sha256}`);
  }
  if (!signed.has('result.json')) refuse('is of no run: result.json is not among its subjects');
  return signed;
}

async function fileDifferences(
  folder: string,
  signed: ReadonlyMap<string, string>,
  listing: FolderListing,
  onFile: OnFile | undefined,
): Promise<readonly Difference[]> {
  const differences: Difference[] = [];
  for (const [name, digest] of signed) {
    onFile?.(name);
    const says = await differenceOf(folder, name, digest, listing);
    if (says !== undefined) differences.push({ name, says });
  }
  return differences;
}

async function differenceOf(
  folder: string,
  name: string,
  digest: string,
  listing: FolderListing,
): Promise<string | undefined> {
  const kind = listing.get(name);
  if (kind === undefined) return 'is missing';
  if (kind !== 'file') return 'is a link or a device; a file was signed';
  const found = await digestOf(folder, name);
  return found === digest ? undefined : `was changed: ${digest} was signed, here is ${found}`;
}

function extraFiles(
  signed: ReadonlyMap<string, string>,
  listing: FolderListing,
  itself: string,
): readonly Difference[] {
  const own = [itself, `${itself}${TIME_STAMP_ENDING}`];
  return [...listing.keys()]
    .filter((name) => !signed.has(name) && !isSetAside(name) && !own.includes(name))
    .map((name) => ({ name, says: 'is not in the attestation: it was added afterwards' }));
}

/** What the attestation is called in the folder, whatever its user called it; of one elsewhere, a name that no file has. */
async function nameWithin(folder: string, path: string): Promise<string> {
  return relative(await realpath(folder), await realpath(path))
    .split(sep)
    .join('/');
}

interface StampBeside {
  readonly timeStamp: TimeStamp | undefined;
  readonly differences: readonly Difference[];
}

async function timeStampBeside(path: string, signature: Buffer): Promise<StampBeside> {
  const beside = `${path}${TIME_STAMP_ENDING}`;
  const differs = (says: string): StampBeside => ({
    timeStamp: undefined,
    differences: [{ name: basename(beside), says }],
  });
  try {
    await access(beside);
  } catch {
    return { timeStamp: undefined, differences: [] };
  }
  try {
    const timeStamp = await readTimeStamp(beside);
    if (timeStampFits(timeStamp, signature)) return { timeStamp, differences: [] };
    return differs('is the time stamp of something else, not of this signature');
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return differs(error.problems.map(({ message }) => message).join('; '));
  }
}
