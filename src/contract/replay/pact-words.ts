import { visible } from '../../disclosure/visible.js';

const WORD_LIMIT = 300;
const MISMATCH_LIMIT = 5;

interface Mismatch {
  readonly type?: unknown;
  readonly path?: unknown;
  readonly parameter?: unknown;
  readonly key?: unknown;
  readonly mismatch?: unknown;
  readonly actual?: unknown;
}

/**
 * Why Pact rejects the one request that a server got, in Pact's words, bounded and made harmless to read. Pact quotes
 * what was sent, and that can be personal: a value is told by its length alone.
 *
 * @param answer what the mock server's process says of the server, not trusted to be of any form.
 */
export function pactWords(answer: unknown): readonly string[] {
  const words = entriesOf(answer, 'mismatches').flatMap((request) => {
    if (typeOf(request) === 'request-not-found') return ['it matches no interaction of the contract'];
    if (typeOf(request) !== 'request-mismatch') return [];
    return entriesOf(request, 'mismatches').map((mismatch) => describe(mismatch as Mismatch));
  });
  const distinct = [...new Set(words)].sort();
  const more = distinct.length - MISMATCH_LIMIT;
  return more > 0 ? [...distinct.slice(0, MISMATCH_LIMIT), `and ${more} more`] : distinct;
}

function describe({ type, path, parameter, key, mismatch, actual }: Mismatch): string {
  const place = [path, parameter, key].find((part) => typeof part === 'string') ?? '';
  const kind = typeof type === 'string' ? type : 'Mismatch';
  const said = typeof mismatch === 'string' ? conceal(mismatch, actual) : '';
  return visible(`${kind} ${place}${said === '' ? '' : `: ${said}`}`, WORD_LIMIT);
}

/** Names of fields stay, as they do in the judge's findings; a value that was sent does not. */
function conceal(text: string, actual: unknown): string {
  const [value, ...rest] = spellings(actual);
  if (value === undefined || text.includes('with keys [')) return text;
  let concealed = text;
  for (const spelling of [value, ...rest])
    concealed = concealed.replaceAll(`'${spelling}'`, `(${spelling.length} characters)`);
  const left = rest.concat(value).some((spelling) => spelling.length > 3 && concealed.includes(spelling));
  return left ? '' : concealed;
}

/** As Pact quotes a value: as JSON, and a text without its quotation marks. */
function spellings(actual: unknown): readonly string[] {
  if (typeof actual !== 'string' || actual === '') return [];
  try {
    const value: unknown = JSON.parse(actual);
    return typeof value === 'string' && value !== '' ? [actual, value] : [actual];
  } catch {
    return [actual];
  }
}

function entriesOf(holder: unknown, name: string): readonly unknown[] {
  const value = isObject(holder) ? holder[name] : undefined;
  return Array.isArray(value) ? value.filter(isObject) : [];
}

function typeOf(value: unknown): unknown {
  return isObject(value) ? value['type'] : undefined;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
