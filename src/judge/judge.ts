import type { Facts } from '../disclosure/condition.js';
import type { Disclosure } from '../disclosure/disclosure.js';
import { InputError } from '../disclosure/input-error.js';
import { formatInstant, type Instant, parseInstant } from '../disclosure/instant.js';
import { visible } from '../disclosure/visible.js';
import type { ScenarioFile } from '../scenario/scenario-file.generated.js';
import type { SystemFile } from '../system/system-file.generated.js';
import type {
  EndEvent,
  GapEvent,
  OpaqueEvent,
  StartEvent,
  TraceEvent,
} from '../trace/trace-event.generated.js';
import { type ByteSplit, openByteTally, settleBytes } from './byte-account.js';
import { type Canary, canariesOf } from './canary.js';
import { clockBounds, settleClock, uncertaintyInSeconds } from './clock.js';
import { concealCanaries } from './conceal.js';
import { type Context, openContext } from './context.js';
import { judgeQuestion } from './dns.js';
import { judgeExpectations } from './expectation.js';
import type { Breach } from './finding.js';
import { isWhole, watchHeartbeats } from './heartbeats.js';
import { type Installation, openInstallation } from './installation.js';
import { judgeKit } from './kit.js';
import { type Account, type Span, touches } from './ledger.js';
import { judgeOpaque } from './opaque.js';
import { judgeOpaqueNames } from './opaque-canary.js';
import type { Variant } from './readings.js';
import type { Sightings } from './sightings.js';
import { deadCapture } from './state-rules.js';
import { type Asked, judgeTransmission, type Sent } from './transmission.js';
import type { ObservedWindow } from './window-log.js';

/** What one trace says, before several are put together. */
export interface Judgement {
  readonly start: StartEvent | undefined;
  readonly from: Instant | undefined;
  readonly until: Instant | undefined;
  /** Whether the trace came to its end and shows that its capture was alive: nothing is upheld by one that does not. */
  readonly complete: boolean;
  readonly transmissions: number;
  readonly excluded: readonly number[];
  readonly heartbeats: number;
  /** The last sign that the capture was alive. */
  readonly lastSign: Instant | undefined;
  readonly accounts: ReadonlyMap<string, Account>;
  /** By consent state, then by clause: what is true of a clause in that state alone. */
  readonly stateAccounts: ReadonlyMap<string, ReadonlyMap<string, Account>>;
  /** What was told of a clause while no state was known: any state may have it. */
  readonly statelessAccounts: ReadonlyMap<string, Account>;
  /** The schedules' accounts under each variant, in the order of the variants. */
  readonly scheduleAccounts: readonly ReadonlyMap<string, Account>[];
  readonly breaches: readonly Breach[];
  readonly omitted: number;
  readonly notes: readonly string[];
  /** What the bytes that left come to, where the capture counted them. */
  readonly bytes: ByteSplit | undefined;
  /** By how many seconds an instant may be off, where the trace says so. */
  readonly uncertainty: number | undefined;
  /** The windows that are kept to be drawn, and how many are not. */
  readonly windows: readonly ObservedWindow[];
  readonly windowsOmitted: number;
  readonly sightings: Pick<Sightings, 'payloads' | 'fields'>;
}

/** A fold over one trace: no I/O, no clock. Feed it every event in order, then finish. */
export interface Judge {
  /** @throws InputError, with the line, where an event contradicts the disclosure or exceeds a bound. */
  push(event: TraceEvent, line: number): void;
  finish(): Judgement;
}

export interface JudgeOptions {
  readonly disclosure: Disclosure;
  readonly system: SystemFile;
  readonly scenario: ScenarioFile | undefined;
  readonly variants: readonly Variant[];
}

// State events at an instant apply before transmissions of the same instant (DESIGN 6), so an instant's
// transmissions wait for its end; and an instant must not be without end.
const INSTANT_LIMIT = 64 * 1024 * 1024;
const INSTALLATION_LIMIT = 1_000_000;

export function createJudge({ disclosure, system, scenario, variants }: JudgeOptions): Judge {
  const context = openContext(disclosure, system, variants);
  const { ledger } = context;
  const installations = new Map<string, Installation>();
  // Installations of which nothing can be owed: their facts are all that is remembered of them.
  const dormant = new Map<string, Facts>();
  const excluded = (system.excluded ?? []).map(() => 0);
  const counts = new Map<string, number>();
  const notes: string[] = [];
  const beats = watchHeartbeats();
  let start: StartEvent | undefined;
  let canaries: readonly Canary[] = [];
  const tally = openByteTally();
  let end: { readonly event: EndEvent; readonly line: number } | undefined;
  let waiting: (Sent | Asked)[] = [];
  let waitingSize = 0;
  let now: Instant | undefined;
  let globalGaps: { cause: GapEvent['cause']; span: Span }[] = [];
  let captureDown: Span | undefined;
  let firstSign: Instant | undefined;
  let lastSign: Instant | undefined;
  let transmissions = 0;
  let complete = false;
  let sinceSweep = 0;

  const installationOf = (id: string, line: number): Installation => {
    const known = installations.get(id);
    if (known !== undefined) return known;
    if (installations.size + dormant.size >= INSTALLATION_LIMIT) {
      throw new InputError({
        line,
        message: `the trace holds more than ${INSTALLATION_LIMIT} installations`,
      });
    }
    const opened = openInstallation(context, id, dormant.get(id));
    dormant.delete(id);
    for (const { cause, span } of globalGaps) opened.gap(cause, span);
    installations.set(id, opened);
    return opened;
  };

  const rest = (installation: Installation): void => {
    if (!installation.idle) return;
    installations.delete(installation.id);
    dormant.set(installation.id, installation.facts);
  };

  /** The only installation there is, where there is only one. */
  const only = (): string | undefined => {
    if (installations.size + dormant.size !== 1) return undefined;
    return [...installations.keys(), ...dormant.keys()][0];
  };

  const sign = (at: Instant): void => {
    firstSign ??= at;
    lastSign = at;
  };

  const settle = (): void => {
    const batch = waiting;
    waiting = [];
    waitingSize = 0;
    for (const sent of batch) {
      const installation = attribute(sent);
      ledger.inState(installation && context.stateOf(installation.facts));
      const { bytes = 0 } = sent.event;
      noteAttempt(context, installation?.id, sent);
      if (!isSent(sent)) {
        tally.add('dns', bytes, judgeQuestion(context, canaries, installation, sent), 'transport');
        continue;
      }
      transmissions += 1;
      const outcome = judgeTransmission(context, canaries, installation, sent);
      const by = outcome.kind === 'handshake' ? 'transport' : 'routes';
      tally.add('messages', bytes, bytes - outcome.stray, by);
      if (outcome.kind === 'excluded') excluded[outcome.index] = (excluded[outcome.index] ?? 0) + 1;
      if (outcome.kind === 'payload')
        counts.set(outcome.payload.id, (counts.get(outcome.payload.id) ?? 0) + 1);
    }
  };

  /** DESIGN 4.5: without a name a transmission belongs to the only installation there is. */
  const attribute = ({ event, line, at }: Sent | Asked): Installation | undefined => {
    const id = event.installation ?? only();
    if (id === undefined) return undefined;
    const installation = installationOf(id, line);
    installation.tick(at);
    installation.sign({ first: firstSign, last: lastSign });
    return installation;
  };

  const addGap = ({ cause, installation }: GapEvent, span: Span, line: number): void => {
    if (cause === 'capture-down') captureDown ??= span;
    if (installation !== undefined) {
      installationOf(installation, line).gap(cause, span);
      return;
    }
    globalGaps = globalGaps.filter((gap) => touches(gap.span, { from: span.from, until: span.from }));
    globalGaps.push({ cause, span });
    for (const known of installations.values()) known.gap(cause, span);
  };

  const settleOpaque = (event: OpaqueEvent, at: Instant, line: number): void => {
    tally.add('opaque', event.bytes, 0, 'transport');
    const id = event.installation ?? only();
    const facts = id === undefined ? undefined : (installations.get(id)?.facts ?? dormant.get(id));
    ledger.inState(facts && context.stateOf(facts));
    judgeOpaque(context, event, { installation: id, at, line });
  };

  const judgeBytes = (at: Instant): ByteSplit | undefined => {
    const owed = complete && start?.capture === 'namespace';
    const verdict = settleBytes(context, tally, end, owed, { at, installation: only() });
    if (verdict?.contradiction !== undefined) notes.push(verdict.contradiction);
    return verdict?.split;
  };

  /** What is over can be forgotten; an installation that falls silent must not keep its memory for ever. */
  const sweep = (at: Instant): void => {
    sinceSweep += 1;
    if (sinceSweep < 1000 + 4 * installations.size) return;
    sinceSweep = 0;
    for (const installation of installations.values()) {
      installation.tick(at);
      rest(installation);
    }
  };

  const changeFacts = (event: TraceEvent, at: Instant, line: number): void => {
    if (event.type === 'start' || event.type === 'end') return;
    const action = event.type === 'action' ? event.action : undefined;
    if (event.facts === undefined && action === undefined) return;
    const id = event.installation ?? only();
    if (id === undefined) throw new InputError({ line, message: 'states facts and names no installation' });
    const installation = installationOf(id, line);
    installation.tick(at);
    installation.change({ at, line, action, facts: event.facts ?? {} });
    rest(installation);
  };

  return {
    push(event, line) {
      const at = parseInstant(event.at);
      if (at === undefined) throw new InputError({ line, message: `${visible(event.at)} is no instant` });
      if (now !== undefined && at > now) {
        settle();
        sweep(at);
      }
      now = at;
      beats.hear(event, line);
      changeFacts(event, at, line);
      switch (event.type) {
        case 'start':
          ledger.inState(undefined);
          start = event;
          context.clock.runs = event.clock !== undefined && event.clock.kind !== 'stepped';
          canaries = canariesOf(event, line);
          judgeKit(context, event, at, line);
          return;
        case 'dns':
        case 'transmission':
          sign(at);
          waiting.push({ event, line, at } as Sent | Asked);
          waitingSize += event.type === 'dns' ? event.question.name.length + 500 : sizeOf(event.request);
          if (waitingSize > INSTANT_LIMIT) {
            throw new InputError({
              line,
              message: `more than ${INSTANT_LIMIT} bytes were sent at one instant`,
            });
          }
          return;
        case 'heartbeat':
          if (isWhole(event)) sign(at);
          return;
        case 'opaque':
          sign(at);
          settleOpaque(event, at, line);
          judgeOpaqueNames(context, canaries, event, { at, line });
          return;
        case 'gap': {
          const until = parseInstant(event.until);
          if (until === undefined || until < at) {
            throw new InputError({ line, message: 'the gap ends before it begins' });
          }
          addGap(event, { from: at, until }, line);
          return;
        }
        case 'end':
          complete = true;
          end = { event, line };
          return;
        case 'facts':
        case 'action':
          return;
      }
    },
    finish() {
      settle();
      const until = now;
      for (const installation of until === undefined ? [] : installations.values()) {
        installation.tick(until as Instant);
        installation.finish(until as Instant, { first: firstSign, last: lastSign });
      }
      ledger.inState(undefined);
      const dead = beats.missing(complete);
      if (until !== undefined && dead !== undefined) {
        ledger.report({
          ...dead,
          rule: deadCapture,
          clause: disclosure.scope,
          installation: undefined,
          at: until,
        });
      }
      const bytes = until === undefined ? undefined : judgeBytes(until);
      if (captureDown !== undefined) undecideOpenEnds(context, captureDown);
      const doubt = doubtOf(
        complete,
        captureDown !== undefined || dead !== undefined,
        lastSign !== undefined,
      );
      if (until !== undefined && scenario !== undefined) {
        judgeExpectations(context, scenario, counts, { at: until, doubt });
      }
      const settled = settleClock(context, clockBounds(start, end?.event));
      if (doubt !== undefined) notes.push(doubt);
      if (start?.scenario !== undefined && scenario === undefined) {
        notes.push(`there is no scenario ${start.scenario} here: what it expects was not judged`);
      }
      return {
        start,
        from: start && parseInstant(start.at),
        until,
        complete: complete && dead === undefined && lastSign !== undefined,
        transmissions,
        excluded,
        heartbeats: beats.count(),
        lastSign,
        accounts: ledger.accounts,
        stateAccounts: ledger.states,
        statelessAccounts: ledger.stateless,
        scheduleAccounts: context.scheduleAccounts,
        breaches: inOrder(settled.breaches).map(concealCanaries(canaries)),
        omitted: ledger.omitted,
        notes,
        bytes,
        uncertainty: uncertaintyInSeconds(end?.event),
        windows: settled.windows,
        windowsOmitted: context.windows.omitted,
        sightings: context.sightings,
      };
    },
  };
}

function isSent(event: Sent | Asked): event is Sent {
  return event.event.type === 'transmission';
}

/** A question is the first half of an attempt to send; whatever is sent after it completes that. */
function noteAttempt({ attempts }: Context, installation: string | undefined, sent: Sent | Asked): void {
  if (!isSent(sent)) attempts.asked(installation, sent.event.question.name, sent.at);
  else if (URL.canParse(sent.event.request.url))
    attempts.reached(installation, new URL(sent.event.request.url).hostname);
}

function sizeOf({ url, body, bodyBase64 }: { url: string; body?: string; bodyBase64?: string }): number {
  return 500 + url.length + (body?.length ?? 0) + (bodyBase64?.length ?? 0);
}

function doubtOf(complete: boolean, blind: boolean, alive: boolean): string | undefined {
  if (!complete) return 'the trace has no end: it was cut off';
  if (!alive) return 'nothing shows that the capture was ever alive';
  return blind ? 'the capture was down for a part of it' : undefined;
}

/**
 * What was put to the test while the capture was down for a part of the time may have been breached unseen; and
 * anything at all may have left, whether or not something was seen.
 */
function undecideOpenEnds(context: Context, down: Span): void {
  const { disclosure, ledger } = context;
  const open = new Set([disclosure.scope]);
  for (const payload of disclosure.payloads.values()) {
    for (const clause of context.clausesOf(payload)) open.add(clause);
    if (payload.trigger) open.add(payload.trigger.clause);
  }
  const reason = `the capture was down from ${formatInstant(down.from)}: more may have been sent`;
  // In a state in which nothing was seen as well: so it is told of none.
  ledger.inState(undefined);
  ledger.undecide([disclosure.scope], reason);
  for (const clause of open)
    if (ledger.accounts.get(clause)?.exercised) ledger.undecideEverywhere(clause, reason);
  // A schedule knows what it missed, but a gap may reach from one state into the next.
  for (const [clause, { undecided }] of context.scheduleAccounts[0] ?? [])
    for (const doubt of undecided) ledger.doubtStates(clause, doubt);
}

/** Findings are decided when they become certain, which may be later than the next; they are told in time. */
function inOrder(breaches: readonly Breach[]): readonly Breach[] {
  return breaches
    .map((breach, index) => ({ breach, index }))
    .sort((one, other) => one.breach.at - other.breach.at || one.index - other.index)
    .map(({ breach }) => breach);
}
