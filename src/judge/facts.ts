import { canBe } from '../disclosure/check-conditions.js';
import type { Facts } from '../disclosure/condition.js';
import type { Disclosure } from '../disclosure/disclosure.js';
import { InputError } from '../disclosure/input-error.js';
import { visible } from '../disclosure/visible.js';

type FactValue = string | boolean;

/** Many installations share one state: equal facts are one map, whoever holds them. */
const MEMORY = 10_000;

export interface FactBook {
  readonly none: Facts;
  /**
   * The facts after an event: what the action always sets by the disclosure, then what the event states. A
   * parameter's default fills in only what nothing has stated before.
   *
   * @throws InputError where the event names an action, a fact or a value that the disclosure does not have.
   */
  after(
    before: Facts,
    action: string | undefined,
    stated: Readonly<Record<string, FactValue>>,
    line: number,
  ): Facts;
  /**
   * The names of the facts that an action set: always by the disclosure, or since its event states them. One that
   * it takes from a parameter and that no event has stated before was set by a default.
   */
  setBy(action: string, before: Facts, stated: Readonly<Record<string, FactValue>>): ReadonlySet<string>;
}

export function openFactBook(disclosure: Disclosure): FactBook {
  const { actions, facts } = disclosure.file.value;
  const known = new Map<string, Facts>();
  const none: Facts = new Map();

  const intern = (map: Map<string, FactValue>): Facts => {
    const key = JSON.stringify([...map].sort(([one], [other]) => (one < other ? -1 : 1)));
    const before = known.get(key);
    if (before !== undefined) return before;
    if (known.size >= MEMORY) known.clear();
    known.set(key, map);
    return map;
  };
  const setsOf = (action: string, line: number): readonly [string, unknown][] => {
    if (!Object.hasOwn(actions, action)) {
      throw new InputError({
        line,
        message: `${disclosure.id} has no action ${JSON.stringify(visible(action))}`,
      });
    }
    return Object.entries(actions[action]?.sets ?? {});
  };

  const set = (into: Map<string, FactValue>, action: string, line: number): void => {
    for (const [name, source] of setsOf(action, line)) {
      if (typeof source !== 'object') into.set(name, source as FactValue);
      else if (!into.has(name)) {
        const fallback = (source as { default?: FactValue }).default;
        if (fallback !== undefined) into.set(name, fallback);
      }
    }
  };
  const state = (into: Map<string, FactValue>, name: string, value: FactValue, line: number): void => {
    const fact = Object.hasOwn(facts, name) ? facts[name] : undefined;
    const what = JSON.stringify(visible(name));
    if (fact === undefined) throw new InputError({ line, message: `${disclosure.id} has no fact ${what}` });
    if (!canBe(fact, value)) {
      const wanted = fact.values?.join(', ') ?? 'true, false';
      throw new InputError({ line, message: `the fact ${what} must be one of ${wanted}` });
    }
    into.set(name, value);
  };

  return {
    none,
    after(before, action, stated, line) {
      const next = new Map(before);
      if (action !== undefined) set(next, action, line);
      for (const [name, value] of Object.entries(stated)) state(next, name, value, line);
      return intern(next);
    },
    setBy(action, before, stated) {
      const sets = Object.hasOwn(actions, action) ? Object.entries(actions[action]?.sets ?? {}) : [];
      const done = sets.filter(([name, source]) => {
        return typeof source !== 'object' || Object.hasOwn(stated, name) || !before.has(name);
      });
      return new Set(done.map(([name]) => name));
    },
  };
}
