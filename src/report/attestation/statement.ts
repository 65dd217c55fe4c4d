import canonicalize from 'canonicalize';
import { InputError } from '../../disclosure/input-error.js';
import type { Verdict } from '../../judge/verdict.js';
import { FAILURES } from '../failures.js';
import { byCodePoint } from './names.js';

export const STATEMENT_TYPE = 'https://in-toto.io/Statement/v1';
export const PREDICATE_TYPE = 'https://in-toto.io/attestation/test-result/v0.1';

/** A file of the run by its name there, and its SHA-256 as `sha256:…`. */
export interface NamedDigest {
  readonly name: string;
  readonly digest: string;
}

/** As much of a result as an attestation is made of, and checked against: a result of another version has it too. */
export interface AttestedResult {
  readonly verdict: Verdict;
  readonly instrument?: string;
  readonly disclosure: { readonly id: string | null; readonly digest?: string };
  readonly system: { readonly id: string | null; readonly digest?: string };
  readonly interpretations?: Readonly<Record<string, string>>;
  readonly requireAll?: boolean;
  readonly clauses: readonly { readonly id: string; readonly verdict: Verdict }[];
  readonly scenarios: readonly {
    readonly trace: { readonly file: string; readonly digest: string };
    readonly product?: {
      readonly name: string;
      readonly version: string;
      readonly artifacts?: readonly NamedDigest[];
    };
  }[];
}

/** in-toto v1, ResourceDescriptor: as much of it as is used here. */
export interface Resource {
  readonly name: string;
  readonly digest: { readonly sha256: string };
  readonly annotations?: Readonly<Record<string, unknown>>;
}

/** in-toto v1, Statement, with the predicate test-result v0.1. */
export interface Statement {
  readonly _type: typeof STATEMENT_TYPE;
  readonly subject: readonly Resource[];
  readonly predicateType: typeof PREDICATE_TYPE;
  readonly predicate: {
    readonly result: 'PASSED' | 'WARNED' | 'FAILED';
    readonly configuration: readonly Resource[];
    readonly passedTests?: readonly string[];
    readonly warnedTests?: readonly string[];
    readonly failedTests?: readonly string[];
    /** An extension field: what judged, and its verdicts in Candor's own words, which no list above can all hold. */
    readonly candor_run?: {
      readonly instrument?: string | undefined;
      readonly verdict: Verdict;
      readonly clauses: Readonly<Record<string, Verdict>>;
    };
  };
}

/**
 * What a run says of a product, for whoever does not trust who hands it over: an in-toto Statement v1 with the
 * predicate test-result v0.1. Only what was upheld is ever passed. What was decided neither way, or waived, is warned
 * of; what was not exercised, or answered by a person, was not tested here, and stands in no list. No run passes of which
 * a scenario could not be judged: that is so where failures.json is among its files.
 *
 * @param files every file in the folder of the run.
 * @throws InputError where the result has a digest that is no SHA-256.
 */
export function attestationStatement(result: AttestedResult, files: readonly NamedDigest[]): Statement {
  const sorted = [...files].sort((one, other) => byCodePoint(one.name, other.name)).map(resource);
  const disclosure = disclosureOf(result);
  const incomplete = sorted.some(({ name }) => name === FAILURES);
  return {
    _type: STATEMENT_TYPE,
    subject: [...productsOf(result), ...disclosure, ...sorted],
    predicateType: PREDICATE_TYPE,
    predicate: {
      result: outcomeOf(result.verdict, incomplete),
      configuration: [
        ...disclosure.map((descriptor) => ({
          ...descriptor,
          annotations: { interpretations: result.interpretations, requireAll: result.requireAll },
        })),
        ...systemOf(result),
        ...sorted.filter(({ name }) => name.startsWith('inputs/')),
      ],
      passedTests: clausesThatAre(result, ['upheld']),
      warnedTests: clausesThatAre(result, ['inconclusive', 'waived']),
      failedTests: clausesThatAre(result, ['violated']),
      candor_run: {
        instrument: result.instrument,
        verdict: result.verdict,
        clauses: Object.fromEntries(result.clauses.map(({ id, verdict }) => [id, verdict])),
      },
    },
  };
}

/**
 * The bytes that are signed: canonical JSON (RFC 8785), and so the same each time.
 *
 * @throws InputError where a name in it is no Unicode text, for which there is no such form.
 */
export function statementText(statement: Statement): string {
  try {
    return canonicalize(statement) ?? '';
  } catch (error) {
    throw new InputError({ message: `the run cannot be put into words: ${(error as Error).message}` });
  }
}

/** What was tested: each artifact of the product once, however many scenarios drove it. */
function productsOf({ scenarios }: AttestedResult): readonly Resource[] {
  const products = new Map<string, Resource>();
  for (const { product } of scenarios) {
    for (const { name, digest } of product?.artifacts ?? []) {
      const descriptor = resource({ name: `product:${name}`, digest });
      const annotations = { product: product?.name, version: product?.version };
      products.set(`${name}\n${digest}`, { ...descriptor, annotations });
    }
  }
  return [...products].sort(([one], [other]) => byCodePoint(one, other)).map(([, descriptor]) => descriptor);
}

function disclosureOf({ disclosure: { id, digest } }: AttestedResult): readonly Resource[] {
  return digest === undefined ? [] : [resource({ name: `disclosure:${id}`, digest })];
}

function systemOf({ system: { id, digest } }: AttestedResult): readonly Resource[] {
  return digest === undefined ? [] : [resource({ name: `system:${id}`, digest })];
}

function outcomeOf(verdict: Verdict, incomplete: boolean): Statement['predicate']['result'] {
  if (verdict === 'violated') return 'FAILED';
  return verdict === 'upheld' && !incomplete ? 'PASSED' : 'WARNED';
}

function clausesThatAre({ clauses }: AttestedResult, verdicts: readonly Verdict[]): readonly string[] {
  return clauses.filter(({ verdict }) => verdicts.includes(verdict)).map(({ id }) => id);
}

function resource({ name, digest }: NamedDigest): Resource {
  const [, sha256] = /^sha256:([0-9a-f]{64})$/.exec(digest) ?? [];
  if (sha256 === undefined)
    throw new InputError({
      message: `${JSON.stringify(name)} has the digest ${JSON.stringify(digest)}; "sha256:" and 64 hexadecimal digits are wanted`,
    });
  return { name, digest: { sha256 } };
}
