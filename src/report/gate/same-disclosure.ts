import type { Problem } from '../../disclosure/input-error.js';
import type { SourceFile } from '../../disclosure/source-file.js';
import type { ResultFile } from '../../judge/result.generated.js';

/** What is wrong where a file was written for another disclosure than the result is of; empty where nothing is. */
export function requireSameDisclosure(
  file: SourceFile<{ readonly disclosure: string }>,
  { disclosure }: ResultFile,
): Problem[] {
  if (file.value.disclosure === disclosure.id) return [];
  const judged = disclosure.id === null ? 'names no disclosure' : `is of ${disclosure.id}`;
  return [file.problem(['disclosure'], `is ${file.value.disclosure}, and the result ${judged}`)];
}
