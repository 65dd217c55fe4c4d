import { type ChildProcess, spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { InputError } from '../disclosure/input-error.js';
import { visible } from '../disclosure/visible.js';
import { readJsonArray } from './json-array.js';
import { type JsonObject, member } from './json-value.js';

/** One packet as tshark takes it apart: protocols, and under each its fields. */
export type Layers = JsonObject;

const STDERR_LIMIT = 8000;
const limits = { depth: 100, values: 2_000_000, characters: 256 * 1024 * 1024 };
const PREFERENCES = [
  'http.decompress_body:FALSE',
  'http.dechunk_body:FALSE',
  'tcp.desegment_tcp_streams:TRUE',
  'tls.desegment_ssl_records:TRUE',
];
const PROTOCOLS =
  'frame eth sll ip ipv6 tcp udp icmp icmpv6 igmp sctp tls http http2 websocket dns mdns llmnr quic';
/** The bytes that are asked for; those of all else are told besides, and some twice. */
const BYTES: ReadonlySet<string> = new Set([
  'http_raw',
  'http.file_data_raw',
  'http2_raw',
  'http2.header.name_raw',
  'http2.header.value_raw',
]);
/** What those bytes hold already. */
const REPEATED =
  /^(?:tls\.segments?.*|tls\.reassembled.*|tls\.app_data|http\.file_data|tcp\.payload|tcp\.segments?.*|http\.file_data|http\.chunk.*|http2\.data.*|http2\.body.*|http2\.headers|data)$/;

/** A tshark at work on a file. */
interface Tshark {
  readonly stdout: Readable;
  /** Why it ended, where that was not well. */
  readonly ended: Promise<string | undefined>;
  /** Ends it, and waits for that. */
  close(): Promise<void>;
}

/** Started without a shell, with fixed words and the paths of files, and nothing of the user's own settings. */
function startTshark(parameters: readonly string[], signal: AbortSignal | undefined): Tshark {
  const child = spawn('tshark', ['-n', ...parameters], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env['PATH'], LANG: 'C', HOME: '/nonexistent' },
  });
  const ended = endOf(child);
  const kill = (): void => void child.kill('SIGKILL');
  signal?.addEventListener('abort', kill, { once: true });
  return {
    stdout: child.stdout,
    ended,
    close: async () => {
      signal?.removeEventListener('abort', kill);
      kill();
      await ended;
    },
  };
}

/**
 * The packets of a capture, with TLS undone where the key log allows.
 *
 * @throws InputError where there is no tshark, or it cannot read the files; the signal's reason.
 */
export async function* readPackets(
  file: string,
  keys: string | undefined,
  signal?: AbortSignal,
): AsyncGenerator<Layers, void, void> {
  const preferences = [...PREFERENCES, ...(keys === undefined ? [] : [`tls.keylog_file:${resolve(keys)}`])];
  const tshark = startTshark(
    [
      ...['-r', resolve(file), '-T', 'json', '-x', '--no-duplicate-keys', '-J', PROTOCOLS],
      ...preferences.flatMap((preference) => ['-o', preference]),
    ],
    signal,
  );
  const check = async (): Promise<void> => {
    signal?.throwIfAborted();
    const fault = await tshark.ended;
    if (fault !== undefined) throw new InputError({ file, message: fault });
  };
  try {
    const items = readJsonArray(tshark.stdout, { file, item: 'packet', path: [], limits, skips: isUnwanted });
    for await (const { value } of items) {
      const layers = member(member(value, '_source'), 'layers');
      if (typeof layers === 'object' && layers !== null) yield layers as Layers;
    }
    await check();
  } catch (error) {
    // What tshark itself says of a file that it cannot read tells more than the end of its output.
    if (tshark.stdout.readableEnded) await check();
    signal?.throwIfAborted();
    throw error;
  } finally {
    await tshark.close();
  }
}

/** One side that began a connection or asked a resolver: its address, and that of its network card. */
export interface Initiator {
  readonly card: string;
  readonly address: string;
}

const BEGINS = '(tcp.flags.syn==1 && tcp.flags.ack==0) || (dns.flags.response==0 && !mdns && !llmnr)';
const INITIATOR_LIMIT = 10_000;

/**
 * Every side that began something in a capture, each once.
 *
 * @throws InputError as `readPackets` does.
 */
export async function readInitiators(file: string, signal?: AbortSignal): Promise<readonly Initiator[]> {
  const fields = ['eth.src', 'ip.src', 'ipv6.src'].flatMap((field) => ['-e', field]);
  const tshark = startTshark(
    ['-r', resolve(file), '-Y', BEGINS, '-T', 'fields', '-E', 'separator=|', '-E', 'occurrence=f', ...fields],
    signal,
  );
  const found = new Map<string, Initiator>();
  try {
    for await (const line of createInterface({ input: tshark.stdout })) {
      const [card = '', four = '', six = ''] = line.split('|');
      const address = four === '' ? six : four;
      if (address !== '' && found.size < INITIATOR_LIMIT) found.set(`${card} ${address}`, { card, address });
    }
    signal?.throwIfAborted();
    const fault = await tshark.ended;
    if (fault !== undefined) throw new InputError({ file, message: fault });
    return [...found.values()];
  } finally {
    await tshark.close();
  }
}

function isUnwanted(names: readonly string[]): boolean {
  const name = names.at(-1) ?? '';
  return name.endsWith('_raw') ? !BYTES.has(name) : REPEATED.test(name);
}

const ABSENT =
  'packets are read by tshark, which is not here; install Wireshark’s tshark (on Debian: apt-get install tshark)';

/** How the program ended: nothing where well, else a sentence. */
async function endOf(child: ChildProcess): Promise<string | undefined> {
  let said = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    if (said.length < STDERR_LIMIT) said += chunk.toString('utf8');
  });
  return new Promise((settle) => {
    child.once('error', (error: NodeJS.ErrnoException) => {
      settle(error.code === 'ENOENT' ? ABSENT : `tshark cannot be started (${error.code ?? error.message})`);
    });
    child.once('close', (status, killed) => {
      if (status === 0) settle(undefined);
      else settle(`tshark ended with ${status ?? killed}: ${visible(lastLine(said), 400)}`);
    });
  });
}

function lastLine(text: string): string {
  const lines = text.split('\n').filter((line) => line.trim() !== '' && !line.startsWith('Running as user'));
  return lines.at(-1) ?? 'it said nothing';
}
