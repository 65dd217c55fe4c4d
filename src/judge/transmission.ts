import { describeCondition } from '../disclosure/condition.js';
import type { Payload } from '../disclosure/disclosure.js';
import type { Instant } from '../disclosure/instant.js';
import { visible } from '../disclosure/visible.js';
import type { DnsEvent, TransmissionEvent } from '../trace/trace-event.generated.js';
import { bindPayload } from './bind-payload.js';
import { bodyBytes, bodyPointer, type Unpacked, unpack } from './body.js';
import { type Canary, leakedCanary } from './canary.js';
import { type ChannelFault, judgeChannels, judgeHandshake, undocumentedChannel } from './channel.js';
import type { Context } from './context.js';
import { type ReportFault, reporter } from './fault.js';
import { type FieldJudgement, judgeFields } from './fields.js';
import { type Installation, type Standing, standingOf } from './installation.js';
import { searchFor } from './leak/canary-search.js';
import { findCanaries } from './leak/message.js';
import type { Bound } from './leak/permitted.js';
import { type Destination, unattributed, undocumentedRoute } from './routes.js';
import { judgeServerName } from './server-name.js';
import { forbiddenState } from './state-rules.js';
import { judgeTransport } from './transport.js';

/** One transmission, and where it stands in the trace. */
export interface Sent {
  readonly event: TransmissionEvent;
  readonly line: number;
  readonly at: Instant;
}

/** One DNS question, and where it stands in the trace. */
export interface Asked {
  readonly event: DnsEvent;
  readonly line: number;
  readonly at: Instant;
}

/**
 * What became of a transmission: the payload that it was, that it opens a WebSocket for one, or that it was excluded.
 * `stray`: how many of its bytes no route claims, each of which some finding tells of.
 */
export type Outcome =
  | { readonly kind: 'payload'; readonly payload: Payload; readonly stray: number }
  | { readonly kind: 'handshake'; readonly stray: number }
  | { readonly kind: 'excluded'; readonly index: number; readonly stray: 0 }
  | { readonly kind: 'undocumented'; readonly stray: number };

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
  const matched = destination !== undefined && 'route' in destination ? destination.route : undefined;
  const report = reporter(context, installation, sent, matched?.payload);

  if (destination?.kind === 'excluded') {
    reportCanaries(context, report, canaries, sent, unpacked, undefined);
    if (canaries.length > 0 && unpacked.fault !== undefined) {
      const reason = `the body of excluded traffic could not be searched for planted values: ${unpacked.fault}`;
      context.ledger.undecide([context.disclosure.scope], reason);
    }
    return { kind: 'excluded', index: destination.index, stray: 0 };
  }
  const clauses =
    destination?.kind === 'route' ? context.clausesOf(destination.route.payload) : [context.disclosure.scope];
  const transport = judgeTransport(context.system.transport, sent.event.tls, (reason) =>
    context.ledger.undecide(clauses, reason),
  );
  if (transport !== undefined) report({ ...transport, pointer: '/tls' });
  if (destination?.kind !== 'route' || url === undefined) {
    const outcome = judgeUnbound(context, report, sent, url, destination);
    reportCanaries(context, report, canaries, sent, unpacked, undefined);
    if (installation === undefined) reportUnattributed(report);
    return outcome;
  }

  const { route } = destination;
  const { payload } = route;
  context.ledger.exercise(context.clausesOf(payload));
  let stray = reportChannels(report, [
    ...judgeServerName(context.system, sent.event.tls, url),
    ...judgeChannels(route, request, url, bodyBytes(request).length),
  ]);
  const bound = bindPayload(report, route, url, request, unpacked);
  const from = route.route.query === 'fields' ? 'query' : 'body';
  reportCanaries(
    context,
    report,
    canaries,
    sent,
    unpacked,
    bound && { id: payload.id, from, isForm: route.route.body === 'form', sent: bound },
  );
  const known = installation?.facts ?? context.facts.none;
  const fields = bound && judgeFields(payload, bound, known);
  context.sightings.see(payload, fields?.present ?? [], context.stateOf(known));
  stray += strayIn(fields, unpacked, request);
  if (installation === undefined) {
    reportUnattributed(report);
    undecideTimes(context, payload);
    return { kind: 'payload', payload, stray };
  }
  if (fields !== undefined)
    chargeFields(context, report, payload, fields, from === 'query' ? '/request/url' : bodyPointer(request));
  judgeState(context, report, payload, installation, sent);
  return { kind: 'payload', payload, stray };
}

/** What has no payload: it opens a WebSocket for one, or belongs to no route. */
function judgeUnbound(
  context: Context,
  report: ReportFault,
  sent: Sent,
  url: URL | undefined,
  destination: Destination | undefined,
): Outcome {
  const { request, tls, bytes = 0 } = sent.event;
  if (destination?.kind !== 'handshake' || url === undefined) {
    reportUndocumented(report, sent, url, destination);
    return { kind: 'undocumented', stray: bytes };
  }
  const stray = reportChannels(report, [
    ...judgeServerName(context.system, tls, url),
    ...judgeHandshake(destination.route, request, url, bodyBytes(request).length),
  ]);
  return { kind: 'handshake', stray };
}

/** How many bytes of a body or a query no field claims; of one that cannot be read whole, none is claimed. */
function strayIn(
  fields: FieldJudgement | undefined,
  unpacked: Unpacked,
  request: Sent['event']['request'],
): number {
  if (fields === undefined || unpacked.unclaimed !== undefined) return bodyBytes(request).length;
  return fields.faults.reduce((sum, { bytes = 0 }) => sum + bytes, 0);
}

/** @returns how many bytes they take. */
function reportChannels(report: ReportFault, faults: readonly ChannelFault[]): number {
  for (const { what, pointer, allowed } of faults) {
    report({ rule: undocumentedChannel, message: `${what} is not documented`, sent: what, allowed, pointer });
  }
  return faults.reduce((sum, { bytes }) => sum + bytes, 0);
}

function reportUndocumented(
  report: ReportFault,
  { event }: Sent,
  url: URL | undefined,
  destination: Destination | undefined,
): void {
  const nearest = destination?.kind === 'undocumented' ? destination.nearest : undefined;
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

/** It may have been any installation's, and sent when that one may not send it, or for what that one owes. */
function undecideTimes({ ledger }: Context, { id, schedule, trigger }: Payload): void {
  const clauses = [
    ...(schedule === undefined ? [] : [schedule.clause, ...schedule.clauseByAction.values()]),
    ...(trigger === undefined ? [] : [trigger.clause]),
  ];
  ledger.undecide(new Set(clauses), `it is not known which installation a transmission of ${id} came from`);
}

function reportCanaries(
  context: Context,
  report: ReportFault,
  canaries: readonly Canary[],
  { event }: Sent,
  unpacked: Unpacked,
  payload: Bound | undefined,
): void {
  if (canaries.length === 0) return;
  const { request, tls } = event;
  const body = bodyBytes(request);
  const message = { request, serverName: tls?.serverName, body, unpacked, payload };
  const { leaks, whole } = findCanaries(searchFor(canaries), message);
  for (const { canary, where, pointer, member, how } of leaks) {
    const name = `the planted ${visible(canary.name)}`;
    const at = member === undefined ? '' : ` at ${visible(member)}`;
    report({
      rule: leakedCanary,
      message: `${name} stands in ${where}${at}${how === '' ? '' : `, ${how}`}`,
      sent: how === '' ? name : `${name}, ${how}`,
      allowed:
        canary.permitted.size === 0
          ? 'nowhere'
          : [...canary.permitted].map((place) => visible(place)).join(', '),
      pointer,
      ...(member === undefined ? {} : { member }),
    });
  }
  if (!whole) {
    const reason = 'a message unfolds into more than can be searched for planted values';
    context.ledger.undecide([context.disclosure.scope], reason);
  }
}

function chargeFields(
  context: Context,
  report: ReportFault,
  payload: Payload,
  { faults, exercised, undecided }: FieldJudgement,
  pointer: string,
): void {
  context.ledger.exercise(exercised);
  for (const { clause, reason } of undecided) context.ledger.undecide([clause], reason);
  for (const { clause, bytes: _counted, ...fault } of faults) {
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
    allowed: standing.why === 'absent' ? 'nothing, once it is uninstalled' : statesAllowed(payload, standing),
  });
}

/** The state that it is permitted in, and those that the clauses charged rule out: a payload may have either alone. */
function statesAllowed(
  { permitted, forbidden }: Payload,
  { clause: first, others }: Extract<Standing, { kind: 'forbidden' }>,
): string {
  const charged = new Set([first, ...others]);
  const ruledOut = forbidden
    .filter(({ clause }) => charged.has(clause))
    .map((ruling) => `while ${describeCondition(ruling.while)}`);
  return [
    ...(permitted === undefined ? [] : [`only while ${describeCondition(permitted)}`]),
    ...(ruledOut.length === 0 ? [] : [`never ${ruledOut.join(' or ')}`]),
  ].join(', and ');
}
