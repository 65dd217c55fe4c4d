import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('../../systems/reference/main.js', import.meta.url));

/** A JSON-RPC answer. */
export interface Answer {
  readonly jsonrpc: string;
  readonly id: string | number | null;
  readonly result?: unknown;
  readonly error?: { readonly code: number; readonly message: string };
}

/** The reference product as a process of its own, spoken to over its stdin and stdout. */
export interface ProductProcess {
  /** Asks and waits for the answer. */
  readonly call: (method: string, params?: unknown) => Promise<Answer>;
  /** Writes a line as it is and waits for the next line of stdout. */
  readonly exchange: (line: string) => Promise<Answer>;
  /** Writes a line as it is. */
  readonly write: (line: string) => void;
  /** All of stderr until now. */
  readonly complaints: () => string;
  /** Closes its stdin. */
  readonly hangUp: () => void;
  /** Waits until it has ended and gives its exit status. */
  readonly ended: () => Promise<number | null>;
  readonly kill: () => void;
}

/** Starts the compiled product with these arguments. */
export function startProcess(...options: readonly string[]): ProductProcess {
  const child: ChildProcessWithoutNullStreams = spawn(process.execPath, [program, ...options]);
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const exit = once(child, 'close').then(([status]) => status as number | null);
  let complaints = '';
  let id = 0;
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    complaints += text;
  });
  child.stdin.on('error', () => child.stdin.destroy());

  async function exchange(line: string): Promise<Answer> {
    child.stdin.write(`${line}\n`);
    const next = await lines.next();
    if (next.done === true) throw new Error(`the product ended without an answer: ${complaints}`);
    return JSON.parse(next.value) as Answer;
  }

  return {
    call: (method, params) => {
      id += 1;
      return exchange(JSON.stringify({ jsonrpc: '2.0', id, method, params }));
    },
    exchange,
    write: (line) => child.stdin.write(`${line}\n`),
    complaints: () => complaints,
    hangUp: () => child.stdin.end(),
    ended: () => exit,
    kill: () => child.kill(),
  };
}
