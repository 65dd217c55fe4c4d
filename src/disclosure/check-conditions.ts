import type { Condition } from './condition.js';
import type { DisclosureFile, Fact } from './disclosure-file.generated.js';
import type { Problem } from './input-error.js';
import { fieldsOf, type SchemaNode } from './payload-fields.js';
import type { SourceFile } from './source-file.js';

/** Facts, actions and parameters that are named must exist, and be able to take the values that are named. */
export function checkConditions(
  file: SourceFile<DisclosureFile>,
  schemas: ReadonlyMap<string, SourceFile<SchemaNode>>,
): readonly Problem[] {
  const { facts, presence, payloads } = file.value;
  const problems = [...checkActions(file)];
  const check = (
    of: SourceFile<unknown>,
    at: readonly (string | number)[],
    condition: Condition | undefined,
  ): void => {
    problems.push(...checkCondition(of, facts, at, condition));
  };
  check(file, ['presence'], presence);
  for (const [index, { when }] of (file.value.states ?? []).entries())
    check(file, ['states', index, 'when'], when);
  for (const [id, payload] of Object.entries(payloads)) {
    check(file, ['payloads', id, 'permitted'], payload.permitted);
    check(file, ['payloads', id, 'schedule', 'after'], payload.schedule?.after);
    for (const [index, entry] of (payload.forbidden ?? []).entries()) {
      check(file, ['payloads', id, 'forbidden', index, 'while'], entry.while);
    }
    problems.push(...checkPayloadActions(file, id));
  }
  for (const schema of schemas.values()) {
    for (const { annotation, schemaKeys } of fieldsOf(schema.value)) {
      check(schema, [...schemaKeys, 'x-candor', 'when'], annotation?.when);
      const equals = annotation?.equals;
      const fact = typeof equals === 'string' ? equals : equals?.fact;
      if (fact !== undefined && !Object.hasOwn(facts, fact)) {
        problems.push(schema.problem([...schemaKeys, 'x-candor', 'equals'], `there is no fact ${fact}`));
      }
    }
  }
  return problems;
}

/** The problems of one condition, wherever it stands. */
export function checkCondition(
  file: SourceFile<unknown>,
  facts: Readonly<Record<string, Fact>>,
  at: readonly (string | number)[],
  condition: Condition | undefined,
): readonly Problem[] {
  return Object.entries(condition ?? {}).flatMap(([name, wanted]) => {
    const fact = Object.hasOwn(facts, name) ? facts[name] : undefined;
    if (fact === undefined) return [file.problem([...at, name], `there is no fact ${name}`, 'key')];
    return [wanted]
      .flat()
      .filter((value) => !canBe(fact, value))
      .map((value) => file.problem([...at, name], `the fact ${name} is never ${String(value)}`));
  });
}

/** Whether a fact can take a value. */
export function canBe(fact: Fact, value: unknown): boolean {
  return fact.values === undefined ? typeof value === 'boolean' : fact.values.includes(value as string);
}

function checkActions(file: SourceFile<DisclosureFile>): readonly Problem[] {
  const { actions, facts } = file.value;
  return Object.entries(actions).flatMap(([id, action]) =>
    Object.entries(action.sets ?? {}).flatMap(([name, source]) => {
      const at = ['actions', id, 'sets', name];
      const fact = Object.hasOwn(facts, name) ? facts[name] : undefined;
      if (fact === undefined) return [file.problem(at, `there is no fact ${name}`, 'key')];
      if (typeof source !== 'object') {
        return canBe(fact, source) ? [] : [file.problem(at, `the fact ${name} is never ${String(source)}`)];
      }
      if (!(action.with ?? []).includes(source.from)) {
        return [file.problem([...at, 'from'], `the action ${id} takes no parameter ${source.from}`)];
      }
      return Object.values(source.map ?? {})
        .filter((value) => !canBe(fact, value))
        .map((value) => file.problem([...at, 'map'], `the fact ${name} is never ${String(value)}`));
    }),
  );
}

function checkPayloadActions(file: SourceFile<DisclosureFile>, id: string): readonly Problem[] {
  const { actions, payloads } = file.value;
  const payload = payloads[id];
  const named: [(string | number)[], string][] = [];
  if (payload?.trigger) named.push([['trigger', 'action'], payload.trigger.action]);
  for (const [index, { by }] of (payload?.schedule?.clauses ?? []).entries()) {
    named.push([['schedule', 'clauses', index, 'by'], by]);
  }
  return named
    .filter(([, action]) => !Object.hasOwn(actions, action))
    .map(([at, action]) => file.problem(['payloads', id, ...at], `there is no action ${action}`));
}
