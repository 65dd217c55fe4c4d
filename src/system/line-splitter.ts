const LINE_FEED = 0x0a;

/** What a splitter tells of: each line without its line feed, and a line that is longer than it may be. */
export interface LineListener {
  line(bytes: Buffer): void;
  tooLong(): void;
}

/** Cuts what is pushed into lines of at most `limit` bytes, and holds no more than that of one that has no end yet. */
export function createLineSplitter(limit: number, listener: LineListener): (chunk: Buffer) => void {
  let parts: Buffer[] = [];
  let length = 0;
  let broken = false;

  const take = (part: Buffer): void => {
    length += part.length;
    if (length <= limit) parts.push(part);
    else {
      broken = true;
      parts = [];
      listener.tooLong();
    }
  };

  return (chunk) => {
    let from = 0;
    while (!broken) {
      const feed = chunk.indexOf(LINE_FEED, from);
      if (feed < 0) break;
      take(chunk.subarray(from, feed));
      from = feed + 1;
      if (broken) return;
      const bytes = parts.length === 1 && parts[0] !== undefined ? parts[0] : Buffer.concat(parts, length);
      parts = [];
      length = 0;
      listener.line(bytes);
    }
    if (!broken && from < chunk.length) take(chunk.subarray(from));
  };
}
