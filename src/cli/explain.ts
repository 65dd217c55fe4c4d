import type { Disclosure } from '../disclosure/disclosure.js';
import { InputError } from '../disclosure/input-error.js';
import { loadDisclosure } from '../disclosure/load.js';
import { findDisclosureProject, listIds, projectFolders } from '../disclosure/project.js';
import type { Rule } from '../judge/rule.js';
import { rules } from '../judge/rules.js';
import { paragraph, wrap } from '../report/wrap.js';
import type { Console } from './console.js';
import { UPHELD } from './exit-status.js';

export interface ExplainOptions {
  readonly project?: string;
  readonly disclosure?: string;
  readonly json?: boolean;
}

/**
 * `candor explain RULE|CLAUSE`.
 *
 * @throws InputError where neither a rule nor a clause has that name.
 */
export async function explain(name: string, options: ExplainOptions, console: Console): Promise<number> {
  const rule = rules.find(({ id }) => id === name);
  if (rule !== undefined) {
    console.out(options.json ? `${JSON.stringify(rule)}\n` : explainRule(rule, console));
    return UPHELD;
  }
  for await (const disclosure of loadDisclosures(options)) {
    const clause = disclosure.clauses.get(name);
    if (clause === undefined) continue;
    const open = interpretationsOf(disclosure, name);
    console.out(
      options.json
        ? `${JSON.stringify({ disclosure: disclosure.id, ...clause, interpretations: open })}\n`
        : explainClause(disclosure, name, console),
    );
    return UPHELD;
  }
  const message = `there is no rule and no clause ${JSON.stringify(name)}; "candor explain --list" names them all`;
  throw new InputError({ message });
}

/** `candor explain --list`: every rule with its first sentence, then every clause. */
export async function listExplainable(options: ExplainOptions, console: Console): Promise<number> {
  const disclosures: Disclosure[] = [];
  for await (const disclosure of loadDisclosures(options)) disclosures.push(disclosure);
  if (options.json) {
    const clauses = disclosures.flatMap((disclosure) =>
      [...disclosure.clauses.values()].map((clause) => ({ disclosure: disclosure.id, ...clause })),
    );
    console.out(`${JSON.stringify({ rules, clauses })}\n`);
    return UPHELD;
  }
  const { bold } = console.colours;
  for (const { id, fires } of rules) console.out(`${bold(id)}  ${fires}\n`);
  for (const { id, clauses } of disclosures) {
    console.out(`\n${bold(id)}\n`);
    for (const clause of clauses.values()) console.out(`${clause.id}  ${paragraph(clause.says)}\n`);
  }
  return UPHELD;
}

/** One after the other: whoever looks for a clause need not load those behind it. */
async function* loadDisclosures({ disclosure, project }: ExplainOptions): AsyncGenerator<Disclosure> {
  const folders = projectFolders(project);
  const ids = disclosure === undefined ? await listIds(folders, 'disclosures') : [disclosure];
  for (const id of ids) yield await loadDisclosure(await findDisclosureProject(folders, id), id);
}

function explainRule(rule: Rule, { colours, width }: Console): string {
  const lines = [
    `${colours.bold(rule.id)}  ${colours.dim(`${rule.kind}, ${rule.effect}`)}`,
    '',
    ...wrap(rule.fires, width),
    '',
    ...wrap(rule.explanation, width),
    '',
    ...wrap(`Charged to ${rule.charged}.`, width),
    ...wrap(`What to do: ${rule.remedy}`, width),
  ];
  return `${lines.join('\n')}\n`;
}

function explainClause(disclosure: Disclosure, id: string, { colours, width }: Console): string {
  const clause = disclosure.clauses.get(id);
  if (clause === undefined) return '';
  const verified = clause['verified-by']?.join(', ') ?? 'nothing: a person attests to it';
  const lines = [
    `${colours.bold(clause.id)}  ${colours.dim(`${clause.modality}, ${disclosure.id}, ${clause.at}`)}`,
    '',
    ...wrap(paragraph(clause.says), width),
    '',
    ...wrap(paragraph(`Verified by ${verified}`), width),
    `Digest ${clause.digest}`,
  ];
  for (const { id: interpretation, question, readings, chosen, because } of interpretationsOf(
    disclosure,
    id,
  )) {
    lines.push('', colours.bold(interpretation), ...wrap(paragraph(question), width));
    for (const [reading, text] of Object.entries(readings)) {
      lines.push(...wrap(paragraph(`${reading === chosen ? '*' : '-'} ${reading}: ${text}`), width, '  '));
    }
    lines.push(...wrap(paragraph(`Because ${because}`), width));
  }
  return `${lines.join('\n')}\n`;
}

function interpretationsOf(disclosure: Disclosure, clause: string) {
  return [...disclosure.interpretations.values()].filter((entry) => [entry.clause].flat().includes(clause));
}
