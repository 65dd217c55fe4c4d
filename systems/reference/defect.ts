import type { Canaries, Deviation } from './deviation.js';
import type { Fields, HttpMessage, Message, PayloadName } from './message.js';

/** One way in which a product may break its vendor's word, and what must notice it. */
export interface Defect {
  /** The value of `--defect`, and the name of the system's file under systems/defective. */
  readonly name: string;
  /** What the product does, in a sentence. */
  readonly says: string;
  /** The rule that must fire (DESIGN 5). */
  readonly rule: string;
  /** The id of a scenario in which it shows. */
  readonly scenario: string;
  readonly deviation: Deviation;
}

/** The scenarios in which the defects show. */
export const scenarios = {
  declined: 'ksn-declined-at-install',
  activationCode: 'activation-code',
  upgraded: 'upgrade',
  linkFollowed: 'link-follow',
  eulaDeclined: 'eula-declined',
  uninstalled: 'uninstall',
} as const;

/** Deviates in the fields that tell of the participation in KSN. */
export function participationFields(change: (fields: Fields, canaries: Canaries) => Fields): Deviation {
  return {
    fields: (payload, fields, canaries) =>
      payload === 'ksn-participation' ? change(fields, canaries) : fields,
  };
}

/** Deviates in what leaves to tell of the participation in KSN. */
export function participationMessages(
  change: (message: HttpMessage, canaries: Canaries) => readonly Message[],
): Deviation {
  return messagesOf('ksn-participation', change);
}

/** Deviates in what leaves for the payload `changed`. */
export function messagesOf(
  changed: PayloadName,
  change: (message: HttpMessage, canaries: Canaries) => readonly Message[],
): Deviation {
  return {
    messages: (payload, message, canaries) => (payload === changed ? change(message, canaries) : [message]),
  };
}

/** The value that Candor planted under `name`. */
export function planted(canaries: Canaries, name: string): string {
  return canaries.get(name) ?? `unknown ${name}`;
}
