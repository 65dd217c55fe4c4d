import type { ResultFile } from '../../judge/result.generated.js';
import { describeFingerprint, type Finding, fingerprintOf, located } from './fingerprint.js';

/** What became of the findings since an earlier run. */
export interface Comparison {
  /** The ids of those that are new. */
  readonly added: ReadonlySet<string>;
  /** What is no longer found, in words, each with how often. */
  readonly gone: readonly string[];
  readonly goneCount: number;
  readonly unchanged: number;
}

/**
 * Counts the findings of two runs by what they are ({@link fingerprintOf}). Where one is there more often than
 * before, the last ones are the new ones.
 */
export function compareFindings(now: readonly Finding[], before: readonly Finding[]): Comparison {
  const left = new Map<string, { readonly words: string; count: number }>();
  for (const finding of before) {
    const key = fingerprintOf(located(finding));
    const known = left.get(key);
    if (known === undefined) left.set(key, { words: describeFingerprint(located(finding)), count: 1 });
    else known.count += 1;
  }
  const added = new Set<string>();
  for (const finding of now) {
    const known = left.get(fingerprintOf(located(finding)));
    if (known === undefined || known.count === 0) added.add(finding.id);
    else known.count -= 1;
  }
  const gone = [...left.values()].filter(({ count }) => count > 0);
  return {
    added,
    gone: gone.map(({ words, count }) => (count === 1 ? words : `${words} (${count} times)`)).sort(),
    goneCount: gone.reduce((sum, { count }) => sum + count, 0),
    unchanged: now.length - added.size,
  };
}

/** What else differs between the two runs, and limits what the comparison says. */
export function differences(now: ResultFile, before: ResultFile): readonly string[] {
  const notes: string[] = [];
  if (now.disclosure.digest !== before.disclosure.digest)
    notes.push('the disclosure was changed since the baseline');
  if (now.system.id !== before.system.id)
    notes.push(`the baseline is of another system, ${before.system.id ?? 'without a name'}`);
  const readings = Object.keys({ ...now.interpretations, ...before.interpretations }).filter(
    (id) => readingOf(now, id) !== readingOf(before, id),
  );
  if (readings.length > 0)
    notes.push(`the baseline was judged under another reading of ${readings.join(', ')}`);
  if (now.findingsOmitted + before.findingsOmitted > 0)
    notes.push('one of the two results did not keep all of its findings: those cannot be compared');
  return notes;
}

function readingOf({ interpretations }: ResultFile, id: string): string | undefined {
  return Object.hasOwn(interpretations, id) ? interpretations[id] : undefined;
}
