import type { CalibrationFile } from '../../calibration/calibration-file.generated.js';
import type { ResultFile } from '../../judge/result.generated.js';
import type { Run } from '../load-run.js';
import type { CalibrationAlarm, CalibrationEntry, CalibrationFigure } from '../report.js';
import { paragraph } from '../wrap.js';
import { clean, grouped } from './words.js';

const ID_LIMIT = 100;
const FROM_LIMIT = 400;
const CHANGE_LIMIT = 1000;
/** Of a digest, where a sentence names it. */
const DIGITS = 12;
/** Of names in a sentence. */
const NAME_LIMIT = 5;

/**
 * What is known of how many violations Candor itself would miss. A calibration speaks of one disclosure, one system
 * file, one choice of readings and one version of Candor: where any of them is another, it is not this run's figure.
 */
export function calibrationEntry({ calibration: file, result }: Run): CalibrationEntry {
  if (file === undefined)
    return {
      kind: 'not measured',
      sentence: 'How many violations Candor itself would miss was not measured for this run.',
    };
  const { value: calibration } = file;
  const differs = differences(calibration, result);
  if (differs.length > 0)
    return {
      kind: 'other',
      sentence: `How many violations Candor itself would miss was measured for ${subjectOf(calibration)} by ${byOf(calibration)}, not for what was judged here: ${listed(differs)}. For this run it is not known.`,
      differs,
    };
  if (calibration.mutants.total === 0)
    return {
      kind: 'not measured',
      sentence: `How many violations Candor itself would miss is not known: the calibration for ${subjectOf(calibration)} put no violation into any trace. By ${byOf(calibration)}.`,
    };
  return { kind: 'measured', sentence: figureSentence(calibration), figure: figureOf(calibration) };
}

function differences(calibration: CalibrationFile, result: ResultFile): readonly string[] {
  return [
    ...differing('disclosure', calibration.disclosure, result.disclosure),
    ...differing('system file', calibration.system, result.system),
    ...readingsThatDiffer(calibration.interpretations, result.interpretations),
    ...(calibration.instrument === result.instrument
      ? []
      : [`the judge is ${clean(result.instrument, ID_LIMIT)}`]),
  ];
}

function differing(
  what: string,
  measured: CalibrationFile['disclosure'],
  judged: ResultFile['disclosure'],
): readonly string[] {
  if (measured.id !== judged.id) return [`the ${what} is ${clean(judged.id ?? '–', ID_LIMIT)}`];
  return measured.digest === judged.digest ? [] : [`the ${what} is not the same`];
}

function readingsThatDiffer(
  measured: CalibrationFile['interpretations'],
  judged: ResultFile['interpretations'],
): readonly string[] {
  const ids = [...new Set([...Object.keys(measured), ...Object.keys(judged)])];
  const reading = (of: Readonly<Record<string, string>>, id: string): string | undefined =>
    Object.hasOwn(of, id) ? of[id] : undefined;
  const other = ids.filter((id) => reading(measured, id) !== reading(judged, id));
  if (other.length === 0) return [];
  return [`${firstOf(other)} ${other.length === 1 ? 'is' : 'are'} read otherwise`];
}

/** `acme-1 (sha256:1234567890ab…) with the routes of acme`. */
function subjectOf({ disclosure, system }: CalibrationFile): string {
  const digest = disclosure.digest.slice(0, 'sha256:'.length + DIGITS);
  return `${clean(disclosure.id, ID_LIMIT)} (${digest}…) with the routes of ${clean(system.id, ID_LIMIT)}`;
}

function byOf({ instrument }: CalibrationFile): string {
  return clean(instrument, ID_LIMIT);
}

/** The whole figure in one sentence; never "calibrated" where a violation was not found, or an alarm was false. */
function figureSentence(calibration: CalibrationFile): string {
  const { mutants, equivalents, excluded } = calibration;
  const sound = mutants.found === mutants.total && equivalents.falseAlarms === 0;
  const parts = [
    foundPart(mutants),
    equivalents.total === 0
      ? 'no permitted change was tried'
      : `${equivalents.falseAlarms === 0 ? 'no false alarm' : counted(equivalents.falseAlarms, 'false alarm')} in ${counted(equivalents.total, 'permitted change')}`,
    ...(excluded === 0 ? [] : [`${counted(excluded, 'change')} left out, each with its reason`]),
    ...untestedPart(calibration),
  ];
  const opening = sound ? 'Calibrated for' : 'Candor’s own error was measured for';
  return `${opening} ${subjectOf(calibration)}: ${parts.join('; ')}. By ${byOf(calibration)}.`;
}

function foundPart({ total, found, byAnother, missed }: CalibrationFile['mutants']): string {
  const put =
    total === 1
      ? 'violation, put into a trace that had none, was'
      : 'violations, each put into a trace that had none, were';
  const survived = [
    ...(byAnother === 0 ? [] : [`${grouped(byAnother)} by another`]),
    ...(missed === 0 ? [] : [`${grouped(missed)} ${missed === 1 ? 'was' : 'were'} missed`]),
  ];
  return [`${grouped(found)} of ${grouped(total)} ${put} found by the right rule`, ...survived].join(', ');
}

/** What was not tried: that nothing of it was missed says nothing. */
function untestedPart({ rules, unmeasured }: CalibrationFile): readonly string[] {
  const untested = rules.filter(({ mutants }) => mutants === 0).map(({ rule }) => rule);
  const known = new Set(untested);
  const partly = [...new Set(unmeasured.map(({ rule }) => rule))].filter((rule) => !known.has(rule));
  const parts = [
    ...(untested.length === 0 ? [] : [firstOf(untested)]),
    ...(partly.length === 0 ? [] : [`parts of ${firstOf(partly)}`]),
  ];
  return parts.length === 0 ? [] : [`not put to the test: ${parts.join(', and ')}`];
}

function figureOf(calibration: CalibrationFile): CalibrationFigure {
  const { mutants, equivalents, excluded, traces, source, rules } = calibration;
  return {
    mutants,
    equivalents,
    excluded,
    traces,
    source,
    rules: rules.map((row) => ({ ...row, rule: clean(row.rule, ID_LIMIT) })),
    survivors: calibration.survivors.map((survivor) => ({
      ...alarmOf(survivor),
      expected: survivor.expected.map((rule) => clean(rule, ID_LIMIT)),
    })),
    falseAlarms: calibration.falseAlarms.map(alarmOf),
    exclusions: calibration.exclusions.map(({ operator, subject, because, count }) => ({
      change:
        count === 1
          ? changeOf({ operator, subject })
          : clean(`${operator}, ${grouped(count)} times, such as ${subject}`, CHANGE_LIMIT),
      because: paragraph(because),
    })),
    unmeasured: calibration.unmeasured.map(({ rule, because }) => ({
      rule: clean(rule, ID_LIMIT),
      because: paragraph(because),
    })),
  };
}

function alarmOf({ from, fired, ...change }: CalibrationFile['falseAlarms'][number]): CalibrationAlarm {
  return {
    change: changeOf(change),
    from: clean(from, FROM_LIMIT),
    fired: fired.map((what) => clean(what, FROM_LIMIT)),
  };
}

/** `field/missing: report#/device/model`. */
function changeOf({ operator, subject }: { readonly operator: string; readonly subject: string }): string {
  return clean(`${operator}: ${subject}`, CHANGE_LIMIT);
}

function counted(count: number, one: string): string {
  return `${grouped(count)} ${count === 1 ? one : `${one}s`}`;
}

function firstOf(names: readonly string[]): string {
  const shown = names.slice(0, NAME_LIMIT).map((name) => clean(name, ID_LIMIT));
  const more = names.length - shown.length;
  return listed(more === 0 ? shown : [...shown, `${more} more`]);
}

/** `a`, `a and b`, `a, b and c`. */
function listed(names: readonly string[]): string {
  return names.length < 2 ? (names[0] ?? '') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}
