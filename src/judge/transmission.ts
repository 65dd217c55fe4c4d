import { describeCondition } from '../disclosure/condition.js';
import type { Payload } from '../disclosure/disclosure.js';
import type { Instant } from '../disclosure/instant.js';
import { visible } from '../disclosure/visible.js';
import type { TraceRequest, TransmissionEvent } from '../trace/trace-event.generated.js';
import { bodyBytes, bodyPointer, decodeBody, type Unpacked, unclaimed, undecodable, unpack } from './body.js';
import { type Bound, type Canary, findCanaries, leakedCanary } from './canary.js';
import { judgeChannels, undocumentedChannel } from './channel.js';
import type { Context } from './context.js';
import { duplicateField, findDuplicates } from './duplicates.js';
import { judgeFields } from './fields.js';
import type { Breach } from './finding.js';
import { type Installation, type Standing, standingOf } from './installation.js';
import { bindJson, bindPairs, type PayloadValue } from './payload-value.js';
import { type BoundRoute, type Nearest, unattributed, undocumentedRoute } from './routes.js';
import type { Rule } from './rule.js';
import { forbiddenState } from './state-rules.js';
import { judgeTransport } from './transport.js';

/** One transmission, and where it stands in the trace. */
export interface Sent {
  readonly event: TransmissionEvent;
  readonly line: number;
  readonly at: Instant;
}

/** What became of a transmission: the payload that it was, or that it was excluded. */
export type Outcome =
  | { readonly kind: 'payload'; readonly payload: Payload }
  | { readonly kind: 'excluded'; readonly index: number }
  | { readonly kind: 'undocumented' };

/** Judges one transmission by every rule that looks at one at a time; then its installation judges it in time. */
export function judgeTransmission(
  context: Context,
  canaries: readonly Canary[],
  installation: Installation | undefined,
  sent: Sent,
): Outcome {
  const { request } = sent.event;
  const url = URL.canParse(request.url) ? new URL(request.url) : undefined;
  const destination = url && context.route(request.method, url);
  const unpacked = unpack(request);
  const report = reporter(
    context,
    installation,
    sent,
    destination?.kind === 'route' ? destination.route.payload : undefined,
  );

  if (destination?.kind === 'excluded') {
    reportCanaries(report, canaries, sent, url, unpacked, undefined);
    return { kind: 'excluded', index: destination.index };
  }
  const transport = judgeTransport(context.system.transport, sent.event.tls);
  if (transport !== undefined) report({ ...transport, pointer: '/tls' });
  if (destination?.kind !== 'route' || url === undefined) {
    reportUndocumented(
      report,
      sent,
      url,
      destination?.kind === 'undocumented' ? destination.nearest : undefined,
    );
    reportCanaries(report, canaries, sent, url, unpacked, undefined);
    if (installation === undefined) reportUnattributed(report);
    return { kind: 'undocumented' };
  }

  const { route } = destination;
  const { payload } = route;
  context.ledger.exercise(context.clausesOf(payload));
  for (const { what, pointer, allowed } of judgeChannels(route, request, url, bodyBytes(request).length)) {
    report({ rule: undocumentedChannel, message: `${what} is not documented`, sent: what, allowed, pointer });
  }
  const bound = bindPayload(report, route, url, request, unpacked);
  const from = route.route.query === 'fields' ? 'query' : 'body';
  reportCanaries(report, canaries, sent, url, unpacked, bound && { id: payload.id, from, sent: bound });
  if (installation === undefined) {
    reportUnattributed(report);
    return { kind: 'payload', payload };
  }
  if (bound !== undefined)
    judgePayload(
      context,
      report,
      payload,
      bound,
      installation,
      from === 'query' ? '/request/url' : bodyPointer(request),
    );
  judgeState(context, report, payload, installation, sent);
  return { kind: 'payload', payload };
}

interface Fault {
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

type ReportFault = (fault: Fault) => void;

/** A fault is charged to the field's clause where it has one, else to the payload's and all that it verifies. */
function reporter(
  context: Context,
  installation: Installation | undefined,
  { line, at }: Sent,
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

function reportUndocumented(
  report: ReportFault,
  { event }: Sent,
  url: URL | undefined,
  nearest: Nearest | undefined,
): void {
  const { method } = event.request;
  const where = url === undefined ? 'a URL that cannot be read' : visible(`${url.origin}${url.pathname}`);
  const sent = `${visible(method, 20)} ${where}`;
  report({
    rule: undocumentedRoute,
    message: `${sent} matches no route`,
    sent,
    allowed: 'the routes and exclusions of the system file',
    pointer: '/request/url',
  });
  if (nearest === undefined) return;
  report({
    rule: undocumentedChannel,
    message: `the path part ${JSON.stringify(visible(nearest.addition))} is not documented`,
    sent: visible(nearest.addition),
    allowed: `${nearest.route.route.method} ${nearest.route.route.url}`,
    pointer: '/request/url',
  });
}

function reportUnattributed(report: ReportFault): void {
  report({
    rule: unattributed,
    message: 'names no installation, and there is not exactly one that it could belong to',
  });
}

function reportCanaries(
  report: ReportFault,
  canaries: readonly Canary[],
  { event }: Sent,
  url: URL | undefined,
  unpacked: Unpacked,
  payload: Bound | undefined,
): void {
  if (canaries.length === 0) return;
  const bodies = [bodyBytes(event.request), unpacked.bytes];
  const { request, tls } = event;
  for (const leak of findCanaries(canaries, { request, serverName: tls?.serverName, url, bodies, payload })) {
    const at = leak.member === undefined ? '' : ` at ${visible(leak.member)}`;
    report({
      rule: leakedCanary,
      message: `the planted ${visible(leak.canary.name)} stands in ${leak.where}${at}`,
      sent: `the planted ${visible(leak.canary.name)}`,
      allowed:
        leak.canary.permitted.size === 0
          ? 'nowhere'
          : [...leak.canary.permitted].map((place) => visible(place)).join(', '),
      pointer: leak.pointer,
      ...(leak.member === undefined ? {} : { member: leak.member }),
    });
  }
}

/** Reads the payload from where its route has it, and reports what stands in the way. */
function bindPayload(
  report: ReportFault,
  route: BoundRoute,
  url: URL,
  request: TraceRequest,
  unpacked: Unpacked,
): PayloadValue | undefined {
  const decoded = decodeBody(route.route.body, request, unpacked);
  const pointer = bodyPointer(request);
  if (unpacked.unclaimed !== undefined) {
    report({
      rule: unclaimed,
      message: `nothing accounts for ${unpacked.unclaimed}`,
      sent: unpacked.unclaimed,
      pointer,
    });
  }
  const duplicated = (members: readonly string[], where: string): void => {
    for (const member of members) {
      const message = `the name ${visible(member)} stands twice`;
      report({
        rule: duplicateField,
        message,
        sent: visible(member),
        allowed: 'each name once',
        pointer: where,
        member,
      });
    }
  };
  switch (decoded.kind) {
    case 'undecodable': {
      const allowed = `${route.route.body} in UTF-8`;
      report({
        rule: undecodable,
        message: `the body cannot be read: ${decoded.why}`,
        sent: decoded.why,
        allowed,
        pointer,
      });
      return undefined;
    }
    case 'json':
      if (decoded.hidden > 0) duplicated(findDuplicates(decoded.text), pointer);
      return bindJson(route, decoded.value);
    case 'form': {
      const bound = bindPairs(route, decoded.pairs);
      duplicated(bound.duplicates, pointer);
      return bound;
    }
    case 'none': {
      const bound = bindPairs(route, [...url.searchParams]);
      duplicated(bound.duplicates, '/request/url');
      return bound;
    }
  }
}

function judgePayload(
  context: Context,
  report: ReportFault,
  payload: Payload,
  bound: PayloadValue,
  installation: Installation,
  pointer: string,
): void {
  const { faults, exercised, undecided } = judgeFields(payload, bound, installation.facts);
  context.ledger.exercise(exercised);
  for (const { clause, reason } of undecided) context.ledger.undecide([clause], reason);
  for (const { clause, ...fault } of faults) {
    report({ ...fault, ...(clause === payload.clause ? {} : { clause }), pointer });
  }
}

function judgeState(
  context: Context,
  report: ReportFault,
  payload: Payload,
  installation: Installation,
  { at, line }: Sent,
): void {
  const standing = standingOf(context, payload, installation.facts);
  if (standing.kind === 'forbidden') {
    reportForbidden(report, payload, standing);
    // The clauses that rule the state out were put to the test, and their silence was broken.
    const ruling = new Set([standing.clause, ...standing.others]);
    ruling.delete(payload.clause);
    context.ledger.exercise(ruling);
    return;
  }
  if (standing.kind === 'unknown') {
    context.ledger.undecide(context.clausesOf(payload), `it is not known whether ${payload.id} is permitted`);
  }
  installation.transmit(payload, at, line);
}

function reportForbidden(
  report: ReportFault,
  payload: Payload,
  standing: Extract<Standing, { kind: 'forbidden' }>,
): void {
  const permitted = `only while ${describeCondition(payload.permitted)}`;
  report({
    rule: forbiddenState,
    clause: standing.clause,
    others: standing.others,
    whole: true,
    message:
      standing.why === 'absent'
        ? `${payload.id} was sent though the product is not installed`
        : `${payload.id} was sent in a state in which it is not permitted`,
    sent: payload.id,
    allowed: standing.why === 'absent' ? 'nothing, once it is uninstalled' : permitted,
  });
}
