import { join } from 'node:path';
import { InputError } from '../../disclosure/input-error.js';
import { readResult } from '../load-result.js';
import { disagreements, gateDisagreements } from './agreement.js';
import { digestOf, type FolderListing, listFolder } from './folder.js';
import { faultOfName, isSetAside } from './names.js';
import { attestationStatement, type NamedDigest, type Statement } from './statement.js';

/** Each file before it is read. */
export type OnFile = (name: string) => void;

/**
 * The statement about a finished run: every file in its folder, and what its result says.
 *
 * @throws InputError where the folder is not that of a run, holds what cannot be attested, or was changed since it was
 * judged: what contradicts itself is not signed.
 */
export async function attestRun(folder: string, onFile?: OnFile): Promise<Statement> {
  const { result, digest } = await readResult(folder);
  const listing = await listFolder(folder);
  requireAttestable(folder, listing);
  const files: NamedDigest[] = [];
  for (const name of listing.keys()) {
    if (isSetAside(name)) continue;
    onFile?.(name);
    files.push({ name, digest: await digestOf(folder, name) });
  }
  const statement = attestationStatement(result, files);
  const gate = listing.has('gate.json') ? await gateDisagreements(folder, digest) : [];
  const wrong = [...changedMeanwhile(files, digest), ...disagreements(statement, result), ...gate];
  if (wrong.length === 0) return statement;
  throw new InputError(wrong.map(({ name, says }) => ({ file: join(folder, name), message: says })));
}

function requireAttestable(folder: string, listing: FolderListing): void {
  const problems = [...listing].flatMap(([name, kind]) => {
    if (isSetAside(name)) return [];
    const says = kind === 'file' ? faultOfName(name) : 'is a link or a device; only files can be attested';
    return says === undefined ? [] : [{ file: join(folder, name), message: says }];
  });
  if (problems.length > 0) throw new InputError(problems.slice(0, 50));
}

function changedMeanwhile(
  files: readonly NamedDigest[],
  digest: string,
): readonly { name: string; says: string }[] {
  const read = files.find(({ name }) => name === 'result.json')?.digest;
  return read === digest
    ? []
    : [{ name: 'result.json', says: 'was changed while it was read; attest again' }];
}
