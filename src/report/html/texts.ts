import type { Report } from '../report.js';

/** The texts by which the parts of the typefaces are chosen: what is read first, and not each line of evidence. */
export function* shownTexts(report: Report): Generator<string> {
  yield report.title;
  yield report.system;
  yield report.determination.sentence;
  for (const { lines } of report.examined) for (const { text } of lines) yield text;
  for (const { says } of report.states) yield says;
  for (const { title } of report.scenarios) yield title ?? '';
  for (const { says, sentence } of report.clauses) yield `${says} ${sentence ?? ''}`;
  for (const { title, sent, allowed } of report.findings) yield `${title} ${sent ?? ''} ${allowed ?? ''}`;
  for (const { question, because } of report.interpretations) yield `${question} ${because}`;
  yield* report.limits;
  yield report.calibration.sentence;
}
