import { limits } from '../limits.js';
import type { ThreadRecord } from './messages.js';

/** Where something that leaves has its place in the order, from its beginning on. */
export interface Place {
  /** What there is of it until it is whole. */
  draft(record: () => ThreadRecord): void;
  /** It is whole: what is to be handed over, or nothing. */
  settle(record: (() => ThreadRecord) | undefined): void;
}

/** What left the module and was not handed over yet, in the order in which it began. */
export interface Records {
  begin(): Place;
  add(record: ThreadRecord): void;
  /** Asks for memory until the next hand-over; false when there is none left. */
  reserve(bytes: number): boolean;
  /** All that is whole; with `unfinished`, what is not too. */
  take(unfinished: boolean): readonly ThreadRecord[];
  /** While true the product is offline: nothing leaves, and nothing is kept. */
  offline: boolean;
}

interface Entry {
  whole: boolean;
  record: (() => ThreadRecord) | undefined;
}

/** How much of what left is held at a time, in bytes. */
const HELD_BYTES = limits.heldBytes / 4;
/** How many things that are no requests are held apart; what comes beyond is counted together. */
const HELD_RECORDS = 100_000;

export function openRecords(): Records {
  let entries: Entry[] = [];
  let held = 0;
  let overflow = 0;

  const begin = (): Place => {
    const entry: Entry = { whole: false, record: undefined };
    entries.push(entry);
    return {
      draft(record) {
        entry.record = record;
      },
      settle(record) {
        entry.record = record;
        entry.whole = true;
      },
    };
  };

  return {
    offline: false,
    begin,
    add(record) {
      // A program that is started while there is no network may send once there is.
      if (this.offline && !(record.kind === 'opaque' && record.protocol === 'process')) return;
      if (entries.length < HELD_RECORDS) begin().settle(() => record);
      // At least one, so that it is told of at all.
      else overflow += record.kind === 'opaque' ? Math.max(1, record.bytes) : 1;
    },
    reserve(bytes) {
      if (held + bytes > HELD_BYTES) return false;
      held += bytes;
      return true;
    },
    take(unfinished) {
      const ready = entries.filter(({ whole }) => whole || unfinished);
      entries = entries.filter(({ whole }) => !whole && !unfinished);
      // What is still open was reserved for too, and asks again for the little that it may add.
      held = 0;
      const records = ready.flatMap(({ record }) => (record === undefined ? [] : [record()]));
      if (overflow > 0)
        records.push({ kind: 'opaque', protocol: 'overflow', destination: 'several', bytes: overflow });
      overflow = 0;
      return records;
    },
  };
}
