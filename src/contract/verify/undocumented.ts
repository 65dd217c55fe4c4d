import { InputError } from '../../disclosure/input-error.js';
import { pointerOf } from '../../disclosure/source-file.js';
import type { Contract } from '../contract.js';
import type { DocumentedRequest, Pairs } from './documented-request.js';

/** A documented request with one thing more than is documented. */
export interface UndocumentedRequest {
  /** What is more, in words: `field "undocumented" in /device`. */
  readonly what: string;
  readonly name: string;
  readonly request: DocumentedRequest;
}

type Member = string | number;

/** Objects of one body that get a field each. How deep they lie was bounded when the contract was read. */
const OBJECT_LIMIT = 500;
const VALUE = 'candor';

/**
 * The same request with one undocumented field at each place where its fields are: each object of a JSON body, at
 * every depth and in every list; the pairs of a form; the query, where fields are in it or there is no body. None
 * where a body is of another kind, and then nothing can be said of it.
 *
 * @param name of the undocumented field, from `undocumentedName`
 * @throws InputError where a body holds too many objects for each to be tried.
 */
export function undocumentedRequests(
  request: DocumentedRequest,
  name: string,
): readonly UndocumentedRequest[] {
  const quoted = JSON.stringify(name);
  const variants: UndocumentedRequest[] = [];
  if (request.query.length > 0 || request.body.in === 'nothing') {
    const query: Pairs = [...request.query, [name, VALUE]];
    variants.push({ what: `query parameter ${quoted}`, name, request: { ...request, query } });
  }
  if (request.body.in === 'form') {
    const pairs: Pairs = [...request.body.pairs, [name, VALUE]];
    variants.push({
      what: `form field ${quoted}`,
      name,
      request: { ...request, body: { in: 'form', pairs } },
    });
  }
  if (request.body.in === 'json') {
    const { value } = request.body;
    for (const path of objectsIn(value)) {
      const more = withField(value, path, name);
      const place = path.length === 0 ? 'the body' : pointerOf(path);
      variants.push({
        what: `field ${quoted} in ${place}`,
        name,
        request: { ...request, body: { in: 'json', value: more } },
      });
    }
  }
  return variants;
}

/** A name that stands nowhere in the contracts, nor in the texts beside them: nothing documented is called so. */
export function undocumentedName(
  contracts: readonly Contract[],
  documented: readonly unknown[] = [],
): string {
  const texts = [...contracts, ...documented].map((value) => JSON.stringify(value).toLowerCase());
  let name = 'undocumented';
  while (texts.some((text) => text.includes(name))) name = `${name}-more`;
  return name;
}

/** Where the objects of a value are, the outermost first. */
function objectsIn(value: unknown): readonly (readonly Member[])[] {
  const found: (readonly Member[])[] = [];
  const visit = (part: unknown, path: readonly Member[]): void => {
    if (typeof part !== 'object' || part === null) return;
    if (!Array.isArray(part)) found.push(path);
    if (found.length > OBJECT_LIMIT) {
      throw new InputError({ message: `a body holds more than the ${OBJECT_LIMIT} objects that are tried` });
    }
    for (const [key, member] of Object.entries(part)) {
      visit(member, [...path, Array.isArray(part) ? Number(key) : key]);
    }
  };
  visit(value, []);
  return found;
}

function withField(value: unknown, [key, ...rest]: readonly Member[], name: string): unknown {
  if (key === undefined) return { ...(value as object), [name]: VALUE };
  if (Array.isArray(value)) {
    return value.map((member, index) => (index === key ? withField(member, rest, name) : member));
  }
  // A spread and a computed name define, where an assignment to `__proto__` would not.
  const holder = value as Readonly<Record<string, unknown>>;
  return { ...holder, [key]: withField(holder[key], rest, name) };
}
