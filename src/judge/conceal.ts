import { visible } from '../disclosure/visible.js';
import type { Canary } from './canary.js';
import type { Breach } from './finding.js';
import { searchForValues } from './leak/canary-search.js';
import { openAllowance, type ValueSearch } from './leak/search.js';

type Planted = Pick<Canary, 'name' | 'value'>;

/**
 * Planted values stand for what a person has: a text names the one that it holds, and never shows it, nor what a reader
 * could read it from: where a part of the text is the value in base64 or any other form that is found, the name stands
 * in the place of that part.
 */
export function concealer(canaries: readonly Planted[]): (text: string) => string {
  if (canaries.length === 0) return (text) => text;
  const concealPlain = plainConcealer(canaries);
  const search = searchForValues(canaries.map(({ value }) => value));
  const marks = canaries.map(({ name }) => markOf(name));
  return remembering((text) => concealParts(concealPlain(text), search, marks));
}

function markOf(name: string): string {
  return `‹${visible(name)}›`;
}

function plainConcealer(canaries: readonly Planted[]): (text: string) => string {
  const forms = canaries.flatMap(({ name, value }) => formsOf(value).map((form) => ({ name, form })));
  const nameOf = new Map(forms.map(({ name, form }) => [form.toLowerCase(), name]));
  const longestFirst = forms.map(({ form }) => form).sort((one, other) => other.length - one.length);
  const pattern = new RegExp(longestFirst.map(escaped).join('|'), 'giu');
  return (text) => text.replace(pattern, (form) => markOf(nameOf.get(form.toLowerCase()) ?? 'planted value'));
}

/** What parts a text, the widest parts first. */
const partings = [/([\s"“”‹›<>(){}[\]]+)/, /([?&;,|'`]+)/, /([=:@#]+)/, /([/.]+)/];

/** Names the value in the place of the smallest part that still holds one, however it is written. */
function concealParts(text: string, search: ValueSearch, marks: readonly string[], parting = 0): string {
  const found = search.search([{ bytes: Buffer.from(text) }], openAllowance(text.length));
  const [first] = found;
  if (first === undefined) return text;
  const mark = marks[first.value] ?? markOf('planted value');
  const between = partings[parting];
  if (between === undefined) return mark;
  const parts = text.split(between);
  const concealed = parts.map((part, index) =>
    index % 2 === 1 || part.length < 8 ? part : concealParts(part, search, marks, parting + 1),
  );
  const whole = concealed.join('');
  const left =
    whole === text ? found : search.search([{ bytes: Buffer.from(whole) }], openAllowance(whole.length));
  return left.length === 0 ? whole : mark;
}

/** Of so many texts the last ones: findings of one cause say the same. */
const REMEMBERED = 1000;

function remembering(conceal: (text: string) => string): (text: string) => string {
  const known = new Map<string, string>();
  return (text) => {
    const before = known.get(text);
    if (before !== undefined) return before;
    if (known.size >= REMEMBERED) known.clear();
    const concealed = conceal(text);
    known.set(text, concealed);
    return concealed;
  };
}

/** A finding without the planted values. */
export function concealCanaries(canaries: readonly Canary[]): (breach: Breach) => Breach {
  if (canaries.length === 0) return (breach) => breach;
  const conceal = concealer(canaries);
  const concealIf = (text: string | undefined): string | undefined =>
    text === undefined ? undefined : conceal(text);
  return (breach) => ({
    ...breach,
    message: conceal(breach.message),
    sent: concealIf(breach.sent),
    allowed: concealIf(breach.allowed),
    member: concealIf(breach.member),
  });
}

/** A value as it may stand in a finding: as it is, made visible, quoted, in a URL or in a JSON Pointer. */
function formsOf(value: string): readonly string[] {
  const forms = [
    value,
    JSON.stringify(value).slice(1, -1),
    value.replaceAll('~', '~0').replaceAll('/', '~1'),
  ];
  // A lone surrogate stands in no URL.
  if (!/\p{Cs}/u.test(value)) forms.push(encodeURI(value), encodeURIComponent(value));
  return [...new Set(forms.flatMap((form) => [form, visible(form, form.length)]))];
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}
