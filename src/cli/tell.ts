import { join } from 'node:path';
import { resultText } from '../report/run-folder.js';
import { terminalReport } from '../report/terminal.js';
import type { Console } from './console.js';
import type { Judged } from './judge-traces.js';

/** Prints a result: for a machine the result itself, for a person the terminal report and where the rest is. */
export function tell(
  console: Console,
  { result, disclosure }: Judged,
  { folder, json }: { readonly folder: string; readonly json: boolean },
): void {
  if (json) {
    console.out(resultText(result));
    return;
  }
  const says = new Map([...(disclosure?.clauses.values() ?? [])].map((clause) => [clause.id, clause.says]));
  console.out(terminalReport(result, { says, colours: console.colours, width: console.width }));
  console.out(`\nResult and evidence: ${join(folder, 'result.json')}\n`);
}
