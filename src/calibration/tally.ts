import { rules } from '../judge/rules.js';
import type { CalibrationFile } from './calibration-file.generated.js';
import type { Exclusion, Mutant } from './mutant.js';
import type { Outcome, Score } from './score.js';

type RuleRow = CalibrationFile['rules'][number];
type OperatorRow = CalibrationFile['operators'][number];

/** The part of a calibration that is counted. */
export type Counted = Pick<
  CalibrationFile,
  | 'mutants'
  | 'equivalents'
  | 'excluded'
  | 'rules'
  | 'operators'
  | 'survivors'
  | 'falseAlarms'
  | 'exclusions'
  | 'unmeasured'
>;

/** What a change is called by. */
type Changed = Pick<Mutant, 'operator' | 'subject' | 'from'>;

/** Counts what became of mutants and equivalents; keeps the first thousand that went wrong. */
export interface Tally {
  add(mutant: Changed, expected: readonly string[], score: Score): void;
  exclude(exclusion: Exclusion): void;
  /** @param unmeasured why rules are not put to the test, beside those that no mutant concerned. */
  counted(unmeasured: CalibrationFile['unmeasured']): Counted;
}

const KEPT = 1000;
/** How long the texts of a candor-calibration/1 may be: a longer one could be written and not be read again. */
const bounds = { operator: 200, subject: 2000, from: 400, because: 2000, fired: 400 } as const;
/** How many rules and clauses it may name that fired. */
const FIRED = 200;
const NO_OCCASION = 'no scenario, field or route of this disclosure gives an occasion to break it';

export function openTally(): Tally {
  const mutants = { total: 0, found: 0, byAnother: 0, missed: 0 };
  const equivalents = { total: 0, falseAlarms: 0 };
  const byRule = new Map<string, RuleRow>(
    rules.map(({ id, kind }) => [id, { rule: id, kind, mutants: 0, found: 0, byAnother: 0, missed: 0 }]),
  );
  const byOperator = new Map<string, OperatorRow>();
  const survivors: CalibrationFile['survivors'] = [];
  const falseAlarms: CalibrationFile['falseAlarms'] = [];
  const exclusions = new Map<string, CalibrationFile['exclusions'][number]>();

  const countOperator = (operator: string, right: boolean): void => {
    const row = byOperator.get(operator) ?? { operator, changes: 0, right: 0, wrong: 0 };
    byOperator.set(operator, row);
    row.changes += 1;
    row[right ? 'right' : 'wrong'] += 1;
  };
  const countMutant = (expected: readonly string[], outcome: Outcome): void => {
    const column = columns[outcome];
    mutants.total += 1;
    mutants[column] += 1;
    for (const id of new Set(expected)) {
      const row = byRule.get(id);
      if (row === undefined) throw new Error(`an operator expects ${id}, and there is no such rule`);
      row.mutants += 1;
      row[column] += 1;
    }
  };

  return {
    add(changed, expected, { outcome, fired }) {
      const operator = cut(changed.operator, bounds.operator);
      const isEquivalent = expected.length === 0;
      const right = outcome === (isEquivalent ? 'quiet' : 'found');
      countOperator(operator, right);
      const one = {
        operator,
        subject: cut(changed.subject, bounds.subject),
        from: cut(changed.from, bounds.from),
        fired: firstOf(fired),
      };
      if (isEquivalent) {
        equivalents.total += 1;
        if (right) return;
        equivalents.falseAlarms += 1;
        if (falseAlarms.length < KEPT) falseAlarms.push(one);
        return;
      }
      countMutant(expected, outcome);
      if (!right && survivors.length < KEPT) survivors.push({ ...one, expected: [...new Set(expected)] });
    },
    exclude(exclusion) {
      const operator = cut(exclusion.operator, bounds.operator);
      const subject = cut(exclusion.subject, bounds.subject);
      const because = cut(exclusion.because, bounds.because);
      const key = JSON.stringify([operator, because]);
      const known = exclusions.get(key);
      if (known === undefined) exclusions.set(key, { operator, subject, because, count: 1 });
      else known.count += 1;
    },
    counted(unmeasured) {
      const idle = [...byRule.values()].filter((row) => row.mutants === 0);
      return {
        mutants,
        equivalents,
        excluded: [...exclusions.values()].reduce((sum, { count }) => sum + count, 0),
        rules: [...byRule.values()],
        operators: [...byOperator.values()].sort((one, other) => (one.operator < other.operator ? -1 : 1)),
        survivors,
        falseAlarms,
        exclusions: [...exclusions.values()],
        unmeasured: [...unmeasured, ...idle.map(({ rule }) => ({ rule, because: NO_OCCASION }))],
      };
    },
  };
}

const columns = {
  found: 'found',
  'by-another': 'byAnother',
  missed: 'missed',
  quiet: 'missed',
  'false-alarm': 'byAnother',
} as const;

/** Names come from documents and traces, which bound theirs otherwise. Half of a character is not kept. */
function cut(text: string, limit: number): string {
  return text.length <= limit ? text : `${text.slice(0, limit - 1).toWellFormed()}…`;
}

function firstOf(fired: readonly string[]): string[] {
  const told =
    fired.length <= FIRED ? fired : [...fired.slice(0, FIRED - 1), `${fired.length - FIRED + 1} more`];
  return told.map((one) => cut(one, bounds.fired));
}
