import type { Disclosure, Schedule } from '../disclosure/disclosure.js';
import { InputError } from '../disclosure/input-error.js';
import { type ScheduleReading, scheduleQuestions, scheduleReadings } from '../disclosure/readings.js';
import { contradiction } from './schedule.js';

/** The reading chosen for each interpretation of a disclosure. */
export type Readings = ReadonlyMap<string, string>;

/** One way of reading the document: as chosen, or with one interpretation read otherwise. */
export interface Variant {
  /** `interpretation=reading`; undefined for the one as chosen. */
  readonly key: string | undefined;
  readonly interpretation: string | undefined;
  readonly readings: Readings;
}

/**
 * The readings to judge under: as the disclosure chose, but for the overrides (`ID=READING`).
 *
 * @throws InputError where an override names no interpretation or reading, asks the judge for a reading that only
 * the disclosure's own facts and schemas can express, or makes something both owed and forbidden.
 */
export function chooseReadings(disclosure: Disclosure, overrides: readonly string[]): Readings {
  const readings = new Map([...disclosure.interpretations.values()].map(({ id, chosen }) => [id, chosen]));
  for (const override of overrides) {
    const at = override.indexOf('=');
    const [id, reading] = [override.slice(0, at), override.slice(at + 1)];
    if (at < 1) throw new InputError({ message: `--reading ${override}: ID=READING is wanted` });
    const interpretation = disclosure.interpretations.get(id);
    if (interpretation === undefined) {
      const known = [...disclosure.interpretations.keys()].join(', ');
      throw new InputError({
        message: `--reading ${override}: there is no interpretation ${id}; known: ${known}`,
      });
    }
    const known = Object.keys(interpretation.readings);
    if (!known.includes(reading)) {
      throw new InputError({ message: `--reading ${override}: ${id} can be read as ${known.join(' or ')}` });
    }
    if (reading !== interpretation.chosen && !switchable(disclosure).includes(id)) {
      const message = `--reading ${override}: the facts and schemas of ${disclosure.id} are written for ${interpretation.chosen}; change them to judge it otherwise`;
      throw new InputError({ message });
    }
    readings.set(id, reading);
  }
  for (const [payload, { schedule }] of disclosure.payloads) {
    const reason = schedule && contradiction(schedule, readingOf(schedule, readings));
    if (reason)
      throw new InputError({ message: `these readings of ${payload} contradict each other: ${reason}` });
  }
  return readings;
}

/** The chosen way, then every other reading, one interpretation varied at a time; contradictions are left out. */
export function variantsOf(disclosure: Disclosure, readings: Readings): readonly Variant[] {
  const variants: Variant[] = [{ key: undefined, interpretation: undefined, readings }];
  for (const id of switchable(disclosure)) {
    for (const reading of Object.keys(disclosure.interpretations.get(id)?.readings ?? {})) {
      if (reading === readings.get(id)) continue;
      const varied = new Map(readings).set(id, reading);
      if (isSound(disclosure, varied)) {
        variants.push({ key: `${id}=${reading}`, interpretation: id, readings: varied });
      }
    }
  }
  return variants;
}

function isSound(disclosure: Disclosure, readings: Readings): boolean {
  return [...disclosure.payloads.values()].every(
    ({ schedule }) =>
      schedule === undefined || contradiction(schedule, readingOf(schedule, readings)) === undefined,
  );
}

/** The interpretations that decide a question of a schedule, in the order of the disclosure. */
function switchable(disclosure: Disclosure): readonly string[] {
  const bound = [...disclosure.payloads.values()].flatMap(({ schedule }) => [
    ...(schedule?.interpretations.values() ?? []),
  ]);
  return [...disclosure.interpretations.keys()].filter((id) => bound.includes(id));
}

/** How one schedule is read: by its interpretations, and as strictly as is natural where it has none. */
export function readingOf(schedule: Schedule, readings: Readings): ScheduleReading {
  const entries = scheduleQuestions.map((question) => {
    const id = schedule.interpretations.get(question);
    return [question, (id === undefined ? undefined : readings.get(id)) ?? scheduleReadings[question][0]];
  });
  return Object.fromEntries(entries) as ScheduleReading;
}
