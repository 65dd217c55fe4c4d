import { type ChildProcess, fork } from 'node:child_process';
import { type BoundedTail, createBoundedTail } from '../../system/bounded-tail.js';
import { detached, endGroup, watchGroup } from '../../system/process-group.js';

/** A module of ours in a process of its own, asked one thing at a time. */
export interface AskedProcess<Question extends object, Reply> {
  /** @returns the reply, or why there was none: it took too long, or the process ended. It must not be asked again then. */
  ask(question: Question, limit: number): Promise<Reply | NoReply>;
  /** What the process says before it is asked anything. */
  greeting(limit: number): Promise<Reply | NoReply>;
  close(): Promise<void>;
}

export class NoReply {
  readonly because: string;

  constructor(because: string) {
    this.because = because;
  }
}

export interface ProcessSetting {
  readonly parameters: readonly string[];
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
}

const PRINTED_LIMIT = 4000;
const GRACE = 200;

/** Starts a module as a process of its own. What it prints is kept to itself, but for the end of it. */
export function startProcess<Question extends object, Reply>(
  module: URL,
  { parameters, cwd, env }: ProcessSetting,
): AskedProcess<Question, Reply> {
  const child = fork(module, parameters, {
    cwd,
    env,
    // Of a user's own flags for Node none is meant for it.
    execArgv: [],
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    detached,
    serialization: 'json',
  });
  watchGroup(child);
  const printed = createBoundedTail(PRINTED_LIMIT);
  child.stdout?.on('data', (chunk: Buffer) => printed.push(chunk));
  child.stderr?.on('data', (chunk: Buffer) => printed.push(chunk));
  const replies = createMailbox<Reply | NoReply>();
  child.on('message', (message) => replies.put(message as Reply));
  child.once('error', (error) =>
    replies.end(new NoReply(`its process could not be started (${error.message})`)),
  );
  child.once('close', () => replies.end(new NoReply(endOf(child, printed))));

  const within = async (limit: number): Promise<Reply | NoReply> => {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<NoReply>((resolve) => {
      timer = setTimeout(() => resolve(new NoReply(`it did not end in ${limit / 1000} s`)), limit);
    });
    try {
      return await Promise.race([replies.take(), late]);
    } finally {
      clearTimeout(timer);
    }
  };
  return {
    greeting: within,
    ask(question, limit) {
      if (child.connected) child.send(question, () => undefined);
      return within(limit);
    },
    close: async () => {
      await endGroup(child, GRACE);
    },
  };
}

function endOf({ exitCode, signalCode }: ChildProcess, printed: BoundedTail): string {
  const said = printed.text().trim();
  const how = signalCode === null ? `with status ${exitCode}` : `by ${signalCode}`;
  return `its process ended ${how}${said === '' ? '' : `, after it printed: ${said}`}`;
}

/** Messages in the order in which they came; after the end everyone who asks gets the last word. */
function createMailbox<Message>() {
  const waiting: ((message: Message) => void)[] = [];
  const kept: Message[] = [];
  let last: Message | undefined;
  const put = (message: Message): void => {
    const next = waiting.shift();
    if (next === undefined) kept.push(message);
    else next(message);
  };
  return {
    put,
    end(message: Message): void {
      last ??= message;
      for (const next of waiting.splice(0)) next(last);
    },
    take: (): Promise<Message> => {
      const message = kept.shift() ?? last;
      return message === undefined
        ? new Promise((resolve) => {
            waiting.push(resolve);
          })
        : Promise.resolve(message);
    },
  };
}
