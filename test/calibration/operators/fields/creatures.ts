import type { Animal } from './zoo.js';

type Keywords = Readonly<Record<string, unknown>>;

export function text(keywords: Keywords = {}): object {
  return { type: 'string', maxLength: 10, ...keywords };
}

function whole(minimum: number, maximum: number): object {
  return { type: 'integer', minimum, maximum };
}

export function closed(
  properties: Readonly<Record<string, object>>,
  required = Object.keys(properties),
): object {
  return { type: 'object', additionalProperties: false, required, properties };
}

function list(items: object, keywords: Keywords = {}): object {
  return { type: 'array', maxItems: 3, items, ...keywords };
}

const pairs = {
  s: text({ minLength: 2 }),
  i: whole(-5, 5),
  n: { type: 'number', minimum: 0, maximum: 1 },
  b: { type: 'boolean' },
  e: { type: 'string', enum: ['a', 'B'] },
  l: list(whole(0, 9), { minItems: 1 }),
  u: { type: ['string', 'integer'], maxLength: 4, minimum: 0, maximum: 9 },
  d: text({ format: 'date-time', maxLength: 40 }),
  x: { type: 'integer', exclusiveMinimum: 0, maximum: Number.MAX_SAFE_INTEGER },
  t: { type: 'boolean', 'x-candor': { equals: 'tracing' } },
  w: text({ 'x-candor': { when: { mode: 'full' } } }),
  y: { type: 'integer', enum: [1, 2] },
  '': text(),
  'sp ace&=': text(),
};
const required = ['s', 'i', 'n', 'b', 'e', 'l', 'u', 'd', 'x', 't', 'y'];

/** Payloads that between them use every keyword that a payload's schema may use, by what is notable in each. */
export const creatures: Readonly<Record<string, Animal>> = {
  'values of several types': {
    properties: {
      a: { type: ['string', 'integer', 'null'], maxLength: 5, minLength: 1, minimum: 0, maximum: 9 },
      b: { type: ['boolean', 'number'], minimum: 0.5, maximum: 1.5 },
      c: { ...closed({ k: text() }), type: ['object', 'null'] },
    },
  },
  'every bound of a number': {
    properties: {
      a: { type: 'integer', exclusiveMinimum: 0, exclusiveMaximum: 10 },
      b: { type: 'number', exclusiveMinimum: 0, exclusiveMaximum: 1 },
      c: { ...whole(5, 100), multipleOf: 5 },
      d: { type: 'number', multipleOf: 0.25, minimum: -1, maximum: 1 },
      e: whole(-1e21, 1e21),
      f: { type: 'number', minimum: -1.7e308, maximum: 1.7e308 },
    },
  },
  'values that are listed': {
    properties: {
      a: { const: 'fixed' },
      b: { const: 5 },
      c: { const: true },
      d: { enum: ['x', 'Y', 3, null, false] },
      e: { type: 'boolean', enum: [true] },
      f: { enum: [true, false] },
      g: { type: 'integer', enum: [1, 2, 3] },
      h: { const: null },
    },
  },
  'lists of everything': {
    properties: {
      a: list(text(), { minItems: 2, uniqueItems: true }),
      b: list(list(whole(1, 3), { minItems: 1 }), { minItems: 1 }),
      c: list({ enum: ['r', 'g', 'b'] }, { uniqueItems: true }),
      d: list(text(), { maxItems: 0 }),
      e: list(closed({ k: text(), v: whole(0, 5) }), { maxItems: 2000 }),
      f: list(text(), { maxItems: 100_000 }),
    },
  },
  'schemas that are combined': {
    properties: {
      a: { anyOf: [text({ maxLength: 3 }), whole(0, 9)] },
      b: {
        oneOf: [
          { ...whole(0, 100), multipleOf: 2 },
          { ...whole(0, 100), multipleOf: 3 },
        ],
      },
      c: { allOf: [text(), text({ minLength: 2 })] },
      d: { anyOf: [{ $ref: '#/$defs/short' }, { type: 'null' }] },
      e: { anyOf: [list(text()), text()] },
    },
    $defs: { short: text({ maxLength: 2 }) },
  },
  'definitions that are referred to': {
    properties: {
      a: { $ref: '#/$defs/part' },
      b: list({ $ref: '#/$defs/part' }, { minItems: 1 }),
      c: list({ $ref: '#/$defs/word' }),
    },
    $defs: {
      part: closed({ k: { $ref: '#/$defs/word' }, n: whole(0, 2) }, ['k']),
      word: text({ pattern: '^[a-z]{2,5}$' }),
    },
  },
  'objects in objects': {
    properties: {
      a: closed(
        {
          b: closed({
            c: closed({ d: text(), e: { type: 'boolean', 'x-candor': { equals: 'tracing' } } }, ['d']),
          }),
        },
        [],
      ),
      o: closed(
        {
          x: text(),
          y: text({ 'x-candor': { when: { mode: 'basic' } } }),
          z: text({ 'x-candor': { when: { mode: 'full' } } }),
        },
        ['x'],
      ),
    },
    required: ['a'],
  },
  'formats and patterns': {
    properties: {
      a: text({ format: 'date-time', maxLength: 40 }),
      b: text({ format: 'email', maxLength: 30 }),
      c: text({ format: 'uuid', maxLength: 36 }),
      d: text({ format: 'ipv4', maxLength: 15 }),
      e: text({ format: 'uri', maxLength: 60 }),
      f: text({ pattern: '^[0-9a-f]{32}$', maxLength: 32 }),
      g: text({ pattern: '^\\p{Lu}', maxLength: 8 }),
      h: text({ pattern: '[0-9]', maxLength: 8, minLength: 3 }),
    },
  },
  'facts that are told': {
    properties: {
      a: text({ 'x-candor': { equals: 'mode' } }),
      b: { enum: ['basic', 'full'], 'x-candor': { equals: 'mode' } },
      c: { ...whole(0, 9), 'x-candor': { equals: { fact: 'tracing', map: { true: 1, false: 0 } } } },
      d: text({ 'x-candor': { equals: { fact: 'mode', map: { full: 'F' } } } }),
      e: { type: 'boolean', 'x-candor': { equals: 'tracing', when: { mode: 'full' } } },
      f: { ...closed({ k: text() }), 'x-candor': { when: { mode: 'full' } } },
    },
    required: ['a', 'b', 'c'],
  },
  'odd names': {
    properties: Object.fromEntries(
      ['a/b', 'c~d', '', 'é"\\', '0', '*', 'value', 'extra', 'constructor', 'A', 'a'].map((name) => [
        name,
        text(),
      ]),
    ),
  },
  'nothing that must be there': {
    properties: { a: text(), b: closed({ c: text() }, []) },
    required: [],
  },
  'other names on the wire': {
    properties: { a: closed({ b: text(), c: text() }, ['b']), d: text(), e: list(text()) },
    route: { map: { '/x/y': '/a/b', '/x/z': '/a/c', '/q': '/d', '/a': '/e' } },
  },
  'its fields in a form': { properties: pairs, required, route: { body: 'form' } },
  'its fields in the query': {
    properties: pairs,
    required,
    route: { method: 'GET', body: 'none', query: 'fields' },
  },
};
