import { parentPort, workerData } from 'node:worker_threads';
import { scoreShare } from '../calibration/calibrate.js';
import { InputError } from '../disclosure/input-error.js';
import { openBench } from './calibration-bench.js';
import type { ThreadData, ThreadMessage } from './calibration-threads.js';

const { traces, options, index, of } = workerData as ThreadData;
const tell = (message: ThreadMessage): void => parentPort?.postMessage(message);
try {
  const bench = await openBench(traces, options);
  const scores = scoreShare(bench, bench.baselines, { index, of }, (scored) =>
    tell({ kind: 'progress', scored }),
  );
  tell({ kind: 'scores', scores });
} catch (error) {
  // Of an error that leaves a thread by itself only the name and the words arrive.
  if (!(error instanceof InputError)) throw error;
  tell({ kind: 'unusable', problems: error.problems });
}
