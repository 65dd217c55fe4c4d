import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import type { ErrorObject } from 'ajv';
import { type Document, isMap, isNode, isSeq, LineCounter, type Node, parseDocument } from 'yaml';
import { explainError, type FormatName, formatValidator, tellingErrors } from './format.js';
import { InputError, type Problem } from './input-error.js';

/** A file that somebody wrote, its value, and the means to say where in it something stands. */
export interface SourceFile<Value> {
  readonly path: string;
  readonly value: Value;
  /** SHA-256 of the file's bytes, as `sha256:` and hexadecimal digits. */
  readonly digest: string;
  /** A problem at a place in the file: the keys and indices that lead to it, and whether the key itself is meant. */
  problem(path: readonly (string | number)[], message: string, at?: 'key' | 'value'): Problem;
}

const SIZE_LIMIT = 8 * 1024 * 1024;
const ALIAS_LIMIT = 100;
const DEPTH_LIMIT = 200;
const PROBLEM_LIMIT = 50;

/**
 * Reads a YAML or JSON file (JSON is read as the YAML that it is, so that places are known) and validates it
 * against a format of Candor's own.
 *
 * @throws InputError where it cannot be read, is too large, is not YAML, or does not fit its format.
 */
export async function readSourceFile<Value>(path: string, format?: FormatName): Promise<SourceFile<Value>> {
  const bytes = await readBounded(path);
  const text = decode(path, bytes);
  const lines = new LineCounter();
  const document = parse(path, text, lines);
  const problem: SourceFile<Value>['problem'] = (keys, message, at) => ({
    file: path,
    ...place(document, lines, keys, at),
    message,
  });
  const value = toValue(path, document);
  if (format !== undefined) validate(value, format, problem);
  const digest = `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
  return { path, value: value as Value, digest, problem };
}

async function readBounded(path: string): Promise<Buffer> {
  const file = await open(path, 'r').catch((error: NodeJS.ErrnoException) => {
    throw new InputError({ file: path, message: unreadable(error) });
  });
  try {
    const { size } = await file.stat();
    if (size > SIZE_LIMIT) {
      throw new InputError({ file: path, message: `is larger than the ${SIZE_LIMIT} bytes that are read` });
    }
    return await file.readFile();
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw new InputError({ file: path, message: unreadable(error as NodeJS.ErrnoException) });
  } finally {
    await file.close();
  }
}

/** What the operating system's refusal means to whoever named the file. */
export function unreadable(error: NodeJS.ErrnoException): string {
  switch (error.code) {
    case 'ENOENT':
      return 'there is no such file';
    case 'EISDIR':
      return 'is a folder; a file is wanted';
    case 'EACCES':
    case 'EPERM':
      return 'may not be read';
    default:
      return `cannot be read (${error.code ?? error.message})`;
  }
}

function decode(path: string, bytes: Buffer): string {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    const nul = text.indexOf('\0');
    if (nul < 0) return text;
    const line = text.slice(0, nul).split('\n').length;
    throw new InputError({ file: path, line, message: 'is a binary file; UTF-8 text is wanted' });
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw new InputError({ file: path, line: 1, message: 'is not UTF-8 text' });
  }
}

function parse(path: string, text: string, lines: LineCounter): Document {
  requireShallow(path, text);
  try {
    const document = parseDocument(text, { lineCounter: lines, uniqueKeys: true, version: '1.2' });
    const [error] = document.errors;
    if (error === undefined) return document;
    const { line, col } = lines.linePos(error.pos[0]);
    throw new InputError({ file: path, line, column: col, message: firstLine(error.message) });
  } catch (error) {
    if (error instanceof RangeError)
      throw new InputError({ file: path, line: 1, message: 'is nested too deeply' });
    throw error;
  }
}

/** The parser calls itself for each level, so the depth is bounded before it sees the text. */
function requireShallow(path: string, text: string): void {
  let brackets = 0;
  for (const [index, line] of text.split('\n').entries()) {
    const indent = /^(?: |[-?] )*/.exec(line)?.[0].length ?? 0;
    for (const character of line) {
      if (character === '[' || character === '{') brackets += 1;
      else if ((character === ']' || character === '}') && brackets > 0) brackets -= 1;
      if (brackets <= DEPTH_LIMIT && indent <= 2 * DEPTH_LIMIT) continue;
      throw new InputError({
        file: path,
        line: index + 1,
        message: `is nested deeper than ${DEPTH_LIMIT} levels`,
      });
    }
  }
}

function toValue(path: string, document: Document): unknown {
  try {
    return document.toJS({ maxAliasCount: ALIAS_LIMIT }) as unknown;
  } catch (error) {
    if (error instanceof RangeError)
      throw new InputError({ file: path, line: 1, message: 'is nested too deeply' });
    if (error instanceof ReferenceError) {
      const bomb = error.message.startsWith('Excessive');
      const message = bomb ? 'expands too many aliases' : firstLine(error.message);
      throw new InputError({ file: path, line: 1, message });
    }
    throw error;
  }
}

function validate(value: unknown, format: FormatName, problem: SourceFile<unknown>['problem']): void {
  const validator = formatValidator(format);
  if (validator(value)) return;
  const errors = tellingErrors(validator.errors ?? []).slice(0, PROBLEM_LIMIT);
  throw new InputError(errors.map((error) => problem(...errorPlace(error))));
}

function errorPlace(error: ErrorObject): [(string | number)[], string, 'key' | 'value'] {
  const path = pointerKeys(error.instancePath);
  const extra = (error.params as { additionalProperty?: string }).additionalProperty;
  const where = path.length === 0 ? '' : `${path.join('.')}: `;
  if (extra !== undefined) return [[...path, extra], `${where}${explainError(error)}`, 'key'];
  return [path, `${where}${explainError(error)}`, 'value'];
}

/** The keys that a JSON Pointer names (RFC 6901 section 4). */
export function pointerKeys(pointer: string): string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'));
}

/** The JSON Pointer of some keys (RFC 6901 section 3). */
export function pointerOf(keys: readonly (string | number)[]): string {
  return keys.map((key) => `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

function place(
  document: Document,
  lines: LineCounter,
  keys: readonly (string | number)[],
  at: 'key' | 'value' = 'value',
): { line: number; column: number } {
  let node: Node | null = isNode(document.contents) ? document.contents : null;
  let offset = node?.range?.[0] ?? 0;
  for (const [index, key] of keys.entries()) {
    const step = child(node, key);
    if (step === undefined) break;
    const wantsKey = at === 'key' && index === keys.length - 1;
    offset =
      (wantsKey ? step.key : undefined)?.range?.[0] ??
      step.value?.range?.[0] ??
      step.key?.range?.[0] ??
      offset;
    node = step.value;
  }
  const { line, col } = lines.linePos(offset);
  return { line: Math.max(line, 1), column: Math.max(col, 1) };
}

function child(
  node: Node | null,
  key: string | number,
): { key: Node | null; value: Node | null } | undefined {
  if (isMap(node)) {
    const pair = node.items.find(
      (item) => String((item.key as { value?: unknown } | null)?.value) === String(key),
    );
    if (pair === undefined) return undefined;
    return { key: isNode(pair.key) ? pair.key : null, value: isNode(pair.value) ? pair.value : null };
  }
  if (isSeq(node)) {
    const item = node.items[Number(key)];
    return isNode(item) ? { key: null, value: item } : undefined;
  }
  return undefined;
}

function firstLine(message: string): string {
  return (message.split('\n')[0] ?? '').replace(/( at line \d+, column \d+)?:?$/, '');
}
