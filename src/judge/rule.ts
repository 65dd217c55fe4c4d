/** `excess`: something was sent that the disclosure does not permit. `shortfall`: something disclosed did not happen. */
export type Kind = 'excess' | 'shortfall';

/** One rule of DESIGN 5: what `candor explain`, its page in the docs and every report say of it. */
export interface Rule {
  readonly id: string;
  readonly kind: Kind;
  /** What a finding of it makes of its clause. */
  readonly effect: 'violated' | 'inconclusive';
  /** When it fires, in one sentence. */
  readonly fires: string;
  /** Which clause a finding is charged to. */
  readonly charged: string;
  /** Why it matters and how it is decided, for whoever has to act on a finding. */
  readonly explanation: string;
  /** What to do about a finding. */
  readonly remedy: string;
}

type Shape = Omit<Rule, 'effect'> & { readonly effect?: Rule['effect'] };

export function defineRule(rule: Shape): Rule {
  return { effect: 'violated', ...rule };
}
