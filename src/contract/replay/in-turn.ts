/** Several pieces of work side by side, their results taken in the order in which they were begun. */
export interface InTurn<Result> {
  /** Begins a piece of work; waits while as many as there may be are under way. */
  begin(work: Promise<Result>): Promise<void>;
  /** Waits for all that was begun. */
  finish(): Promise<void>;
}

export function inTurn<Result>(limit: number, take: (result: Result) => Promise<void>): InTurn<Result> {
  const begun: Promise<Result>[] = [];
  const takeFirst = async (): Promise<void> => {
    const first = begun.shift();
    if (first !== undefined) await take(await first);
  };
  return {
    async begin(work) {
      // One that fails while another is waited for is told when its own turn comes.
      work.catch(() => undefined);
      begun.push(work);
      if (begun.length >= limit) await takeFirst();
    },
    async finish() {
      while (begun.length > 0) await takeFirst();
    },
  };
}
