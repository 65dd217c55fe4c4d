import { basename } from 'node:path';
import { InputError, type Problem } from '../../disclosure/input-error.js';
import { readSourceFile, type SourceFile } from '../../disclosure/source-file.js';
import type { ResultFile } from '../../judge/result.generated.js';
import { rules } from '../../judge/rules.js';
import { requireSameDisclosure } from './same-disclosure.js';
import type { WaiverDeclaration, WaiversFile } from './waivers.generated.js';

/** A file that the gate was given, by its name alone. */
export interface GateInput {
  readonly file: string;
  readonly digest: string;
}

export interface LoadedWaivers {
  readonly waivers: readonly WaiverDeclaration[];
  readonly inputs: readonly GateInput[];
}

/**
 * The waivers of some files, in their order.
 *
 * @throws InputError where a file is not of its format, is of another disclosure than the result, or a waiver names
 * what there is not, or what cannot be waived.
 */
export async function loadWaivers(paths: readonly string[], result: ResultFile): Promise<LoadedWaivers> {
  const files: SourceFile<WaiversFile>[] = [];
  for (const path of paths) files.push(await readSourceFile<WaiversFile>(path, 'waivers'));
  const seen = new Map<string, string>();
  const problems = files.flatMap((file) => checkWaivers(file, result, seen));
  if (problems.length > 0) throw new InputError(problems);
  return {
    waivers: files.flatMap(({ value }) => value.waivers),
    inputs: files.map(({ path, digest }) => ({ file: basename(path), digest })),
  };
}

function checkWaivers(
  file: SourceFile<WaiversFile>,
  result: ResultFile,
  seen: Map<string, string>,
): readonly Problem[] {
  const problems = [...requireSameDisclosure(file, result)];
  // Of another disclosure everything else is wrong too.
  if (problems.length > 0) return problems;
  const modalities = new Map(result.clauses.map(({ id, modality }) => [id, modality]));
  for (const [index, waiver] of file.value.waivers.entries()) {
    const at = (key: string, message: string): void => {
      problems.push(file.problem(['waivers', index, key], message));
    };
    const before = seen.get(waiver.id);
    if (before !== undefined) at('id', `there is a waiver ${waiver.id} in ${before} already`);
    seen.set(waiver.id, basename(file.path));
    if (waiver.clause === undefined && waiver.rule === undefined)
      problems.push(
        file.problem(['waivers', index], `${waiver.id} names neither a clause nor a rule; one is wanted`),
      );
    const modality = waiver.clause === undefined ? 'obligation' : modalities.get(waiver.clause);
    if (modality === undefined) at('clause', `the disclosure has no clause ${waiver.clause}`);
    if (modality === 'statement')
      at(
        'clause',
        `${waiver.clause} is a statement: nothing is judged of it, and a person attests to it instead`,
      );
    const fault = ruleFault(waiver.rule);
    if (fault !== undefined) at('rule', fault);
  }
  return problems;
}

/** Why a waiver cannot be of that rule. */
function ruleFault(id: string | undefined): string | undefined {
  if (id === undefined) return undefined;
  const rule = rules.find((candidate) => candidate.id === id);
  if (rule === undefined) return `there is no rule ${id}; "candor explain --list" names them all`;
  if (rule.effect === 'violated') return undefined;
  return `${id} leaves a clause inconclusive, which only a waiver of that clause as a whole covers`;
}
