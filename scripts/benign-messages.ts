import { createHash } from 'node:crypto';
import { brotliCompressSync, deflateRawSync, gzipSync } from 'node:zlib';
import type { TraceRequest } from '../src/trace/trace-event.generated.js';

/** A message in which nothing was planted, and what it is. */
export interface Benign {
  readonly kind: string;
  readonly request: TraceRequest;
}

/** Numbers that look random and are the same each time: SHA-256 of a seed and a counter. */
interface Chance {
  bytes(count: number): Buffer;
  below(limit: number): number;
  of<Item>(items: readonly Item[]): Item;
}

function chanceOf(seed: string): Chance {
  let pool = Buffer.alloc(0);
  let counter = 0;
  const bytes = (count: number): Buffer => {
    while (pool.length < count) {
      pool = Buffer.concat([pool, createHash('sha256').update(`${seed} ${counter}`).digest()]);
      counter += 1;
    }
    const taken = pool.subarray(0, count);
    pool = pool.subarray(count);
    return taken;
  };
  const below = (limit: number): number => bytes(4).readUInt32BE() % limit;
  return { bytes, below, of: (items) => items[below(items.length)] as (typeof items)[number] };
}

const words =
  'the host name of this computer user report error failed opened closed session started candor hostname example test users wages grace zoë müller license component update kernel driver module version installed system memory'.split(
    ' ',
  );
const names = [
  'productVersion',
  'computerId',
  'installationId',
  'sessionStartedAt',
  'errorCode',
  'hostName',
  'userName',
  'stackTrace',
  'osVersion',
  'locale',
  'activeComponentIds',
  'lastInstalledUpdateId',
];

const kinds: Readonly<Record<string, (chance: Chance) => TraceRequest>> = {
  'JSON telemetry': (chance) => posted(JSON.stringify(record(chance, 12))),
  'JSON with UUIDs': (chance) => posted(JSON.stringify(list(chance, 10, uuid))),
  'JSON with digests': (chance) =>
    posted(
      JSON.stringify(
        list(chance, 8, () =>
          chance
            .bytes(chance.of([16, 20, 28, 32, 48, 64]))
            .toString(chance.of(['hex', 'base64', 'base64url'] as const)),
        ),
      ),
    ),
  'JSON with base64': (chance) =>
    posted(JSON.stringify({ data: chance.bytes(20 + chance.below(600)).toString('base64') })),
  'JSON with escapes': (chance) =>
    posted(
      JSON.stringify({ text: sentence(chance, 30) }).replaceAll(
        /[e/]/g,
        (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`,
      ),
    ),
  'a form': (chance) => ({
    method: 'POST',
    url: 'https://a.test/form',
    headers: [['content-type', 'application/x-www-form-urlencoded']],
    body: new URLSearchParams(
      Object.entries(record(chance, 8)).map(([name, value]) => [name, String(value)]),
    ).toString(),
  }),
  'a query': (chance) => ({
    method: 'GET',
    url: `https://a.test/v1/${uuid(chance)}?${new URLSearchParams({ q: sentence(chance, 6), t: chance.bytes(24).toString('base64') }).toString()}`,
  }),
  'headers and cookies': (chance) => ({
    method: 'GET',
    url: 'https://a.test/',
    headers: [
      ['user-agent', `Product/${chance.below(20)}.${chance.below(10)} (Windows NT 10.0; Win64; x64)`],
      ['authorization', `Bearer ${list(chance, 3, () => chance.bytes(60).toString('base64url')).join('.')}`],
      [
        'cookie',
        `sid=${chance.bytes(16).toString('hex')}; _ga=GA1.2.${chance.below(1e9)}.${chance.below(1e9)}`,
      ],
      ['traceparent', `00-${chance.bytes(16).toString('hex')}-${chance.bytes(8).toString('hex')}-01`],
    ],
  }),
  'a body in gzip': (chance) => coded(gzipSync(JSON.stringify(record(chance, 30))), 'gzip'),
  'a body in br': (chance) => coded(brotliCompressSync(JSON.stringify(record(chance, 30))), 'br'),
  'gzip in base64': (chance) =>
    posted(JSON.stringify({ log: gzipSync(sentence(chance, 60)).toString('base64') })),
  'deflate in base64': (chance) =>
    posted(JSON.stringify({ log: deflateRawSync(sentence(chance, 60)).toString('base64') })),
  'random bytes': (chance) => coded(chance.bytes(16 + chance.below(2000)), undefined),
  'text in UTF-16': (chance) => coded(Buffer.from(sentence(chance, 40), 'utf16le'), undefined),
  'hexadecimal dump': (chance) => posted(JSON.stringify({ dump: chance.bytes(200).toString('hex') })),
  'text of a log': (chance) => ({
    method: 'POST',
    url: 'https://a.test/log',
    body: list(chance, 20, () => sentence(chance, 12)).join('\r\n'),
  }),
};

/** The kinds in turn, each message made of the same chance every time. */
export function* benignMessages(count: number): Iterable<Benign> {
  const all = Object.entries(kinds);
  for (let number = 0; number < count; number += 1) {
    const [kind, make] = all[number % all.length] as (typeof all)[number];
    yield { kind, request: make(chanceOf(`benign ${number}`)) };
  }
}

function posted(body: string): TraceRequest {
  return {
    method: 'POST',
    url: 'https://a.test/v1/telemetry',
    headers: [['content-type', 'application/json']],
    body,
  };
}

function coded(bytes: Buffer, coding: string | undefined): TraceRequest {
  return {
    method: 'POST',
    url: 'https://a.test/v1/telemetry',
    headers: coding === undefined ? [] : [['content-encoding', coding]],
    bodyBase64: bytes.toString('base64'),
  };
}

function record(chance: Chance, count: number): Record<string, unknown> {
  return Object.fromEntries(
    Array.from({ length: count }, (_, index) => [
      `${chance.of(names)}${index}`,
      chance.of([
        () => uuid(chance),
        () => chance.below(1e9),
        () => chance.below(2) === 0,
        () => sentence(chance, 5),
        () => chance.bytes(16).toString('hex'),
        () => `${chance.below(20)}.${chance.below(10)}.${chance.below(9999)}`,
      ])(),
    ]),
  );
}

function uuid(chance: Chance): string {
  return chance
    .bytes(16)
    .toString('hex')
    .replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

function sentence(chance: Chance, length: number): string {
  return list(chance, length, () => chance.of(words)).join(' ');
}

function list<Item>(chance: Chance, count: number, make: (chance: Chance) => Item): Item[] {
  return Array.from({ length: count }, () => make(chance));
}
