import type { Rule } from '../src/judge/rule.js';
import { rules } from '../src/judge/rules.js';
import type { GeneratedFile } from './generated-file.js';

/** The folder of the pages, which holds nothing else. */
export const RULE_FOLDER = 'docs/rules';

const note = '<!-- Generated from src/judge/rules.ts by "npm run generate". Change the rule instead. -->';

const kinds: Readonly<Record<Rule['kind'], string>> = {
  excess: '`excess`: something was sent that the disclosure does not permit',
  shortfall: '`shortfall`: something disclosed did not happen',
};

const effects: Readonly<Record<Rule['effect'], string>> = {
  violated: 'the clause is `violated`',
  inconclusive: 'the scenario is `inconclusive`',
};

/** A page for each rule, and the index of them all. */
export function rulePages(): readonly GeneratedFile[] {
  return [
    { path: `${RULE_FOLDER}/README.md`, text: indexPage() },
    ...rules.map((rule) => ({ path: `${RULE_FOLDER}/${pageName(rule)}`, text: rulePage(rule) })),
  ];
}

function pageName({ id }: Rule): string {
  return `${id.replace('/', '-')}.md`;
}

function rulePage(rule: Rule): string {
  const rows = [
    ['Kind', kinds[rule.kind]],
    ['Effect', effects[rule.effect]],
    ['Charged to', rule.charged],
  ];
  return paragraphs(
    note,
    `# ${rule.id}`,
    rule.fires,
    table([['', ''], ...rows]),
    '## Why, and how it is decided',
    rule.explanation,
    '## What to do',
    rule.remedy,
    `The same at a terminal: \`candor explain ${rule.id}\`. All rules: [index](README.md).`,
  );
}

function indexPage(): string {
  const families = [...new Set(rules.map(familyOf))];
  const sections = families.flatMap((family) => [
    `## ${family}`,
    table([
      ['rule', 'kind', 'fires when'],
      ...rules.filter((rule) => familyOf(rule) === family).map(indexRow),
    ]),
  ]);
  return paragraphs(
    note,
    '# Rules',
    'A finding is one breach of one rule. An _excess_ is something that was sent and is not permitted. A _shortfall_ is something that was disclosed and did not happen. Both fail a gate; reports keep them apart.',
    ...sections,
  );
}

function indexRow(rule: Rule): readonly string[] {
  return [`[\`${rule.id}\`](${pageName(rule)})`, rule.kind, rule.fires];
}

function familyOf({ id }: Rule): string {
  return id.split('/')[0] ?? id;
}

function paragraphs(...parts: readonly string[]): string {
  return `${parts.join('\n\n')}\n`;
}

/** A table as the formatter has it, the first row its head: all cells of a column are equally wide. */
function table([head = [], ...rows]: readonly (readonly string[])[]): string {
  const widths = head.map((_, column) =>
    Math.max(3, ...[head, ...rows].map((row) => row[column]?.length ?? 0)),
  );
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n');
}
