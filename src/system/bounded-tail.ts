/** The last bytes of a stream, and how many went before them. */
export interface BoundedTail {
  push(chunk: Buffer): void;
  /** What is kept, as text; at most `limit` bytes of it where given. */
  text(limit?: number): string;
  /** How many bytes came before those kept. */
  dropped(): number;
}

/** Keeps at least the last `limit` bytes pushed, and in memory never more than twice as many. */
export function createBoundedTail(limit: number): BoundedTail {
  let chunks: Buffer[] = [];
  let kept = 0;
  let dropped = 0;

  const cut = (): Buffer => {
    const all = Buffer.concat(chunks, kept);
    const last = all.subarray(Math.max(0, all.length - limit));
    dropped += all.length - last.length;
    chunks = [last];
    kept = last.length;
    return last;
  };

  return {
    push: (chunk) => {
      chunks.push(chunk);
      kept += chunk.length;
      if (kept > 2 * limit) cut();
    },
    text: (most = limit) => {
      const last = cut();
      return last.subarray(Math.max(0, last.length - most)).toString('utf8');
    },
    dropped: () => {
      cut();
      return dropped;
    },
  };
}
