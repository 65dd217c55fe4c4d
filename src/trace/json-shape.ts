const QUOTE = 0x22;
const COLON = 0x3a;
const OPEN_BRACKET = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE_BRACKET = 0x5d;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;

/**
 * How many object members a JSON text writes out, at every depth; undefined where it is nested deeper than
 * `depthLimit`. It looks at nothing but brackets, colons and quotes, so that it may go before the parser.
 */
export function membersWritten(text: string, depthLimit: number): number | undefined {
  let depth = 0;
  let members = 0;
  for (let index = 0; index < text.length; index += 1) {
    switch (text.charCodeAt(index)) {
      case QUOTE:
        index = endOfString(text, index + 1);
        break;
      case COLON:
        members += 1;
        break;
      case OPEN_BRACE:
      case OPEN_BRACKET:
        depth += 1;
        if (depth > depthLimit) return undefined;
        break;
      case CLOSE_BRACE:
      case CLOSE_BRACKET:
        depth -= 1;
        break;
      default:
    }
  }
  return members;
}

/** The index of the quote that ends the string begun before `from`. */
function endOfString(text: string, from: number): number {
  for (let quote = text.indexOf('"', from); quote >= 0; quote = text.indexOf('"', quote + 1)) {
    // A quote is escaped by an odd number of backslashes. The search for it is the engine's, which is the fast part.
    let before = quote - 1;
    while (text.charCodeAt(before) === BACKSLASH) before -= 1;
    if ((quote - before) % 2 === 1) return quote;
  }
  return text.length;
}

/** How many members the objects in a parsed JSON value have: fewer than were written where a name stood twice. */
export function membersOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  if (Array.isArray(value)) return membersOfItems(value);
  let members = 0;
  // JSON.parse makes plain objects with enumerable members of their own, `__proto__` among them.
  for (const name in value) members += 1 + membersOf((value as Readonly<Record<string, unknown>>)[name]);
  return members;
}

function membersOfItems(items: readonly unknown[]): number {
  let members = 0;
  for (const item of items) if (typeof item === 'object') members += membersOf(item);
  return members;
}
