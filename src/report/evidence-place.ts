import type { Occurrence } from './report.js';

/** `traces/a.ndjson:17`, or the trace alone where it is what is not there that shows it. */
export function evidencePlace({ trace, line }: Occurrence['evidence']): string {
  return line >= 1 ? `${trace}:${line}` : trace;
}
