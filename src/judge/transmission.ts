import { describeCondition } from '../disclosure/condition.js';
import type { Payload } from '../disclosure/disclosure.js';
import type { Instant } from '../disclosure/instant.js';
import { visible } from '../disclosure/visible.js';
import type { TransmissionEvent } from '../trace/trace-event.generated.js';
import { bindPayload } from './bind-payload.js';
import { bodyBytes, bodyPointer, type Unpacked, unpack } from './body.js';
import { type Bound, type Canary, findCanaries, leakedCanary } from './canary.js';
import { judgeChannels, undocumentedChannel } from './channel.js';
import type { Context } from './context.js';
import { type ReportFault, reporter } from './fault.js';
import { type FieldJudgement, judgeFields } from './fields.js';
import { type Installation, type Standing, standingOf } from './installation.js';
import { type Nearest, unattributed, undocumentedRoute } from './routes.js';
import { judgeServerName } from './server-name.js';
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
  const channels = [
    ...judgeServerName(context.system, sent.event.tls, url),
    ...judgeChannels(route, request, url, bodyBytes(request).length),
  ];
  for (const { what, pointer, allowed } of channels) {
    report({ rule: undocumentedChannel, message: `${what} is not documented`, sent: what, allowed, pointer });
  }
  const bound = bindPayload(report, route, url, request, unpacked);
  const from = route.route.query === 'fields' ? 'query' : 'body';
  reportCanaries(report, canaries, sent, url, unpacked, bound && { id: payload.id, from, sent: bound });
  const known = installation?.facts ?? context.facts.none;
  const fields = bound && judgeFields(payload, bound, known);
  context.sightings.see(payload, fields?.present ?? [], context.stateOf(known));
  if (installation === undefined) {
    reportUnattributed(report);
    undecideTimes(context, payload);
    return { kind: 'payload', payload };
  }
  if (fields !== undefined)
    chargeFields(context, report, payload, fields, from === 'query' ? '/request/url' : bodyPointer(request));
  judgeState(context, report, payload, installation, sent);
  return { kind: 'payload', payload };
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

/** It may have been any installation's, and sent when that one may not send it, or for what that one owes. */
function undecideTimes({ ledger }: Context, { id, schedule, trigger }: Payload): void {
  const clauses = [
    ...(schedule === undefined ? [] : [schedule.clause, ...schedule.clauseByAction.values()]),
    ...(trigger === undefined ? [] : [trigger.clause]),
  ];
  ledger.undecide(new Set(clauses), `it is not known which installation a transmission of ${id} came from`);
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

function chargeFields(
  context: Context,
  report: ReportFault,
  payload: Payload,
  { faults, exercised, undecided }: FieldJudgement,
  pointer: string,
): void {
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
