interface Range {
  readonly start: number;
  readonly end: number;
}

/** Tells what a client sends for the first time from what it sends again. */
export interface SequenceAccount {
  /** How many of the bytes of a segment were not sent before. */
  fresh(sequence: number, length: number): number;
}

/** Holes beyond this many are taken for sent: bytes in them then count as sent again, and are claimed by nobody. */
const holesKept = 256;

/**
 * Follows one direction of a TCP connection (RFC 9293, 3.4), in which a lost segment leaves a hole.
 *
 * @param first the sequence number of the first byte
 */
export function createSequenceAccount(first: number): SequenceAccount {
  // Counted from the first byte, so that nothing wraps around before 2 ** 53 bytes.
  let next = 0;
  let holes: Range[] = [];

  const fill = (start: number, end: number): number => {
    let filled = 0;
    const left: Range[] = [];
    for (const hole of holes) {
      const from = Math.max(hole.start, start);
      const to = Math.min(hole.end, end);
      if (from >= to) {
        left.push(hole);
        continue;
      }
      filled += to - from;
      if (hole.start < from) left.push({ start: hole.start, end: from });
      if (to < hole.end) left.push({ start: to, end: hole.end });
    }
    holes = left.slice(-holesKept);
    return filled;
  };

  return {
    fresh(sequence, length) {
      const start = next + ((sequence - first - next) | 0);
      const end = start + length;
      if (length === 0 || end <= 0) return 0;
      const again = holes.length === 0 ? 0 : fill(start, end);
      if (end <= next) return again;
      if (start > next) holes = [...holes, { start: next, end: start }].slice(-holesKept);
      const beyond = end - Math.max(start, next);
      next = end;
      return again + beyond;
    },
  };
}
