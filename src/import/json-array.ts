import { jsonParser, type Token } from 'stream-json/core/parser.js';
import { InputError } from '../disclosure/input-error.js';
import { buildValue, type ValueBuilder, ValueFault, type ValueLimits } from './json-value.js';

/** One item of a list in a JSON text, and its number, from 1. */
export interface JsonItem {
  readonly number: number;
  readonly value: unknown;
}

export interface JsonArrayOptions {
  /** For messages. */
  readonly file: string;
  /** What an item is, for messages: `entry`. */
  readonly item: string;
  /** The names that lead to the list. */
  readonly path: readonly string[];
  readonly limits: ValueLimits;
  /** Whether the member of an item at these names is read over and not kept. */
  readonly skips?: (names: readonly string[]) => boolean;
}

const OUTER_DEPTH = 100;
const OUTER_NAME = 1000;
/** Characters at a time: a fault is known to lie among them, and no nearer. */
const PIECE = 4096;

/**
 * The items of one list in a JSON text of any size, in memory bounded by the largest item. What stands beside the
 * list is read over.
 *
 * The iteration throws an InputError, with the number of the item, at the first thing that is no JSON, no UTF-8 or
 * beyond the limits; what stood before that has then been given.
 */
export async function* readJsonArray(
  chunks: AsyncIterable<Uint8Array>,
  options: JsonArrayOptions,
): AsyncGenerator<JsonItem, void, void> {
  const parse = jsonParser({ packValues: false, streamValues: true });
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const finder = findItems(options);
  const refuse = (message: string): never => {
    throw new InputError({ file: options.file, message: `${options.item} ${finder.number + 1}: ${message}` });
  };
  const tokensOf = (text: string): readonly Token[] => {
    try {
      return valuesOf(parse(text));
    } catch (error) {
      return refuse(
        `is no JSON, or soon after it: ${error instanceof Error ? error.message : String(error)}`,
      );
    }
  };
  for await (const chunk of chunks) {
    const text = decode(decoder, chunk, refuse);
    for (let at = 0; at < text.length; at += PIECE) {
      for (const token of tokensOf(text.slice(at, at + PIECE))) {
        const item = take(finder, token, refuse);
        if (item !== undefined) yield item;
      }
    }
  }
  decode(decoder, undefined, refuse);
  // The parser is not asked whether the text is over: that is seen in its brackets.
  if (!finder.whole) refuse(CUT_OFF);
  if (finder.found) return;
  const place = options.path.length === 0 ? 'no list' : `no list ${options.path.join('.')}`;
  throw new InputError({
    file: options.file,
    message: `has ${place}, in which the ${options.item}s should stand`,
  });
}

const CUT_OFF = 'the file ends in the middle of it: it was cut off';

function decode(
  decoder: TextDecoder,
  chunk: Uint8Array | undefined,
  refuse: (message: string) => never,
): string {
  try {
    return chunk === undefined ? decoder.decode() : decoder.decode(chunk, { stream: true });
  } catch {
    return refuse('holds bytes that are not UTF-8');
  }
}

function take(finder: Finder, token: Token, refuse: (message: string) => never): JsonItem | undefined {
  try {
    return finder.take(token);
  } catch (error) {
    if (error instanceof ValueFault) return refuse(error.message);
    throw error;
  }
}

interface Finder {
  take(token: Token): JsonItem | undefined;
  /** How many items were found. */
  readonly number: number;
  /** Whether the list was found. */
  readonly found: boolean;
  /** Whether the text came to its end. */
  readonly whole: boolean;
}

/** Follows a text to its list, and builds each item of it. */
function findItems({ path, limits, skips }: JsonArrayOptions): Finder {
  /** The containers around, each with the name of the member that is being read in it. */
  const open: { readonly array: boolean; name: string }[] = [];
  let item: ValueBuilder | undefined;
  let name = '';
  let number = 0;
  let found = false;
  let whole = false;

  const inList = (): boolean => {
    const top = open.at(-1);
    return top?.array === true && open.length === path.length + 1 && isAt(open.slice(0, -1), path);
  };
  const outside = (token: Token): void => {
    switch (token.name) {
      case 'startObject':
      case 'startArray': {
        open.push({ array: token.name === 'startArray', name: '' });
        if (open.length > OUTER_DEPTH) throw new ValueFault(`is nested deeper than ${OUTER_DEPTH} levels`);
        if (!inList()) return;
        if (found) throw new ValueFault('a second list of them begins here');
        found = true;
        return;
      }
      case 'endObject':
      case 'endArray':
        open.pop();
        whole = open.length === 0;
        return;
      case 'startKey':
        name = '';
        return;
      case 'stringChunk':
        if (name.length < OUTER_NAME) name += token.value;
        return;
      case 'endKey': {
        const top = open.at(-1);
        if (top !== undefined) top.name = name;
        return;
      }
      default:
        whole ||= open.length === 0 && token.name !== 'startString' && token.name !== 'startNumber';
    }
  };

  return {
    take(token) {
      if (item === undefined && inList() && token.name !== 'endArray') item = buildValue(limits, skips);
      if (item === undefined) {
        outside(token);
        return undefined;
      }
      if (!item.take(token)) return undefined;
      const { value } = item;
      item = undefined;
      number += 1;
      return { number, value };
    },
    get number() {
      return number;
    },
    get found() {
      return found;
    },
    get whole() {
      return whole;
    },
  };
}

function isAt(
  open: readonly { readonly array: boolean; readonly name: string }[],
  path: readonly string[],
): boolean {
  return open.every(({ array, name }, index) => !array && name === path[index]);
}

/** The parser gives its tokens as a bundle, or nothing. */
function valuesOf(given: unknown): readonly Token[] {
  return typeof given === 'object' && given !== null && 'values' in given
    ? (given as { readonly values: readonly Token[] }).values
    : [];
}
