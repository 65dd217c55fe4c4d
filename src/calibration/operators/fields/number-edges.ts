import type { Alternative } from './alternatives.js';
import type { Source } from './edges.js';
import { numbersFor } from './plain-values.js';

/** The bounds of a number, and its step. */
export function numberEdges(schema: Alternative): readonly Source[] {
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf } = schema;
  const step = multipleOf ?? 1;
  const sources: Source[] = [];
  // `past` and `at` tell on which side of the bound such numbers lie; 0 is the bound itself.
  const add = (
    operator: string,
    keyword: string,
    bound: number | undefined,
    past: number,
    at: number,
  ): void => {
    if (bound === undefined) return;
    sources.push({
      operator,
      keyword,
      says: `${keyword} ${bound}`,
      past: onGrid(past === 0 ? [bound] : away(bound, past * step), step),
      at: onGrid(at === 0 ? [bound] : away(bound, at * step), step),
    });
  };
  add('field/too-small', 'minimum', minimum, -1, 0);
  add('field/too-large', 'maximum', maximum, 1, 0);
  add('field/too-small', 'exclusiveMinimum', exclusiveMinimum, 0, 1);
  add('field/too-large', 'exclusiveMaximum', exclusiveMaximum, 0, -1);
  if (multipleOf === undefined) return sources;
  const off = numbersFor(schema).flatMap((number) => [
    number + multipleOf / 2,
    number - multipleOf / 2,
    number + 1,
    number - 1,
  ]);
  return [
    ...sources,
    {
      operator: 'field/off-step',
      keyword: 'multipleOf',
      says: `multipleOf ${multipleOf}`,
      past: off,
      at: [],
    },
  ];
}

const DOUBLINGS = 64;

/** Numbers further and further away from a bound: of large ones the nearest are the bound itself. */
function away(bound: number, step: number): readonly number[] {
  const found: number[] = [bound + step / 2];
  for (let doubling = 0, distance = step; doubling < DOUBLINGS; doubling += 1, distance *= 2)
    found.push(bound + distance);
  return found.filter((number) => number !== bound && Number.isFinite(number));
}

/** Each number, and the multiples of the step that are next to it. */
function onGrid(numbers: readonly number[], step: number): readonly number[] {
  return numbers.flatMap((number) => [
    number,
    Math.floor(number / step) * step,
    Math.ceil(number / step) * step,
  ]);
}
