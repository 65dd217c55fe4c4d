import { createHash } from 'node:crypto';
import type { Triple } from './differential.js';

type Observation = keyof Triple<unknown>;

/** What differs between observations of which nobody knows which message belongs to which. */
export interface Difference<Message> {
  /** Which messages these are: of one payload, or to one address. */
  readonly group: string;
  /** The part of them that differs; undefined where it is their number. */
  readonly part: string | undefined;
  /** A message that shows it. */
  readonly message: Message;
}

/**
 * Compares messages where the clock was the product's own: what was sent at one time in one order may come in another
 * the next time. So the values that a part has in all messages of a group are compared, whatever their order.
 */
export interface Groups<Message> {
  add(
    of: Observation,
    group: string,
    parts: ReadonlyMap<string, { readonly value: string }>,
    message: Message,
  ): void;
  /** What is the same in the first two observations and not in the third; and what differs in the first two. */
  finish(): {
    readonly depending: readonly Difference<Message>[];
    readonly varying: readonly Difference<Message>[];
    /** Whether there was more than is compared. */
    readonly overflowed: boolean;
  };
}

/** How often a value stands, and a message in which it does. */
type Values<Message> = Map<string, { count: number; readonly message: Message }>;
type Kept<Message> = Map<string, Values<Message>>;

const OBSERVATIONS = ['first', 'again', 'changed'] as const;
/** The name under which a group's messages are counted; no part is called so. */
const NUMBER = '';

/** @param limit how many values are kept, of all parts together. */
export function groupMessages<Message>(limit: number): Groups<Message> {
  const groups = new Map<string, Triple<Kept<Message>>>();
  let held = 0;
  let overflowed = false;

  const count = (kept: Kept<Message>, part: string, value: string, message: Message): void => {
    const values: Values<Message> = kept.get(part) ?? new Map();
    const known = values.get(value);
    if (known !== undefined) known.count += 1;
    else if (held >= limit) overflowed = true;
    else {
      held += 1;
      values.set(value, { count: 1, message });
      kept.set(part, values);
    }
  };

  return {
    add(of, group, parts, message) {
      const known = groups.get(group) ?? { first: new Map(), again: new Map(), changed: new Map() };
      groups.set(group, known);
      count(known[of], NUMBER, NUMBER, message);
      for (const [part, { value }] of parts)
        count(known[of], part, createHash('sha256').update(value).digest('base64'), message);
    },
    finish() {
      const all = [...groups].flatMap(([group, observed]) =>
        [...differencesIn(observed)].map(({ alone, ...rest }) => ({ alone, difference: { group, ...rest } })),
      );
      const told = (wanted: boolean): readonly Difference<Message>[] =>
        all.filter(({ alone }) => alone === wanted).map(({ difference }) => difference);
      return { depending: told(false), varying: told(true), overflowed };
    },
  };
}

interface Told<Message> {
  readonly alone: boolean;
  readonly part: string | undefined;
  readonly message: Message;
}

/** The number of the messages first: where it depends on the value, nothing is to be added. */
function* differencesIn<Message>(observed: Triple<Kept<Message>>): Generator<Told<Message>> {
  const of = (part: string): (Values<Message> | undefined)[] =>
    OBSERVATIONS.map((observation) => observed[observation].get(part));
  const uneven = compare(of(NUMBER), surplus);
  if (uneven !== undefined) yield { ...uneven, part: undefined };
  if (uneven?.alone === false) return;
  // Where there are more messages of one, every value stands more often: only another value tells something.
  const more = uneven === undefined ? surplus : novelty;
  for (const part of new Set(OBSERVATIONS.flatMap((observation) => [...observed[observation].keys()]))) {
    const difference = part === NUMBER ? undefined : compare(of(part), more);
    if (difference === undefined || (difference.alone && uneven !== undefined)) continue;
    yield { ...difference, part };
  }
}

/** What one has and the other has not. */
type Surplus = <Message>(of: Values<Message>, over: Values<Message>) => Message | undefined;

/** A message that shows how observations differ, and whether the first two do; in the changed one, where that has it. */
function compare<Message>(
  [first = new Map(), again = new Map(), changed = new Map()]: readonly (Values<Message> | undefined)[],
  more: Surplus,
): { readonly alone: boolean; readonly message: Message } | undefined {
  const alone = more(again, first) ?? more(first, again);
  if (alone !== undefined) return { alone: true, message: alone };
  const message = more(changed, first) ?? more(first, changed);
  return message === undefined ? undefined : { alone: false, message };
}

function surplus<Message>(of: Values<Message>, over: Values<Message>): Message | undefined {
  for (const [value, { count, message }] of of) if (count > (over.get(value)?.count ?? 0)) return message;
  return undefined;
}

function novelty<Message>(of: Values<Message>, over: Values<Message>): Message | undefined {
  if (over.size === 0) return undefined;
  for (const [value, { message }] of of) if (!over.has(value)) return message;
  return undefined;
}
