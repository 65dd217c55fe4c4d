import { type Verdict, worst } from '../../judge/verdict.js';

/** How one request, or one account of Pact's, came out: as the disclosure wants it, against it, or neither. */
export type CheckVerdict = Extract<Verdict, 'upheld' | 'violated' | 'inconclusive'>;

export type CheckKind = 'state' | 'provider' | 'pact' | 'documented' | 'undocumented' | 'documented-again';

/** One thing that was put to the test of one interaction. */
export interface Check {
  readonly check: CheckKind;
  /** What was more than documented, where anything was. */
  readonly what?: string;
  /** The name of that. */
  readonly name?: string;
  readonly verdict: CheckVerdict;
  /** Why it did not pass: one sentence without its full stop. */
  readonly because?: string;
  readonly request?: { readonly method: string; readonly target: string; readonly body?: string };
  readonly answer?: { readonly status: number; readonly body: string };
}

/** What came of one interaction of a contract. */
export interface InteractionReport {
  readonly key: string;
  readonly description: string;
  readonly state: string;
  /** Whether Pact's Verifier executed it, which was counted where its request came by. */
  readonly executed: boolean;
  readonly verdict: Verdict;
  readonly checks: readonly Check[];
}

/** What came of one contract. */
export interface ContractReport {
  readonly provider: string;
  readonly interactions: readonly InteractionReport[];
}

/** What came of all of them: `candor-contract-verification/1`. */
export interface Verification {
  readonly format: 'candor-contract-verification/1';
  readonly disclosure: string;
  readonly verdict: Verdict;
  /** In one sentence each, what stands against the verdict as a whole. */
  readonly reasons: readonly string[];
  readonly states: 'handlers' | 'url' | 'none';
  readonly expected: number;
  readonly executed: number;
  readonly contracts: readonly ContractReport[];
}

/**
 * What a verification says as a whole. It is upheld only where all that was expected was executed, and something was:
 * Pact itself calls it a success when nothing was.
 */
export function concludeVerification(
  disclosure: string,
  states: Verification['states'],
  expected: number,
  contracts: readonly ContractReport[],
): Verification {
  const interactions = contracts.flatMap((contract) => contract.interactions);
  const executed = interactions.filter((interaction) => interaction.executed).length;
  const reasons = [
    ...(expected === 0 ? ['there was no interaction to execute'] : []),
    ...(executed < expected ? [`${executed} of ${expected} interactions were executed`] : []),
  ];
  const verdicts = interactions.map(({ verdict }) => verdict);
  const verdict = worst([...verdicts, ...(executed < expected ? (['inconclusive'] as const) : [])]);
  return {
    format: 'candor-contract-verification/1',
    disclosure,
    verdict,
    reasons,
    states,
    expected,
    executed,
    contracts,
  };
}
