import { sample, stringMatching } from 'fast-check';
import type { SchemaNode } from '../disclosure/payload-fields.js';

/** A text of each format of JSON Schema that is checked (ajv-formats); it obeys no other keyword but by chance. */
const samples: Readonly<Record<string, string>> = {
  'date-time': '2026-01-01T00:00:00Z',
  'iso-date-time': '2026-01-01T00:00:00Z',
  date: '2026-01-01',
  time: '00:00:00Z',
  'iso-time': '00:00:00Z',
  duration: 'P1D',
  email: 'person@example.test',
  hostname: 'host.example.test',
  ipv4: '192.0.2.1',
  ipv6: '2001:db8::1',
  uri: 'https://example.test/',
  'uri-reference': '/path',
  'uri-template': '/path/{part}',
  url: 'https://example.test/',
  uuid: '00000000-0000-4000-8000-000000000000',
  regex: 'a+',
  'json-pointer': '/member',
  'relative-json-pointer': '0',
  'json-pointer-uri-fragment': '#/member',
  byte: 'YWJj',
};

const SAMPLES = 200;
const SEED = 1;

/**
 * Texts that may well obey a schema, the plainest first: whoever wants one tries them against the schema. The same
 * schema and name give the same texts.
 *
 * @param name what a text is made of where the schema leaves it open.
 */
export function textsFor(schema: SchemaNode, name: string): readonly string[] {
  const least = schema.minLength ?? 0;
  const most = schema.maxLength ?? Math.max(least, name.length);
  const formatted = schema.format === undefined ? [] : (samples[schema.format] ?? []);
  const own = schema.pattern === undefined ? [sized(name, least, most)] : matching(schema.pattern, most);
  return [...[formatted].flat(), ...own];
}

/** A text of so many characters that a schema with no pattern and no format permits. */
export function textOfLength(name: string, length: number): string {
  return sized(name, length, length);
}

function sized(name: string, least: number, most: number): string {
  const seed = name === '' ? 'x' : name;
  const repeated = seed.length >= least ? seed : seed.repeat(Math.ceil(least / seed.length));
  return repeated.slice(0, Math.min(most, Math.max(least, seed.length)));
}

const known = new Map<string, readonly string[]>();

/**
 * Texts that match a pattern and hold no more than so many characters, the shortest first. None where the pattern has
 * what cannot be generated.
 */
export function matching(pattern: string, most: number): readonly string[] {
  const key = `${most} ${pattern}`;
  const before = known.get(key);
  if (before !== undefined) return before;
  const found = sampleOf(pattern, most);
  known.set(key, found);
  return found;
}

function sampleOf(pattern: string, most: number): readonly string[] {
  try {
    const texts = stringMatching(new RegExp(pattern, 'u'), { maxLength: most, size: 'max' });
    const found = sample(texts, { seed: SEED, numRuns: SAMPLES });
    return [...new Set(found)].filter(isPlain).sort(byLength);
  } catch {
    return [];
  }
}

/** What is sent and read by people should hold no control characters and no lone surrogates. */
function isPlain(text: string): boolean {
  return !/[\p{C}\p{Z}]/u.test(text);
}

function byLength(one: string, other: string): number {
  return one.length - other.length || (one < other ? -1 : 1);
}
