import type { Ledger } from './ledger.js';

/** Gathers one body up to a limit. Beyond it only the fact is kept, and the memory is given back. */
export interface BodyCollector {
  readonly overflowed: boolean;
  /** Bytes kept, which are reserved in the ledger. */
  readonly kept: number;
  add(chunk: Buffer): void;
  finish(): Buffer;
  discard(): void;
}

/** A collector for a body of at most `limit` bytes, and of no more than the ledger can still hold. */
export function createBodyCollector(limit: number, ledger: Ledger): BodyCollector {
  let chunks: Buffer[] = [];
  let kept = 0;
  let overflowed = false;

  const discard = (): void => {
    ledger.release(kept);
    chunks = [];
    kept = 0;
  };

  return {
    get overflowed() {
      return overflowed;
    },
    get kept() {
      return kept;
    },
    add(chunk) {
      if (overflowed) return;
      if (kept + chunk.length > limit || !ledger.reserve(chunk.length)) {
        overflowed = true;
        return discard();
      }
      chunks.push(chunk);
      kept += chunk.length;
    },
    finish: () => Buffer.concat(chunks),
    discard,
  };
}
