import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join } from 'node:path';
import { InputError, type Problem } from '../../disclosure/input-error.js';
import { readSourceFile, type SourceFile, unreadable } from '../../disclosure/source-file.js';
import type { ResultFile } from '../../judge/result.generated.js';
import type { AttestationDeclaration, AttestationsFile, EvidenceFile } from './attestations.generated.js';
import { requireSameDisclosure } from './same-disclosure.js';
import type { GateInput } from './waivers.js';

export interface LoadedAttestations {
  readonly attestations: readonly AttestationDeclaration[];
  readonly inputs: readonly GateInput[];
}

/**
 * What persons answer to the statements of the result's disclosure. Each file that an answer rests on is read, and
 * must be the one that its digest is of.
 *
 * @throws InputError where the file is not of its format, is of another disclosure, answers a clause that is judged
 * or that there is not, answers one twice, or rests on a file that is not there or is another.
 */
export async function loadAttestations(path: string, result: ResultFile): Promise<LoadedAttestations> {
  const file = await readSourceFile<AttestationsFile>(path, 'attestations');
  const different = requireSameDisclosure(file, result);
  const problems = different.length > 0 ? different : checkAnswers(file, result);
  if (problems.length === 0) problems.push(...(await checkEvidence(file)));
  if (problems.length > 0) throw new InputError(problems);
  return {
    attestations: file.value.attestations,
    inputs: [{ file: basename(path), digest: file.digest }],
  };
}

function checkAnswers(file: SourceFile<AttestationsFile>, result: ResultFile): Problem[] {
  const problems: Problem[] = [];
  const modalities = new Map(result.clauses.map(({ id, modality }) => [id, modality]));
  const answered = new Set<string>();
  for (const [index, { clause }] of file.value.attestations.entries()) {
    const fault = answerFault(clause, modalities.get(clause), answered.has(clause));
    if (fault !== undefined) problems.push(file.problem(['attestations', index, 'clause'], fault));
    answered.add(clause);
  }
  return problems;
}

function answerFault(clause: string, modality: string | undefined, again: boolean): string | undefined {
  if (modality === undefined) return `the disclosure has no clause ${clause}`;
  if (modality !== 'statement')
    return `${clause} (${modality}) is judged by what is sent; only a statement is attested`;
  return again ? `${clause} is answered twice` : undefined;
}

async function checkEvidence(file: SourceFile<AttestationsFile>): Promise<readonly Problem[]> {
  const problems: Problem[] = [];
  for (const [index, { evidence }] of file.value.attestations.entries()) {
    for (const [place, entry] of evidence.entries()) {
      if (typeof entry === 'string') continue;
      const fault = await evidenceFault(dirname(file.path), entry);
      if (fault === undefined) continue;
      problems.push(file.problem(['attestations', index, 'evidence', place, fault.key], fault.message));
    }
  }
  return problems;
}

interface EvidenceFault {
  readonly key: keyof EvidenceFile;
  readonly message: string;
}

/** Whoever reads the attestation elsewhere must find the same file from the same folder. */
async function evidenceFault(
  folder: string,
  { file, digest }: EvidenceFile,
): Promise<EvidenceFault | undefined> {
  if (isAbsolute(file) || file.split(/[/\\]/).includes('..'))
    return { key: 'file', message: `${file} leads out of the folder of the attestations; keep it in there` };
  const hash = createHash('sha256');
  try {
    if (!(await stat(join(folder, file))).isFile()) return { key: 'file', message: `${file} is no file` };
    for await (const chunk of createReadStream(join(folder, file))) hash.update(chunk as Buffer);
  } catch (error) {
    return { key: 'file', message: `${file}: ${unreadable(error as NodeJS.ErrnoException)}` };
  }
  const found = `sha256:${hash.digest('hex')}`;
  if (found === digest) return undefined;
  return {
    key: 'digest',
    message: `is not ${found}, that of ${file}: it was changed since it was attested to`,
  };
}
