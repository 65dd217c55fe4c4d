import type { createColors } from 'picocolors';
import { visible } from '../../disclosure/visible.js';
import { plural } from '../../report/model/words.js';
import { wrap } from '../../report/wrap.js';
import type { Disagreement, Place, Tally } from './account.js';
import type { Replay } from './replay.js';

type Colours = ReturnType<typeof createColors>;

export interface TellOptions {
  readonly colours: Colours;
  /** Columns to write in. */
  readonly width: number;
}

const TEXT_LIMIT = 1000;
const verdicts = {
  agreement: 'AGREEMENT',
  disagreement: 'DISAGREEMENT',
  undecided: 'NOT DECIDED',
} as const;
const columns: readonly (readonly [keyof Tally, string])[] = [
  ['disagreements', 'disagree'],
  ['bothAccept', 'both accept'],
  ['bothReject', 'both reject'],
  ['knownLimits', 'known limit'],
  ['notCompared', 'not compared'],
];

/** A replay for a person at a terminal: the disagreements first, then the table, and what Pact could not see. */
export function tellReplay(replay: Replay, options: TellOptions): string {
  const blocks = [
    head(replay, options),
    ...disagreements(replay, options),
    table(replay, options),
    ...knownLimits(replay, options),
    ...notCompared(replay, options),
  ];
  return `${blocks.join('\n\n')}\n`;
}

function head({ outcome, traces, total, reasons }: Replay, { colours, width }: TellOptions): string {
  const { bold, green, red, yellow } = colours;
  const paint = { agreement: green, disagreement: red, undecided: yellow }[outcome];
  const sent = traces.reduce((sum, { transmissions }) => sum + transmissions, 0);
  const agreed = total.bothAccept + total.bothReject;
  const sentence = `${plural(sent, 'transmission')} of ${plural(traces.length, 'trace')}: the judge and Pact agree on ${agreed} and disagree on ${total.disagreements}. Known limits of Pact's: ${total.knownLimits}. Not compared: ${total.notCompared}.`;
  return [
    bold(paint(verdicts[outcome])),
    ...wrap(sentence, width),
    ...reasons.flatMap((reason) => wrap(`Not decided: ${visible(reason, TEXT_LIMIT)}.`, width)),
  ].join('\n');
}

function disagreements(
  { disagreements: all, disagreementsOmitted }: Replay,
  options: TellOptions,
): readonly string[] {
  if (all.length === 0) return [];
  const more =
    disagreementsOmitted === 0 ? [] : [`  and ${disagreementsOmitted} more, which are only counted`];
  const lines = all.flatMap((one) => tellDisagreement(one, options));
  return [[options.colours.bold('Disagreements'), ...lines, ...more].join('\n')];
}

function tellDisagreement(
  { payload, kind, rules, judge, pact, ...place }: Disagreement,
  { colours, width }: TellOptions,
): readonly string[] {
  const indented = (text: string): readonly string[] =>
    wrap(text, width - 4, '  ').map((line) => `    ${line}`);
  const what =
    kind === 'pact-accepts'
      ? `Pact accepts what the judge rejects by ${rules.join(', ')}`
      : 'Pact rejects what the judge accepts';
  const rest = kind === 'pact-rejects' && rules.length > 0 ? `, but for ${rules.join(', ')}` : '';
  const words = pact.length === 0 ? ['nothing, when it was asked again'] : pact;
  return [
    `  ${colours.red(where(place))}  ${payload ?? 'no route'}`,
    ...indented(`${what}${rest}`),
    ...judge.flatMap((text) => indented(`the judge: ${text}`)),
    ...(kind === 'pact-rejects' ? words.flatMap((text) => indented(`Pact: ${text}`)) : []),
  ];
}

function table({ payloads, total }: Replay, { colours }: TellOptions): string {
  const rows = [
    ...payloads.map((row) => ({ ...row, name: row.payload ?? '(no route)' })),
    { ...total, name: 'all' },
  ];
  const first = Math.max(...rows.map(({ name }) => name.length));
  const titles = columns.map(([, title]) => title).join('  ');
  const lines = rows.map(({ name, ...tally }) => {
    const cells = columns.map(([column, title]) => String(tally[column]).padStart(title.length));
    return `  ${name.padEnd(first)}  ${cells.join('  ')}`;
  });
  return [`  ${' '.repeat(first)}  ${colours.bold(titles)}`, ...lines].join('\n');
}

function knownLimits({ knownLimits: limits }: Replay, { colours, width }: TellOptions): readonly string[] {
  if (limits.length === 0) return [];
  const lines = limits.flatMap(({ id, what, because, count, first }) => [
    `  ${id}  ${count}, first in ${where(first)}`,
    ...wrap(`Pact cannot see ${what}. ${because}`, width - 6).map((line) => `      ${colours.dim(line)}`),
  ]);
  return [[colours.bold('Known limits of Pact that were met: no agreement'), ...lines].join('\n')];
}

function notCompared({ notCompared: reasons }: Replay, { colours, width }: TellOptions): readonly string[] {
  if (reasons.length === 0) return [];
  const lines = reasons.flatMap(({ why, count, first }) =>
    wrap(`${count}: ${why} (first in ${where(first)})`, width - 2, '  ').map((line) => `  ${line}`),
  );
  return [[colours.bold('Not compared'), ...lines].join('\n')];
}

function where({ trace, line }: Place): string {
  return `${visible(trace, TEXT_LIMIT)}:${line}`;
}
