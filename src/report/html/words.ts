import { formatInstant, type Instant } from '../../disclosure/instant.js';
import type { Kind, Report, SlotOutcome, Verdict } from '../report.js';

export const verdictWords: Readonly<Record<Verdict, string>> = {
  violated: 'Violated',
  inconclusive: 'Inconclusive',
  'not-exercised': 'Not exercised',
  waived: 'Waived',
  attested: 'Attested',
  upheld: 'Upheld',
};

/** What each verdict means, for who reads a report for the first time. */
export const verdictMeanings: Readonly<Record<Verdict, string>> = {
  violated: 'what was observed breaches it',
  inconclusive: 'it was put to the test, and what was observed does not decide it',
  'not-exercised': 'nothing in this run put it to the test',
  waived: 'breached, and accepted for now by a named person',
  attested: 'answered by a person, as no wire can show it',
  upheld: 'put to the test, and no breach was observed',
};

export const kindWords: Readonly<Record<Kind, { readonly name: string; readonly meaning: string }>> = {
  excess: { name: 'Excess', meaning: 'sent and not permitted' },
  shortfall: { name: 'Shortfall', meaning: 'disclosed and not done' },
};

export const outcomeWords: Readonly<Record<SlotOutcome, string>> = {
  hit: 'Met',
  missed: 'Missed',
  excused: 'Excused',
  blind: 'Not observable',
  cancelled: 'Cancelled',
  pending: 'Not yet due',
};

const RFC_3339 = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2}:\d{2})(\.\d{1,3})?Z$/;
const ANY_RFC_3339 = /\b\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,3})?Z\b/g;
const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** An instant in UTC as a person reads it; a text that is none, as it is. Milliseconds only where there are some. */
export function moment(text: string): string {
  return text.replace(RFC_3339, (_, date: string, time: string, fraction = '') =>
    fraction === '' || Number(fraction) === 0 ? `${date} ${time}` : `${date} ${time}${fraction}`,
  );
}

export function momentOf(instant: Instant): string {
  return moment(formatInstant(instant));
}

/** A text in which instants are written as a person reads them, each with its zone. */
export function withMoments(text: string): string {
  return text.replace(ANY_RFC_3339, (instant) => `${moment(instant)} UTC`);
}

/** The time of day in UTC: `20:00`, and the seconds where there are some. */
export function clockOf(instant: Instant): string {
  const time = formatInstant(instant).slice(11, 19);
  return time.endsWith(':00') ? time.slice(0, 5) : time;
}

/** A length of time: `4 h`, `1 h 30 min`, `31.2 s`; of more than a minute, to the second. */
export function lengthOf(milliseconds: number): string {
  const exact = Math.abs(milliseconds);
  if (exact < SECOND) return `${Number((exact / SECOND).toFixed(3))} s`;
  const tenths = Math.round(exact / 100) * 100;
  if (tenths < MINUTE) return `${tenths / SECOND} s`;
  const length = Math.round(exact / SECOND) * SECOND;
  const parts = [
    [Math.floor(length / HOUR), 'h'],
    [Math.floor((length % HOUR) / MINUTE), 'min'],
    [(length % MINUTE) / SECOND, 's'],
  ] as const;
  return parts.flatMap(([count, unit]) => (count > 0 ? `${count} ${unit}` : [])).join(' ');
}

/** How far one instant is from another: `+24 s`, `−4 min 54 s`. */
export function offsetOf(milliseconds: number): string {
  if (milliseconds === 0) return '±0 s';
  return `${milliseconds < 0 ? '−' : '+'}${lengthOf(milliseconds)}`;
}

/** At most so many UTF-16 code units, and no character cut in half. */
export function shortened(text: string, limit: number): string {
  if (text.length <= limit) return text;
  return `${text.slice(0, limit - 1).replace(/[\ud800-\udbff]$/, '')}…`;
}

/** What a consent state is called, whether it is named by its id or by its words. */
export function stateWords({ states }: Report, state: string): string {
  return states.find(({ id }) => id === state)?.says ?? state;
}
