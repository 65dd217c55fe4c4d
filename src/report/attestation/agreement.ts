import { join } from 'node:path';
import { InputError } from '../../disclosure/input-error.js';
import { readBounded } from './bounded-file.js';
import { isFileName } from './names.js';
import { type AttestedResult, attestationStatement, type Resource, type Statement } from './statement.js';
import { strictReader } from './strict-json.js';

/** Something that is not as it was signed, and what is the matter with it. */
export interface Difference {
  /** The name of a file in the folder of the run, or what else it is. */
  readonly name: string;
  readonly says: string;
}

const GATE_LIMIT = 64 * 1024 * 1024;
const readGate = strictReader<{ readonly result: string }>('a candor-gate/1', {
  type: 'object',
  required: ['result'],
  properties: { result: { type: 'string' } },
});

/**
 * Whether a statement says what the result says: its traces, the disclosure, the system, the product, and each
 * clause's verdict.
 *
 * @returns what does not agree; nothing where all does.
 */
export function disagreements(statement: Statement, result: AttestedResult): readonly Difference[] {
  const digests = new Map(statement.subject.map(({ name, digest }) => [name, `sha256:${digest.sha256}`]));
  const files = statement.subject
    .filter(({ name }) => isFileName(name))
    .map(({ name, digest }) => ({ name, digest: `sha256:${digest.sha256}` }));
  const expected = attestationStatement(result, files);
  const parts: readonly [string, (statement: Statement) => unknown][] = [
    ['product', ({ subject }) => withPrefix(subject, 'product:')],
    ['disclosure', ({ subject }) => withPrefix(subject, 'disclosure:')],
    ['system', ({ predicate }) => withPrefix(predicate.configuration, 'system:')],
    ['determination', ({ predicate }) => predicate.result],
    ['clauses that passed', ({ predicate }) => predicate.passedTests ?? []],
    ['clauses warned of', ({ predicate }) => predicate.warnedTests ?? []],
    ['clauses that failed', ({ predicate }) => predicate.failedTests ?? []],
  ];
  const differing = parts.filter(
    ([, part]) => JSON.stringify(part(statement)) !== JSON.stringify(part(expected)),
  );
  return [
    ...result.scenarios.flatMap(({ trace }) => traceDisagreement(trace, digests.get(trace.file))),
    ...differing.map(([name]) => ({
      name,
      says: 'is not what result.json says; the statement contradicts what it was made of',
    })),
  ];
}

function traceDisagreement(
  { file, digest }: AttestedResult['scenarios'][number]['trace'],
  signed: string | undefined,
): readonly Difference[] {
  if (signed === digest && isFileName(file)) return [];
  return [
    { name: file, says: `is not what was judged: result.json has ${digest}, not ${signed ?? 'listed'}` },
  ];
}

/** Names and digests; annotations are for people. */
function withPrefix(resources: readonly Resource[], prefix: string): readonly (readonly [string, string])[] {
  return resources
    .filter(({ name }) => name.startsWith(prefix))
    .map(({ name, digest }) => [name, digest.sha256] as const);
}

/** Whether the gate of a run speaks of its result, and not of another. */
export async function gateDisagreements(
  folder: string,
  resultDigest: string,
): Promise<readonly Difference[]> {
  try {
    const path = join(folder, 'gate.json');
    const gate = readGate(path, await readBounded(path, GATE_LIMIT));
    if (gate.result === resultDigest) return [];
    return [{ name: 'gate.json', says: 'speaks of another result.json; ask the gate again' }];
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return error.problems.map(({ message }) => ({ name: 'gate.json', says: message }));
  }
}
