import { createHash } from 'node:crypto';
import { type Unpacked, unpack } from '../src/judge/body.js';
import type { Canary } from '../src/judge/canary.js';
import { type CanarySearch, searchFor } from '../src/judge/leak/canary-search.js';
import { findCanaries } from '../src/judge/leak/message.js';
import type { TraceRequest } from '../src/trace/trace-event.generated.js';
import { digestAlgorithms, digestForms, digestInputs, type Way, ways } from './encoding-ways.js';

/** How many times something was hidden, and how many times it was found. */
export interface Score {
  found: number;
  tried: number;
}

/** Values as they are planted by a live run, and as a person has them. */
export const plantedValues: readonly string[] = [
  'candor-hostname-9f86d081884c7d659a2f',
  'Grace.Hopper+4711@example.test',
  'C:\\Users\\Zoë Müller\\wages 2026.xlsx',
];

const canaries: readonly Canary[] = plantedValues.map((value, index) => ({
  name: `planted ${index + 1}`,
  value,
  permitted: new Set(),
}));

export const search: CanarySearch = searchFor(canaries);

/** Whether the search finds the value in a message; and whether it finds that one alone. */
export function findsIn(request: TraceRequest): {
  readonly values: readonly string[];
  readonly whole: boolean;
} {
  const unpacked: Unpacked = unpack(request);
  const body =
    request.bodyBase64 !== undefined
      ? Buffer.from(request.bodyBase64, 'base64')
      : Buffer.from(request.body ?? '');
  const { leaks, whole } = findCanaries(search, {
    request,
    serverName: undefined,
    body,
    unpacked,
    payload: undefined,
  });
  return { values: leaks.map(({ canary }) => canary.value), whole };
}

/** A place in a message, and whether it takes any bytes or text alone. */
const places: Readonly<Record<string, (hidden: Buffer) => TraceRequest | undefined>> = {
  'a member of JSON': (hidden) =>
    isAscii(hidden) ? posted(JSON.stringify({ id: 7, data: hidden.toString('latin1') })) : undefined,
  'a parameter': (hidden) =>
    isAscii(hidden)
      ? { method: 'GET', url: `https://a.test/v1?x=1&data=${encodeURIComponent(hidden.toString('latin1'))}` }
      : undefined,
  'a cookie': (hidden) =>
    isAscii(hidden)
      ? {
          method: 'GET',
          url: 'https://a.test/',
          headers: [['cookie', `a=1; s=${hidden.toString('latin1')}; b=2`]],
        }
      : undefined,
  'a body of bytes': (hidden) => ({
    method: 'POST',
    url: 'https://a.test/',
    bodyBase64: hidden.toString('base64'),
  }),
};

function posted(body: string): TraceRequest {
  return { method: 'POST', url: 'https://a.test/v1', headers: [['content-type', 'application/json']], body };
}

function isAscii(bytes: Buffer): boolean {
  return bytes.every((byte) => byte >= 32 && byte < 127);
}

/** Text of several lengths beside a value, so that it is aligned in every way. */
const neighbours: readonly (readonly [before: string, after: string])[] = [
  ['', ''],
  ['u', ''],
  ['id', ';v=1'],
  ['us:', '|'],
  ['name', '!'],
];

/** Each way alone: with and without neighbours, in each place that takes it. */
export function measureWay(way: Way): Score {
  return hide((value) => neighbours.map((around) => way.write(besides(way, Buffer.from(value), around))));
}

/** One way within another: the value between neighbours, or what the inner way made of it, or both. */
export function measurePair(outer: Way, inner: Way): Score | undefined {
  if (destroys(outer, inner)) return undefined;
  return hide((value) =>
    neighbours.slice(0, 3).map((around, index) => {
      const written = inner.write(
        besides(inner, Buffer.from(value), outer.kind === 'digest' ? ['', ''] : around),
      );
      const more =
        outer.kind === 'digest' || inner.kind === 'packed'
          ? (['', ''] as const)
          : (neighbours[index + 1] ?? ['', '']);
      return outer.write(besides(outer, written, more));
    }),
  );
}

/** A digest is of the value alone, and so is what takes it for one number. */
function besides({ kind }: Way, bytes: Buffer, [before, after]: readonly [string, string]): Buffer {
  return kind === 'digest' || kind === 'whole'
    ? bytes
    : Buffer.concat([Buffer.from(before), bytes, Buffer.from(after)]);
}

/** Letters in one case leave nothing of what was compressed. */
function destroys(outer: Way, inner: Way): boolean {
  return (
    /^(lower|upper) case$/.test(outer.name) && (inner.kind === 'packed' || inner.name.startsWith('UTF-16'))
  );
}

function hide(write: (value: string) => readonly Buffer[]): Score {
  const score = { found: 0, tried: 0 };
  for (const value of plantedValues) {
    for (const hidden of write(value)) {
      for (const place of Object.values(places)) {
        const request = place(hidden);
        if (request === undefined) continue;
        score.tried += 1;
        if (findsIn(request).values.includes(value)) score.found += 1;
      }
    }
  }
  return score;
}

/** Every digest of every input in every form. */
export function measureDigests(): ReadonlyMap<string, Score> {
  const scores = new Map<string, Score>();
  for (const [name, algorithm] of Object.entries(digestAlgorithms)) {
    const score = { found: 0, tried: 0 };
    for (const value of plantedValues) {
      for (const input of Object.values(digestInputs)) {
        const bytes = createHash(algorithm).update(input(value)).digest();
        for (const form of Object.values(digestForms)) {
          score.tried += 1;
          const body = JSON.stringify({ id: 7, hash: form(bytes).toString('latin1') });
          if (findsIn(posted(body)).values.includes(value)) score.found += 1;
        }
      }
    }
    scores.set(name, score);
  }
  return scores;
}

export interface Pairs {
  /** By the outer way, then by the inner. */
  readonly scores: ReadonlyMap<string, ReadonlyMap<string, Score>>;
}

/** Every way within every way, as it is left out. */
export function measurePairs(list: readonly Way[] = ways): Pairs {
  const layers = list.filter(({ kind }) => kind !== 'plain');
  const scores = new Map<string, ReadonlyMap<string, Score>>();
  for (const outer of layers) {
    const row = new Map<string, Score>();
    for (const inner of layers) {
      const score = measurePair(outer, inner);
      if (score !== undefined) row.set(inner.name, score);
    }
    scores.set(outer.name, row);
  }
  return { scores };
}
