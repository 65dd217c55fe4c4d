import { visible } from '../../disclosure/visible.js';
import { plural } from '../model/words.js';
import type { AttestationDeclaration } from './attestations.generated.js';
import type { Cover } from './cover.js';
import { listed, type Reason } from './reason.js';

/** A waiver that has ended, or that covers nothing, is a fault of its file: nobody knows what it is still for. */
export function waiverReasons(covers: readonly Cover[]): readonly Reason[] {
  return covers.flatMap(({ waiver, ended, clauses }): readonly Reason[] => {
    if (ended)
      return [
        {
          status: 1,
          says: `the waiver ${waiver.id} ended on ${waiver.until}: renew it with its reason, or remove it`,
        },
      ];
    return clauses.length > 0
      ? []
      : [{ status: 1, says: `the waiver ${waiver.id} covers nothing${why(waiver)}: remove it` }];
  });
}

function why({ clause, rule, member }: Cover['waiver']): string {
  if (clause !== undefined && (rule !== undefined || member !== undefined))
    return ' (what could not be decided is covered only by a waiver of the clause without a rule or a member)';
  return '';
}

export interface StatementQuestion {
  readonly attestations: readonly AttestationDeclaration[];
  readonly unattested: readonly string[];
  readonly on: string;
  /** Whether an unanswered statement fails. */
  readonly required: boolean;
}

export function statementReasons({
  attestations,
  unattested,
  on,
  required,
}: StatementQuestion): readonly Reason[] {
  const early = attestations.filter((given) => given.on > on);
  return [
    ...early.map(
      (given): Reason => ({
        status: 1,
        says: `the attestation of ${visible(given.clause)} is dated ${given.on}, after the day of the gate, ${on}`,
      }),
    ),
    ...(required && unattested.length > 0
      ? [
          {
            status: 2 as const,
            says: `${plural(unattested.length, 'statement is', 'statements are')} not attested: ${listed(unattested)}`,
          },
        ]
      : []),
  ];
}
