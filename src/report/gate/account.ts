import type { createColors } from 'picocolors';
import { plural } from '../model/words.js';
import { paragraph, wrap } from '../wrap.js';
import type { GateFile } from './gate.generated.js';

export interface AccountOptions {
  readonly colours: ReturnType<typeof createColors>;
  /** Columns to write in. */
  readonly width: number;
}

const GONE_LIMIT = 20;

/** What the gate says, for a person at a terminal: the answer, why, and what was let pass. */
export function gateAccount(gate: GateFile, options: AccountOptions): string {
  const blocks = [
    [answer(gate, options), ...items(gate.reasons, options)].join('\n'),
    ...block('Let pass, or limited', gate.notes, options),
    ...block('Waivers', gate.waivers.map(waiverLine), options),
    ...block('Statements', statementLines(gate), options),
    ...block('Since the baseline', baselineLines(gate), options),
  ];
  return `${blocks.join('\n\n')}\n`;
}

function answer({ passed, on, waived, clauses }: GateFile, { colours }: AccountOptions): string {
  if (!passed) return `${colours.bold(colours.red('GATE FAILED'))}  on ${on}, because`;
  const waivedClauses = clauses.filter(({ verdict }) => verdict === 'waived').length;
  const help = waivedClauses + waived.length === 0 ? '' : `, with ${plural(waivedClauses, 'clause')} waived`;
  return `${colours.bold(colours.green('GATE PASSED'))}  on ${on}${help}`;
}

function block(title: string, lines: readonly string[], options: AccountOptions): readonly string[] {
  if (lines.length === 0) return [];
  return [[options.colours.bold(title), ...items(lines, options)].join('\n')];
}

function items(lines: readonly string[], { width }: AccountOptions): readonly string[] {
  return lines.flatMap((line) => wrap(`- ${paragraph(line)}`, width - 2, '  ').map((part) => `  ${part}`));
}

function waiverLine({ id, scope, reason, by, until, matched, ended }: GateFile['waivers'][number]): string {
  const held = ended ? `ended on ${until}` : `until ${until}`;
  return `${id}: ${scope}; covers ${matched}, ${held}; ${by}: ${reason}`;
}

function statementLines({ attestations, unattested }: GateFile): readonly string[] {
  return [
    ...attestations.map(({ clause, by, on }) => `${clause}: attested by ${by} on ${on}`),
    ...unattested.map((clause) => `${clause}: not attested`),
  ];
}

function baselineLines({ baseline }: GateFile): readonly string[] {
  if (baseline === undefined) return [];
  const { run, added, gone, goneCount, unchanged } = baseline;
  const more = gone.length - GONE_LIMIT;
  return [
    `${run}: ${added} new, ${goneCount} gone, ${unchanged} as before`,
    ...gone.slice(0, GONE_LIMIT).map((words) => `gone: ${words}`),
    ...(more > 0 ? [`gone: ${more} more in gate.json`] : []),
  ];
}
