import { open } from 'node:fs/promises';
import { extname } from 'node:path';
import { InputError } from '../disclosure/input-error.js';
import { unreadable } from '../disclosure/source-file.js';

export const recordingKinds = ['har', 'pcapng', 'log'] as const;

/** What a recording is: a HAR file, a capture of packets, or an access log. */
export type RecordingKind = (typeof recordingKinds)[number];

const PACKETS = ['0a0d0d0a', 'd4c3b2a1', 'a1b2c3d4', '4d3cb2a1', 'a1b23c4d'];
const LOOK = 64 * 1024;

/**
 * Tells by its first bytes, then by its name, what a recording is.
 *
 * @throws InputError where it cannot be read, or it cannot be told.
 */
export async function recordingKind(file: string): Promise<RecordingKind> {
  const head = await firstBytes(file);
  if (PACKETS.includes(head.subarray(0, 4).toString('hex'))) return 'pcapng';
  const text = head
    .toString('utf8')
    .replace(/^\uFEFF/, '')
    .trimStart();
  if (/^\{\s*"log"\s*:/.test(text)) return 'har';
  const extension = extname(file).toLowerCase();
  if (extension === '.har') return 'har';
  if (extension === '.pcap' || extension === '.pcapng' || extension === '.cap') return 'pcapng';
  const [line = ''] = text.split('\n', 1);
  if (isObject(line) || ['.log', '.ndjson', '.jsonl'].includes(extension)) return 'log';
  throw new InputError({
    file,
    message: `cannot be told from its beginning; say what it is with --from ${recordingKinds.join('|')}`,
  });
}

async function firstBytes(file: string): Promise<Buffer> {
  const handle = await open(file, 'r').catch((error: NodeJS.ErrnoException) => {
    throw new InputError({ file, message: unreadable(error) });
  });
  try {
    const { bytesRead, buffer } = await handle.read(Buffer.alloc(LOOK), 0, LOOK, 0);
    return buffer.subarray(0, bytesRead);
  } catch (error) {
    throw new InputError({ file, message: unreadable(error as NodeJS.ErrnoException) });
  } finally {
    await handle.close();
  }
}

function isObject(line: string): boolean {
  try {
    const value = JSON.parse(line) as unknown;
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}
