import type { CalibrationFile } from '../calibration/calibration-file.generated.js';
import { visible } from '../disclosure/visible.js';
import { grouped, plural } from './model/words.js';
import type { TerminalOptions } from './terminal.js';
import { wrap } from './wrap.js';

/** How many survivors and false alarms a person is shown one by one; the file has them all. */
const SHOWN = 20;

/** A calibration for a person at a terminal: the figures, the table by rule, what went wrong, what was left out. */
export function calibrationTable(file: CalibrationFile, options: TerminalOptions): string {
  const blocks = [
    determination(file, options),
    byRule(file, options),
    ...survivors(file, options),
    ...alarms(file, options),
    ...leftOut(file, options),
  ];
  return `${blocks.join('\n\n')}\n`;
}

function determination(file: CalibrationFile, { colours, width }: TerminalOptions): string {
  const { mutants, equivalents, disclosure, system, traces } = file;
  const clean = mutants.found === mutants.total && equivalents.falseAlarms === 0 && mutants.total > 0;
  const word = clean ? 'ALL FOUND' : mutants.total === 0 ? 'NOTHING MEASURED' : 'NOT ALL RIGHT';
  const { bold, green, red } = colours;
  const from = file.source === 'specimens' ? 'composed from its scenarios' : 'that were given';
  return [
    `${bold(clean ? green(word) : red(word))}  ${disclosure.id} · ${system.id}`,
    ...wrap(
      `${grouped(mutants.found)} of ${counted(mutants.total, 'violation')} that were put into ${counted(traces, 'compliant trace')} ${from} were found by the right rule, ${grouped(mutants.byAnother)} by another, ${grouped(mutants.missed)} by none. ${falseAlarms(file)}`,
      width,
    ),
    colours.dim(
      `${file.instrument} · disclosure ${disclosure.digest.slice(0, 19)}… · system ${system.digest.slice(0, 19)}…`,
    ),
  ].join('\n');
}

function falseAlarms({ equivalents: { total, falseAlarms: count } }: CalibrationFile): string {
  return `${count === 0 ? 'No false alarm' : counted(count, 'false alarm')} in ${counted(total, 'change')} that the disclosure permits.`;
}

function byRule({ rules }: CalibrationFile, { colours }: TerminalOptions): string {
  const head = ['rule', 'violations', 'found', 'by another', 'missed'];
  const rows = rules.map((row) => [
    row.rule,
    ...[row.mutants, row.found, row.byAnother, row.missed].map((count) => grouped(count)),
  ]);
  const widths = head.map((name, column) =>
    Math.max(name.length, ...rows.map((row) => (row[column] ?? '').length)),
  );
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, column) =>
        column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
      )
      .join('  ');
  return [
    colours.bold(line(head)),
    ...rows.map((row, index) => {
      const { mutants, found } = rules[index] ?? { mutants: 0, found: 0 };
      if (mutants === 0) return colours.dim(line(row));
      return mutants === found ? line(row) : colours.red(line(row));
    }),
  ].join('\n');
}

function survivors(
  { survivors: all, mutants }: CalibrationFile,
  options: TerminalOptions,
): readonly string[] {
  const lines = all
    .slice(0, SHOWN)
    .flatMap(({ operator, subject, from, expected, fired }) =>
      entry(
        `${operator} of ${subject}`,
        `in ${from}: ${expected.join(' and ')} must fire; ${fired.length === 0 ? 'nothing did' : `${fired.join(', ')} did`}`,
        options,
      ),
    );
  return section('Not found by the right rule', lines, mutants.total - mutants.found, options);
}

function alarms(
  { falseAlarms: all, equivalents }: CalibrationFile,
  options: TerminalOptions,
): readonly string[] {
  const lines = all
    .slice(0, SHOWN)
    .flatMap(({ operator, subject, from, fired }) =>
      entry(`${operator} of ${subject}`, `in ${from}: ${fired.join(', ')}`, options),
    );
  return section('False alarms', lines, equivalents.falseAlarms, options);
}

function leftOut(
  { exclusions, excluded, unmeasured }: CalibrationFile,
  options: TerminalOptions,
): readonly string[] {
  const changes = exclusions.flatMap(({ operator, subject, because, count }) =>
    entry(
      `${operator}, ${count === 1 ? subject : `${plural(count, 'time')}, such as ${subject}`}`,
      because,
      options,
    ),
  );
  const rules = unmeasured.flatMap(({ rule, because }) => entry(rule, because, options));
  return [
    ...(rules.length === 0 ? [] : [[options.colours.bold('Not measured'), ...rules].join('\n')]),
    ...(changes.length === 0
      ? []
      : [[options.colours.bold(`Left out (${grouped(excluded)})`), ...changes].join('\n')]),
  ];
}

function section(
  title: string,
  lines: readonly string[],
  count: number,
  { colours }: TerminalOptions,
): readonly string[] {
  if (count === 0) return [];
  const more = count > SHOWN ? [`  and ${plural(count - SHOWN, 'other')}; --json has them`] : [];
  return [[colours.bold(`${title} (${grouped(count)})`), ...lines, ...more].join('\n')];
}

function entry(name: string, text: string, { colours, width }: TerminalOptions): readonly string[] {
  return [
    ...wrap(visible(name), width - 2, '  ').map((line) => `  ${line}`),
    ...wrap(visible(text, 1000), width - 6).map((line) => `      ${colours.dim(line)}`),
  ];
}

function counted(count: number, one: string): string {
  return `${grouped(count)} ${one}${count === 1 ? '' : 's'}`;
}
