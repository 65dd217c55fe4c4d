import type { Token } from 'stream-json/core/parser.js';

/** An object of a foreign file. It has no prototype: `__proto__` is a name like another. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** What one value of a foreign file may cost. */
export interface ValueLimits {
  readonly depth: number;
  /** Values, at every depth. */
  readonly values: number;
  /** UTF-16 units of all names and texts that are kept. */
  readonly characters: number;
}

/** Puts one JSON value together from its tokens, within limits. */
export interface ValueBuilder {
  /** Takes the next token. True when the value is whole. */
  take(token: Token): boolean;
  readonly value: unknown;
}

/** Why a value cannot be taken: half a sentence that follows the name of the thing. */
export class ValueFault extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'ValueFault';
  }
}

type Container = Record<string, unknown> | unknown[];

/**
 * @param skips whether the member at these names, from the value's own root, is read over and not kept.
 */
export function buildValue(
  { depth, values, characters }: ValueLimits,
  skips: (names: readonly string[]) => boolean = () => false,
): ValueBuilder {
  const open: { readonly container: Container; name: string }[] = [];
  let root: unknown;
  let text = '';
  let count = 0;
  let kept = 0;
  /** How many containers deep a member that is not kept has been entered; undefined where all is kept. */
  let skipped: number | undefined;

  const put = (value: unknown): void => {
    count += 1;
    if (count > values) throw new ValueFault(`holds more than ${values} values`);
    const top = open.at(-1);
    if (top === undefined) root = value;
    else if (Array.isArray(top.container)) top.container.push(value);
    else top.container[top.name] = value;
  };
  const enter = (container: Container): void => {
    put(container);
    open.push({ container, name: '' });
    if (open.length > depth) throw new ValueFault(`is nested deeper than ${depth} levels`);
  };
  const hold = (chunk: string): void => {
    if (skipped !== undefined) return;
    kept += chunk.length;
    if (kept > characters) throw new ValueFault(`holds more than ${characters} characters`);
    text += chunk;
  };
  const name = (): void => {
    const top = open.at(-1);
    if (top === undefined || Array.isArray(top.container)) return;
    if (Object.hasOwn(top.container, text))
      throw new ValueFault('has an object in which a name stands twice');
    top.name = text;
    if (skips(open.map((one) => one.name))) skipped = 0;
  };
  /** A member that is not kept is entered and left, and over when its own depth is reached again. */
  const pass = (token: Token): void => {
    let inside = skipped ?? 0;
    if (token.name === 'startObject' || token.name === 'startArray') inside += 1;
    if (inside + open.length > depth) throw new ValueFault(`is nested deeper than ${depth} levels`);
    if (token.name === 'endObject' || token.name === 'endArray') inside -= 1;
    skipped = inside === 0 && ENDS.has(token.name) ? undefined : inside;
  };

  return {
    take(token) {
      if (skipped !== undefined) {
        pass(token);
        return false;
      }
      switch (token.name) {
        case 'startObject':
          enter(Object.create(null) as Record<string, unknown>);
          return false;
        case 'startArray':
          enter([]);
          return false;
        case 'endObject':
        case 'endArray':
          open.pop();
          return open.length === 0;
        case 'startKey':
        case 'startString':
        case 'startNumber':
          text = '';
          return false;
        case 'stringChunk':
        case 'numberChunk':
          hold(token.value);
          return false;
        case 'endKey':
          name();
          return false;
        case 'endString':
          put(text);
          break;
        case 'endNumber':
          put(Number(text));
          break;
        case 'nullValue':
        case 'trueValue':
        case 'falseValue':
          put(token.value);
          break;
        default:
          return false;
      }
      return open.length === 0;
    },
    get value() {
      return root;
    },
  };
}

const ENDS: ReadonlySet<Token['name']> = new Set([
  'endObject',
  'endArray',
  'endString',
  'endNumber',
  'nullValue',
  'trueValue',
  'falseValue',
]);

/** The member of a foreign value, where that is an object that has it. */
export function member(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  return Object.hasOwn(value, name) ? (value as JsonObject)[name] : undefined;
}

/** The member where it is a text. */
export function textMember(value: unknown, name: string): string | undefined {
  const found = member(value, name);
  return typeof found === 'string' ? found : undefined;
}

/** The member where it is a number. */
export function numberMember(value: unknown, name: string): number | undefined {
  const found = member(value, name);
  return typeof found === 'number' && Number.isFinite(found) ? found : undefined;
}

/** The items of the member where it is a list; none otherwise. */
export function listMember(value: unknown, name: string): readonly unknown[] {
  const found = member(value, name);
  return Array.isArray(found) ? found : [];
}
