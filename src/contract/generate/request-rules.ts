import { pointerKeys } from '../../disclosure/source-file.js';
import type { Route } from '../../system/system-file.generated.js';
import type { ContractRequest, Matcher, Rule } from '../contract.js';
import { type Held, holdPermitted, holdText, holdValue, ruleOf } from './leaf-rule.js';
import type { Member } from './members.js';
import { pathRule } from './path-rule.js';
import { anchored, literalPattern } from './pattern-text.js';
import { EACH, type RuleKey, rulePath } from './rule-path.js';

/** The rules of a request, and what of each field they do not hold, in words, by the field's JSON Pointer. */
export interface RequestHold {
  readonly rules: ContractRequest['matchingRules'];
  readonly limits: ReadonlyMap<string, readonly string[]>;
}

/** The values that a field which tells a fact may have, in the states that are seen, by its JSON Pointer. */
export type ToldValues = ReadonlyMap<string, ReadonlySet<unknown>>;

const contentTypes = {
  json: 'application/json',
  form: 'application/x-www-form-urlencoded',
} as const;

/** The rules for a message over a route: path, content type, and each member of its payload by its wire name. */
export function requestRules(
  route: Route,
  members: readonly Member[],
  told: ToldValues,
  headers: readonly string[],
): RequestHold {
  const limits = new Map<string, readonly string[]>();
  const note = (pointer: string, more: readonly string[]): void => {
    if (more.length > 0) limits.set(pointer, [...(limits.get(pointer) ?? []), ...more]);
  };
  const body = route.body === 'json';
  const fields = members.flatMap((member): [string, Rule][] => {
    const held = body ? jsonHold(member, told) : pairHold(member, members, told);
    if (held === undefined) return [];
    note(member.pointer, held.limits);
    if (member.combined) note(member.pointer, ['of several forms only that of the example is held']);
    const wire = wireKeys(route, member.keys);
    const path = route.query === 'fields' ? queryName(wire) : rulePath(wire);
    if (path !== undefined) return [[path, ruleOf(held.matchers)]];
    note(member.pointer, [
      'Pact has no path for its name, and takes the example, or in a list anything of its type',
    ]);
    return [];
  });
  const path = pathRule(route);
  if (path.limit !== undefined) note('', [path.limit]);
  const rules = {
    ...(route.query === 'fields' || fields.length === 0 ? {} : { body: sorted(fields) }),
    ...(headers.includes('content-type') ? { header: { 'content-type': contentTypeRule(route) } } : {}),
    ...(path.regex === undefined ? {} : { path: ruleOf([{ match: 'regex', regex: path.regex }]) }),
    ...(route.query === 'fields' && fields.length > 0 ? { query: sorted(fields) } : {}),
  };
  return { rules, limits };
}

function jsonHold(member: Member, told: ToldValues): Held | undefined {
  if (member.kind === 'leaf') return leafHold(member, told, holdValue);
  if ((member.value as readonly unknown[]).length === 0) return undefined;
  return { matchers: [counted(member)], limits: uniqueness(member) };
}

/** In a query or a form a field is a name that stands as often as it has values: one, or as many as its list. */
function pairHold(member: Member, members: readonly Member[], told: ToldValues): Held | undefined {
  const one: Matcher = { match: 'type', min: 1, max: 1 };
  if (member.keys.at(-1) === EACH) return undefined;
  if (member.kind === 'leaf') {
    const { limits, matchers } = leafHold(member, told, holdText);
    return { matchers: [one, ...matchers], limits };
  }
  const item = members.find(
    ({ keys }) => keys.length === 2 && keys[0] === member.keys[0] && keys[1] === EACH,
  );
  if (item === undefined) return undefined;
  const { limits, matchers } = leafHold(item, told, holdText);
  const empty = member.schema.minItems ? [] : ['an empty list does not pass: nothing of it would be sent'];
  return {
    matchers: [counted(member, 1), ...matchers],
    limits: [...uniqueness(member), ...limits, ...empty],
  };
}

function leafHold(member: Member, told: ToldValues, hold: (schema: Member['schema']) => Held): Held {
  const values = told.get(member.pointer);
  if (values === undefined) return hold(member.schema);
  const ordered = [...values].sort((one, other) => (String(one) < String(other) ? -1 : 1));
  if (hold === holdValue) return withState(holdPermitted(ordered), ordered);
  const pattern = ordered.map((value) => literalPattern(String(value))).join('|');
  return withState({ matchers: [{ match: 'regex', regex: anchored(pattern) }], limits: [] }, ordered);
}

/** An interaction stands for all states that have its fields, and Pact does not know in which one it is asked. */
function withState(held: Held, values: readonly unknown[]): Held {
  if (values.length < 2) return held;
  return {
    ...held,
    limits: [...held.limits, 'which of its values is true rests on the state, and is not held'],
  };
}

function counted({ schema }: Member, least = 0): Matcher {
  const min = Math.max(least, schema.minItems ?? 0);
  return { match: 'type', min, max: Math.max(min, schema.maxItems ?? min) };
}

function uniqueness({ schema }: Member): readonly string[] {
  return schema.uniqueItems === true ? ['that no two members are alike is not held'] : [];
}

function contentTypeRule({ body }: Route): Rule {
  const name = literalPattern(contentTypes[body === 'form' ? 'form' : 'json']);
  return ruleOf([{ match: 'regex', regex: anchored(`${name}(?: *; *charset=(?:utf-8|UTF-8))?`) }]);
}

/** Where a member stands on the wire (DESIGN 4.3, `map`). */
function wireKeys({ map }: Route, keys: readonly RuleKey[]): readonly RuleKey[] {
  for (const [wire, field] of Object.entries(map ?? {})) {
    const from = namesOf(field);
    if (from.every((name, index) => name === keys[index]))
      return [...namesOf(wire), ...keys.slice(from.length)];
  }
  return keys;
}

function namesOf(name: string): readonly string[] {
  return name.startsWith('/') ? pointerKeys(name) : [name];
}

/** In a query a rule is named by the parameter as it stands, but for the empty name. */
function queryName([key]: readonly RuleKey[]): string | undefined {
  return typeof key === 'string' && key !== '' ? key : undefined;
}

function sorted(entries: readonly [string, Rule][]): Record<string, Rule> {
  return Object.fromEntries([...entries].sort(([one], [other]) => (one < other ? -1 : 1)));
}
