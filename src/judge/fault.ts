import type { Payload } from '../disclosure/disclosure.js';
import type { Instant } from '../disclosure/instant.js';
import type { Context } from './context.js';
import type { Breach } from './finding.js';
import type { Installation } from './installation.js';
import type { Rule } from './rule.js';

/** What is wrong with one transmission, before it is known to whom it is charged. */
export interface Fault {
  readonly rule: Rule;
  readonly message: string;
  /** Charged instead of the payload's clause. */
  readonly clause?: string;
  /** Clauses that are breached besides. */
  readonly others?: readonly string[];
  /** Whether the payload as a whole is breached, and not one field of it. */
  readonly whole?: boolean;
  readonly sent?: string | undefined;
  readonly allowed?: string | undefined;
  readonly pointer?: string;
  readonly member?: string;
}

export type ReportFault = (fault: Fault) => void;

/** A fault is charged to the field's clause where it has one, else to the payload's and all that it verifies. */
export function reporter(
  context: Context,
  installation: Installation | undefined,
  { line, at }: { readonly line: number; readonly at: Instant },
  payload: Payload | undefined,
): ReportFault {
  return ({ clause, others = [], whole = clause === undefined, message, ...fault }) => {
    const own = payload === undefined ? context.disclosure.scope : payload.clause;
    const breach: Breach = {
      ...fault,
      clause: clause ?? own,
      alsoBreached: whole && payload !== undefined ? [...others, ...context.clausesOf(payload)] : others,
      installation: installation?.id,
      at,
      message: payload === undefined || message.includes(payload.id) ? message : `${payload.id}: ${message}`,
      line,
    };
    context.ledger.report(breach);
  };
}
