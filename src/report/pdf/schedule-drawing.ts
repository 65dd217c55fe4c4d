import type { Instant } from '../../disclosure/instant.js';
import type { ScheduleWindow } from '../report.js';
import { breachesNear } from '../schedule-breaches-near.js';
import { clock, offset, span, timeOfDay } from './instants.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const STEPS = [
  ...[1, 2, 5, 10, 15, 30].map((minutes) => minutes * MINUTE),
  ...[1, 2, 3, 4, 6, 8, 12].map((hours) => hours * HOUR),
  ...[1, 2, 5, 7, 14, 30, 90, 365].map((days) => days * DAY),
];
const TICKS = 9;

/** The width of the plot and of a character in it, in points: what does not fit into its stretch gets a letter. */
const PLOT = 404;
const CHARACTER = 3.6;
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
/** Narrower than this, a slot shows no offset, and is drawn once more. In points. */
const SMALL = 14;
const MARKS = 400;
const BANDS = 60;
const PANELS = 18;
/** How far a panel reaches, in tolerances. */
const REACH = 1.5;
const BREACHES = 20;

/** A stretch of the time axis, in parts of it: 0 is its left end, 1 its right. */
interface Stretch {
  readonly x: number;
  readonly width: number;
}

/** What the template draws: each place a part of the axis, so that only it knows sizes. */
export function drawing(window: ScheduleWindow): object {
  const axis = axisOf(window);
  const states = window.states.flatMap((state) => labelled(axis, state, state.says)).slice(0, BANDS);
  const gaps = window.gaps.flatMap((gap) => labelled(axis, gap, gap.cause)).slice(0, BANDS);
  const slots = window.slots.flatMap((slot) =>
    axis.stretch(slot.from, slot.until).map((stretch) => ({ ...stretch, outcome: slot.outcome })),
  );
  const discharging = new Set(window.slots.flatMap(({ sent }) => (sent === undefined ? [] : [sent])));
  const sent = window.sent.flatMap(({ at, rule }) => {
    const kind = rule !== undefined ? 'breach' : discharging.has(at) ? 'slot' : 'permitted';
    return axis.place(at).map((x) => ({ x, kind }));
  });
  return {
    states: lettered(states),
    gaps,
    forbidden: window.forbidden.flatMap(({ from, until }) => axis.stretch(from, until)).slice(0, BANDS),
    slots: slots.slice(0, MARKS),
    // A breach is drawn last, over the others, and is not left out for their number.
    sent: [
      ...sent.filter(({ kind }) => kind !== 'breach').slice(0, MARKS),
      ...sent.filter(({ kind }) => kind === 'breach').slice(0, MARKS),
    ],
    window: axis.stretch(window.start, (window.start + window.for) as Instant),
    known: window.known,
    ticks: axis.ticks,
    zoom: zoom(window, axis.width),
    kinds: {
      slots: [...new Set(slots.map(({ outcome }) => outcome))].sort(),
      sent: [...new Set(sent.map(({ kind }) => kind))].filter((kind) => kind !== 'slot').sort(),
    },
  };
}

interface Axis {
  readonly width: (milliseconds: number) => number;
  readonly place: (at: number) => readonly number[];
  readonly stretch: (from: number, until: number) => readonly Stretch[];
  readonly ticks: readonly object[];
}

function axisOf({ from, until, start }: ScheduleWindow): Axis {
  const length = Math.max(1, until - from);
  const part = (at: number): number => Math.min(1, Math.max(0, (at - from) / length));
  return {
    width: (milliseconds) => (milliseconds / length) * PLOT,
    place: (at) => (at < from || at > until ? [] : [part(at)]),
    stretch: (first, last) =>
      last < first || last < from || first > until
        ? []
        : [{ x: part(first), width: part(last) - part(first) }],
    ticks: ticks(from, until, start, part),
  };
}

/** At round distances from the start of the window, since that is what the clause speaks of. */
function ticks(from: number, until: number, start: number, part: (at: number) => number): readonly object[] {
  const step =
    STEPS.find((candidate) => (until - from) / candidate <= TICKS) ?? Math.max(1, (until - from) / TICKS);
  const first = Math.ceil((from - start) / step);
  const count = Math.min(TICKS + 1, Math.floor((until - start) / step) - first + 1);
  return Array.from({ length: Math.max(0, count) }, (_, index) => {
    const distance = (first + index) * step;
    const at = start + distance;
    const date = clock(at).slice(0, 10);
    return {
      x: part(at),
      time: timeOfDay(at),
      date: index === 0 || date !== clock(at - step).slice(0, 10) ? date : undefined,
      distance: distance === 0 ? 'start' : offset(distance),
    };
  });
}

interface Labelled extends Stretch {
  readonly says: string;
  readonly fits: boolean;
}

function labelled(
  axis: Axis,
  { from, until }: { readonly from: Instant; readonly until: Instant },
  says: string,
): readonly Labelled[] {
  return axis.stretch(from, until).map((stretch) => {
    return { ...stretch, says: says.slice(0, 200), fits: says.length * CHARACTER + 8 < stretch.width * PLOT };
  });
}

/** Stretches of one state that is too long to be written into one of them share a letter. */
function lettered(states: readonly Labelled[]): readonly object[] {
  const tight = [...new Set(states.filter(({ fits }) => !fits).map(({ says }) => says))];
  const letters = new Map(tight.map((says, at) => [says, LETTERS[at] ?? '…']));
  return states.map((state) => ({ ...state, letter: letters.get(state.says) }));
}

/** Each slot as wide as a finger, with how far from its middle it was hit; none where the picture shows it already. */
function zoom(window: ScheduleWindow, width: (milliseconds: number) => number): object | undefined {
  const { slots, tolerance } = window;
  if (tolerance === 0 || slots.length === 0 || width(2 * tolerance) >= SMALL) return undefined;
  const panels = slots.slice(0, PANELS).map((slot, index) => {
    const { due, outcome, sent } = slot;
    // One is the edge of the tolerance.
    const place = (at: number): number => Math.min(REACH, Math.max(-REACH, (at - due) / tolerance));
    const breaches = breachesNear(window, slot, REACH * tolerance);
    return {
      slot: index + 1,
      due: timeOfDay(due),
      outcome,
      x: sent === undefined ? undefined : place(sent),
      breaches: breaches.slice(0, BREACHES).map(({ at }) => place(at)),
      says: [sent === undefined ? outcome : offset(sent - due), ...besides(due, breaches)].join(', '),
    };
  });
  return { panels, more: Math.max(0, slots.length - PANELS), tolerance: span(tolerance) };
}

/** How far off a breach came, or how many there are. */
function besides(due: number, breaches: ScheduleWindow['sent']): readonly string[] {
  const [first, ...more] = breaches;
  if (first === undefined) return [];
  return [more.length === 0 ? offset(first.at - due) : `${breaches.length} in breach`];
}
