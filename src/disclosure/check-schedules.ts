import type { DisclosureFile } from './disclosure-file.generated.js';
import type { Problem } from './input-error.js';
import { parseDuration } from './instant.js';
import { scheduleQuestions, scheduleReadings } from './readings.js';
import type { SourceFile } from './source-file.js';

/** Schedules that cannot be judged, and interpretations that name no reading the judge knows. */
export function checkSchedules(file: SourceFile<DisclosureFile>): readonly Problem[] {
  return [...checkInterpretations(file), ...checkDurations(file), ...checkQuestions(file)];
}

function checkInterpretations(file: SourceFile<DisclosureFile>): readonly Problem[] {
  const seen = new Set<string>();
  return (file.value.interpretations ?? []).flatMap(({ id, chosen, readings }, index) => {
    const problems: Problem[] = [];
    if (seen.has(id))
      problems.push(file.problem(['interpretations', index, 'id'], `the interpretation ${id} stands twice`));
    seen.add(id);
    if (!Object.hasOwn(readings, chosen)) {
      problems.push(file.problem(['interpretations', index, 'chosen'], `${id} has no reading ${chosen}`));
    }
    return problems;
  });
}

function checkDurations(file: SourceFile<DisclosureFile>): readonly Problem[] {
  return Object.entries(file.value.payloads).flatMap(([id, { schedule }]) => {
    if (schedule === undefined) return [];
    const at = ['payloads', id, 'schedule'];
    const every = parseDuration(schedule.every) ?? 0;
    const window = parseDuration(schedule.for) ?? 0;
    const tolerance = parseDuration(schedule.tolerance) ?? 0;
    if (every === 0) return [file.problem([...at, 'every'], 'must be longer than nothing')];
    if (window < every) return [file.problem([...at, 'for'], 'must be at least as long as every')];
    if (2 * tolerance >= every) {
      return [file.problem([...at, 'tolerance'], 'must be less than half of every, or slots would overlap')];
    }
    return [];
  });
}

function checkQuestions(file: SourceFile<DisclosureFile>): readonly Problem[] {
  const interpretations = new Map((file.value.interpretations ?? []).map((entry) => [entry.id, entry]));
  return Object.entries(file.value.payloads).flatMap(([payload, { schedule }]) =>
    scheduleQuestions.flatMap((question) => {
      const id = schedule?.interpretations?.[question];
      if (id === undefined) return [];
      const at = ['payloads', payload, 'schedule', 'interpretations', question];
      const interpretation = interpretations.get(id);
      if (interpretation === undefined) return [file.problem(at, `there is no interpretation ${id}`)];
      const known: readonly string[] = scheduleReadings[question];
      const stray = Object.keys(interpretation.readings).find((reading) => !known.includes(reading));
      if (stray === undefined) return [];
      return [file.problem(at, `${id} has the reading ${stray}; ${question} knows ${known.join(' and ')}`)];
    }),
  );
}
