import type { Duplex } from 'node:stream';

export type Arrival = 'bytes' | 'end' | 'timeout';

/** Reads a stream with an exact account of its bytes. One reader a stream, one wait at a time. */
export interface ByteReader {
  /** Bytes taken so far. */
  readonly position: number;
  /** Bytes that arrived and were not taken. */
  peek(): Buffer;
  /** Takes so many bytes at the most. */
  take(count: number): Buffer;
  /** Waits for bytes beyond those of `peek`, until `deadline` (of `performance.now()`). Never rejects. */
  more(deadline: number): Promise<Arrival>;
  /** Lets the stream go, and gives back to it what was not taken. */
  release(): void;
}

const nothing = Buffer.alloc(0);

/** Puts a reader on a stream in paused mode: without a wait nothing is read, so that memory is bounded. */
export function createByteReader(stream: Duplex): ByteReader {
  let buffered: Buffer = nothing;
  let position = 0;
  let ended = false;
  let wake: () => void = () => {};

  const onReadable = (): void => wake();
  const onEnd = (): void => {
    ended = true;
    wake();
  };
  stream.on('readable', onReadable).on('end', onEnd).on('close', onEnd).on('error', onEnd);

  const pull = (): boolean => {
    const chunk: unknown = stream.read();
    if (!Buffer.isBuffer(chunk)) return false;
    buffered = buffered.length === 0 ? chunk : Buffer.concat([buffered, chunk]);
    return true;
  };

  const woken = (deadline: number): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(() => wake(), Math.max(0, Math.ceil(deadline - performance.now())));
      wake = () => {
        clearTimeout(timer);
        wake = () => {};
        resolve();
      };
    });

  return {
    get position() {
      return position;
    },
    peek: () => buffered,
    take(count) {
      const taken = buffered.subarray(0, count);
      buffered = taken.length === buffered.length ? nothing : buffered.subarray(count);
      position += taken.length;
      return taken;
    },
    async more(deadline) {
      for (;;) {
        if (pull()) return 'bytes';
        if (ended || stream.destroyed) return 'end';
        if (performance.now() >= deadline) return 'timeout';
        await woken(deadline);
      }
    },
    release() {
      stream.off('readable', onReadable).off('end', onEnd).off('close', onEnd).off('error', onEnd);
      if (buffered.length > 0 && !ended && !stream.destroyed) stream.unshift(buffered);
      buffered = nothing;
    },
  };
}
