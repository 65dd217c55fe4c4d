import type { Run } from '../load-run.js';
import type { ClauseEntry, InterpretationEntry } from '../report.js';
import { paragraph } from '../wrap.js';

/** Each question that the document leaves open, and what the clauses would be under each answer. */
export function interpretationEntries(
  { disclosure, result }: Run,
  clauses: readonly ClauseEntry[],
): readonly InterpretationEntry[] {
  return [...(disclosure?.interpretations.values() ?? [])].map((interpretation) => {
    const { id, question, readings, because, decided } = interpretation;
    const carriers = [interpretation.clause].flat();
    const chosen = result.interpretations[id] ?? interpretation.chosen;
    const carrying = clauses.filter((clause) => carriers.includes(clause.id));
    const entries = Object.entries(readings).map(([reading, says]) => ({
      id: reading,
      says: paragraph(says),
      chosen: reading === chosen,
      verdicts: carrying.flatMap((clause) => {
        const other = clause.readings.under.find(
          (under) => under.interpretation === id && under.reading === reading,
        );
        return other === undefined ? [] : [{ clause: clause.id, verdict: other.verdict }];
      }),
    }));
    const evaluated = entries.some((entry) => entry.verdicts.length > 0);
    const own = carrying.map((clause) => ({ clause: clause.id, verdict: clause.judged }));
    const isOwn = chosen === interpretation.chosen;
    return {
      id,
      clauses: carriers,
      question: paragraph(question),
      readings: entries.map((entry) => (entry.chosen && evaluated ? { ...entry, verdicts: own } : entry)),
      because: isOwn
        ? paragraph(because)
        : `Read otherwise for this run. The disclosure chooses ${interpretation.chosen}: ${paragraph(because)}`,
      decidedBy: isOwn ? decided?.by : undefined,
      decidedOn: isOwn ? decided?.on : undefined,
      evaluated,
      decisive: clauses.some((clause) => clause.readings.restsOn.includes(id)),
    };
  });
}
