import type { Problem } from '../disclosure/input-error.js';
import type { SourceFile } from '../disclosure/source-file.js';
import type { CalibrationFile } from './calibration-file.generated.js';

/** What the numbers of a calibration say of each other, and where it would be wrong if they did not. */
interface Claim {
  readonly holds: boolean;
  readonly path: readonly (string | number)[];
  /** What is wrong where it does not hold. */
  readonly otherwise: string;
}

interface Outcomes {
  readonly found: number;
  readonly byAnother: number;
  readonly missed: number;
}

/** How many survivors, and how many false alarms, a file names; its numbers count all of them. */
const NAMED_LIMIT = 1000;

/**
 * What is wrong with the numbers of a calibration: a file in which they do not add up was not written by one, or was
 * changed since, and its figure would be told as if it were true.
 */
export function contradictionsOf(file: SourceFile<CalibrationFile>): readonly Problem[] {
  return [...sums(file.value), ...lists(file.value)]
    .filter(({ holds }) => !holds)
    .map(({ path, otherwise }) => file.problem(path, `${path.join('.')}: ${otherwise}`));
}

function sums({ mutants, equivalents, rules, operators }: CalibrationFile): readonly Claim[] {
  const changes = sum(operators.map((operator) => operator.changes));
  return [
    outcomes(mutants, mutants.total, ['mutants', 'total']),
    ...rules.map((rule, index) => outcomes(rule, rule.mutants, ['rules', index, 'mutants'])),
    {
      holds: equivalents.falseAlarms <= equivalents.total,
      path: ['equivalents', 'falseAlarms'],
      otherwise: 'is more than there are equivalents',
    },
    ...operators.map(
      ({ changes, right, wrong }, index): Claim => ({
        holds: changes === right + wrong,
        path: ['operators', index, 'changes'],
        otherwise: 'is not the sum of right and wrong',
      }),
    ),
    {
      holds: changes === mutants.total + equivalents.total,
      path: ['operators'],
      otherwise: 'do not make as many changes as there are mutants and equivalents',
    },
    {
      holds: sum(rules.map((rule) => rule.mutants)) >= mutants.total,
      path: ['rules'],
      otherwise: 'have fewer mutants than there are',
    },
  ];
}

/** Whatever went wrong, and whatever was left out, has its entry: none of it is told by a number alone. */
function lists(file: CalibrationFile): readonly Claim[] {
  const { mutants, equivalents, survivors, falseAlarms, exclusions, excluded } = file;
  return [
    {
      holds: survivors.length === named(mutants.byAnother + mutants.missed),
      path: ['survivors'],
      otherwise: `are not the mutants that were missed or found by another rule, or the first ${NAMED_LIMIT} of them`,
    },
    {
      holds: falseAlarms.length === named(equivalents.falseAlarms),
      path: ['falseAlarms'],
      otherwise: `are not as many as equivalents.falseAlarms says, or the first ${NAMED_LIMIT} of them`,
    },
    {
      holds: sum(exclusions.map(({ count }) => count)) === excluded,
      path: ['exclusions'],
      otherwise: 'do not give each change that was left out its reason',
    },
  ];
}

function outcomes(
  { found, byAnother, missed }: Outcomes,
  total: number,
  path: readonly (string | number)[],
): Claim {
  return {
    holds: total === found + byAnother + missed,
    path,
    otherwise: 'is not the sum of found, byAnother and missed',
  };
}

function named(count: number): number {
  return Math.min(count, NAMED_LIMIT);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
