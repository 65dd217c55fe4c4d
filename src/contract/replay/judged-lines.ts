import type { Disclosure } from '../../disclosure/disclosure.js';
import { InputError } from '../../disclosure/input-error.js';
import type { Breach } from '../../judge/finding.js';
import { createJudge } from '../../judge/judge.js';
import type { Variant } from '../../judge/readings.js';
import type { SystemFile } from '../../system/system-file.generated.js';
import { openTrace } from '../../trace/read.js';

/** What the judge says of each transmission of a trace. */
export interface JudgedLines {
  /** The breaches that a line shows. */
  of(line: number): readonly Breach[];
  /** Up to this line all of them were kept; the judge keeps no more than so many. */
  readonly keptUntil: number;
  readonly digest: string;
}

export interface Basis {
  readonly disclosure: Disclosure;
  readonly system: SystemFile;
  readonly variants: readonly Variant[];
}

/** Judges a trace as `candor verify` does. @throws InputError as it does. */
export async function judgeLines(
  path: string,
  { disclosure, system, variants }: Basis,
  onProgress: (events: number) => void,
): Promise<JudgedLines> {
  const judge = createJudge({ disclosure, system, scenario: undefined, variants });
  const trace = openTrace(path);
  for await (const { event, line } of trace.events) {
    try {
      judge.push(event, line);
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      throw new InputError(error.problems.map((problem) => ({ file: path, ...problem })));
    }
    if (line % 1000 === 0) onProgress(line);
  }
  const { breaches, omitted } = judge.finish();
  const byLine = new Map<number, Breach[]>();
  let last = 0;
  for (const breach of breaches) {
    if (breach.line === 0 || breach.rule.effect !== 'violated') continue;
    const known = byLine.get(breach.line);
    if (known === undefined) byLine.set(breach.line, [breach]);
    else known.push(breach);
    last = Math.max(last, breach.line);
  }
  return {
    of: (line) => byLine.get(line) ?? [],
    // The last line of which something was kept may have had more.
    keptUntil: omitted > 0 ? last - 1 : Number.POSITIVE_INFINITY,
    digest: trace.digest(),
  };
}
