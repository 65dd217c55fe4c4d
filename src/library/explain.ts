import { visible } from '../disclosure/visible.js';
import type { Verified } from './verified.js';

/** So many findings are told one by one; of the others, how many there are. */
const TOLD = 20;

/** What was found, in a few lines: for the message of a test that fails. */
export function explain({ verdict, findings, undecided, folder }: Verified): string {
  const lines = [
    `${verdict}: ${findings.length === 1 ? '1 finding' : `${findings.length} findings`}`,
    ...findings.slice(0, TOLD).map(({ rule, clause, scenario, at, message }) => {
      const where = scenario === null ? '' : ` in ${scenario}`;
      return `  ${rule} (${clause})${where} at ${at}: ${visible(message, 400)}`;
    }),
  ];
  if (findings.length > TOLD) lines.push(`  and ${findings.length - TOLD} more`);
  if (verdict !== 'upheld')
    lines.push(...undecided.slice(0, TOLD).map((what) => `  undecided: ${visible(what, 400)}`));
  if (folder !== undefined) lines.push(`  evidence: ${folder}`);
  return lines.join('\n');
}

/**
 * Passes where what was verified is upheld.
 *
 * @throws Error that says what was found, as an assertion does: with `actual`, `expected` and no stack of Candor's own.
 */
export function assertUpheld(verified: Verified): void {
  if (verified.verdict === 'upheld') return;
  const error = Object.assign(new Error(explain(verified)), {
    actual: verified.verdict,
    expected: 'upheld',
    showDiff: false,
  });
  error.name = 'AssertionError';
  Error.captureStackTrace(error, assertUpheld);
  throw error;
}
