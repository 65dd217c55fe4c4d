import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { readFailures } from '../report/failures.js';
import { buildReport } from '../report/model/build-report.js';
import { resultText } from '../report/run-folder.js';
import { terminalReport } from '../report/terminal.js';
import type { Console } from './console.js';
import type { JudgedRun } from './verify.js';

/** Prints a result: for a machine the result itself, for a person the terminal report and where the rest is. */
export async function tell(
  console: Console,
  judged: JudgedRun,
  { folder, json }: { readonly folder: string; readonly json: boolean },
): Promise<void> {
  const text = resultText(judged.result);
  if (json) {
    console.out(text);
    return;
  }
  const run = {
    ...judged,
    folder,
    resultDigest: `sha256:${createHash('sha256').update(text).digest('hex')}`,
    scenarios: new Map(judged.scenarios.map(({ value }) => [value.scenario, value])),
    failures: await readFailures(folder),
    gate: undefined,
    sentences: new Map<string, string>(),
  };
  // What lies in the traces is told by `candor report`; here nobody waits for them to be read again.
  const report = await buildReport(run, { evidence: false });
  console.out(terminalReport(report, { colours: console.colours, width: console.width }));
  console.out(`\nResult and evidence: ${join(folder, 'result.json')}\n`);
}
