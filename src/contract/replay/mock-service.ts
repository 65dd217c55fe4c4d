import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InputError } from '../../disclosure/input-error.js';
import { visible } from '../../disclosure/visible.js';
import { type BoundedTail, createBoundedTail } from '../../system/bounded-tail.js';
import { detached, endGroup, watchGroup } from '../../system/process-group.js';
import { type AdminAnswer, ask } from './admin-request.js';

/** One mock server: it stands on this port of 127.0.0.1. */
export interface MockServer {
  readonly id: string;
  readonly port: number;
}

/** Pact's mock servers, in a process of their own. */
export interface MockService {
  /** Starts a server that knows just the interactions of a contract. @throws InputError where Pact refuses it. */
  open(contract: object): Promise<MockServer>;
  /** What Pact says of the requests that a server got and did not match, as it says it. */
  mismatches(server: MockServer): Promise<unknown>;
  close(server: MockServer): Promise<void>;
  /** @throws InputError where the process is not there any more: what it did not answer it did not compare. */
  requireAlive(): Promise<void>;
  /** Ends the process. */
  end(): Promise<void>;
}

const STARTED = /Master server started on port (\d{1,5})\b/;
const START_LIMIT = 20_000;
// Pact gives its servers random names, and takes one of digits alone for a port: asked of it, it breaks down.
const NUMERIC = /^\d+$/;
const KEPT_OUTPUT = 8 * 1024;
const GRACE = 2000;
// Nothing of this process's environment is Pact's business. It reports its use to its makers unless told not to.
const environment = { PACT_DO_NOT_TRACK: 'true' };

/**
 * Starts Pact's mock servers. The process is native code that prints what it likes: what it prints is read, kept to
 * the last few thousand bytes, and told only where it failed.
 *
 * @throws InputError where it does not start.
 */
export async function startMockService(executable: string): Promise<MockService> {
  const folder = await mkdtemp(join(tmpdir(), 'candor-pact-'));
  const where = ['--host', '127.0.0.1', '--port', '0', '--output', folder];
  // Only at this level does it say on which port it stands.
  const log = ['--loglevel', 'info', '--no-term-log', '--no-file-log'];
  const child = spawn(executable, ['mock', 'start', ...where, ...log], {
    cwd: folder,
    env: environment,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached,
    windowsHide: true,
  });
  watchGroup(child);
  const said = createBoundedTail(KEPT_OUTPUT);
  const end = async (): Promise<void> => {
    await endGroup(child, GRACE);
    await rm(folder, { recursive: true, force: true });
  };
  try {
    return serviceOn(await portOf(child, said), child, said, end);
  } catch (error) {
    await end();
    throw error;
  }
}

async function portOf(child: ChildProcess, said: BoundedTail): Promise<number> {
  const first = await new Promise<number | string>((resolve) => {
    const timer = setTimeout(() => resolve('it said nothing of its port'), START_LIMIT);
    timer.unref();
    child.on('error', ({ message }) => resolve(message));
    child.once('exit', (code, signal) => resolve(`it ended with ${String(code ?? signal)}`));
    let start = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (chunk: Buffer) => {
        said.push(chunk);
        if (start.length > KEPT_OUTPUT) return;
        start += chunk.toString('latin1');
        const [, digits] = STARTED.exec(start) ?? [];
        if (digits !== undefined) resolve(Number(digits));
      });
    }
  });
  if (typeof first === 'number') return first;
  throw new InputError({ message: `Pact's mock server did not start: ${first}${quoted(said)}` });
}

function serviceOn(
  port: number,
  child: ChildProcess,
  said: BoundedTail,
  end: () => Promise<void>,
): MockService {
  const send = (method: string, path: string, body?: string): Promise<AdminAnswer> =>
    ask(port, method, path, body).catch((error: Error) => {
      const { exitCode, signalCode } = child;
      const ended = exitCode ?? signalCode;
      const how = ended === null ? `gave no answer: ${error.message}` : `died (${ended})`;
      throw new InputError({ message: `Pact's mock server ${how}${quoted(said)}` });
    });
  const close = async ({ port: server }: MockServer): Promise<void> => {
    await send('DELETE', `/mockserver/${server}`);
  };
  return {
    async open(contract) {
      for (;;) {
        const { status, body } = await send('POST', '/', JSON.stringify(contract));
        const server = status === 200 ? serverOf(body) : undefined;
        if (server === undefined) {
          throw new InputError({ message: `Pact refuses the contract (${status}): ${visible(body, 500)}` });
        }
        if (!NUMERIC.test(server.id)) return server;
        await close(server);
      }
    },
    async mismatches({ port: server }) {
      const { status, body } = await send('POST', `/mockserver/${server}/verify`);
      return status === 422 ? parsed(body) : undefined;
    },
    close,
    async requireAlive() {
      await send('GET', '/');
    },
    end,
  };
}

function serverOf(body: string): MockServer | undefined {
  const { mockServer } = (parsed(body) ?? {}) as { mockServer?: { id?: unknown; port?: unknown } };
  const { id, port } = mockServer ?? {};
  return typeof id === 'string' && Number.isInteger(port) ? { id, port: port as number } : undefined;
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

/** The end of what it printed, without the paths of the requests that it got. */
function quoted(said: BoundedTail): string {
  const lines = said.text().split('\n');
  const text = lines
    .filter((line) => !line.includes('Received request'))
    .join(' ')
    .trim()
    .slice(-1000);
  return text === '' ? '' : `; it said: ${visible(text, 1000)}`;
}
