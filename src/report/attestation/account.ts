import type { createColors } from 'picocolors';
import { visible } from '../../disclosure/visible.js';
import { FAILURES } from '../failures.js';
import { TIME_STAMP_ENDING } from './names.js';
import type { AttestedResult, Statement } from './statement.js';
import type { TimeStamp } from './time-stamp.js';
import type { Verification } from './verify-attestation.js';

const DIFFERENCE_LIMIT = 50;
const TEXT_LIMIT = 2000;

type Row = readonly [string, string];

/**
 * What came of checking an attestation, for a person at a terminal.
 *
 * @param place the folder of the run and the id of the key, as they were given.
 */
export function verificationAccount(
  verification: Verification,
  place: { readonly folder: string; readonly keyId: string },
  { bold, green, red }: ReturnType<typeof createColors>,
): string {
  const head =
    verification.differences.length === 0
      ? `${bold(green('MATCHES'))}  the signature is right, and every file is as it was signed\n`
      : `${bold(red('DOES NOT MATCH'))}  ${differing(verification)}\n`;
  return `${head}${rows([...said(verification), ['folder', place.folder], ['key', place.keyId]])}`;
}

/** When a time stamp was made, as it says, and the command that checks who made it. */
export function timeStampAccount(attestation: string, { at, imprint, tokenAlone }: TimeStamp): string {
  const form = tokenAlone ? ' -token_in' : '';
  const stamp = quoted(`${attestation}${TIME_STAMP_ENDING}`);
  return [
    rows([['time stamp', `${at}, as the token says`]]),
    'Who made the time stamp is not checked here. With the root certificate of an authority that you trust:\n',
    `  openssl ts -verify -digest ${imprint} -in ${stamp}${form} -CAfile authority.pem\n`,
  ].join('');
}

/** How many clauses came out how. */
export function testCounts({
  predicate: { result, passedTests = [], warnedTests = [], failedTests = [] },
}: Statement): string {
  return `${result}: ${passedTests.length} clauses passed, ${warnedTests.length} warned of, ${failedTests.length} failed`;
}

/** Labelled lines; what cannot be seen is made visible. */
export function rows(lines: readonly Row[]): string {
  return lines.map(([label, text]) => `  ${label.padEnd(14)}${visible(text, TEXT_LIMIT)}\n`).join('');
}

/** For a shell: nothing in single quotes means anything. */
export function quoted(text: string): string {
  return /^[\w@./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

function differing({ differences }: Verification): string {
  const shown = differences
    .slice(0, DIFFERENCE_LIMIT)
    .map(({ name, says }) => `  ${visible(name, TEXT_LIMIT)}: ${visible(says, TEXT_LIMIT)}`);
  const more = differences.length - shown.length;
  const head = differences.length === 1 ? 'one thing differs:' : `${differences.length} things differ:`;
  return [head, ...shown, ...(more > 0 ? [`  and ${more} more`] : [])].join('\n');
}

/** What was signed; nothing where the key signed nothing. */
function said({ statement, files, result, differences }: Verification): readonly Row[] {
  if (statement === undefined) return [];
  const named = (prefix: string): string =>
    statement.subject
      .filter(({ name }) => name.startsWith(prefix))
      .map(({ name, digest }) => `${name.slice(prefix.length)} sha256:${digest.sha256}`)
      .join(', ');
  const verdict = result === undefined ? '' : `${result.verdict.replace('-', ' ')}, `;
  const incomplete = statement.subject.some(({ name }) => name === FAILURES)
    ? `; not all scenarios could be judged: see ${FAILURES}`
    : '';
  // What differs must not lend its determination to what is in the folder now.
  const only = differences.length === 0 ? '' : '; of what was signed, not of what is here';
  const product = [productNames(result), named('product:')].filter((text) => text !== '').join(': ');
  return [
    ['determination', `${verdict}${testCounts(statement)}${incomplete}${only}`],
    ['product', product || 'not named'],
    ['disclosure', named('disclosure:') || 'not named'],
    ['files', String(files)],
  ];
}

function productNames(result: AttestedResult | undefined): string {
  const names = (result?.scenarios ?? []).flatMap(({ product }) =>
    product === undefined ? [] : [`${product.name} ${product.version}`],
  );
  return [...new Set(names)].join(', ');
}
