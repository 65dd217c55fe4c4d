import { type FileHandle, mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Instant } from '../disclosure/instant.js';
import { LINE_LIMIT, readLines } from '../trace/lines.js';
import type { TraceEvent } from '../trace/trace-event.generated.js';

/** Puts any number of events into the order of time, in bounded memory. */
export interface TimeOrder {
  /** Of two events of one instant the one of the lower rank comes first, and then the one that was added first. */
  add(event: TraceEvent, at: Instant, rank: number): Promise<void>;
  /** Every event that was added, in order; once. */
  events(): AsyncGenerator<TraceEvent, void, void>;
  /** Removes what it wrote. */
  close(): Promise<void>;
}

export interface TimeOrderOptions {
  /** How many characters of events are held at once; 16 Mi when not given. */
  readonly held?: number;
  /** How many files are read at once; 64 when not given. */
  readonly width?: number;
}

interface Row {
  readonly at: number;
  readonly rank: number;
  readonly sequence: number;
  readonly line: string;
}

const CHUNK = 64 * 1024;
/** Before the event: its instant, rank and number. */
const PREFIX = 60;

/**
 * Sorts in memory as long as it can; beyond that it writes sorted parts into a folder of its owner's alone, and merges
 * them.
 */
export function createTimeOrder({ held = 16 * 1024 * 1024, width = 64 }: TimeOrderOptions = {}): TimeOrder {
  let rows: Row[] = [];
  let size = 0;
  let sequence = 0;
  let folder: string | undefined;
  let parts: string[] = [];
  let written = 0;

  const writePart = async (sorted: AsyncIterable<Row> | Iterable<Row>): Promise<string> => {
    folder ??= await mkdtemp(join(tmpdir(), 'candor-import-'));
    written += 1;
    const path = join(folder, String(written));
    const file = await open(path, 'wx', 0o600);
    try {
      await writeRows(file, sorted);
    } finally {
      await file.close();
    }
    return path;
  };
  const spill = async (): Promise<void> => {
    parts.push(await writePart(rows.sort(inOrder)));
    rows = [];
    size = 0;
    if (parts.length < width) return;
    const merged = await writePart(merge(parts.map(readRows)));
    for (const path of parts) await rm(path);
    parts = [merged];
  };

  return {
    async add(event, at, rank) {
      const line = JSON.stringify(event);
      rows.push({ at, rank, sequence, line });
      sequence += 1;
      size += line.length + PREFIX;
      if (size > held) await spill();
    },
    async *events() {
      const sources = [...parts.map(readRows), fromMemory(rows.sort(inOrder))];
      for await (const { line } of merge(sources)) yield JSON.parse(line) as TraceEvent;
    },
    async close() {
      rows = [];
      if (folder !== undefined) await rm(folder, { recursive: true, force: true });
    },
  };
}

function inOrder(one: Row, other: Row): number {
  return one.at - other.at || one.rank - other.rank || one.sequence - other.sequence;
}

async function writeRows(file: FileHandle, rows: AsyncIterable<Row> | Iterable<Row>): Promise<void> {
  let text = '';
  for await (const { at, rank, sequence, line } of rows) {
    text += `${at} ${rank} ${sequence} ${line}\n`;
    if (text.length < CHUNK) continue;
    await file.appendFile(text);
    text = '';
  }
  await file.appendFile(text);
}

async function* readRows(path: string): AsyncGenerator<Row, void, void> {
  // A text that is not sound UTF-16 becomes longer as UTF-8, and was measured before.
  const lineLimit = 2 * LINE_LIMIT + PREFIX;
  for await (const lines of readLines(path, { lineLimit, chunkSize: CHUNK })) {
    for (const { text } of lines) {
      const [at, rank, sequence] = text.split(' ', 3).map(Number) as [number, number, number];
      const from = text.indexOf('{');
      yield { at, rank, sequence, line: text.slice(from) };
    }
  }
}

async function* fromMemory(rows: readonly Row[]): AsyncGenerator<Row, void, void> {
  yield* rows;
}

interface Source {
  readonly rows: AsyncGenerator<Row, void, void>;
  head: Row;
}

/** The rows of sorted sources, sorted. There are few sources, so the next is looked for among all of them. */
async function* merge(sources: readonly AsyncGenerator<Row, void, void>[]): AsyncGenerator<Row, void, void> {
  const open: Source[] = [];
  for (const rows of sources) {
    const first = await rows.next();
    if (!first.done) open.push({ rows, head: first.value });
  }
  while (open.length > 0) {
    let index = 0;
    for (let other = 1; other < open.length; other += 1) {
      if (inOrder((open[other] as Source).head, (open[index] as Source).head) < 0) index = other;
    }
    const source = open[index] as Source;
    yield source.head;
    const next = await source.rows.next();
    if (next.done) open.splice(index, 1);
    else source.head = next.value;
  }
}
