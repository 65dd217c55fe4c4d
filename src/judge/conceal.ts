import { visible } from '../disclosure/visible.js';
import type { Canary } from './canary.js';
import type { Breach } from './finding.js';

/** Planted values stand for what a person has: a text names the one that it holds, and never shows it. */
export function concealer(canaries: readonly Pick<Canary, 'name' | 'value'>[]): (text: string) => string {
  const forms = canaries.flatMap(({ name, value }) => formsOf(value).map((form) => ({ name, form })));
  if (forms.length === 0) return (text) => text;
  const nameOf = new Map(forms.map(({ name, form }) => [form.toLowerCase(), name]));
  const longestFirst = forms.map(({ form }) => form).sort((one, other) => other.length - one.length);
  const pattern = new RegExp(longestFirst.map(escaped).join('|'), 'giu');
  return (text) =>
    text.replace(pattern, (form) => `‹${visible(nameOf.get(form.toLowerCase()) ?? 'planted value')}›`);
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
