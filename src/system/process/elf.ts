import { open } from 'node:fs/promises';
import { delimiter, isAbsolute, join, resolve } from 'node:path';

/** Why a preloaded library has no effect on a program: half a sentence, such as "is linked statically". */
export type Immunity = string;

const PROGRAM_INTERPRETER = 3;
const HEADER_LIMIT = 64 * 1024;
/** How Go marks what it built (debug/buildinfo): it asks the kernel for the time, however it is linked. */
const GO_MARK = Buffer.from('\xff Go buildinf:', 'latin1');
const GO_SEARCHED = 64 * 1024 * 1024;
const CHUNK = 1024 * 1024;

/**
 * Whether a program would take no notice of libfaketime: an ELF file without an interpreter (elf(5), PT_INTERP), or one
 * that Go built. A script, and what cannot be read, is not said to be.
 */
export async function immunityOf(
  program: string,
  folder: string,
  path: string | undefined,
): Promise<Immunity | undefined> {
  for (const candidate of candidatesOf(program, folder, path)) {
    const file = await open(candidate, 'r').catch(() => undefined);
    if (file === undefined) continue;
    try {
      const head = Buffer.alloc(HEADER_LIMIT);
      const { bytesRead } = await file.read(head, 0, HEADER_LIMIT, 0);
      const header = head.subarray(0, bytesRead);
      if (!isElf(header)) return undefined;
      if (!hasInterpreter(header)) return 'is linked statically';
      return (await holds(file, GO_MARK)) ? 'was built by Go, which does not ask the C library' : undefined;
    } catch {
      return undefined;
    } finally {
      await file.close();
    }
  }
  return undefined;
}

function candidatesOf(program: string, folder: string, path = ''): readonly string[] {
  if (isAbsolute(program) || program.includes('/')) return [resolve(folder, program)];
  return path.split(delimiter).flatMap((part) => (part === '' ? [] : [join(part, program)]));
}

function isElf(header: Buffer): boolean {
  return header.length >= 64 && header.subarray(0, 4).equals(Buffer.from('\x7fELF', 'latin1'));
}

/** The program headers of ELF, of either word size and byte order (elf(5)). */
function hasInterpreter(header: Buffer): boolean {
  const wide = header[4] === 2;
  const little = header[5] === 1;
  const half = (at: number): number => (little ? header.readUInt16LE(at) : header.readUInt16BE(at));
  const word = (at: number): number => (little ? header.readUInt32LE(at) : header.readUInt32BE(at));
  const long = (at: number): number =>
    Number(little ? header.readBigUInt64LE(at) : header.readBigUInt64BE(at));
  const offset = wide ? long(32) : word(28);
  const size = half(wide ? 54 : 42);
  const count = half(wide ? 56 : 44);
  for (let index = 0; index < count; index += 1) {
    const at = offset + index * size;
    // What lies beyond what was read is not judged: it is taken for a program like any other.
    if (at + 4 > header.length) return true;
    if (word(at) === PROGRAM_INTERPRETER) return true;
  }
  return false;
}

async function holds(file: Awaited<ReturnType<typeof open>>, mark: Buffer): Promise<boolean> {
  const chunk = Buffer.alloc(CHUNK);
  for (let at = 0; at < GO_SEARCHED; at += CHUNK - mark.length) {
    const { bytesRead } = await file.read(chunk, 0, CHUNK, at);
    if (chunk.subarray(0, bytesRead).includes(mark)) return true;
    if (bytesRead < CHUNK) return false;
  }
  return false;
}
