import type { Report, ScheduleWindow } from '../report.js';
import { type Refer, references } from './anchors.js';
import { bounded, short } from './bounded.js';
import { clock, offset, span } from './instants.js';
import { drawing } from './schedule-drawing.js';

/** Windows that are pictured: a page has two of them with their tables. */
const PICTURES = 40;
/** Rows of a table, of which six hours of one transmission a minute would fill twelve pages. */
const ROWS = 80;

interface ScheduleRow {
  readonly from: number;
  readonly until: number | undefined;
  readonly what: string;
  readonly outcome: string;
  readonly tone: 'plain' | 'good' | 'bad' | 'open';
  readonly group: string | undefined;
}

const outcomes = {
  hit: { says: 'sent', tone: 'good' },
  missed: { says: 'missed: nothing was sent in it', tone: 'bad' },
  excused: { says: 'excused: it could not be sent', tone: 'open' },
  blind: { says: 'not known: the capture was down', tone: 'open' },
  cancelled: { says: 'cancelled: the state was left', tone: 'plain' },
  pending: { says: 'not yet past when the trace ended', tone: 'open' },
} as const;

/** Section 4: a picture of each window, and the same as a table. */
export function scheduleContents(report: Report): object {
  const refer = references(report);
  const shown = report.schedules.slice(0, PICTURES);
  return {
    schedules: shown.map((window) => schedule(window, refer)),
    schedulesLeftOut: report.schedules.length - shown.length + report.schedulesOmitted,
  };
}

function schedule(window: ScheduleWindow, refer: Refer): object {
  return {
    payload: short(window.payload, 120),
    clause: short(window.clause, 120),
    scenario: short(window.scenario, 120),
    installation: short(window.installation, 80),
    verdict: window.verdict,
    summary: short(window.summary, 500),
    pace: `every ${span(window.every)} for ${span(window.for)}, each within ±${span(window.tolerance)}`,
    start: window.known
      ? `The window starts at ${clock(window.start)} UTC.`
      : `When the window started is not known; the state was first seen at ${clock(window.start)} UTC.`,
    drawing: drawing(window),
    rows: bounded(
      rowsOf(window).map(({ from, until, what, outcome, tone, group }) => ({
        from: clock(from),
        until: until === undefined ? undefined : clock(until),
        what,
        outcome,
        tone,
        group: group === undefined ? undefined : refer(group),
      })),
      ROWS,
    ),
  };
}

/** All that the picture shows, in the order of time. */
function rowsOf(window: ScheduleWindow): readonly ScheduleRow[] {
  const plain = { tone: 'plain', group: undefined } as const;
  const discharging = new Set(window.slots.flatMap(({ sent }) => (sent === undefined ? [] : [sent])));
  const rows: readonly ScheduleRow[] = [
    ...window.states.map(({ from, until, says }) => {
      return { ...plain, from, until, what: 'State', outcome: short(says, 200) };
    }),
    ...window.gaps.map(({ from, until, cause }) => {
      return { ...plain, from, until, what: 'Gap', outcome: short(cause, 80) };
    }),
    ...window.forbidden.map(({ from, until }) => {
      return { ...plain, from, until, what: 'Nothing may be sent', outcome: '' };
    }),
    ...window.slots.map(({ from, until, due, outcome, sent }, at) => {
      const { says, tone } = outcomes[outcome];
      const when = sent === undefined ? '' : ` at ${clock(sent)}, ${offset(sent - due)} from its middle`;
      return { from, until, what: `Slot ${at + 1}`, outcome: `${says}${when}`, tone, group: undefined };
    }),
    ...window.sent
      .filter(({ at, rule }) => rule !== undefined || !discharging.has(at))
      .map(({ at, line, rule, group }): ScheduleRow => {
        const breach = rule === undefined ? 'permitted' : `breaches ${short(rule, 80)}`;
        const outcome = `line ${line}: ${breach}`;
        return {
          from: at,
          until: undefined,
          what: 'Sent',
          outcome,
          tone: rule === undefined ? 'plain' : 'bad',
          group,
        };
      }),
  ];
  return rows.toSorted((one, other) => one.from - other.from);
}
