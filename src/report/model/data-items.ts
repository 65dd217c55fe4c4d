import { type Condition, describeCondition } from '../../disclosure/condition.js';
import type { Payload } from '../../disclosure/disclosure.js';
import type { Run } from '../load-run.js';
import type { DataItem, FindingGroup } from '../report.js';
import { paragraph } from '../wrap.js';
import { clean } from './words.js';

const UNDOCUMENTED = new Set([
  'field/undocumented',
  'channel/undocumented',
  'route/undocumented',
  'leak/canary',
]);

/** Every documented field, and everything else that was seen to leave. */
export function dataItems(run: Run, groups: readonly FindingGroup[]): readonly DataItem[] {
  return [...undocumentedItems(run, groups), ...documentedItems(run)];
}

function documentedItems(run: Run): readonly DataItem[] {
  const { disclosure, result } = run;
  return [...(disclosure?.payloads.values() ?? [])].flatMap((payload) => {
    const seen = result.payloads.find(({ id }) => id === payload.id);
    const destinations = destinationsOf(run, payload);
    return payload.fields.map((field): DataItem => {
      const clause = field.annotation?.clause ?? payload.clause;
      const source = disclosure?.clauses.get(clause);
      const sighting = seen?.fields.find(({ pointer }) => pointer === field.pointer);
      return {
        item: `${payload.id}#${field.pointer}`,
        payload: payload.id,
        field: field.pointer,
        documented: true,
        category: field.annotation?.sensitivity ?? 'unknown',
        clause,
        at: source?.at ?? '',
        says: paragraph(source?.says ?? ''),
        permitted: permittedWords(payload, field.annotation?.when),
        seenIn: sighting?.states ?? [],
        destinations,
        seen: sighting?.transmissions ?? 0,
      };
    });
  });
}

function permittedWords({ permitted, forbidden }: Payload, when: Condition | undefined): string {
  const both = bothOf(permitted, when);
  if (Object.values(both).some((values) => values.length === 0)) return 'never';
  const ruledOut = forbidden.map((ruling) => `, but not while ${describeCondition(ruling.while)}`);
  return `${describeCondition(both)}${ruledOut.join('')}`;
}

/** What satisfies two conditions: of a fact that both name, the values that both allow. */
function bothOf(
  one: Condition = {},
  other: Condition = {},
): Readonly<Record<string, readonly (string | boolean)[]>> {
  const names = [...new Set([...Object.keys(one), ...Object.keys(other)])];
  const valuesIn = (condition: Condition, name: string): readonly (string | boolean)[] | undefined =>
    Object.hasOwn(condition, name) ? [condition[name] ?? []].flat() : undefined;
  return Object.fromEntries(
    names.map((name) => {
      const [mine, others] = [valuesIn(one, name), valuesIn(other, name)];
      return [name, (mine ?? others ?? []).filter((value) => others?.includes(value) ?? true)];
    }),
  );
}

/** Where the system file says that a payload goes. */
function destinationsOf({ system }: Run, payload: Payload): readonly string[] {
  const routes = system?.file.value.routes.filter((route) => route.payload === payload.id) ?? [];
  return [...new Set(routes.map(({ url }) => clean(url, 500)))];
}

function undocumentedItems({ disclosure }: Run, groups: readonly FindingGroup[]): readonly DataItem[] {
  return groups
    .filter(({ rule }) => UNDOCUMENTED.has(rule))
    .map((group): DataItem => {
      const source = disclosure?.clauses.get(group.clause);
      const member = group.occurrences[0]?.evidence.member;
      const payload = [...(disclosure?.payloads.values() ?? [])].find(
        ({ clause }) => clause === group.clause,
      );
      return {
        item: member === undefined ? group.title : `${payload?.id ?? '?'}#${member}`,
        payload: payload?.id ?? '',
        field: member ?? '',
        documented: false,
        category: 'unknown',
        clause: group.clause,
        at: source?.at ?? '',
        says: group.title,
        permitted: 'never',
        seenIn: group.states,
        destinations: group.sample === undefined ? [] : [group.sample.request],
        seen: group.count,
      };
    });
}
