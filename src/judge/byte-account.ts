import type { Instant } from '../disclosure/instant.js';
import type { ByteAccount, EndEvent } from '../trace/trace-event.generated.js';
import type { Context } from './context.js';
import { defineRule } from './rule.js';

export const unclaimed = defineRule({
  id: 'capture/unclaimed',
  kind: 'excess',
  fires: 'Bytes left that neither a route nor the transport accounts for.',
  charged: 'the payload’s clause, or the scope clause where they belong to no message',
  explanation:
    'Behind the end of a compressed body, and in the optional fields of a gzip header (name, comment, extra), bytes can travel that every ordinary reader skips. And where the capture counts every byte that leaves, what its account of packets, TLS, framing, DNS, messages and opaque traffic does not add up to left in a way that nobody saw.',
  remedy:
    'Send the compressed payload and nothing else. Where the sum is at fault, look in a capture of packets for what is in none of the messages.',
});

/** What a scenario's bytes come to. The four of them are never negative, and the last three are the first. */
export interface ByteSplit {
  readonly left: number;
  /** What the routes and exclusions of the system file claim. */
  readonly routes: number;
  /** Packets, TLS, framing, DNS questions for documented hosts, and the opening of WebSockets. */
  readonly transport: number;
  readonly unclaimed: number;
}

/** What the end of a trace says of the bytes that left, held against what the trace itself holds. */
export interface ByteVerdict {
  readonly split: ByteSplit;
  /** Bytes that left and that nothing in the trace shows. */
  readonly missing: number;
  /** Why the account cannot be right, if it cannot. */
  readonly contradiction: string | undefined;
}

/** Gathers what of a trace's bytes is claimed, event by event. */
export interface ByteTally {
  /** @param claimed the part of an event's bytes that belongs to a route, an exclusion or the transport. */
  add(kind: 'messages' | 'dns' | 'opaque', bytes: number, claimed: number, by: 'routes' | 'transport'): void;
  settle(account: ByteAccount): ByteVerdict;
}

export function openByteTally(): ByteTally {
  const told = { messages: 0, dns: 0, opaque: 0 };
  const claimed = { routes: 0, transport: 0 };
  return {
    add(kind, bytes, part, by) {
      told[kind] += bytes;
      claimed[by] += Math.max(0, Math.min(part, bytes));
    },
    settle(account) {
      const { left } = account;
      const around = account.network + account.tls + account.framing;
      const shown = told.messages + told.dns + told.opaque;
      const counted = account.messages + account.dns + account.opaque;
      // Twice over: as the capture counted, and as the trace tells. What is too long for a line is told as opaque.
      const rests = [left - around - counted, left - around - shown];
      const missing = Math.max(0, ...rests);
      const contradicts = Math.min(...rests) < 0;
      const routes = Math.min(claimed.routes, left);
      const transport = Math.min(around + claimed.transport, left - routes);
      return {
        split: { left, routes, transport, unclaimed: left - routes - transport },
        missing,
        contradiction: contradicts
          ? `the account of bytes cannot be right: ${left} left, and it tells of ${left - Math.min(...rests)}`
          : undefined,
      };
    },
  };
}

/**
 * Holds the capture's account of bytes against the trace, and reports what nothing accounts for.
 *
 * @param owed whether the capture sees all that leaves, so that it owes one.
 */
export function settleBytes(
  { disclosure, ledger }: Context,
  tally: ByteTally,
  end: { readonly event: EndEvent; readonly line: number } | undefined,
  owed: boolean,
  about: { readonly at: Instant; readonly installation: string | undefined },
): ByteVerdict | undefined {
  const account = end?.event.bytes;
  if (end === undefined || account === undefined) {
    if (owed) ledger.undecide([disclosure.scope], 'the bytes that left were not counted');
    return undefined;
  }
  const verdict = tally.settle(account);
  const { missing, contradiction } = verdict;
  if (missing > 0) {
    ledger.report({
      rule: unclaimed,
      clause: disclosure.scope,
      ...about,
      message: `${missing} ${missing === 1 ? 'byte' : 'bytes'} left that nothing accounts for`,
      sent: `${missing} of ${account.left} bytes`,
      allowed: 'the routes of the system file, and what carries them',
      line: end.line,
      pointer: '/bytes',
    });
  }
  if (contradiction !== undefined) ledger.undecide([disclosure.scope], contradiction);
  return verdict;
}
