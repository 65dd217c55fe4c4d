import { syncBuiltinESMExports } from 'node:module';
import timers from 'node:timers/promises';
import fakeTimers from '@sinonjs/fake-timers';

/** The product's time in this thread, which stands still unless it is moved. */
export interface ModuleClock {
  /** Fires one timer after the other, each at its own instant and with all that follows from it, until `to`. */
  advance(to: number): Promise<void>;
  /** The host sleeps until `to`: what was due meanwhile is late, and fires once. */
  sleep(to: number): Promise<void>;
}

/** Longer than this Node has no timers. */
const LONGEST = 2 ** 31 - 1;

/**
 * Puts a clock of Candor's own in the place of this thread's: Date, timers, performance.now and process.hrtime, by
 * whichever module they are reached. Immediates and microtasks wait for no time, and stay Node's.
 *
 * @param at milliseconds since 1970.
 */
export function installClock(at: number, settle: (idle?: boolean) => Promise<void>): ModuleClock {
  const clock = fakeTimers.install({
    now: at,
    toFake: [
      'setTimeout',
      'clearTimeout',
      'setInterval',
      'clearInterval',
      'Date',
      'hrtime',
      'performance',
      'Intl',
    ],
    ignoreMissingTimers: true,
  });
  const { setTimeout: once, setInterval: repeatedly } = clock;
  // As Node does: less than a millisecond is one. A timer that moves no time would keep the clock for ever.
  clock.setTimeout = ((callback, delay, ...rest) =>
    once(callback, atLeastOne(delay), ...rest)) as typeof once;
  clock.setInterval = ((callback, delay, ...rest) =>
    repeatedly(callback, atLeastOne(delay), ...rest)) as typeof repeatedly;
  // Node keeps the time of these two itself.
  AbortSignal.timeout = (delay) => {
    const controller = new AbortController();
    const reason = new DOMException('The operation was aborted due to timeout', 'TimeoutError');
    clock.setTimeout(() => controller.abort(reason), delay);
    return controller.signal;
  };
  Object.defineProperty(timers.scheduler, 'wait', {
    value: (delay: number, options?: { signal?: AbortSignal }) =>
      timers.setTimeout(delay, undefined, options),
  });
  syncBuiltinESMExports();

  async function advance(to: number): Promise<void> {
    let idle = true;
    while (clock.now < to) {
      let reached = false;
      clock.setTimeout(
        () => {
          reached = true;
        },
        Math.min(to - clock.now, LONGEST),
      );
      while (!reached) {
        clock.next();
        if (reached) break;
        idle = false;
        await settle();
      }
    }
    // Timers of the same instant that were set after the one that ended the way.
    const left = clock.countTimers();
    clock.tick(0);
    await settle(idle && clock.countTimers() === left);
  }

  return {
    advance,
    async sleep(to) {
      clock.jump(Math.max(0, to - clock.now));
      await settle();
      await advance(to);
    },
  };
}

function atLeastOne(delay: unknown): number {
  const milliseconds = Number(delay);
  return milliseconds >= 1 && milliseconds <= LONGEST ? Math.trunc(milliseconds) : 1;
}
