import { type Duration, type Instant, parseInstant } from '../../../src/disclosure/instant.js';
import type { ScheduleWindow, SlotOutcome } from '../../../src/report/report.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

export function instant(text: string): Instant {
  const parsed = parseInstant(text);
  if (parsed === undefined) throw new Error(`${text} is no instant`);
  return parsed;
}

const start = instant('2026-01-01T08:00:00.000Z');

/** Hours after the start. */
function at(hours: number): Instant {
  return Math.round(start + hours * HOUR) as Instant;
}

function duration(milliseconds: number): Duration {
  return milliseconds as Duration;
}

interface Plan {
  readonly id: string;
  readonly clause: string;
  readonly scenario: string;
  readonly state: string;
  /** What became of the slots at 4, 8, … hours, and when each was sent, in minutes from when it was due. */
  readonly slots: readonly (readonly [SlotOutcome, number?])[];
  readonly sent?: readonly {
    readonly hours: number;
    readonly rule: string | undefined;
    readonly group: string | undefined;
  }[];
  readonly verdict: ScheduleWindow['verdict'];
  readonly summary: string;
  readonly until?: number;
  readonly part?: Partial<ScheduleWindow>;
  readonly tolerance?: number;
}

function plan({
  id,
  clause,
  scenario,
  state,
  slots,
  sent = [],
  verdict,
  summary,
  ...rest
}: Plan): ScheduleWindow {
  const tolerance = rest.tolerance ?? 5 * MINUTE;
  const until = at(rest.until ?? 48);
  const drawn = slots.map(([outcome, minutes], index) => {
    const due = at(4 * (index + 1));
    return {
      due,
      from: (due - tolerance) as Instant,
      until: (due + tolerance) as Instant,
      outcome,
      sent: minutes === undefined ? undefined : ((due + minutes * MINUTE) as Instant),
    };
  });
  const discharging = drawn.flatMap((slot) =>
    slot.sent === undefined ? [] : [{ at: slot.sent, rule: undefined, group: undefined }],
  );
  const others = sent.map(({ hours, rule, group }) => ({ at: at(hours), rule, group }));
  return {
    id,
    payload: 'pulse',
    clause,
    scenario,
    installation: 'i-1',
    start,
    known: true,
    every: duration(4 * HOUR),
    for: duration(24 * HOUR),
    tolerance: duration(tolerance),
    from: at(-1),
    until,
    slots: drawn,
    sent: [...discharging, ...others]
      .sort((one, other) => one.at - other.at)
      .map((transmission, index) => ({ ...transmission, line: 6 + index * 2 })),
    states: [
      { from: at(-1), until: start, says: 'Not asked' },
      { from: start, until, says: state },
    ],
    gaps: [],
    forbidden: [
      { from: at(-1), until: start },
      { from: (at(24) + tolerance) as Instant, until },
    ],
    verdict,
    summary,
    ...rest.part,
  };
}

export const upheldWindows: readonly ScheduleWindow[] = [
  plan({
    id: 'w-1',
    clause: 'pulse.schedule',
    scenario: 'declined-at-install',
    state: 'Declined',
    slots: [
      ['hit', 0.4],
      ['hit', -1.2],
      ['hit', 0.1],
      ['hit', 1.46],
      ['hit', 0],
      ['hit', 0.8],
    ],
    verdict: 'upheld',
    summary: 'Six of six slots were met, and nothing was sent afterwards.',
  }),
];

export const brokenWindows: readonly ScheduleWindow[] = [
  plan({
    id: 'w-1',
    clause: 'pulse.schedule',
    scenario: 'declined-at-install',
    state: 'Declined',
    slots: [['hit', 0.4], ['hit', -4.9], ['missed'], ['hit', 1.46], ['hit', 0], ['hit', 0.8]],
    sent: [
      { hours: 12.62, rule: 'schedule/off-slot', group: 'g-12' },
      { hours: 28, rule: 'schedule/after-window', group: 'g-13' },
      { hours: 32.02, rule: 'schedule/after-window', group: 'g-13' },
    ],
    verdict: 'violated',
    summary:
      'Five of six slots were met, one passed empty; one pulse came between slots and two after the window.',
  }),
  plan({
    id: 'w-2',
    clause: 'pulse.schedule-withdrawn',
    scenario: 'withdrawn-while-asleep',
    state: 'Withdrawn',
    slots: [['hit', 2], ['excused'], ['blind'], ['hit', -3], ['cancelled'], ['cancelled']],
    until: 26,
    verdict: 'inconclusive',
    summary: 'Two slots were met, one is excused, one could not be observed, and two were cancelled.',
    part: {
      gaps: [
        { from: at(7), until: at(10.5), cause: 'host-asleep' },
        { from: at(11.6), until: at(12.8), cause: 'capture-down' },
      ],
      states: [
        { from: at(-1), until: start, says: 'Accepted' },
        { from: start, until: at(18.25), says: 'Withdrawn' },
        { from: at(18.25), until: at(26), says: 'Accepted' },
      ],
      forbidden: [],
    },
  }),
  plan({
    id: 'w-3',
    clause: 'pulse.schedule',
    scenario: 'field-recording',
    state: 'telemetry: off, consent: refused, registered: true',
    slots: [['hit', 31], ['hit', -12], ['pending'], ['pending'], ['pending'], ['pending']],
    until: 11,
    tolerance: 45 * MINUTE,
    verdict: 'inconclusive',
    summary: 'Two slots were met; the trace ended before the other four were due.',
    part: { known: false, installation: 'i-7', forbidden: [] },
  }),
];
