import type { Interaction } from '../contract.js';

/** What Pact's Verifier says of one interaction. */
export type PactAccount =
  | { readonly kind: 'ran'; readonly passed: boolean; readonly mismatches: readonly string[] }
  | { readonly kind: 'not-run'; readonly because: string };

const MISMATCH_LIMIT = 20;

/**
 * Reads the account that the Verifier gave of one interaction. It counts only where it is of this interaction and no
 * other: Pact calls a run in which it did nothing a success.
 */
export function readPactAccount(text: string, { key, description }: Interaction): PactAccount {
  const account = parseObject(text);
  if (account === undefined) return notRun(`Pact could not verify it: ${text.slice(0, 500)}`);
  const results = listOf(account['interactionResults']);
  const [result] = results.map(objectOf);
  if (result === undefined) return notRun('Pact executed nothing, and called that a success');
  if (results.length > 1)
    return notRun(`Pact executed ${results.length} interactions where it was given one`);
  if (result['interactionKey'] !== key || result['description'] !== description)
    return notRun('Pact executed another interaction');
  const errors = [...listOf(account['errors']), ...listOf(account['pendingErrors'])];
  const passed = account['result'] === true && result['result'] === 'OK' && errors.length === 0;
  return { kind: 'ran', passed, mismatches: errors.flatMap(mismatchesOf).slice(0, MISMATCH_LIMIT) };
}

function mismatchesOf(error: unknown): readonly string[] {
  const mismatch = objectOf(objectOf(error)['mismatch']);
  const told = listOf(mismatch['mismatches']).map((one) => String(objectOf(one)['mismatch'] ?? ''));
  return told.length > 0 ? told : [String(mismatch['message'] ?? 'Pact gave no reason')];
}

function parseObject(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? objectOf(value) : undefined;
  } catch {
    return undefined;
  }
}

function objectOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function notRun(because: string): PactAccount {
  return { kind: 'not-run', because };
}
