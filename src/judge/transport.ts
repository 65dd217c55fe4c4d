import { visible } from '../disclosure/visible.js';
import type { SystemFile } from '../system/system-file.generated.js';
import type { TransmissionEvent } from '../trace/trace-event.generated.js';
import { defineRule, type Rule } from './rule.js';

export const plaintext = defineRule({
  id: 'transport/plaintext',
  kind: 'excess',
  fires: 'A transmission left without TLS though the system file requires it.',
  charged: 'the payload’s clause, or the scope clause where no route matches',
  explanation:
    'Whatever leaves in plaintext is disclosed to everyone on the way, not only to the vendor. `tls: null` in a trace means that the capture saw plaintext.',
  remedy: 'Send it over TLS, or say `transport: { tls: optional }` in the system file and stand by it.',
});

export const weakTls = defineRule({
  id: 'transport/weak-tls',
  kind: 'excess',
  fires: 'A transmission left with a version of TLS below the stated minimum.',
  charged: 'the payload’s clause, or the scope clause where no route matches',
  explanation:
    'Versions are compared in the order SSLv2, SSLv3, TLSv1, TLSv1.1, TLSv1.2, TLSv1.3. A version that Candor does not know counts as weak, for nobody has shown it to be strong. `unknown` is what an import writes where the recording names no version: that decides nothing.',
  remedy: 'Raise the product’s minimum version of TLS.',
});

/** From the oldest on. What is not among them, SSL for one, is weaker than any of them. */
const versions = ['TLSv1', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3'];
const aliases: Readonly<Record<string, string>> = { 'TLSv1.0': 'TLSv1' };

export interface TransportFault {
  readonly rule: Rule;
  readonly message: string;
  readonly sent: string;
  readonly allowed: string;
}

/** What an import writes where a recording shows TLS and not its version. */
const UNKNOWN = 'unknown';

/**
 * Whether a transmission was as protected on its way as the system file requires.
 *
 * @param undecided hears why that cannot be decided; without it what was not recorded counts as weak.
 */
export function judgeTransport(
  transport: SystemFile['transport'],
  tls: TransmissionEvent['tls'],
  undecided?: (reason: string) => void,
): TransportFault | undefined {
  const minimum = transport.minimum;
  if (tls === null) {
    if (transport.tls !== 'required') return undefined;
    return {
      rule: plaintext,
      message: 'was sent without TLS',
      sent: 'plaintext',
      allowed: `TLS${minimum === undefined ? '' : `, ${minimum} or later`}`,
    };
  }
  if (minimum === undefined) return undefined;
  if (tls.protocol === UNKNOWN && undecided !== undefined) {
    undecided('the recording does not tell by which version of TLS it was sent');
    return undefined;
  }
  const version = versions.indexOf(aliases[tls.protocol] ?? tls.protocol);
  if (version >= versions.indexOf(minimum)) return undefined;
  return {
    rule: weakTls,
    message: `was sent with ${visible(tls.protocol, 40)}`,
    sent: visible(tls.protocol, 40),
    allowed: `${minimum} or later`,
  };
}
