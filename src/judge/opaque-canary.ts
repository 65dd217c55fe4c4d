import type { Instant } from '../disclosure/instant.js';
import { visible } from '../disclosure/visible.js';
import type { OpaqueEvent } from '../trace/trace-event.generated.js';
import { type Canary, leakedCanary } from './canary.js';
import type { Context } from './context.js';
import { searchFor } from './leak/canary-search.js';
import { findCanariesInText } from './leak/message.js';

/** Planted values in what is known of traffic that could not be read: its destination and its protocol are names too. */
export function judgeOpaqueNames(
  { disclosure, ledger }: Context,
  canaries: readonly Canary[],
  { destination, protocol, installation }: OpaqueEvent,
  { at, line }: { readonly at: Instant; readonly line: number },
): void {
  if (canaries.length === 0) return;
  for (const [where, pointer, text] of [
    ['the destination', '/destination', destination],
    ['the protocol', '/protocol', protocol],
  ] as const) {
    for (const { canary, how } of findCanariesInText(searchFor(canaries), where, pointer, text).leaks) {
      const planted = `the planted ${visible(canary.name)}`;
      const written = how === '' ? '' : `, ${how}`;
      ledger.report({
        rule: leakedCanary,
        clause: disclosure.scope,
        installation,
        at,
        message: `${planted} stands in ${where} of what could not be read${written}`,
        sent: `${planted}${written}`,
        allowed: 'nowhere in a destination',
        line,
        pointer,
      });
    }
  }
}
