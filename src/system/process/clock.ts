import type { Instant } from '../../disclosure/instant.js';
import type { DriverClock } from '../driver.js';

/** A driver's clock that runs. */
export type RunningClock = Extract<DriverClock, { readonly factor: number }> & {
  /** Compares the product's time with what `at` says of it. */
  measure(): Promise<void>;
};

/** The product's time as somebody told it, and between which moments of `performance.now()` that was asked. */
export interface Probe {
  readonly told: number;
  readonly asked: number;
  readonly answered: number;
}

/** Of how many probes the quickest is believed. */
const PROBES = 5;

/**
 * A clock of which `probe` tells the time, `factor` times as fast as the machine's. The quickest of a few probes fixes
 * where it stands; each `measure` says how far it has strayed from there.
 */
export async function anchorClock(
  kind: RunningClock['kind'],
  factor: number,
  probe: () => Promise<Probe>,
): Promise<RunningClock> {
  const anchor = await quickest(probe);
  const moment = middleOf(anchor);
  const precision = precisionOf(anchor) * factor;
  let drift = 0;
  let worst = precision;
  let probes = PROBES;

  const at = (when: number): Instant => Math.round(anchor.told + (when - moment) * factor) as Instant;
  const measure = async (): Promise<void> => {
    const found = await quickest(probe);
    probes += PROBES;
    const off = Math.abs(found.told - at(middleOf(found)));
    drift = Math.max(drift, off);
    worst = Math.max(worst, off + precisionOf(found) * factor);
  };
  return {
    kind,
    factor,
    at,
    measure,
    uncertainty: async () => {
      await measure();
      return { uncertainty: worst, drift, probes };
    },
  };
}

/** The machine's own clock, which the product reads as well. */
export function realClock(): Promise<RunningClock> {
  return anchorClock('real', 1, async () => {
    const asked = performance.now();
    const told = Date.now();
    return { told, asked, answered: performance.now() };
  });
}

async function quickest(probe: () => Promise<Probe>): Promise<Probe> {
  let best = await probe();
  for (let count = 1; count < PROBES; count += 1) {
    const next = await probe();
    if (precisionOf(next) < precisionOf(best)) best = next;
  }
  return best;
}

function middleOf({ asked, answered }: Probe): number {
  return (asked + answered) / 2;
}

function precisionOf({ asked, answered }: Probe): number {
  return (answered - asked) / 2;
}
