import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadDisclosure } from '../../../../src/disclosure/load.js';
import { fieldsOf, type SchemaNode } from '../../../../src/disclosure/payload-fields.js';
import { loadSystem, requireSystem } from '../../../../src/system/load.js';
import type { Route } from '../../../../src/system/system-file.generated.js';
import { type Laboratory, laboratory } from '../../calibrating.js';

const digest = `sha256:${'0'.repeat(64)}`;

/** A payload of one property by default: what its schema says of it, and how its route carries it. */
export interface Animal {
  readonly properties: Readonly<Record<string, object>>;
  readonly required?: readonly string[];
  readonly $defs?: Readonly<Record<string, object>>;
  readonly route?: Partial<Route>;
}

/** The headers that the zoo's system permits unless it is told others. */
const usual = ['host', 'content-type', 'content-length', 'content-encoding'];

/**
 * A disclosure made of nothing but schemas, each with the clause `NAME.clause` for all its fields, and one scenario in
 * which each payload is sent once. Facts: `mode` is basic, `tracing` is false.
 */
export async function zoo(
  animals: Readonly<Record<string, Animal>>,
  headers: readonly string[] = usual,
): Promise<Laboratory> {
  const [first = ''] = Object.keys(animals);
  const folder = mkdtempSync(join(tmpdir(), 'candor-zoo-'));
  try {
    write(folder, animals, headers);
    const disclosure = await loadDisclosure(folder, 'zoo-1');
    const system = await loadSystem(join(folder, 'system.json'));
    requireSystem(system, disclosure);
    return laboratory(disclosure, system, [
      {
        scenario: 'a-day',
        title: 'A day at the zoo',
        disclosure: 'zoo-1',
        given: { mode: 'basic', tracing: false },
        when: [{ do: 'open' }, { wait: 'PT1H' }],
        // biome-ignore lint/suspicious/noThenProperty: the word is the scenario's, and nothing awaits it.
        then: [{ payload: first, times: 1 }],
      },
    ]);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function write(folder: string, animals: Readonly<Record<string, Animal>>, headers: readonly string[]): void {
  mkdirSync(join(folder, 'disclosures/zoo-1'), { recursive: true });
  mkdirSync(join(folder, 'schemas/zoo-1'), { recursive: true });
  const clauses = Object.entries(animals).map(([name, animal], index) => {
    const schema = schemaOf(name, animal);
    writeFileSync(join(folder, `schemas/zoo-1/${name}.schema.json`), JSON.stringify(schema));
    const fields = fieldsOf(schema).flatMap(({ annotation, pointer }) =>
      annotation === undefined ? [] : [`${name}#${pointer}`],
    );
    return [
      { ...clauseOf(`${name}.transmit`, 2 * index + 2), 'verified-by': [name] },
      ...(fields.length === 0
        ? []
        : [{ ...clauseOf(`${name}.fields`, 2 * index + 3), 'verified-by': fields }]),
    ];
  });
  const names = Object.keys(animals);
  const disclosure = {
    disclosure: 'zoo-1',
    title: 'What the zoo sends',
    vendor: 'Nobody',
    document: { name: 'A page', locale: 'en', digest },
    scope: 'all.bounded',
    presence: { mode: ['basic', 'full'] },
    facts: { mode: { values: ['basic', 'full'] }, tracing: { type: 'boolean' } },
    actions: { open: {} },
    payloads: Object.fromEntries(
      names.map((name) => [
        name,
        { schema: `${name}.schema.json`, clause: `${name}.transmit`, periodic: {} },
      ]),
    ),
    clauses: [{ ...clauseOf('all.bounded', 1), 'verified-by': names }, ...clauses.flat()],
    interpretations: [],
  };
  const system = {
    system: 'zoo',
    disclosure: 'zoo-1',
    transport: { tls: 'required' },
    headers: { permitted: headers },
    routes: names.map((name) => ({
      payload: name,
      method: 'POST',
      url: `https://zoo.test/${name}`,
      body: 'json',
      ...animals[name]?.route,
    })),
  };
  writeFileSync(join(folder, 'disclosures/zoo-1/disclosure.yaml'), JSON.stringify(disclosure));
  writeFileSync(join(folder, 'system.json'), JSON.stringify(system));
}

function clauseOf(id: string, line: number): object {
  return { id, at: `line ${line}`, digest, modality: 'permission', says: 'It is sent.' };
}

function schemaOf(
  name: string,
  { properties, required = Object.keys(properties), $defs }: Animal,
): SchemaNode {
  const annotated = Object.entries(properties).map(([field, property]) => [field, annotate(name, property)]);
  return {
    type: 'object',
    additionalProperties: false,
    required,
    properties: Object.fromEntries(annotated),
    ...($defs === undefined ? {} : { $defs: definitionsOf(name, $defs) }),
  };
}

function definitionsOf(name: string, $defs: NonNullable<Animal['$defs']>): NonNullable<SchemaNode['$defs']> {
  return Object.fromEntries(Object.entries($defs).map(([key, child]) => [key, annotateItems(name, child)]));
}

/** The property with the clause of all fields, and its own properties likewise. */
function annotate(name: string, property: object): object {
  const { properties, items, 'x-candor': annotation, ...rest } = property as SchemaNode;
  const below = Object.entries(properties ?? {}).map(([field, child]) => [field, annotate(name, child)]);
  const inItems = typeof items === 'object' ? annotateItems(name, items) : items;
  return {
    ...rest,
    ...(properties === undefined ? {} : { properties: Object.fromEntries(below) }),
    ...(items === undefined ? {} : { items: inItems }),
    'x-candor': { clause: `${name}.fields`, ...annotation },
  };
}

function annotateItems(name: string, items: SchemaNode): object {
  const { 'x-candor': _annotation, ...annotated } = annotate(name, items) as SchemaNode;
  return annotated;
}
