import type { createColors } from 'picocolors';
import { visible } from '../../disclosure/visible.js';
import type { Verdict } from '../../judge/verdict.js';
import { wrap } from '../../report/wrap.js';
import type { Check, ContractReport, InteractionReport, Verification } from './verification.js';

type Colours = ReturnType<typeof createColors>;
type Paint = (verdict: Verdict, text: string) => string;

const names: Readonly<Record<Check['check'], string>> = {
  state: 'state',
  provider: 'service',
  pact: 'by Pact',
  documented: 'documented',
  undocumented: 'undocumented',
  'documented-again': 'documented, again',
};
const stateLines: Readonly<Record<Verification['states'], string>> = {
  none: 'No state was set: the service was taken to be in each state already.',
  url: 'Each state was set up by the state URL before each request.',
  handlers: 'A handler is to set up each state before each request.',
};
const TEXT_LIMIT = 1000;
/** Of a body, on a terminal. */
const BODY_LIMIT = 300;
/** Of it, what follows the name of what is undocumented. */
const AFTER = 20;

/** A verification as it is told on a terminal: a table of interactions, each failure, and the count of both halves. */
export function tellVerification(verification: Verification, width: number, colours: Colours): string {
  const paint = painter(colours);
  const lines = [
    ...verification.contracts.flatMap((contract) => contractLines(contract, paint)),
    ...failureLines(verification, width, paint),
    ...summaryLines(verification, paint),
  ];
  return `${lines.join('\n')}\n`;
}

function painter(colours: Colours): Paint {
  return (verdict, text) => {
    if (verdict === 'upheld') return colours.green(text);
    return verdict === 'violated' ? colours.red(text) : colours.yellow(text);
  };
}

function contractLines({ provider, interactions }: ContractReport, paint: Paint): readonly string[] {
  const head = `${''.padEnd(14)}${'Pact'.padEnd(6)}${'accepted'.padEnd(10)}rejected`;
  return [visible(provider), head, ...interactions.map((one) => interactionLine(one, paint)), ''];
}

function interactionLine({ verdict, checks, description }: InteractionReport, paint: Paint): string {
  const tried = checks.filter(({ check }) => check === 'undocumented');
  const rejected = tried.filter((check) => check.verdict === 'upheld').length;
  const cells = [
    cellOf(checks, 'pact').padEnd(6),
    cellOf(checks, 'documented').padEnd(10),
    (tried.length === 0 ? '–' : `${rejected} of ${tried.length}`).padEnd(10),
  ];
  return `${paint(verdict, markOf(verdict).padEnd(14))}${cells.join('')}${visible(description, TEXT_LIMIT)}`;
}

/** What is not well is in capitals, for whoever sees no colour. */
function markOf(verdict: Verdict): string {
  return verdict === 'upheld' ? verdict : verdict.toUpperCase();
}

function cellOf(checks: readonly Check[], kind: Check['check']): string {
  const check = checks.find((one) => one.check === kind);
  return check === undefined ? '–' : { upheld: 'yes', violated: 'NO', inconclusive: '?' }[check.verdict];
}

function failureLines(verification: Verification, width: number, paint: Paint): readonly string[] {
  return verification.contracts.flatMap(({ provider, interactions }) =>
    interactions.flatMap(({ description, state, checks }) => {
      const failed = checks.filter(({ verdict }) => verdict !== 'upheld');
      if (failed.length === 0) return [];
      return [
        `${visible(provider)}: ${visible(description, TEXT_LIMIT)}`,
        ...indented(`state: ${visible(state, TEXT_LIMIT)}`, width),
        ...failed.flatMap((check) => checkLines(check, width, paint)),
        '',
      ];
    }),
  );
}

function checkLines(check: Check, width: number, paint: Paint): readonly string[] {
  const { verdict, because = '', what, request, answer } = check;
  const name = what === undefined ? names[check.check] : `${names[check.check]} ${visible(what, TEXT_LIMIT)}`;
  const told = indented(`${markOf(verdict)} ${name}: ${because}`, width).map((line) => paint(verdict, line));
  return [
    ...told,
    ...(request === undefined
      ? []
      : [`    sent      ${request.method} ${excerpt(request.target, check.name)}`]),
    ...(request?.body === undefined ? [] : [`              ${excerpt(request.body, check.name)}`]),
    ...(answer === undefined ? [] : [`    answered  ${answer.status} ${excerpt(answer.body)}`.trimEnd()]),
  ];
}

function indented(text: string, width: number): readonly string[] {
  return wrap(text, width - 2, '  ').map((line) => `  ${line}`);
}

/** As much of a text as a terminal bears, with what is undocumented in it. */
function excerpt(text: string, name = ''): string {
  const from = Math.max(0, text.indexOf(name) + name.length + AFTER - BODY_LIMIT);
  return `${from === 0 ? '' : '…'}${visible(text.slice(from), BODY_LIMIT)}`;
}

function summaryLines(verification: Verification, paint: Paint): readonly string[] {
  const { expected, executed, reasons, contracts, verdict } = verification;
  const checks = contracts.flatMap(({ interactions }) => interactions.flatMap((one) => one.checks));
  const upheld = (kind: Check['check']): string => {
    const all = checks.filter(({ check }) => check === kind);
    return `${all.filter((one) => one.verdict === 'upheld').length} of ${all.length}`;
  };
  return [
    `executed      ${executed} of ${expected} interactions`,
    `accepted      ${upheld('documented')} documented requests`,
    `rejected      ${upheld('undocumented')} undocumented requests`,
    stateLines[verification.states],
    ...reasons.map((reason) => `${reason[0]?.toUpperCase()}${reason.slice(1)}.`),
    paint(verdict, `${markOf(verdict)}  ${conclusionOf(verdict)}`),
  ];
}

function conclusionOf(verdict: Verdict): string {
  switch (verdict) {
    case 'upheld':
      return 'the service accepts what is documented, and rejects what is not';
    case 'violated':
      return 'the service does not take just what is documented';
    default:
      return 'nothing is decided, and that is no pass';
  }
}
