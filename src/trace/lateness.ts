import { monitorEventLoopDelay } from 'node:perf_hooks';

/** How late this process was to note what happened. */
export interface Lateness {
  /** The most since the time before last that this was asked, in milliseconds. */
  lately(): number;
  stop(): void;
}

const RESOLUTION = 5;

/**
 * Watches how long this process is busy with other things. What is captured in such a time is stamped when it ends; and
 * what took long to be read was stamped a round earlier, so two rounds count.
 */
export function watchLateness(): Lateness {
  const histogram = monitorEventLoopDelay({ resolution: RESOLUTION });
  histogram.enable();
  let before = 0;
  return {
    lately: () => {
      const most = histogram.count === 0 ? 0 : Math.max(0, histogram.max / 1e6 - RESOLUTION);
      histogram.reset();
      const worst = Math.max(most, before);
      before = most;
      return worst;
    },
    stop: () => void histogram.disable(),
  };
}
