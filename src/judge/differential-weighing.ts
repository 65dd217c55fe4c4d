/** What was seen of one part of the messages, in all of them. */
interface Seen<Leak> {
  /** In how many it differed though nothing was changed. */
  alone: number;
  readonly leaks: Leak[];
}

/** Weighs what differs with a planted value against what differs by itself, part by part. */
export interface Weighing<Leak> {
  /** The part differed though nothing was changed. */
  differed(part: string): void;
  /** The part was the same where nothing was changed, and another where something was. */
  depended(part: string, leak: Leak): void;
  /**
   * What is certain; and what is not, since the part differs by itself too, if less often. A part that differs more
   * often by itself is the same now and then by chance, and nothing follows from that.
   */
  finish(): { readonly certain: readonly Leak[]; readonly doubtful: readonly Leak[] };
}

/** So many times the leaks that are told are weighed. */
const MANY = 20;

/** @param limit how many leaks are kept, of each part and of each kind. */
export function openWeighing<Leak>(limit: number): Weighing<Leak> {
  const parts = new Map<string, Seen<Leak>>();
  const order: { readonly seen: Seen<Leak>; readonly leak: Leak }[] = [];
  const seenOf = (part: string): Seen<Leak> => {
    const seen = parts.get(part) ?? { alone: 0, leaks: [] };
    if (parts.size < limit * MANY) parts.set(part, seen);
    return seen;
  };
  return {
    differed(part) {
      seenOf(part).alone += 1;
    },
    depended(part, leak) {
      const seen = seenOf(part);
      if (seen.leaks.length >= limit || order.length >= limit * MANY) return;
      seen.leaks.push(leak);
      order.push({ seen, leak });
    },
    finish() {
      const certain = order.filter(({ seen }) => seen.alone === 0);
      const doubtful = order.filter(({ seen }) => seen.alone > 0 && seen.leaks.length > seen.alone);
      return {
        certain: certain.slice(0, limit).map(({ leak }) => leak),
        doubtful: doubtful.slice(0, limit).map(({ leak }) => leak),
      };
    },
  };
}
