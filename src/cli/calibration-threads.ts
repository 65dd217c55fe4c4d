import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { Score } from '../calibration/score.js';
import { InputError, type Problem } from '../disclosure/input-error.js';
import type { BenchOptions } from './calibration-bench.js';
import type { Console } from './console.js';

/** What a thread is given: it loads the rest itself, since what is loaded holds compiled validators. */
export interface ThreadData {
  readonly traces: readonly string[];
  readonly options: BenchOptions;
  readonly index: number;
  readonly of: number;
}

/** What a thread tells: how far it is, and at last its scores, or why a file can no longer be used. */
export type ThreadMessage =
  | { readonly kind: 'progress'; readonly scored: number }
  | { readonly kind: 'scores'; readonly scores: readonly Score[] }
  | { readonly kind: 'unusable'; readonly problems: readonly Problem[] };

/** More would load the same files more often than they save. */
const THREADS = 8;

/**
 * Scores every change, a share in each thread.
 *
 * @returns the shares in their order.
 * @throws InputError where a file cannot be used, or was changed since so that it cannot; and whatever a thread throws.
 */
export async function scoreInThreads(
  traces: readonly string[],
  { disclosure, system, reading, project }: BenchOptions,
  console: Console,
): Promise<readonly (readonly Score[])[]> {
  const of = Math.min(availableParallelism(), THREADS);
  const options: BenchOptions = {
    reading: [...reading],
    ...(disclosure === undefined ? {} : { disclosure }),
    ...(system === undefined ? {} : { system }),
    ...(project === undefined ? {} : { project }),
  };
  const scored = Array.from({ length: of }, () => 0);
  const workers: Worker[] = [];
  const tell = (index: number, count: number): void => {
    scored[index] = count;
    console.progress(`${scored.reduce((sum, one) => sum + one, 0)} changes judged`);
  };
  try {
    return await Promise.all(
      scored.map((_, index) => {
        const worker = openThread({ traces: [...traces], options, index, of });
        workers.push(worker);
        return scoresOf(worker, (count) => tell(index, count));
      }),
    );
  } finally {
    // Where one has failed the others would work on for nobody.
    await Promise.all(workers.map((worker) => worker.terminate()));
    console.progress();
  }
}

function openThread(data: ThreadData): Worker {
  return new Worker(new URL('./calibration-thread.js', import.meta.url), { workerData: data });
}

function scoresOf(worker: Worker, onProgress: (scored: number) => void): Promise<readonly Score[]> {
  return new Promise((resolve, reject) => {
    worker.on('message', (message: ThreadMessage) => {
      if (message.kind === 'progress') onProgress(message.scored);
      else if (message.kind === 'scores') resolve(message.scores);
      else reject(new InputError(message.problems));
    });
    worker.on('error', reject);
    worker.on('exit', (code) => reject(new Error(`a thread of the calibration ended with ${code}`)));
  });
}
