import { createHash, createHmac } from 'node:crypto';
import { join } from 'node:path';
import { InputError } from '../../disclosure/input-error.js';
import type { ResultFile } from '../../judge/result.generated.js';
import { readLines } from '../../trace/lines.js';
import { parseEvent } from '../../trace/parse-event.js';
import type { StartEvent, TransmissionEvent } from '../../trace/trace-event.generated.js';

/** A place in a trace of the run, as findings name it. */
export interface Place {
  readonly trace: string;
  readonly line: number;
}

/** What the traces of a run show of the places that its findings name. */
export interface Evidence {
  /** SHA-256 of a line with its line feed, as `sha256:…`. */
  digestOf(place: Place): string | undefined;
  /** The transmission on a line, where it was asked for. */
  transmissionAt(place: Place): TransmissionEvent | undefined;
  /** The first event of a trace, in which the planted values are. */
  startOf(trace: string): StartEvent | undefined;
  /**
   * A key for digests of captured values. It is made from the traces, so that each report of a run has the same,
   * and is not known to who only has the report: else a short value could be found by trying.
   */
  readonly key: Buffer;
}

/** Where nobody asks what the traces show. */
export const noEvidence: Evidence = {
  digestOf: () => undefined,
  transmissionAt: () => undefined,
  startOf: () => undefined,
  key: Buffer.alloc(0),
};

const LINE_LIMIT = 33 * 1024 * 1024;
const CHUNK_SIZE = 256 * 1024;

/**
 * Reads the traces of a run once more, in bounded memory, for what reports show of them.
 *
 * @param shown the places whose transmissions are shown whole; few.
 * @throws InputError where a trace is missing, or is not what was judged.
 */
export async function readEvidence(
  folder: string,
  result: ResultFile,
  shown: readonly Place[],
): Promise<Evidence> {
  const wanted = linesByTrace(result.findings.flatMap(({ evidence }) => evidence));
  const whole = linesByTrace(shown);
  const digests = new Map<string, string>();
  const transmissions = new Map<string, TransmissionEvent>();
  const starts = new Map<string, StartEvent>();
  const keys: Buffer[] = [];
  for (const { trace } of result.scenarios) {
    const secret = createHash('sha256').update('candor: key for digests of captured values\n');
    const lines = readTrace(folder, trace, secret);
    for await (const { number, text } of lines) {
      if (wanted.get(trace.file)?.has(number)) {
        const digest = createHash('sha256').update(`${text}\n`).digest('hex');
        digests.set(placeOf({ trace: trace.file, line: number }), `sha256:${digest}`);
      }
      if (number !== 1 && !whole.get(trace.file)?.has(number)) continue;
      const parsed = parseEvent(text);
      if ('fault' in parsed) continue;
      if (parsed.event.type === 'start') starts.set(trace.file, parsed.event);
      if (parsed.event.type === 'transmission')
        transmissions.set(placeOf({ trace: trace.file, line: number }), parsed.event);
    }
    keys.push(secret.digest());
  }
  const key = createHmac('sha256', 'candor');
  for (const one of keys) key.update(one);
  return {
    digestOf: (place) => digests.get(placeOf(place)),
    transmissionAt: (place) => transmissions.get(placeOf(place)),
    startOf: (trace) => starts.get(trace),
    key: key.digest(),
  };
}

async function* readTrace(
  folder: string,
  { file, digest }: ResultFile['scenarios'][number]['trace'],
  secret: ReturnType<typeof createHash>,
): AsyncGenerator<{ readonly number: number; readonly text: string }> {
  const path = join(folder, requireTraceName(file));
  const hash = createHash('sha256');
  const both = {
    update(chunk: Uint8Array) {
      hash.update(chunk);
      secret.update(chunk);
    },
  };
  for await (const lines of readLines(path, { lineLimit: LINE_LIMIT, chunkSize: CHUNK_SIZE, hash: both })) {
    yield* lines;
  }
  if (`sha256:${hash.digest('hex')}` === digest) return;
  throw new InputError({ file: path, message: 'is not the trace that was judged: its SHA-256 differs' });
}

/** The name of a trace comes from result.json, which may have been made to lead elsewhere. */
function requireTraceName(file: string): string {
  if (/^traces\/[^/\\]+$/.test(file) && !file.endsWith('/..')) return file;
  throw new InputError({
    file: 'result.json',
    message: `names a trace outside of traces/: ${JSON.stringify(file)}`,
  });
}

function linesByTrace(places: readonly Place[]): ReadonlyMap<string, ReadonlySet<number>> {
  const lines = new Map<string, Set<number>>();
  for (const { trace, line } of places) {
    const known = lines.get(trace);
    if (known === undefined) lines.set(trace, new Set([line]));
    else known.add(line);
  }
  return lines;
}

function placeOf({ trace, line }: Place): string {
  return `${line} ${trace}`;
}
