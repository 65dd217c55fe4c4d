import { visible } from '../../disclosure/visible.js';
import { type DocumentedRequest, differenceOf } from './documented-request.js';
import type { PactAccount } from './pact-account.js';
import type { Provider } from './provider.js';
import type { Exchange } from './relay.js';
import type { Answer, OutgoingRequest } from './send.js';
import type { UndocumentedRequest } from './undocumented.js';
import type { Check, CheckKind } from './verification.js';

/** Of a body that a report shows, in UTF-16 code units. */
const SHOWN_LIMIT = 4000;
const REASON_LIMIT = 1000;
/** Not a word about what was sent: RFC 9110 section 15.5.9, RFC 8470 section 5.2, RFC 6585 section 4. */
const NOT_NOW: ReadonlySet<number> = new Set([408, 425, 429]);

/** A documented payload must be accepted, which is a success (2xx). */
export function checkDocumented(provider: Provider, check: CheckKind, { sent, answer }: Exchange): Check {
  if (isAccepted(answer)) return { check, verdict: 'upheld' };
  const decided = answer.kind === 'answered' && isRefusal(answer.status);
  return {
    check,
    verdict: decided ? 'violated' : 'inconclusive',
    because: decided
      ? 'a documented payload was not accepted'
      : `a documented payload was neither accepted nor rejected${told(answer)}`,
    ...shown(provider, sent, answer),
  };
}

/** What is not documented must be rejected by a word about the request (4xx). */
export function checkUndocumented(
  provider: Provider,
  { what, name }: UndocumentedRequest,
  { sent, answer }: Exchange,
): Check {
  const tried = { check: 'undocumented', what, name } as const;
  if (answer.kind === 'answered') {
    const { status } = answer;
    if (status >= 400 && isRefusal(status)) return { ...tried, verdict: 'upheld' };
    if (status >= 200 && status < 400) {
      const because = 'what is not documented was accepted';
      return { ...tried, verdict: 'violated', because, ...shown(provider, sent, answer) };
    }
  }
  const because = `what is not documented was neither accepted nor rejected${told(answer)}`;
  return { ...tried, verdict: 'inconclusive', because, ...shown(provider, sent, answer) };
}

/**
 * Once more after all rejections: had the provider meanwhile come to reject everything, they would prove nothing.
 */
export function checkDocumentedAgain(provider: Provider, { sent, answer }: Exchange): Check {
  const check = 'documented-again';
  if (isAccepted(answer)) return { check, verdict: 'upheld' };
  const because = `the documented payload was no longer accepted after the undocumented ones, so that their rejection proves nothing${told(answer)}`;
  return { check, verdict: 'inconclusive', because, ...shown(provider, sent, answer) };
}

/** What Pact's account is worth beside what came by on the way: whether it was executed, and how it came out. */
export function checkPact(
  provider: Provider,
  documented: DocumentedRequest,
  account: PactAccount,
  exchanges: readonly Exchange[],
): { readonly executed: boolean; readonly check: Check } {
  const undecided = (because: string) => ({
    executed: false,
    check: { check: 'pact', verdict: 'inconclusive', because: visible(because, REASON_LIMIT) } as const,
  });
  if (account.kind === 'not-run') return undecided(account.because);
  const [exchange] = exchanges;
  if (exchange === undefined) return undecided('Pact told of an interaction for which no request came by');
  if (exchanges.length > 1) return undecided(`${exchanges.length} requests came by for one interaction`);
  const difference = differenceOf(documented, exchange.sent);
  if (difference !== undefined)
    return undecided(`Pact sent a request that differs from the contract's in ${difference}`);
  return { executed: exchange.answer.kind === 'answered', check: pactCheck(provider, account, exchange) };
}

function pactCheck(
  provider: Provider,
  account: PactAccount & { readonly kind: 'ran' },
  exchange: Exchange,
): Check {
  const own = checkDocumented(provider, 'pact', exchange);
  if (account.passed || own.verdict !== 'upheld') return own;
  const because = `Pact does not agree: ${visible(account.mismatches.join('; '), REASON_LIMIT)}`;
  return { check: 'pact', verdict: 'violated', because, ...shown(provider, exchange.sent, exchange.answer) };
}

/** A check that could not be made. */
export function notMade(check: CheckKind, because: string): Check {
  return { check, verdict: 'inconclusive', because: visible(because, REASON_LIMIT) };
}

function isAccepted(answer: Answer): boolean {
  return answer.kind === 'answered' && answer.status >= 200 && answer.status < 300;
}

/** An answer by which the provider says no, or sends the product elsewhere. */
function isRefusal(status: number): boolean {
  return status >= 300 && status < 500 && !NOT_NOW.has(status);
}

/** Why there is no answer; one that there is stands beside it. */
function told(answer: Answer): string {
  return answer.kind === 'answered' ? '' : `: ${answer.because}`;
}

function shown(provider: Provider, sent: OutgoingRequest, answer: Answer): Pick<Check, 'request' | 'answer'> {
  const { method, target, body } = sent;
  const text = (bytes: Buffer): string =>
    visible(withoutSecrets(bytes.toString('utf8'), provider), SHOWN_LIMIT);
  return {
    request: {
      method,
      target: visible(target, SHOWN_LIMIT),
      ...(body === undefined ? {} : { body: text(body) }),
    },
    ...(answer.kind === 'answered' ? { answer: { status: answer.status, body: text(answer.body) } } : {}),
  };
}

/** A provider may answer with what it was sent. */
function withoutSecrets(text: string, { headers }: Provider): string {
  return headers
    .flatMap(([, value]) => [value, ...value.split(/\s+/)])
    .flatMap((secret) => [secret, JSON.stringify(secret).slice(1, -1)])
    .filter((secret) => secret.length >= 4)
    .sort((one, other) => other.length - one.length)
    .reduce((told, secret) => told.replaceAll(secret, '‹not shown›'), text);
}
