import { MessageChannel, Worker } from 'node:worker_threads';
import type { Duration } from '../../disclosure/instant.js';
import { formatDuration } from '../../disclosure/instant.js';
import type { Question, ThreadAnswer, ThreadData, ThreadRecord } from './messages.js';

export interface ThreadOptions {
  readonly data: Omit<ThreadData, 'port'>;
  readonly timeout: Duration;
  /** `what` is a sentence without its subject and its full stop. */
  readonly fault: (what: string, request?: string) => Error;
  readonly onError: (chunk: Buffer) => void;
  readonly onRecord: (record: ThreadRecord) => Promise<void>;
}

/** The thread that holds a module. One question at a time; each waits for those before it. */
export interface Thread {
  /** Resolves once it is answered and all that left until then was handed to `onRecord`. */
  ask(question: Question): Promise<ThreadAnswer>;
  /** Asks without waiting; what goes wrong is told to the next who asks. */
  tell(question: Question): void;
  /** Rejects what is under way with the signal's reason when it is aborted, and ends the thread. */
  endWith(signal: AbortSignal): void;
  /** No thread is left afterwards. Idempotent. */
  end(): Promise<void>;
}

/** What one module may take of this process's memory, in MB. */
const resourceLimits = { maxOldGenerationSizeMb: 512, maxYoungGenerationSizeMb: 64 };

/** What would lead a product past the capture, or bring code of others into its thread. */
const foreign =
  /^(?:npm_config_)?(?:https?|ftp|all|no|wss?|socks)_?proxy$|^npm_config_(?:proxy|noproxy)$|^NODE_(?!ENV$)/i;

/** Starts it with an environment that names no proxies. */
export function startThread({ data, timeout, fault, onError, onRecord }: ThreadOptions): Thread {
  const { port1: port, port2 } = new MessageChannel();
  const environment = Object.entries(process.env).filter(([name]) => !foreign.test(name));
  const worker = new Worker(new URL('./worker.js', import.meta.url), {
    workerData: { ...data, port: port2 } satisfies ThreadData,
    transferList: [port2],
    env: Object.fromEntries(environment),
    execArgv: [],
    argv: [],
    stdin: false,
    stdout: true,
    stderr: true,
    resourceLimits,
  });
  worker.stdout.on('data', onError);
  worker.stderr.on('data', onError);

  let number = 0;
  let asking: string | undefined;
  let failure: unknown;
  let turn: Promise<unknown> = Promise.resolve();
  let fail = (_reason: unknown): void => undefined;
  let heard = (_answer: ThreadAnswer): void => undefined;
  let stopListening = (): void => undefined;
  let over = false;

  const broken = (reason: unknown): void => {
    failure ??= reason;
    fail(failure);
  };
  const when = (): string =>
    asking === undefined ? 'before it was told to shut down' : `before it answered "${asking}"`;
  const exited = new Promise<void>((resolve) => {
    worker.once('exit', () => resolve());
  });
  worker.on('error', (error: NodeJS.ErrnoException) => {
    const isMemory = error.code === 'ERR_WORKER_OUT_OF_MEMORY';
    const limit = resourceLimits.maxOldGenerationSizeMb;
    const what = isMemory ? `took more than ${limit} MB of memory` : `threw ${oneLine(error)}`;
    broken(fault(`${what} ${when()}`, asking));
  });
  worker.on('exit', (code) => {
    over = true;
    broken(fault(`ended its thread with exit code ${code} ${when()}`, asking));
  });
  port.on('message', (answer: ThreadAnswer) => heard(answer));

  const end = async (): Promise<void> => {
    stopListening();
    failure ??= fault('was stopped');
    port.close();
    if (!over) await worker.terminate();
    await exited;
  };
  const endWith = (signal: AbortSignal): void => {
    const abort = (): void => {
      broken(signal.reason);
      end().catch(() => undefined);
    };
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, { once: true });
    stopListening = () => signal.removeEventListener('abort', abort);
  };

  const exchange = (question: Question): Promise<ThreadAnswer> =>
    new Promise((resolve, reject) => {
      number += 1;
      const own = number;
      const limit = setTimeout(() => {
        const seconds = formatDuration(timeout);
        broken(fault(`did not finish "${question.kind}" within ${seconds}, and was ended`, question.kind));
        end().catch(() => undefined);
      }, timeout);
      const settle = (): void => {
        clearTimeout(limit);
        asking = undefined;
        fail = () => undefined;
        heard = () => undefined;
      };
      asking = question.kind;
      fail = (reason) => {
        settle();
        reject(reason);
      };
      heard = (answer) => {
        if (answer.number !== own) return;
        settle();
        resolve(answer);
      };
      port.postMessage({ number: own, question });
    });

  const ask = async (question: Question): Promise<ThreadAnswer> => {
    if (failure !== undefined) throw failure;
    const answer = await exchange(question);
    for (const record of answer.records) await onRecord(record);
    if (answer.fault !== undefined) throw fault(answer.fault, question.kind);
    return answer;
  };
  const inTurn = (question: Question): Promise<ThreadAnswer> => {
    const answer = turn.then(() => ask(question));
    turn = answer.catch(() => undefined);
    return answer;
  };

  return {
    ask: inTurn,
    tell(question) {
      inTurn(question).catch((error: unknown) => {
        failure ??= error;
      });
    },
    endWith,
    end,
  };
}

function oneLine(error: Error): string {
  const [line = ''] = (error.message || error.name).split('\n', 1);
  return `"${line.slice(0, 1000)}"`;
}
