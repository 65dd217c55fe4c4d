import type { Canary } from '../canary.js';
import type { Allowance } from './compressed.js';
import { describeLayers } from './layer.js';
import { openSearch, type SearchedText, type ValueSearch } from './search.js';

/** The search for the planted values of a trace. */
export interface CanarySearch {
  readonly canaries: readonly Canary[];
  /** Each planted value that stands in a text once, with how it is written there ("as base64"; nothing where plain). */
  search(texts: readonly SearchedText[], allowance: Allowance): readonly Found[];
}

export interface Found {
  readonly canary: Canary;
  readonly how: string;
  /** How many layers hide it. */
  readonly depth: number;
}

// To build a search takes longer than most traces take to judge, and calibration judges thousands that plant the same.
const KEPT = 4;
const kept = new Map<string, ValueSearch>();
const searches = new WeakMap<readonly Canary[], CanarySearch>();

export function searchFor(canaries: readonly Canary[]): CanarySearch {
  const before = searches.get(canaries);
  if (before !== undefined) return before;
  const values = searchForValues(canaries.map(({ value }) => value));
  const search: CanarySearch = {
    canaries,
    search: (texts, allowance) =>
      values.search(texts, allowance).flatMap(({ value, layers }) => {
        const canary = canaries[value];
        return canary === undefined ? [] : [{ canary, how: describeLayers(layers), depth: layers.length }];
      }),
  };
  searches.set(canaries, search);
  return search;
}

/** The search for some values, which is the same each time for the same values. */
export function searchForValues(values: readonly string[]): ValueSearch {
  const key = JSON.stringify(values);
  const search = kept.get(key) ?? openSearch(values);
  kept.delete(key);
  kept.set(key, search);
  const [oldest] = kept.keys();
  if (kept.size > KEPT && oldest !== undefined) kept.delete(oldest);
  return search;
}
